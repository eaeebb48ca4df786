// The steps of an examination around a challenge and the codes that answer it.
#include "exam_v1.hpp"

#include "base/dates.hpp"
#include "base/decimal.hpp"
#include "json/object_text.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

constexpr int most_wrong_codes = 8;
constexpr std::int64_t longest_wait_s = 86400;

/// Whether a wait can be read: seconds up to a day, or a date.
bool is_wait(std::string_view text) {
  if (const auto seconds = read_decimal(text))
    return !seconds->negative && !seconds->too_large &&
           seconds->whole + (seconds->has_fraction ? 1 : 0) <= longest_wait_s;
  return read_http_date(text).has_value();
}

/// A reset is a moment, so it is far above a number of seconds to wait, and far below one in milliseconds.
bool is_reset(std::string_view text) {
  constexpr std::int64_t least = 1'000'000'000;
  constexpr std::int64_t most = 100'000'000'000;
  const auto at = read_decimal(text);
  return at && !at->negative && !at->too_large && at->whole >= least && at->whole < most;
}

Secret changed_case(const Secret& code, bool upper) {
  Secret out;
  for (char c : code.reveal()) {
    if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    out.append({&c, 1});
  }
  return out;
}

Secret without(const Secret& code, char separator) {
  Secret out;
  for (const char c : code.reveal())
    if (c != separator) out.append({&c, 1});
  return out;
}

bool is_about_challenge(const Answer& answer) {
  return answer.code().find("challenge") != std::string_view::npos;
}

}  // namespace

std::string V1Exam::open_challenge() {
  const std::size_t mails =
      setup_.control_token.empty() ? 0 : outbox_of(*wire_, setup_, "otp", "token").size();
  const Answer answer = wire_->call({"POST", "/v1/auth/sign-in", setup_.key,
                                     credentials(setup_.email, setup_.password.reveal())});
  if (!answered(answer, Point::challenge_form)) return {};
  const boost::json::value* const flag = answer.member("mfa_required");
  const bool is_challenge =
      (answer.status() == 403 && answer.code() == "mfa_required") ||
      (answer.is_yes() && flag != nullptr && flag->is_bool() && flag->get_bool());
  if (answer.status() == 429 && !is_challenge) {
    report_.note("The server limits sign-ins at present: wait, and run the doctor again.");
    return {};
  }
  std::string id(answer.text("challenge_id"));
  if (is_challenge && !id.empty())
    report_.holds(Point::challenge_form, answer.words());
  else
    report_.broken(Point::challenge_form,
                   "a sign-in with a second factor was answered without " +
                       std::string(is_challenge ? "a challenge_id" : "mfa_required") + ": " +
                       answer.words());
  if (has_mail_factor_) {
    const std::size_t now = outbox_of(*wire_, setup_, "otp", "token").size();
    if (now > mails)
      report_.holds(Point::codes_by_sms_and_mail, "the sign-in sent the code");
    else if (now > 0)
      report_.broken(Point::codes_by_sms_and_mail, "the sign-in sent no code to the e-mail factor");
  }
  return id;
}

Answer V1Exam::verify(std::string_view challenge, std::string_view code) {
  return wire_->call({"POST", "/v1/auth/mfa/verify", setup_.key,
                      codec::ObjectText()
                          .text("challenge_id", challenge)
                          .text("factor_id", factor::backup_codes)
                          .text("code", code)
                          .done()});
}

void V1Exam::try_challenge() {
  std::string challenge = open_challenge();
  if (challenge.empty() || codes_.empty() || !verify_is_there_) return;
  try_wrong_code(challenge, {});
  if (!try_right_code(challenge)) return;
  try_second_success(challenge);
  try_typed_code();
}

bool V1Exam::try_right_code(std::string& challenge) {
  Answer answer = verify(challenge, codes_[next_code_].reveal());
  if (is_about_challenge(answer)) {
    report_.broken(Point::challenge_life, "one wrong code ends the challenge");
    challenge = open_challenge();
    if (challenge.empty()) return false;
    answer = verify(challenge, codes_[next_code_].reveal());
  }
  if (!answered(answer, Point::verify_path)) return false;
  if (!answer.is_yes()) {
    Secret forms[] = {changed_case(codes_[next_code_], true),
                      changed_case(codes_[next_code_], false),
                      without(codes_[next_code_], shape_.format.separator)};
    for (const Secret& form : forms) {
      if (form.reveal() == codes_[next_code_].reveal()) continue;
      answer = verify(challenge, form.reveal());
      if (!answered(answer, Point::typed_codes)) return false;
      if (!answer.is_yes()) continue;
      report_.broken(Point::typed_codes,
                     "a code is accepted in another shape than it is issued in");
      break;
    }
  }
  if (!answer.is_yes()) {
    report_.broken(Point::typed_codes, "a code is refused as it was issued: " + answer.words());
    return false;
  }
  report_.holds(Point::verify_path, "a backup code was verified");
  judge_verified(answer);
  if (const std::string_view token = answer.text("access_token"); !token.empty())
    sessions_.emplace_back(token);
  ++next_code_;
  return true;
}

void V1Exam::try_second_success(std::string_view challenge) {
  if (next_code_ >= codes_.size()) return;
  const Answer again = verify(challenge, codes_[next_code_].reveal());
  if (!answered(again, Point::challenge_life)) return;
  if (!again.is_yes())
    return report_.holds(Point::challenge_life, "one success, and a wrong code before it");
  ++next_code_;
  if (const std::string_view token = again.text("access_token"); !token.empty())
    sessions_.emplace_back(token);
  report_.broken(Point::challenge_life, "a second right code was accepted for the same challenge");
}

void V1Exam::try_typed_code() {
  const std::string other = open_challenge();
  if (other.empty() || next_code_ >= codes_.size()) return;
  if (verify(other, codes_.front().reveal()).is_yes())
    return report_.note("DANGER: a backup code was accepted twice.");
  // A wrong code may have ended that challenge.
  const std::string id = open_challenge();
  if (id.empty()) return;
  ClientOptions options = client_options(setup_);
  options.backup_code_format = shape_.format;
  auto client = Client::create(std::move(options));
  if (!client) return;
  const Secret text = typed(codes_[next_code_++], shape_.format);
  const auto done = client->mfa().verify_backup_code({id, {}}, text.reveal()).get();
  if (done || done.error().outcome == Outcome::done_answer_lost)
    report_.holds(Point::typed_codes, "a code in lower case and with a space is accepted");
  else if (done.error().http_status == 0)
    report_.unseen(Point::typed_codes, std::string("no answer: ") + to_string(done.error().code));
  else
    report_.broken(Point::typed_codes, std::string("a code typed in a hurry is refused: ") +
                                           to_string(done.error().code));
  if (done) (void)client->auth().sign_out().get();
}

void V1Exam::try_limits() {
  if (codes_.empty() || !verify_is_there_) return;
  const std::string id = open_challenge();
  if (id.empty()) return;
  for (int i = 0; i < most_wrong_codes; ++i) {
    const Answer answer = verify(id, wrong_code(codes_.front()).reveal());
    if (!answered(answer, Point::waits)) return;
    if (answer.status() != 429) continue;
    const boost::json::value* const in_body = answer.member("retry_after");
    const bool well = is_wait(answer.response.header("Retry-After")) ||
                      (in_body != nullptr && in_body->is_number()) ||
                      is_reset(answer.response.header("X-RateLimit-Reset"));
    if (well) return report_.holds(Point::waits, "a limit names how long to wait");
    return report_.broken(Point::waits, "a 429 names no usable wait: the client then shows 30 s");
  }
  report_.unseen(Point::waits, "8 wrong codes met no limit");
  report_.note("DANGER: the server does not limit wrong codes.");
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
