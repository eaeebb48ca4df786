// Challenge verification, factors, enrolment and backup codes: the types, and client.mfa().
#pragma once

#include <hellojohn/pending.hpp>
#include <hellojohn/secret.hpp>
#include <hellojohn/session.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::inline v0 {

/// Names of factor types, and the one fixed factor id (recovery page).
namespace factor {
///@{
/// Values of Factor::type, as the server writes them; backup_codes is the id of its factor too.
inline constexpr std::string_view backup_codes = "backup_codes";
inline constexpr std::string_view totp = "totp";
inline constexpr std::string_view sms = "sms";
inline constexpr std::string_view email_otp = "email_otp";
inline constexpr std::string_view webauthn = "webauthn";
///@}
}  // namespace factor

/// One way to prove who one is (docs/contract/endpoints.md#factor). Unknown types are kept as they came.
struct Factor {
  std::string id;          ///< For confirm(), remove() and VerifyRequest::factor_id.
  std::string type;        ///< See namespace factor.
  std::string name;        ///< What the person calls it; untrusted text, may be empty.
  std::string status;      ///< "pending", "active" or "disabled"; empty in a challenge.
  std::string created_at;  ///< RFC 3339 as the server wrote it; for backup codes the id of the set.
};

/// A sign-in that needs a second factor (docs/contract/endpoints.md#challenge).
struct Challenge {
  std::string id;               ///< Goes into VerifyRequest::challenge_id.
  std::vector<Factor> factors;  ///< May be empty: the server did not say.
};

/// A fresh set of backup codes. Shown once; every earlier code is dead.
struct BackupCodes {
  std::vector<Secret> codes;    ///< 1..64 codes of 4..128 printable ASCII characters, distinct.
  std::string generated_at;     ///< RFC 3339 as sent; empty where absent or unreadable.
  bool had_duplicates = false;  ///< The server sent a code twice; each stands here once.
};

/// How many backup codes are left, with what is known about it. Never invented.
struct BackupCodesStatus {
  /// How far `count` can be believed.
  enum class Certainty : std::uint8_t {
    exact,    ///< The server said so.
    at_most,  ///< Counted here since the set was made; codes used elsewhere are not seen.
    unknown,  ///< Nothing is known: `count` is absent.
  };
  Certainty certainty = Certainty::unknown;  ///< Says how to read `count`.
  std::optional<int> count{};                ///< Absent where unknown.
  bool has_set = false;                      ///< The factor list shows a set.
  std::string set_created_at{};              ///< Id of the set; empty where unknown.
};

/// An enrolment that has begun.
struct Enrolment {
  std::string factor_id;    ///< For confirm().
  std::string type;         ///< As in Factor::type.
  Secret totp_secret;       ///< Base32; TOTP only.
  Secret totp_uri;          ///< otpauth://…; TOTP only.
  std::string destination;  ///< Masked phone number or address; sms and email_otp only.
};

/// What to enrol. Views are copied before the call returns.
struct EnrollRequest {
  std::string_view type = factor::totp;  ///< A name of namespace factor.
  std::string_view name{};               ///< What the person calls it; may be empty.
  std::string_view phone_number{};       ///< Required for sms.
};

/// A confirmed factor, and codes where the server makes them at that moment.
struct ConfirmedFactor {
  std::string factor_id;                      ///< The factor that is active now.
  std::optional<BackupCodes> backup_codes{};  ///< Absent where the server makes none.
};

/// An answer to a challenge. Views are copied before the call returns.
struct VerifyRequest {
  std::string_view challenge_id;              ///< Challenge::id.
  std::string_view factor_id = factor::totp;  ///< A Factor::id, or factor::backup_codes.
  std::string_view code;  ///< As the server wants it: digits, or a backup code in its issued shape.
};

/// A challenge that was met.
struct Verified {
  SignedIn session;                             ///< The session that is open now.
  std::optional<int> backup_codes_remaining{};  ///< Only where the server sent it.
};

namespace detail {
class Core;
}

#pragma push_macro("verify")
#undef verify

/// Calls on a pending challenge. Obtained from Client::mfa(); cheap to copy.
///
/// **Thread** any. **Lifetime** may outlive the Client; calls then answer Errc::shutting_down.
class Mfa {
 public:
  /// Made by the Client.
  explicit Mfa(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

  /// Answers a challenge. Sent once: never repeated by itself after the whole request left.
  /// **Errors** invalid_code, challenge_expired, rate_limited; none of them ends or refreshes a session.
  /// Outcome unknown: the code may be spent.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<Verified> verify_challenge(VerifyRequest request);
  /// The name that the React hooks use.
  Pending<Verified> verify(VerifyRequest request);

  /// Answers with a backup code as a person typed it: folded to the issued shape by
  /// ClientOptions::backup_code_format.
  Pending<Verified> verify_backup_code(const Challenge& challenge, std::string_view typed);

  /// Asks for another code by text message or e-mail.
  /// **Errors** unsupported, not sent: version 1 of the service has no such call.
  Pending<Unit> send_code(const Challenge& challenge, std::string_view factor_id);

 private:
  std::shared_ptr<detail::Core> core_;
};

#pragma pop_macro("verify")

}  // namespace hellojohn::inline v0
