// The signed-in user: client.user().mfa() lists, enrols, confirms and removes factors and makes backup codes.
#pragma once

#include <hellojohn/mfa.hpp>
#include <hellojohn/pending.hpp>

#include <memory>
#include <string_view>
#include <vector>

namespace hellojohn::inline v0 {

/// The signed-in user's own factors. Views are copied before a call returns.
///
/// **Errors** every call: auth_expired where nobody is signed in. An access token that the server calls expired is renewed
/// once and the call repeated, because such an answer proves that nothing was done.
/// **Thread** any. **Lifetime** may outlive the Client; calls then answer Errc::shutting_down.
class UserMfa {
 public:
  /// Made by the Client.
  explicit UserMfa(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}

  /// Makes a new set; every earlier code is dead from then on. Never repeated by itself after the whole request left.
  /// **Errors** reauthentication_required where the sign-in is older than ClientOptions::fresh_sign_in. Outcome
  /// done_answer_lost: the old codes are dead and the new ones were not seen. Outcome unknown: they may be.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<BackupCodes> generate_backup_codes();

  /// All factors, also pending ones. **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<std::vector<Factor>> factors();

  /// Begins an enrolment. **Errors** usage for an empty type, or sms without a phone number.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<Enrolment> enroll(EnrollRequest request);

  /// Confirms an enrolment with its first code. **Errors** invalid_code.
  /// **Source** docs/contract/endpoints.md#calls-of-the-client
  Pending<ConfirmedFactor> confirm(std::string_view factor_id, std::string_view code);

  /// Removes a factor. Sent once. A 404 ends with not_found and Outcome::unknown: read factors() to see what holds.
  Pending<Unit> remove(std::string_view factor_id);

  /// How many backup codes are left, with what is known about it. **Source** docs/contract/assumptions.md#remaining-count
  Pending<BackupCodesStatus> backup_codes_status();

 private:
  std::shared_ptr<detail::Core> core_;
};

/// Obtained from Client::user(); cheap to copy.
class User {
 public:
  /// Made by the Client.
  explicit User(std::shared_ptr<detail::Core> core) noexcept : core_(std::move(core)) {}
  /// Factors and backup codes of the signed-in user.
  [[nodiscard]] UserMfa mfa() const noexcept { return UserMfa(core_); }

 private:
  std::shared_ptr<detail::Core> core_;
};

}  // namespace hellojohn::inline v0
