// The signed-in user's factors and backup codes: the calls of client.user().mfa().
#pragma once

#include <hellojohn/mfa.hpp>
#include <hellojohn/pending.hpp>

#include <memory>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {

/// Reads and changes the signed-in user's own factors. Each call copies its views before it returns.
///
/// **Errors** every call: auth_expired if nobody is signed in. If the service calls the access token expired, the client
/// renews it and sends the call again once, because that answer proves that nothing was done.
/// **Exceptions** none: a call without memory is a finished one that failed with Errc::resource.
/// **Thread safety** any thread, also at the same time.
/// **Lifetime** may outlive the Client; its calls then fail with Errc::shutting_down.
/// **Cancellation** see Pending: cancelling ends the wait. Error::outcome says what is certain about the effect.
class UserMfa {
 public:
  /// Made by the Client.
  explicit UserMfa(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

  /// Makes a new set of backup codes. The service accepts no earlier code after that. The client does not send it again
  /// after the whole request left. `proof` is read only if Capabilities::needs_proof.
  /// **Errors** reauthentication_required if the sign-in is older than ClientOptions::fresh_sign_in, or without a proof that
  /// the server needs; invalid_credentials and invalid_code for a wrong proof. With done_answer_lost
  /// the old codes are dead and nobody has seen the new ones; with unknown that may be so.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<BackupCodes> generate_backup_codes(Proof proof = {});

  /// Reads all factors, including pending ones. **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<std::vector<Factor>> factors();

  /// Begins an enrolment. With Capabilities::one_authenticator the client reads the factor list first, because that server
  /// makes the old app useless at once.
  /// **Errors** usage if the type is empty, or if it is sms without a phone number; conflict with Outcome::not_sent if an
  /// authenticator is set up already; unsupported for a type that the server does not enrol.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<Enrolment> enroll(EnrollRequest request);

  /// Confirms an enrolment with its first code. **Errors** invalid_code.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<ConfirmedFactor> confirm(std::string_view factor_id, std::string_view code);

  /// Removes a factor. The request is sent once. After the service's 404 or 410 the client reads the factor list:
  /// a factor that an earlier factors() or backup_codes_status() listed and that is gone now counts as removed.
  /// `proof` is as in generate_backup_codes().
  /// **Errors** not_found with Outcome::unknown if the list does not show that; reauthentication_required without a proof
  /// that the server needs.
  /// **Source** docs/contract/outcomes.md#404-to-a-removal
  Pending<Unit> remove(std::string_view factor_id, Proof proof = {});

  /// Reads how many backup codes are left, and how certain that is.
  /// **Source** docs/contract/assumptions.md#remaining-count
  Pending<BackupCodesStatus> backup_codes_status();

 private:
  std::shared_ptr<detail::Core> core_;
};

/// The signed-in user. Get it from Client::user(). Copying is cheap.
///
/// **Exceptions** none. **Thread safety** any thread.
/// **Lifetime** may outlive the Client; its calls then fail with Errc::shutting_down.
class User {
 public:
  /// Made by the Client.
  explicit User(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}
  /// Factors and backup codes of the signed-in user.
  [[nodiscard]] UserMfa mfa() const noexcept { return UserMfa(core_); }

 private:
  std::shared_ptr<detail::Core> core_;
};

}  // namespace v0
}  // namespace hellojohn
