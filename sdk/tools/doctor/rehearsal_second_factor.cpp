// The steps of the second factor on the open-source server, which has no recovery by mail.
#include "rehearsal.hpp"

#include <hellojohn/testing/authenticator.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

bool Rehearsal::play_second_factor() {
  if (!open()) return false;
  const auto signed_in = client_->auth().sign_in({setup_.email, setup_.password.view()}).get();
  if (!signed_in) return failed("sign-in", signed_in.error());
  if (signed_in->challenge() != nullptr)
    return step("sign-in", false, "the account has a second factor: use one without");
  step("sign-in", true, "the password signs in");
  const bool well = enrol_signed_in() && use_codes();
  if (factor_.empty()) return false;
  return leave_with_proof() && well;
}

bool Rehearsal::enrol_signed_in() {
  const auto begun = client_->user().mfa().enroll({}).get();
  if (!begun) return failed("authenticator", begun.error());
  factor_ = begun->factor_id;
  // Asked only for the server's time, which an authenticator's code follows.
  (void)wire_->call({"GET", "/v2/mfa/factors"});
  std::string code = testing::authenticator_code(begun->totp_secret.reveal(), wire_->service_now());
  auto done = client_->user().mfa().confirm(factor_, code).get();
  secure_wipe(code.data(), code.size());
  if (!done) return failed("authenticator", done.error());
  step("authenticator", true, "a new authenticator is set up and confirmed");
  if (!done->backup_codes || done->backup_codes->codes.size() < 4)
    return step("backup-codes", false, "the confirmation brought no set of codes");
  codes_ = std::move(done->backup_codes->codes);
  note_weak_codes();
  return step("backup-codes", true,
              std::to_string(codes_.size()) + " backup codes came with the confirmation");
}

bool Rehearsal::use_codes() {
  const auto challenged = [&]() -> std::optional<Challenge> {
    const auto answer = client_->auth().sign_in({setup_.email, setup_.password.view()}).get();
    if (!answer) return failed("challenge", answer.error()), std::nullopt;
    if (answer->challenge() == nullptr)
      return step("challenge", false, "the password alone signs in, although a factor is set up"),
             std::nullopt;
    return *answer->challenge();
  };
  const auto challenge = challenged();
  if (!challenge) return false;
  step("challenge", true, "the sign-in asks for the second factor");
  const auto verified = client_->mfa().verify_backup_code(*challenge, codes_[0].reveal()).get();
  if (!verified) return failed("second-factor", verified.error());
  step("second-factor", true, "a backup code completes the sign-in");
  const auto next = challenged();
  if (!next) return false;
  const auto again = client_->mfa().verify_backup_code(*next, codes_[0].reveal()).get();
  if (again) return step("used-code", false, "the same backup code works twice");
  if (again.error().code != Errc::invalid_code) return failed("used-code", again.error());
  step("used-code", true, "the same backup code is refused; that counts as one wrong code");
  auto made =
      client_->user()
          .mfa()
          .generate_backup_codes({setup_.password.view(), factor::backup_codes, codes_[1].reveal()})
          .get();
  if (!made) return failed("new-codes", made.error());
  codes_ = std::move(made->codes);
  return step("new-codes", codes_.size() > 1,
              std::to_string(codes_.size()) + " new backup codes, with the password and a code");
}

bool Rehearsal::leave_with_proof() {
  // The last one: whatever failed before, it is not used.
  const std::string_view code = codes_.empty() ? std::string_view() : codes_.back().reveal();
  const auto removed = client_->user()
                           .mfa()
                           .remove(factor_, {setup_.password.view(), factor::backup_codes, code})
                           .get();
  if (!removed) {
    notes_.emplace_back(
        "The account may keep the authenticator of the rehearsal: remove it by hand.");
    return failed("cleaned-up", removed.error());
  }
  const auto ended = client_->auth().sign_out().get();
  if (!ended) return failed("cleaned-up", ended.error());
  return step("cleaned-up", true, "the new authenticator is removed, and the user signed out");
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
