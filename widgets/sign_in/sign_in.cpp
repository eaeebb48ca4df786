// E-mail and password: one request per press, and words for every refusal.
#include "base/text.hpp"
#include "screen/parts.hpp"
#include "sign_in/sign_in_steps.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/widgets/sign_in.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

SignIn::SignIn(const Client& client, HostState& host)
    : auth_(client.auth()), help_(client.capabilities().admin_help), host_(host) {
  settle();
}

void SignIn::reset(Reason reason, std::string_view fixed_address) {
  reason_ = reason;
  fixed_ = reason == Reason::again && !fixed_address.empty();
  // The address may be a view of what is typed here.
  if (fixed_ && fixed_address.data() != email().data()) email_.assign(fixed_address);
  masked_ = fixed_ ? mask_address(email()) : std::string();
  call_ = {};
  waiting(false);
  password_.clear();
  if (reason == Reason::first || reason == Reason::other_account) email_.clear();
  challenge_.reset();
  error_.reset();
  local_error_ = {};
  wait_.stop();
  go(SignInPhase::entering);
  settle();
}

std::string_view SignIn::email() const noexcept { return text::address(email_.view().reveal()); }

void SignIn::stop() {
  if (phase_ != SignInPhase::sending) return;
  call_ = {};
  waiting(false);
  go(SignInPhase::entering);
  settle();
}

void SignIn::go(SignInPhase phase) noexcept {
  steps::take<steps::SignInSteps>(phase_, phase);
  wrong_revision_ = email_.revision() + password_.revision();
  arrive();
}

std::optional<hellojohn::Challenge> SignIn::take_challenge() {
  return std::exchange(challenge_, std::nullopt);
}

void SignIn::apply(const Intent& intent) {
  if (!takes(intent)) return;
  if (intent.action == Action::submit) submit();
  if (intent.action == Action::cancel) {
    stop();  // Its answer must not sign anybody in any more.
    password_.clear();
    go(SignInPhase::cancelled);
  }
  changed();
  settle();
}

void SignIn::submit() {
  if (phase_ != SignInPhase::entering || wait_.waiting(now())) return;
  error_.reset();
  local_error_ = say(email().empty()     ? MessageId::sign_in_email_missing
                     : password_.empty() ? MessageId::sign_in_password_missing
                                         : MessageId::none);
  if (!local_error_.empty()) return go(SignInPhase::entering);  // The focus goes to the field.
  call_ = auth_.sign_in({email(), password_.view(), captcha_});
  captcha_.clear();
  steps::take<steps::SignInSteps>(phase_, SignInPhase::sending);
  waiting(true);
}

void SignIn::update(Time now) {
  tick(now);
  if (view().streamed != host_.streaming()) changed();
  if (call_.valid() && call_.ready()) {
    waiting(false);
    take_answer(std::move(call_).take());
  }
  drop_old_error();
  if (wait_.over(now) && phase_ == SignInPhase::entering) {
    wait_.stop();
    arrive();  // The fields are open again.
  }
  settle(&wait_);
}

void SignIn::drop_old_error() noexcept {
  const std::uint32_t revision = email_.revision() + password_.revision();
  const bool said = !local_error_.empty() || (error_ && !wait_.waiting(now()));
  if (revision == wrong_revision_ || !said || phase_ != SignInPhase::entering) return;
  error_.reset();
  local_error_ = {};
  changed();
}

void SignIn::take_answer(Result<SignInResult> answer) {
  if (!answer) {
    error_ = std::move(answer).error();
    // Only a password that the server looked at is done with.
    if (error_->outcome == Outcome::refused) password_.clear();
    wait_.stop();
    if (error_->code == Errc::rate_limited) {
      wait_.start(now(), error_->retry_after.value_or(std::chrono::seconds(30)));
    }
    return go(SignInPhase::entering);  // The focus goes back to the field.
  }
  password_.clear();
  if (const SignedIn* session = answer->signed_in()) {
    user_id_ = session->user_id;
    return go(SignInPhase::signed_in);
  }
  challenge_ = *answer->challenge();
  go(SignInPhase::challenged);
}

namespace {
MessageId words_for_sign_in(const Error& error) noexcept {
  if (error.outcome == Outcome::unknown || error.outcome == Outcome::done_answer_lost) {
    return MessageId::sign_in_unknown;
  }
  if (error.code == Errc::invalid_credentials) return MessageId::sign_in_wrong;
  if (error.server_code == "account_locked") return MessageId::sign_in_locked;
  return words_for(error);
}
}  // namespace

void SignIn::build_reason(Screen& screen) const noexcept {
  const bool again = reason_ == Reason::again;
  screen.add(Role::heading,
             again ? say(MessageId::sign_in_again_title)
                   : say(MessageId::sign_in_title, std::string_view(host_.branding().app)));
  if (again) text(screen, MessageId::sign_in_again_why);
  if (reason_ == Reason::ended) {
    notice(screen, Emphasis::warning, say(MessageId::sign_in_ended));
  } else if (reason_ == Reason::other_account) {
    notice(screen, Emphasis::danger, say(MessageId::sign_in_other_account));
  }
}

Element& SignIn::build_address(Screen& screen, bool open) noexcept {
  if (fixed_) {
    Element& account = screen.add(Role::value, say(MessageId::account));
    account.value =
        say(MessageId::account_value, screen.streamed ? std::string_view(masked_) : email());
    return account;
  }
  Element& address = screen.add(Role::text_field, say(MessageId::sign_in_email));
  address.input = &email_;
  address.enabled = open;
  return address;
}

void SignIn::build_error(Screen& screen) const noexcept {
  if (!error_) return;
  const bool over = error_->code == Errc::rate_limited && !wait_.waiting(now());
  const Message said = over ? say(MessageId::error_limited_over)
                            : say(words_for_sign_in(*error_), wait_.left(now()));
  screen.add(Role::error, said);
  screen.announcement = say(said.id);
  reference(screen, *error_);
}

void SignIn::build(Screen& screen) noexcept {
  screen.streamed = host_.streaming();
  if (phase_ == SignInPhase::challenged || phase_ == SignInPhase::signed_in) return;
  build_reason(screen);
  const bool open = phase_ == SignInPhase::entering && !wait_.waiting(now());
  const Element& email = build_address(screen, open);
  const auto local_error = [&](MessageId which) {
    if (local_error_.id == which) screen.announcement = screen.add(Role::error, local_error_).label;
  };
  local_error(MessageId::sign_in_email_missing);
  Element& password = screen.add(Role::password_field, say(MessageId::sign_in_password));
  password.input = &password_;
  password.action = Action::submit;
  password.enabled = open;
  password.secret = true;
  password.selected = error_.has_value();
  focus(screen, SignIn::email().empty() && !fixed_ ? email : password);
  local_error(MessageId::sign_in_password_missing);
  build_error(screen);
  if (phase_ == SignInPhase::sending) {
    screen.add(Role::busy, say(MessageId::sign_in_sending));
  }
  link(screen, Action::lost_access, MessageId::sign_in_lost);
  if (help_) link(screen, Action::ask_help, MessageId::sign_in_help);
  if (reason_ == Reason::again) button(screen, Action::cancel, MessageId::cancel);
  button(screen, Action::submit, MessageId::sign_in_submit, Emphasis::primary).enabled = open;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
