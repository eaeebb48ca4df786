// The steps of an examination of the open-source server around a challenge and the codes that answer it.
#include "exam_self_hosted.hpp"

#include "json/object_text.hpp"

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

/// The server locks after ten in a day; the examination has typed two before.
constexpr int most_self_hosted_guesses = 11;
/// The members of a request that hold a code of the app, and a backup code.
constexpr std::string_view app = "code", backup = "recovery";

}  // namespace

Answer SelfHostedExam::log_in(std::string_view email, std::string_view password) {
  return post("/v2/auth/login", {},
              codec::ObjectText()
                  .text("tenant_id", setup_.tenant)
                  .text("client_id", setup_.client_id)
                  .text("email", email)
                  .text("password", password)
                  .done());
}

void SelfHostedExam::keep_session(const Answer& answer) {
  if (const std::string_view token = answer.text("access_token"); !token.empty())
    sessions_.push_back({Secret(token), Secret(answer.text("refresh_token"))});
}

std::string SelfHostedExam::open_challenge() {
  const Answer answer = log_in(setup_.email, setup_.password.reveal());
  if (!answered(answer, Point::challenge_form)) return {};
  if (answer.status() == 429) {
    report_.note("The server limits sign-ins at present: wait, and run the doctor again.");
    return {};
  }
  std::string id(answer.text("mfa_token"));
  const boost::json::value* const flag = answer.member("mfa_required");
  const bool is_challenge =
      answer.is_yes() && flag != nullptr && flag->is_bool() && flag->get_bool();
  if (is_challenge && !id.empty())
    report_.holds(Point::challenge_form, "200 with mfa_required and mfa_token");
  else
    report_.broken(Point::challenge_form,
                   "a sign-in with a second factor was answered without " +
                       std::string(is_challenge ? "an mfa_token" : "mfa_required") + ": " +
                       answer.words());
  keep_session(answer);
  return id;
}

Answer SelfHostedExam::verify(std::string_view challenge, std::string_view member,
                              std::string_view code) {
  return post("/v2/mfa/totp/challenge", {},
              codec::ObjectText().text("mfa_token", challenge).text(member, code).done());
}

bool SelfHostedExam::are_codes_locked(const Answer& answer, Point point) {
  if (answer.status() != 429) return false;
  report_.unseen(point, "the server refuses codes of this account at present");
  report_.note(
      "The server refuses backup codes of this account: it may do so for a day after ten wrong "
      "ones. Use another account, or run the doctor again tomorrow.");
  return true;
}

void SelfHostedExam::try_challenge() {
  std::string challenge = open_challenge();
  if (challenge.empty() || codes_.empty() || !verify_is_there_) return;
  try_wrong_code(challenge, never_in_codes);
  if (!try_right_code(challenge)) return;
  try_second_success(challenge);
  try_typed_code();
}

bool SelfHostedExam::try_right_code(std::string& challenge) {
  if (next_code_ >= codes_.size()) return false;
  Answer answer = verify(challenge, backup, codes_[next_code_].reveal());
  if (are_codes_locked(answer, Point::verify_answer)) return false;
  if (answer.code() == "invalid_grant") {
    report_.broken(Point::challenge_life, "one wrong code ends the challenge");
    challenge = open_challenge();
    if (challenge.empty()) return false;
    answer = verify(challenge, backup, codes_[next_code_].reveal());
  }
  if (!answered(answer, Point::verify_path)) return false;
  if (!answer.is_yes()) {
    report_.broken(Point::typed_codes, "a code is refused as it was issued: " + answer.words());
    return false;
  }
  report_.holds(Point::verify_path, "a backup code was verified");
  judge_verified(answer);
  keep_session(answer);
  ++next_code_;
  return true;
}

void SelfHostedExam::try_second_success(std::string_view challenge) {
  if (next_code_ >= codes_.size()) return;
  const Answer again = verify(challenge, backup, codes_[next_code_].reveal());
  if (!answered(again, Point::challenge_life)) return;
  if (!again.is_yes())
    return report_.holds(Point::challenge_life, "one success, and a wrong code before it");
  ++next_code_;
  keep_session(again);
  report_.broken(Point::challenge_life, "a second right code was accepted for the same challenge");
}

void SelfHostedExam::try_typed_code() {
  const std::string other = open_challenge();
  if (other.empty() || next_code_ >= codes_.size()) return;
  const Answer reused = verify(other, backup, codes_.front().reveal());
  if (reused.is_yes()) {
    keep_session(reused);
    return report_.note("DANGER: a backup code was accepted twice.");
  }
  const std::string id = open_challenge();
  if (id.empty()) return;
  const Secret text = typed(codes_[next_code_++], shape_.format);
  auto client = Client::create(client_options(setup_));
  if (!client) return;
  const auto done = client->mfa().verify_backup_code({id, {}}, text.reveal()).get();
  if (done || done.error().outcome == Outcome::done_answer_lost)
    report_.holds(Point::typed_codes, "a code in lower case is accepted");
  else if (done.error().http_status == 0 || done.error().code == Errc::rate_limited)
    report_.unseen(Point::typed_codes, std::string("no answer: ") + to_string(done.error().code));
  else
    report_.broken(Point::typed_codes, std::string("a code typed in a hurry is refused: ") +
                                           to_string(done.error().code));
  if (done) (void)client->auth().sign_out().get();
}

void SelfHostedExam::try_mail() {
  if (!has_mail_factor_ || !verify_is_there_) return;
  const std::string id = open_challenge();
  if (id.empty()) return;
  const Answer sent =
      post("/v2/mfa/email/send", {}, codec::ObjectText().text("mfa_token", id).done());
  if (!answered(sent, Point::codes_by_sms_and_mail)) return;
  if (sent.is_yes())
    report_.holds(Point::codes_by_sms_and_mail, "the server sends a code when it is asked");
  else if (sent.status() == 429)
    report_.unseen(Point::codes_by_sms_and_mail, "the server limits its mails at present");
  else
    report_.broken(Point::codes_by_sms_and_mail,
                   "the list names e-mail, and no code is sent: " + sent.words());
}

void SelfHostedExam::try_limits() {
  if (codes_.empty() || !verify_is_there_) return;
  const std::string id = open_challenge();
  if (id.empty()) return;
  for (int i = 0; i < most_self_hosted_guesses; ++i) {
    const Answer answer = verify(id, backup, wrong_code(codes_.front(), never_in_codes).reveal());
    if (!answered(answer, Point::waits)) return;
    if (answer.status() != 429) continue;
    if (!answer.response.header("Retry-After").empty())
      return report_.unseen(Point::waits, "the general limit came before the lock on codes");
    const Answer by_app = verify(id, app, next_code_of_app().reveal());
    if (!answered(by_app, Point::waits)) return;
    keep_session(by_app);
    if (by_app.status() == 429)
      return report_.broken(Point::waits, "wrong backup codes lock the authenticator app too");
    return report_.holds(Point::waits, "wrong backup codes lock backup codes, and not the app");
  }
  report_.unseen(Point::waits, "ten wrong codes met no limit");
  report_.note("DANGER: the server does not limit wrong codes.");
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
