// E-mail and password: one request per press, and words for every refusal.
#include "screen_parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/widgets/sign_in.hpp>

#include <utility>

namespace hellojohn::inline v0::widgets {

using namespace parts;

SignIn::SignIn(const Client& client, HostState& host) : auth_(client.auth()), host_(host) {
  settle();
}

void SignIn::reset(Reason reason) {
  reason_ = reason;
  call_ = {};
  waiting(false);
  password_.clear();
  if (reason == Reason::first) email_.clear();
  challenge_.reset();
  error_.reset();
  local_error_ = {};
  wait_.stop();
  go(SignInPhase::entering);
  settle();
}

void SignIn::go(SignInPhase phase) noexcept {
  phase_ = phase;
  arrive();
}

std::optional<hellojohn::Challenge> SignIn::take_challenge() {
  return std::exchange(challenge_, std::nullopt);
}

void SignIn::apply(const Intent& intent) {
  if (!takes(intent)) return;
  if (intent.action == Action::submit) submit();
  if (intent.action == Action::cancel) {
    password_.clear();
    go(SignInPhase::cancelled);
  }
  changed();
  settle();
}

void SignIn::submit() {
  if (phase_ != SignInPhase::entering) return;
  error_.reset();
  local_error_ = say(email_.empty()      ? MessageId::sign_in_email_missing
                     : password_.empty() ? MessageId::sign_in_password_missing
                                         : MessageId::none);
  if (!local_error_.empty()) return;
  call_ = auth_.sign_in({email(), password_.view(), captcha_});
  captcha_.clear();
  phase_ = SignInPhase::sending;
  waiting(true);
}

void SignIn::update(Time now) {
  tick(now);
  if (view().streamed != host_.streaming()) changed();
  if (call_.valid() && call_.ready()) {
    waiting(false);
    take_answer(std::move(call_).take());
  }
  settle(&wait_);
}

void SignIn::take_answer(Result<SignInResult> answer) {
  password_.clear();
  if (!answer) {
    error_ = std::move(answer).error();
    wait_.stop();
    if (error_->code == Errc::rate_limited) {
      wait_.start(now(), error_->retry_after.value_or(std::chrono::seconds(30)));
    }
    phase_ = SignInPhase::entering;
    return changed();
  }
  if (answer->challenge() == nullptr) return go(SignInPhase::signed_in);
  challenge_ = *answer->challenge();
  go(SignInPhase::challenged);
}

namespace {
MessageId words_for_sign_in(const Error& error) noexcept {
  if (error.code == Errc::invalid_credentials) return MessageId::sign_in_wrong;
  if (error.server_code == "account_locked") return MessageId::sign_in_locked;
  if (error.outcome == Outcome::unknown || error.outcome == Outcome::done_answer_lost) {
    return MessageId::sign_in_unknown;
  }
  return words_for(error);
}
}  // namespace

void SignIn::build(Screen& screen) const noexcept {
  screen.streamed = host_.streaming();
  if (phase_ == SignInPhase::challenged || phase_ == SignInPhase::signed_in) return;
  const bool again = reason_ == Reason::again;
  screen.add(Role::heading,
             again ? say(MessageId::sign_in_again_title)
                   : say(MessageId::sign_in_title, std::string_view(host_.branding().app)));
  if (again) text(screen, MessageId::sign_in_again_why);
  const bool open = phase_ == SignInPhase::entering && !wait_.waiting(now());

  Element& email = screen.add(Role::text_field, say(MessageId::sign_in_email));
  email.input = const_cast<TextInput*>(&email_);
  email.enabled = open;
  const auto local_error = [&](MessageId which) {
    if (local_error_.id == which) screen.announcement = screen.add(Role::error, local_error_).label;
  };
  local_error(MessageId::sign_in_email_missing);
  Element& password = screen.add(Role::password_field, say(MessageId::sign_in_password));
  password.input = const_cast<TextInput*>(&password_);
  password.action = Action::submit;
  password.enabled = open;
  password.secret = true;
  focus(screen, email_.empty() ? email : password);
  local_error(MessageId::sign_in_password_missing);
  if (error_) {
    const bool over = error_->code == Errc::rate_limited && !wait_.waiting(now());
    const Message said = over ? say(MessageId::error_limited_over)
                              : say(words_for_sign_in(*error_), wait_.left(now()));
    screen.add(Role::error, said);
    screen.announcement = say(said.id);
    reference(screen, *error_);
  }
  if (phase_ == SignInPhase::sending) {
    screen.add(Role::busy, say(MessageId::sign_in_sending));
  }
  link(screen, Action::lost_access, MessageId::sign_in_lost);
  link(screen, Action::ask_help, MessageId::sign_in_help);
  if (again) button(screen, Action::cancel, MessageId::cancel);
  button(screen, Action::submit, MessageId::sign_in_submit, Emphasis::primary).enabled = open;
}

}  // namespace hellojohn::inline v0::widgets
