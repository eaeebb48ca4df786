// Recovery by mail: the calls of client.recovery(), and the session that a mailed token opens.
#pragma once

#include <hellojohn/mfa.hpp>
#include <hellojohn/pending.hpp>
#include <hellojohn/recovery_link.hpp>
#include <hellojohn/secret.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {

/// The account of a recovery session. Show it masked before anything is enrolled.
struct Account {
  std::string user_id;  ///< As the server names the account.
  std::string email;    ///< May be empty.
};

namespace detail {
struct RecoveryState;
}

/// A session in which a user can only set up a new factor and make backup codes.
///
/// It lasts one hour, is never stored, and is never renewed. It does not become a sign-in: the user signs in afterwards with
/// the new factor. Move-only. The destructor drops the token and reports AuthEvent::recovery_ended.
///
/// **Errors** every call: auth_expired with Outcome::not_sent after the session has expired.
/// **Exceptions** none: a call without memory is a finished one that failed with Errc::resource.
/// **Thread safety** one thread at a time.
/// **Lifetime** may outlive the Client; its calls then fail with Errc::shutting_down.
/// **Cancellation** see Pending: cancelling ends the wait. Error::outcome says what is certain about the effect.
/// **Source** docs/contract/assumptions.md#recovery-session
class RecoverySession {
 public:
  /// Made by the Client, from the answer to Recovery::verify_token.
  explicit RecoverySession(std::shared_ptr<detail::RecoveryState> state) noexcept;
  ///@{
  /// The object that was moved from holds no session. Destroy it or assign to it.
  RecoverySession(RecoverySession&&) noexcept;
  RecoverySession& operator=(RecoverySession&&) noexcept;
  ///@}
  RecoverySession(const RecoverySession&) = delete;
  RecoverySession& operator=(const RecoverySession&) = delete;
  ~RecoverySession();

  /// Reads whose account this is. **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<Account> account();
  /// Reads all factors of the account, including pending ones.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<std::vector<Factor>> factors();
  /// Begins an enrolment. **Errors** as UserMfa::enroll(), and usage if less than 60 s are left.
  Pending<Enrolment> enroll(EnrollRequest request);
  /// Confirms an enrolment with its first code. The service then disables every earlier factor except backup codes.
  /// **Errors** as UserMfa::confirm(). **Source** docs/contract/assumptions.md#earlier-factors
  Pending<ConfirmedFactor> confirm(std::string_view factor_id, std::string_view code);
  /// Makes a new set of backup codes. Needs no fresh sign-in. **Errors** as UserMfa::generate_backup_codes().
  Pending<BackupCodes> generate_backup_codes();
  /// Ends the session here at once, and on the server if it can be reached.
  Pending<Unit> end();

  /// The time left; 0 after the end.
  [[nodiscard]] std::chrono::seconds expires_in() const noexcept;
  /// True if the server did not name the end. The client then assumes one hour after the answer.
  [[nodiscard]] bool expiry_is_assumed() const noexcept;
  /// False only if the server said so. The flow may then end without an enrolment.
  [[nodiscard]] bool requires_reenrolment() const noexcept;

 private:
  std::shared_ptr<detail::RecoveryState> state_;
};

#pragma push_macro("verify")
#undef verify

/// Asks for recovery mails and spends their tokens. Get it from Client::recovery(). Copying is cheap.
///
/// **Errors** each function names its own.
/// **Exceptions** none: a call without memory is a finished one that failed with Errc::resource.
/// **Thread safety** any thread, also at the same time.
/// **Lifetime** may outlive the Client; its calls then fail with Errc::shutting_down.
/// **Cancellation** see Pending: cancelling ends the wait. Error::outcome says what is certain about the effect.
class Recovery {
 public:
  /// Made by the Client.
  explicit Recovery(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

  /// Asks for a recovery mail. The answer never tells whether the address has an account.
  /// **Errors** usage if the address is empty; rate_limited. Only Outcome::not_sent means that no mail will come.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<Unit> request(std::string_view email);

  /// Spends a mailed token. Call it only when the user presses a button for it.
  /// **Errors** token_used_or_expired, rate_limited. With done_answer_lost or unknown the token may be spent.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<RecoverySession> verify_token(SecretView token);
  /// Does the same under the name that the React hooks use.
  Pending<RecoverySession> verify(SecretView token);

  /// Finds the token in a pasted text, with the hosts and schemes of ClientOptions. Sends nothing.
  /// **Errors** as parse_recovery_link(). **Exceptions** std::bad_alloc.
  [[nodiscard]] Result<Secret> parse_link(std::string_view text) const;

 private:
  std::shared_ptr<detail::Core> core_;
};

#pragma pop_macro("verify")

}  // namespace v0
}  // namespace hellojohn
