// The steps of an examination of the open-source server around enrolment and new backup codes.
#include "exam_self_hosted.hpp"

#include <hellojohn/testing/authenticator.hpp>

#include "json/object_text.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

constexpr std::chrono::seconds step_of_app{30};

Secret code_of_app(std::string_view key, std::chrono::system_clock::time_point at) {
  std::string code = testing::authenticator_code(key, at);
  Secret out(code);
  secure_wipe(code.data(), code.size());
  return out;
}

}  // namespace

Secret SelfHostedExam::next_code_of_app() const {
  return code_of_app(app_key_.reveal(), wire_->service_now() + step_of_app);
}

Secret SelfHostedExam::proof(std::string_view password, std::string_view name,
                             std::string_view code) const {
  return codec::ObjectText().text("password", password).text(name, code).done();
}

Answer SelfHostedExam::post_with_proof(std::string_view target) {
  Answer answer = post(target, access_.reveal(),
                       proof(setup_.password.reveal(), "code", next_code_of_app().reveal()));
  // A server may take each code of the app once.
  if (answer.code() != "invalid_mfa_code" || next_code_ >= codes_.size()) return answer;
  return post(target, access_.reveal(),
              proof(setup_.password.reveal(), "recovery", codes_[next_code_++].reveal()));
}

void SelfHostedExam::judge_shape() {
  const BackupCodeFormat expected =
      client_.capabilities().backup_code_format.value_or(BackupCodeFormat{});
  const BackupCodeFormat& found = shape_.format;
  const bool is_odd = std::any_of(codes_.begin(), codes_.end(), [](const Secret& code) {
    return code.reveal().find_first_of(never_in_codes) != std::string_view::npos;
  });
  using Alphabet = BackupCodeFormat::Alphabet;
  const bool is_upper =
      found.alphabet == Alphabet::upper_alnum || found.alphabet == Alphabet::digits;
  if (found.groups != expected.groups || found.group_size != expected.group_size ||
      found.separator != expected.separator || !is_upper)
    report_.broken(Point::typed_codes,
                   "the codes do not have the shape that the client folds to: 10 characters, "
                   "A to Z and 2 to 9, without a separator");
  else if (is_odd)
    report_.broken(Point::typed_codes,
                   "a code has 0, 1, I or O, and the client does not send such a code");
}

void SelfHostedExam::try_codes_without_factor() {
  const Answer made = post("/v2/mfa/recovery/rotate", access_.reveal(),
                           proof(setup_.password.reveal(), "code", "000000"));
  if (!answered(made, Point::codes_need_a_factor)) return;
  if (wants_idempotency_key(made)) return;
  if (made.code() == "mfa_not_initialized")
    return report_.holds(Point::codes_need_a_factor,
                         "codes need a factor, and the refusal says so");
  if (made.code() == "invalid_mfa_code")
    return report_.unseen(Point::codes_need_a_factor, "the account has earlier codes");
  if (made.is_yes())
    return report_.broken(Point::codes_need_a_factor, "a wrong code made new backup codes");
  if (made.status() == 409)
    return report_.broken(Point::codes_need_a_factor,
                          "the refusal leaves the outcome unknown: " + made.words());
  report_.unseen(Point::codes_need_a_factor, made.words());
}

bool SelfHostedExam::enrol() {
  const Answer begun = post("/v2/mfa/totp/enroll", access_.reveal());
  if (!begun.is_yes() || begun.text("secret_base32").empty()) {
    report_.note("No authenticator could be set up: " + begun.words());
    return false;
  }
  app_key_ = Secret(begun.text("secret_base32"));
  const Secret code = code_of_app(app_key_.reveal(), wire_->service_now());
  const Answer done = post("/v2/mfa/totp/verify", access_.reveal(),
                           codec::ObjectText().text("code", code.reveal()).done());
  if (!done.is_yes()) {
    report_.note("The new authenticator could not be confirmed: " + done.words());
    return false;
  }
  judge_confirmation(done);
  return true;
}

void SelfHostedExam::judge_confirmation(const Answer& done) {
  const bool has_codes = done.list("recovery_codes") != nullptr;
  if (done.status() != 200 && done.status() != 201 && done.status() != 204)
    report_.broken(Point::codes_with_a_confirmation, "confirmed with " + done.words());
  else if (!has_codes)
    report_.broken(Point::codes_with_a_confirmation, "the first confirmation brought no codes");
  else
    report_.holds(Point::codes_with_a_confirmation, "the first confirmation brought the codes");
  if (has_codes) keep_codes(done, "recovery_codes");
}

void SelfHostedExam::keep_new_codes(const Answer& made) {
  codes_.clear();
  next_code_ = 0;
  keep_codes(made, "recovery_codes");
}

bool SelfHostedExam::make_codes() {
  const Answer made = post_with_proof("/v2/mfa/recovery/rotate");
  if (made.is_yes()) {
    report_.holds(Point::who_may_generate, "the user's access token and a proof are enough");
    report_.holds(Point::fresh_sign_in, "the password and a code in the call are proof enough");
    (void)wants_idempotency_key(made);
    keep_new_codes(made);
    return true;
  }
  // The set may have been replaced: then no code of it is worth a wrong guess.
  if (made.status() == 0) codes_.clear();
  if (wants_idempotency_key(made)) return false;
  if (made.code().find("reauth") != std::string_view::npos)
    report_.broken(Point::fresh_sign_in, "a proof in the call is not enough: " + made.words());
  else if (made.status() == 401 || made.status() == 403)
    report_.broken(Point::who_may_generate,
                   "an access token and a proof make no codes: " + made.words());
  else
    report_.note("No backup codes were made: " + made.words());
  return false;
}

void SelfHostedExam::try_wrong_password() {
  const Answer made = post("/v2/mfa/recovery/rotate", access_.reveal(),
                           proof(random_name(), "code", next_code_of_app().reveal()));
  if (!answered(made, Point::fresh_sign_in)) return;
  if (made.is_yes()) {
    report_.broken(Point::fresh_sign_in, "a wrong password made new backup codes");
    return keep_new_codes(made);
  }
  if (made.status() == 429)
    return report_.unseen(Point::error_codes, "the server limits requests at present");
  if (made.status() != 401 || made.code() != "invalid_password")
    report_.broken(Point::error_codes, "a wrong password for new codes gets " + made.words() +
                                           " instead of 401 invalid_password");
}

void SelfHostedExam::list_factors() {
  const Answer list = get("/v2/mfa/factors", access_.reveal());
  if (!answered(list, Point::capabilities)) return;
  if (list_shows_authenticator(list))
    report_.holds(Point::capabilities, "the list names the confirmed authenticator");
  else
    report_.broken(Point::capabilities,
                   "the list does not name the confirmed authenticator: " + list.words());
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
