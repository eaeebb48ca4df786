// The steps of an examination of the open-source server that change nothing, the order of the others, and the cleaning up.
#include "exam_self_hosted.hpp"

#include "json/object_text.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

constexpr const char* no_mail = "does not apply: this server has no recovery by e-mail";

bool names(const boost::json::array& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(), [&](const boost::json::value& entry) {
    return entry.is_string() && std::string_view(entry.get_string()) == name;
  });
}

}  // namespace

void SelfHostedExam::name_what_is_not_there() {
  for (const Point point :
       {Point::recovery_request, Point::recovery_link_life, Point::recovery_session,
        Point::what_a_recovery_session_may_do, Point::earlier_factors, Point::recovery_links})
    report_.unseen(point, no_mail);
  report_.unseen(Point::impersonation, "does not apply: this server has no impersonation");
  report_.unseen(Point::audit_log,
                 "needs an administrator's access token, which the doctor never takes");
  report_.unseen(Point::codes_by_sms_and_mail, "the account has no factor by e-mail");
  report_.unseen(Point::unverified_tokens, "the access token is not a JWT");
}

void SelfHostedExam::look() {
  judge_address();
  const Answer probe = get("/v2/mfa/factors", {});
  if (!speaks(probe, "/v2")) return;
  name_what_is_not_there();
  if (probe.status() == 404) return report_.stop("the server knows no tenant of that name");
  if (!knows_client()) return;
  judge_error_shape(post("/v2/auth/login", {}, Secret("{")));
  look_at_error_codes();
  report_.option("options.dialect = hellojohn::ServerDialect::self_hosted;");
  report_.option("options.client_id = \"" + setup_.client_id + "\";");
}

bool SelfHostedExam::knows_client() {
  const std::string name = random_name();
  const Answer answer = log_in(name + "@example.invalid", name);
  if (answer.code() != "CLIENT_NOT_FOUND") return true;
  report_.stop("the tenant has no client \"" + setup_.client_id + "\"");
  return false;
}

void SelfHostedExam::look_at_error_codes() {
  const std::string name = random_name();
  expect_unknown_address(name);
  const Answer probe = verify(name, "code", "000000");
  verify_is_there_ = probe.status() == 0 || probe.is_refusal();
  if (!verify_is_there_)
    return report_.broken(Point::verify_path, "POST /v2/mfa/totp/challenge: " + probe.words());
  const auto verified = client_.mfa().verify_challenge({name, factor::totp, "000000"}).get();
  expect_error(verified ? nullptr : &verified.error(), Errc::challenge_expired,
               "an unknown challenge");
}

void SelfHostedExam::act() {
  if (!sign_in()) return;
  judge_end_of_token();
  judge_claims();
  if (has_no_factor()) {
    try_codes_without_factor();
    if (enrol()) {
      try_codes_route();
      if (make_codes()) try_wrong_password();
      list_factors();
      try_challenge();
      try_mail();
      if (setup_.limits) try_limits();
    }
  }
  begin_cleaning();
  clean_up();
  end_cleaning();
}

bool SelfHostedExam::sign_in() {
  const Answer answer = log_in(setup_.email, setup_.password.reveal());
  if (!answer.text("mfa_token").empty()) {
    report_.stop("the account has a second factor: give a throw-away account without one");
    return false;
  }
  const std::string_view token = answer.text("access_token");
  if (!answer.is_yes() || token.empty()) {
    report_.stop("the sign-in with the throw-away account failed: " + answer.words());
    return false;
  }
  access_ = Secret(token);
  keep_session(answer);
  return true;
}

void SelfHostedExam::judge_claims() {
  const auto claims = claims_of(access_.reveal());
  if (!claims) return report_.broken(Point::ids, "the access token is not a JWT with a user id");
  const auto* subject = claims->if_contains("sub");
  if (subject != nullptr && subject->is_string() && is_usable_id(subject->get_string()))
    report_.holds(Point::ids, "the access token names the user");
  else
    report_.broken(Point::ids, "the access token has no usable sub claim");
  const auto* ways = claims->if_contains("amr");
  if (ways == nullptr || !ways->is_array())
    return report_.broken(Point::unverified_tokens,
                          "the access token has no amr claim: your backend cannot see the factors");
  if (names(ways->get_array(), "mfa"))
    report_.broken(Point::unverified_tokens, "a token from a password claims a second factor");
  else
    report_.holds(Point::unverified_tokens, "a token from a password does not claim a factor");
}

bool SelfHostedExam::list_shows_authenticator(const Answer& list) {
  const boost::json::array* const found = list.list("available_factors");
  return found != nullptr && names(*found, factor::totp);
}

bool SelfHostedExam::has_no_factor() {
  const Answer list = get("/v2/mfa/factors", access_.reveal());
  const boost::json::array* const found = list.is_yes() ? list.list("available_factors") : nullptr;
  if (found == nullptr) {
    if (list.is_yes())
      report_.broken(Point::capabilities, "the factor list has no available_factors");
    report_.stop("the factor list cannot be read: " + list.words());
    return false;
  }
  has_mail_factor_ = names(*found, "email");
  if (!names(*found, factor::totp)) return true;
  report_.stop("the account has a second factor: give a throw-away account without one");
  return false;
}

void SelfHostedExam::clean_up() {
  if (!app_key_.empty()) remove_authenticator();
  for (const Session& session : sessions_)
    (void)post("/v2/auth/logout", session.access.reveal(),
               codec::ObjectText()
                   .text("tenant_id", setup_.tenant)
                   .text("client_id", setup_.client_id)
                   .text("refresh_token", session.refresh.reveal())
                   .done());
}

void SelfHostedExam::remove_authenticator() {
  const Answer removed = post_with_proof("/v2/mfa/totp/disable");
  // A lost answer may mean that the authenticator is still there; the list tells.
  const Answer list = get("/v2/mfa/factors", access_.reveal());
  const bool is_known = list.is_yes() && list.list("available_factors") != nullptr;
  const bool is_left = list_shows_authenticator(list);
  if (is_left || !is_known)
    report_.note("The account may keep the doctor's authenticator: remove it by hand.");
  if (!answered(removed, Point::removing_a_factor)) return;
  // Nothing is confirmed if the enrolment did not get that far.
  if (!removed.is_yes() && removed.code() != "mfa_not_initialized")
    return report_.broken(Point::removing_a_factor,
                          "a removal with a proof was refused: " + removed.words());
  if (!is_known) return report_.unseen(Point::removing_a_factor, list.words());
  if (is_left)
    return report_.broken(Point::removing_a_factor, "the removed authenticator is in the list");
  report_.holds(Point::removing_a_factor, "the removed authenticator is gone from the list");
  report_.note(
      "This server keeps the account's backup codes after the removal. The next authenticator's "
      "codes replace them.");
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
