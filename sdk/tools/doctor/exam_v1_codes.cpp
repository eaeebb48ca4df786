// The steps of an examination around enrolment and new backup codes.
#include "exam_v1.hpp"

#include <hellojohn/testing/authenticator.hpp>

#include "json/object_text.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

bool V1Exam::sign_in() {
  const Answer answer = wire_->call({"POST", "/v1/auth/sign-in", setup_.key,
                                     credentials(setup_.email, setup_.password.reveal())});
  if (answer.code() == "mfa_required" || !answer.text("challenge_id").empty()) {
    report_.stop("the account has a second factor: give a throw-away account without one");
    return false;
  }
  const std::string_view token = answer.text("access_token");
  if (!answer.is_yes() || token.empty()) {
    report_.stop("the sign-in with the throw-away account failed: " + answer.words());
    return false;
  }
  access_ = Secret(token);
  sessions_.push_back(access_.clone());
  const auto claims = claims_of(token);
  const boost::json::value* const user = answer.member("user");
  user_id_ = user != nullptr ? text_in(*user, "id") : std::string_view();
  if (user_id_.empty() && claims && claims->contains("sub") && claims->at("sub").is_string())
    user_id_ = claims->at("sub").get_string();
  if (user_id_.empty()) {
    const Answer account = get("/v1/auth/me", access_.reveal());
    if (!answered(account, Point::ids)) return false;
    user_id_ = account.text("id");
  }
  if (is_usable_id(user_id_)) return true;
  report_.broken(Point::ids, "no usable id of the user in the sign-in, the token and /v1/auth/me");
  report_.stop("without a user id no factor can be named");
  return false;
}

bool V1Exam::has_no_factor() {
  const Answer list = get(own_path("factors"), access_.reveal());
  const boost::json::array* const factors = list.is_yes() ? list.list("data") : nullptr;
  if (factors == nullptr) {
    report_.stop("the factor list cannot be read: " + list.words());
    return false;
  }
  const auto counts = [](const boost::json::value& entry) {
    return text_in(entry, "type") != "backup_codes" && text_in(entry, "status") == "active";
  };
  if (std::none_of(factors->begin(), factors->end(), counts)) return true;
  report_.stop("the account has a second factor: give a throw-away account without one");
  return false;
}

void V1Exam::try_codes_without_factor() {
  const Answer made = post(own_path("backup-codes/generate"), access_.reveal());
  if (wants_idempotency_key(made)) return;
  if (made.is_yes())
    return report_.holds(Point::codes_need_a_factor, "codes are made without a factor too");
  if (made.code() == "mfa_not_enrolled")
    return report_.holds(Point::codes_need_a_factor,
                         "codes need a factor, and the refusal says so");
  if (made.status() == 409)
    return report_.broken(Point::codes_need_a_factor,
                          "the refusal leaves the outcome unknown: " + made.words());
  report_.unseen(Point::codes_need_a_factor, made.words());
}

bool V1Exam::enrol(std::string_view bearer, bool is_first) {
  const Answer begun =
      post(own_path("factors"), bearer,
           codec::ObjectText().text("type", "totp").text("name", factor_name).done());
  const std::string id(begun.text("factor_id"));
  if (!begun.is_yes() || begun.text("secret").empty()) {
    report_.note("No authenticator could be set up: " + begun.words());
    return false;
  }
  if (!is_usable_id(id)) {
    report_.broken(Point::ids, "the new factor's id cannot go into a path");
    return false;
  }
  factors_.push_back(id);
  std::string code = testing::authenticator_code(begun.text("secret"), wire_->service_now());
  const Answer done = post(own_path("factors/" + id + "/confirm"), bearer,
                           codec::ObjectText().text("code", code).done());
  secure_wipe(code.data(), code.size());
  if (!done.is_yes()) {
    report_.note("The new authenticator could not be confirmed: " + done.words());
    return false;
  }
  if (!is_first) return true;
  if (done.status() == 200 || done.status() == 201 || done.status() == 204)
    report_.holds(Point::codes_with_a_confirmation, "confirmed with " + done.words());
  else
    report_.broken(Point::codes_with_a_confirmation, "confirmed with " + done.words());
  if (done.member("codes") != nullptr) keep_codes(done, "codes");
  return true;
}

void V1Exam::enrol_mail_factor() {
  if (setup_.control_token.empty()) return;
  const Answer begun =
      post(own_path("factors"), access_.reveal(),
           codec::ObjectText().text("type", "email_otp").text("name", factor_name).done());
  const std::string id(begun.text("factor_id"));
  const auto sent = outbox_of(*wire_, setup_, "otp", "token");
  if (!begun.is_yes() || !is_usable_id(id) || sent.empty())
    return report_.unseen(Point::codes_by_sms_and_mail, "the tenant has no e-mail factor");
  factors_.push_back(id);
  has_mail_factor_ = post(own_path("factors/" + id + "/confirm"), access_.reveal(),
                          codec::ObjectText().text("code", sent.back().reveal()).done())
                         .is_yes();
}

void V1Exam::make_codes() {
  const Answer made = post(own_path("backup-codes/generate"), access_.reveal());
  if (made.is_yes()) {
    report_.holds(Point::who_may_generate, "the user's access token is enough");
    report_.holds(Point::fresh_sign_in, "a sign-in of a moment ago is fresh enough");
    (void)wants_idempotency_key(made);
    codes_.clear();
    return keep_codes(made, "codes");
  }
  if (wants_idempotency_key(made)) return;
  if (made.code() == "reauthentication_required")
    return report_.broken(Point::fresh_sign_in, "a sign-in of a moment ago is called too old");
  if (made.status() == 401 || made.status() == 403) {
    report_.broken(Point::who_may_generate, "an access token makes no codes: " + made.words());
    report_.option(
        "options.backup_codes_route = {…};  // your own backend, which holds the secret key");
    return;
  }
  report_.note("No backup codes were made: " + made.words());
}

void V1Exam::list_factors() {
  const Answer list = get(own_path("factors"), access_.reveal());
  if (!answered(list, Point::capabilities)) return;
  const boost::json::array* const factors = list.is_yes() ? list.list("data") : nullptr;
  if (factors == nullptr)
    return report_.broken(Point::capabilities, "the factor list cannot be read: " + list.words());
  const auto bad = std::find_if(factors->begin(), factors->end(), [](const boost::json::value& f) {
    return !is_usable_id(text_in(f, "id"));
  });
  if (bad == factors->end())
    report_.holds(Point::ids, "the ids of the user and the factors can go into a path");
  else
    report_.broken(Point::ids, "a factor's id in the list cannot go into a path");
  if (codes_.empty()) return;
  const bool shown = std::any_of(factors->begin(), factors->end(), [](const boost::json::value& f) {
    return text_in(f, "type") == "backup_codes" && !text_in(f, "created_at").empty();
  });
  if (shown)
    report_.holds(Point::capabilities, "the list shows the set of backup codes with its time");
  else
    report_.broken(Point::capabilities, "the list shows no backup_codes with created_at");
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
