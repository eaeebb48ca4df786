// Challenges, factors, enrolment and backup codes: their types, and the calls of client.mfa().
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

namespace hellojohn {
inline namespace v0 {

/// Names of factor types. `backup_codes` is also the id of its factor.
namespace factor {
///@{
/// Values of Factor::type, as the server writes them.
inline constexpr std::string_view backup_codes = "backup_codes";
inline constexpr std::string_view totp = "totp";
inline constexpr std::string_view sms = "sms";
inline constexpr std::string_view email_otp = "email_otp";
inline constexpr std::string_view webauthn = "webauthn";
///@}
}  // namespace factor

/// One way of proving an identity (docs/contract/endpoints.md#factor). Unknown types are kept unchanged.
struct Factor {
  std::string id;          ///< Goes into confirm(), remove() and VerifyRequest::factor_id.
  std::string type;        ///< See namespace factor.
  std::string name;        ///< The user's own name for it. Untrusted text; may be empty.
  std::string status;      ///< "pending", "active" or "disabled"; empty in a challenge.
  std::string created_at;  ///< RFC 3339, as the server wrote it. Identifies a set of backup codes.
};

/// A sign-in that needs a second factor (docs/contract/endpoints.md#challenge).
struct Challenge {
  std::string id;               ///< Goes into VerifyRequest::challenge_id.
  std::vector<Factor> factors;  ///< Empty if the server did not name any.
};

/// A new set of backup codes. The server shows it once and accepts no earlier code any more.
struct BackupCodes {
  std::vector<Secret> codes;    ///< 1 to 64 different codes of 4 to 128 printable ASCII characters.
  std::string generated_at;     ///< RFC 3339, as sent. Empty if it is absent or unreadable.
  bool had_duplicates = false;  ///< The server sent a code twice. `codes` holds it once.
};

/// How many backup codes are left, and how certain that is. The client never invents a number.
struct BackupCodesStatus {
  /// How certain `count` is.
  enum class Certainty : std::uint8_t {
    exact,    ///< The server said so.
    at_most,  ///< Counted here since the set was made. Codes used elsewhere are not counted.
    unknown,  ///< `count` is absent.
  };
  Certainty certainty = Certainty::unknown;  ///< How to read `count`.
  std::optional<int> count{};                ///< Absent if unknown.
  bool has_set = false;                      ///< The factor list shows a set.
  std::string set_created_at{};              ///< Identifies the set. Empty if unknown.
};

/// An enrolment that waits for its first code.
struct Enrolment {
  std::string factor_id;  ///< Goes into confirm().
  std::string type;       ///< As in Factor::type.
  Secret totp_secret;     ///< Base32. Only for totp.
  /// "otpauth://totp/...". Only for totp. Empty if the server's address is not one that every authenticator app reads, such as
  /// "otpauth://hotp/...": let the user type the key instead.
  Secret totp_uri;
  std::string destination;          ///< Masked phone number or address. Only for sms and email_otp.
  int digits = 6;                   ///< How many digits the app shows, 6 to 8; from the address.
  std::chrono::seconds period{30};  ///< How long the app shows a code; from the address.
};

/// What to enrol. The call copies the views before it returns.
struct EnrollRequest {
  std::string_view type = factor::totp;  ///< A name of namespace factor.
  std::string_view name{};               ///< The user's own name for it. May be empty.
  std::string_view phone_number{};       ///< Required for sms.
};

/// A confirmed factor. Some servers make backup codes at the same moment.
struct ConfirmedFactor {
  std::string factor_id;                      ///< The factor that is now active.
  std::optional<BackupCodes> backup_codes{};  ///< Absent if the server made none.
};

/// The password and a code, for a server that asks for both with the call (Capabilities::needs_proof). Other servers ignore
/// it. The call copies the views before it returns.
struct Proof {
  SecretView password{};                      ///< The account's password.
  std::string_view factor_id = factor::totp;  ///< Or factor::backup_codes: that code is then spent.
  std::string_view code{};                    ///< A code of that factor, as the user typed it.
};

/// A code for a challenge. The call copies the views before it returns.
struct VerifyRequest {
  std::string_view challenge_id;              ///< Challenge::id.
  std::string_view factor_id = factor::totp;  ///< A Factor::id, or factor::backup_codes.
  std::string_view code;  ///< Digits, or a backup code in the shape in which it was issued.
};

/// The answer to a right code.
struct Verified {
  SignedIn session;                             ///< The session that is now open.
  std::optional<int> backup_codes_remaining{};  ///< Absent if the server did not send it.
};

namespace detail {
class Core;
}

#pragma push_macro("verify")
#undef verify

/// Answers challenges. Get it from Client::mfa(). Copying is cheap.
///
/// **Errors** a code that is refused neither ends nor renews a session.
/// **Exceptions** none: a call without memory is a finished one that failed with Errc::resource.
/// **Thread safety** any thread, also at the same time.
/// **Lifetime** may outlive the Client; its calls then fail with Errc::shutting_down.
/// **Cancellation** see Pending: cancelling ends the wait. Error::outcome says what is certain about the effect.
class Mfa {
 public:
  /// Made by the Client.
  explicit Mfa(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

  /// Sends a code for a challenge. The client does not send it again after the whole request left.
  /// **Errors** invalid_code (by its code, whatever the status), challenge_expired, rate_limited; none ends a session. With Outcome::unknown the code may be spent.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<Verified> verify_challenge(VerifyRequest request);
  /// Does the same under the name that the React hooks use.
  Pending<Verified> verify(VerifyRequest request);

  /// Sends a backup code as the user typed it. ClientOptions::backup_code_format folds it to the issued shape.
  /// **Errors** as verify_challenge(). **Source** docs/contract/assumptions.md#typed-codes
  Pending<Verified> verify_backup_code(const Challenge& challenge, std::string_view typed);

  /// Asks the service to send a code, or another one, by text message or e-mail.
  /// **Errors** unsupported with Outcome::not_sent if the server has no such call (Capabilities::send_code_again);
  /// rate_limited.
  /// **Source** docs/contract/assumptions.md#codes-by-sms-and-e-mail
  Pending<Unit> send_code(const Challenge& challenge, std::string_view factor_id);

 private:
  std::shared_ptr<detail::Core> core_;
};

#pragma pop_macro("verify")

}  // namespace v0
}  // namespace hellojohn
