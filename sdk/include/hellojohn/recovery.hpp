// Coming back by recovery mail: client.recovery(), and the session that a mailed token opens.
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

namespace hellojohn::inline v0 {

/// Whose account it is, to be shown masked before anything is enrolled.
struct Account {
  std::string user_id;  ///< As the server names the account.
  std::string email;    ///< May be empty.
};

namespace detail {
struct RecoveryState;
}

/// A session that may re-enrol and nothing else: one hour, never stored, never renewed. It is no sign-in and cannot
/// be turned into one; afterwards the person signs in with the new factor.
///
/// Move-only; destroying it drops the token here and says recovery_ended.
/// **Thread** any, one at a time. **Lifetime** may outlive the Client; calls then answer Errc::shutting_down.
class RecoverySession {
 public:
  /// Made by the Client, from the answer to Recovery::verify_token.
  explicit RecoverySession(std::shared_ptr<detail::RecoveryState> state) noexcept;
  ///@{
  /// The one moved from holds no session: only destruction and assignment are left to it.
  RecoverySession(RecoverySession&&) noexcept;
  RecoverySession& operator=(RecoverySession&&) noexcept;
  ///@}
  RecoverySession(const RecoverySession&) = delete;
  RecoverySession& operator=(const RecoverySession&) = delete;
  ~RecoverySession();

  /// Whose account this is. **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<Account> account();
  /// All factors of the account, also pending ones. **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<std::vector<Factor>> factors();
  /// **Errors** as UserMfa::enroll; usage also when less than 60 s are left.
  Pending<Enrolment> enroll(EnrollRequest request);
  /// After it every earlier factor except backup codes is disabled (docs/contract/assumptions.md#earlier-factors).
  Pending<ConfirmedFactor> confirm(std::string_view factor_id, std::string_view code);
  /// As UserMfa::generate_backup_codes, with no fresh sign-in needed.
  Pending<BackupCodes> generate_backup_codes();
  /// Ends it here at once, and on the server where that can be reached.
  Pending<Unit> end();

  /// Time left, zero when over. All calls then answer auth_expired with outcome not_sent.
  [[nodiscard]] std::chrono::seconds expires_in() const noexcept;
  /// The end was not told by the server: one hour from the answer is assumed.
  [[nodiscard]] bool expiry_is_assumed() const noexcept;
  /// False only where the server said so: the flow may then end without enrolment.
  [[nodiscard]] bool requires_reenrolment() const noexcept;

 private:
  std::shared_ptr<detail::RecoveryState> state_;
};

#pragma push_macro("verify")
#undef verify

/// Obtained from Client::recovery(); cheap to copy.
class Recovery {
 public:
  /// Made by the Client.
  explicit Recovery(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

  /// Asks for a recovery mail. "Accepted" is all that is ever said: nothing tells whether the address has an account.
  /// **Errors** usage for an empty address; rate_limited. Only outcome not_sent means that no mail can come.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<Unit> request(std::string_view email);

  /// Spends a mailed token. Call it on a person's explicit press alone.
  /// **Errors** token_used_or_expired, rate_limited. Outcome done_answer_lost or unknown: the token may be spent.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<RecoverySession> verify_token(SecretView token);
  /// The name that the React hooks use.
  Pending<RecoverySession> verify(SecretView token);

  /// parse_recovery_link with the hosts of ClientOptions. Sends nothing.
  [[nodiscard]] Result<Secret> parse_link(std::string_view text) const;

 private:
  std::shared_ptr<detail::Core> core_;
};

#pragma pop_macro("verify")

}  // namespace hellojohn::inline v0
