// Overrides: the things that a support desk may do to an account, their results and their record.
// Knows nothing of how a call is made.
#pragma once

#include <hellojohn/admin/identity_check.hpp>
#include <hellojohn/error.hpp>
#include <hellojohn/mfa.hpp>
#include <hellojohn/secret.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace admin {

/// What support may do to an account.
enum class OverrideKind : std::uint8_t {
  remove_factor,          ///< Client::remove_factor
  generate_backup_codes,  ///< Client::generate_backup_codes
  impersonate,            ///< Client::impersonate
};
/// The name of a value, as written in the enumeration. Never null.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] const char* to_string(OverrideKind) noexcept;

/// One override, as far as it takes to find it again: Audit::receipt looks for its entry in the log.
struct Override {
  OverrideKind kind = OverrideKind::remove_factor;  ///< What was done.
  std::string user_id;                              ///< Whose account.
  std::string factor_id;                            ///< Of remove_factor.
  std::string request_id;                      ///< As the server named it; empty if it did not.
  std::chrono::system_clock::time_point at{};  ///< The server's clock, if it was sent.
};

/// A set of codes that support made for a person. Everybody who sees it holds a silent login.
struct GeneratedCodes {
  BackupCodes codes;  ///< The new set; every earlier code is dead.
  Override done;      ///< For the record and Audit::receipt.
};

/// A session of another user, without MFA. Anybody with its token can use the account until the token expires.
struct Impersonation {
  Secret access_token;     ///< Opens the account; wiped with this object.
  std::string session_id;  ///< Empty if the server did not say.
  /// The lifetime that the server granted. It may be shorter than requested; absent if the server did not say.
  std::optional<std::chrono::seconds> lifetime{};
  /// The end that the server sent.
  std::optional<std::chrono::system_clock::time_point> expires_at{};
  Override done;  ///< For the record and Audit::receipt.
};

/// Whether more than an hour may be asked for.
enum class LongSession : std::uint8_t {
  refuse,  ///< Errc::usage for more than an hour.
  allow,   ///< Up to what the server grants.
};

/// Views are copied before the call returns.
struct ImpersonateRequest {
  std::string_view user_id;            ///< Whose account is opened.
  std::string_view expires_in = "1h";  ///< ^[1-9][0-9]*(s|m|h|d)$
  /// More than an hour is refused unless this allows it.
  LongSession long_session = LongSession::refuse;
};

/// "90s", "30m", "1h", "2d". Empty for everything else, and for more than ten years.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] std::optional<std::chrono::seconds> read_lifetime(std::string_view text) noexcept;

/// Writes the reason for the server: the reason, the method and the person of the check, and the ticket.
/// **Exceptions** std::bad_alloc. **Thread safety** any thread.
[[nodiscard]] std::string reason_for_server(const IdentityCheck& identity);

/// The state of a session at this moment, as the server says (docs/contract/endpoints.md#calls-of-the-support-desk).
/// **Exceptions** none. **Thread safety** one thread at a time.
struct SessionFacts {
  bool valid = false;  ///< Alive, and not revoked.
  ///@{
  /// Empty if the server does not say.
  std::string user_id, session_id;
  ///@}
  std::string session_type;            ///< "recovery" or "impersonation" if the token says so.
  std::optional<bool> mfa_verified{};  ///< Absent if the server does not say.
  /// Of the token, which is renewed within a session. A young token does not mean that somebody just signed in.
  std::optional<std::chrono::system_clock::time_point> issued_at{};
  /// Of the token, not of the session.
  std::optional<std::chrono::system_clock::time_point> expires_at{};

  /// Valid, and of somebody who proved a second factor: what a backend should ask for.
  [[nodiscard]] bool proved_mfa() const noexcept { return valid && mfa_verified.value_or(false); }
};

/// One line of the local record: an override before it is sent, and the same again when it has ended.
/// Holds no token and no code. **Lifetime** views are valid only during the call.
struct OverrideRecord {
  /// How far an override is.
  enum class Stage : std::uint8_t {
    begun,   ///< Nothing is sent yet.
    done,    ///< The server said yes.
    failed,  ///< Anything else; `error` says what is certain.
  };
  Stage stage = Stage::begun;     ///< How far it is.
  const Override& subject;        ///< The override, as far as it is known at this stage.
  const IdentityCheck& identity;  ///< As it was given to the call.
  std::string_view expires_in{};  ///< Of impersonate.
  const Error* error = nullptr;   ///< Of a failed one; its outcome says what is certain.
};

/// As one line of JSON, without the line's end.
/// **Exceptions** std::bad_alloc. **Thread safety** any thread.
[[nodiscard]] std::string to_json(const OverrideRecord& record);

/// Keeps the local record.
///
/// **Exceptions** none.
/// **Thread safety** called on the thread that starts the call, and when it ends on any, one call at a time per override.
/// Write and return; call nothing of the library.
/// **Lifetime** must outlive the Client.
class OverrideLog {
 public:
  virtual ~OverrideLog() = default;
  /// Called before anything is sent, and again when the call has ended.
  virtual void on_override(const OverrideRecord&) noexcept = 0;
};

}  // namespace admin
}  // namespace v0
}  // namespace hellojohn
