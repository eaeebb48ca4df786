// The steps of an examination of the v1 contract that change nothing, and the order of those that do.
#include "exam_v1.hpp"

#include "json/object_text.hpp"

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

/// The route is missing, and not what the route was asked about.
bool is_missing_route(const Answer& answer, std::string_view subject) {
  if (answer.status() != 404 && answer.status() != 405 && answer.status() != 501) return false;
  return answer.code().find(subject) == std::string_view::npos;
}

}  // namespace

void V1Exam::look() {
  judge_address();
  if (!speaks(get("/v1/auth/me", {}), "/v1")) return;
  judge_error_shape(wire_->call({"POST", "/v1/auth/sign-in", setup_.key, Secret("{")}));
  look_at_error_codes();
}

void V1Exam::look_at_error_codes() {
  const std::string name = random_name();
  expect_unknown_address(name);
  const auto opened = client_.recovery().verify_token(Secret("rec_tok_" + name).view()).get();
  expect_error(opened ? nullptr : &opened.error(), Errc::token_used_or_expired,
               "an unknown recovery token");
  const Answer probe = verify("chl_" + name, "000000");
  verify_is_there_ = !is_missing_route(probe, "challenge");
  if (!verify_is_there_)
    return report_.broken(Point::verify_path, "POST /v1/auth/mfa/verify: " + probe.words());
  const auto verified = client_.mfa().verify_challenge({"chl_" + name, "totp", "000000"}).get();
  expect_error(verified ? nullptr : &verified.error(), Errc::challenge_expired,
               "an unknown challenge");
}

void V1Exam::act() {
  if (!sign_in()) return;
  judge_end_of_token();
  if (has_no_factor()) {
    try_codes_without_factor();
    if (enrol(access_.reveal(), true)) {
      enrol_mail_factor();
      try_codes_route();
      make_codes();
      list_factors();
      try_challenge();
    }
    try_recovery();
    if (setup_.limits) try_limits();
  }
  begin_cleaning();
  clean_up();
  end_cleaning();
}

std::string V1Exam::own_path(std::string_view rest) const {
  return "/v1/users/" + user_id_ + "/mfa/" + std::string(rest);
}

Secret V1Exam::credentials(std::string_view email, std::string_view password) const {
  return codec::ObjectText().text("email", email).text("password", password).done();
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
