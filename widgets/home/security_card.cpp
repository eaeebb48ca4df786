// The state of a user's sign-in security, and how fresh it is.
#include "base/dates.hpp"
#include "home/security_card_steps.hpp"
#include "screen/parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/widgets/security_card.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;
using steps::SecurityCardSteps;
using steps::take;

SecurityCard::SecurityCard(const Client& client, HostState& host)
    : mfa_(client.user().mfa()),
      one_authenticator_(client.capabilities().one_authenticator),
      host_(host) {
  settle();
}

void SecurityCard::refresh() {
  if (factors_call_.valid() || status_call_.valid()) return;
  unsaved_since_ = std::chrono::seconds(host_.unsaved_since().value_or(0));
  factors_call_ = mfa_.factors();
  status_call_ = mfa_.backup_codes_status();
  waiting(true);
  settle();
}

void SecurityCard::set_account(std::string_view masked) {
  account_ = masked;
  changed();
  settle();
}

void SecurityCard::set_session_not_stored(bool on) {
  if (on == not_stored_) return;
  not_stored_ = on;
  changed();
  settle();
}

void SecurityCard::forget() {
  factors_call_ = {};
  status_call_ = {};
  waiting(false);
  factors_.clear();
  status_.reset();
  error_.reset();
  methods_.clear();
  account_.clear();
  unsaved_since_ = {};
  mfa_on_ = known_ = count_said_ = not_stored_ = false;
  known_since_ = {};
  request_ = Action::none;
  take<SecurityCardSteps>(phase_, SecurityCardPhase::loading);
  arrive();
  settle();
}

void SecurityCard::leave_unknown_count_to_notice(bool on) {
  if (on == count_said_) return;
  count_said_ = on;
  changed();
  settle();
}

Action SecurityCard::take_request() noexcept { return std::exchange(request_, Action::none); }

void SecurityCard::apply(const Intent& intent) {
  if (!takes(intent)) return;
  if (intent.action == Action::refresh) {
    refresh();
  } else {
    request_ = intent.action;
  }
  changed();
  settle();
}

void SecurityCard::update(Time now) {
  tick(now);
  harvest();
  settle();
}

void SecurityCard::harvest() {
  if (!factors_call_.valid() || !factors_call_.ready() || !status_call_.ready()) return;
  waiting(false);
  auto factors = std::move(factors_call_).take();
  auto status = std::move(status_call_).take();
  error_.reset();
  if (!factors || !status) {
    error_ = factors ? std::move(status).error() : std::move(factors).error();
    take<SecurityCardSteps>(phase_, error_->outcome == Outcome::refused
                                        ? SecurityCardPhase::refused
                                        : SecurityCardPhase::offline);
    return arrive();
  }
  factors_ = std::move(*factors);
  status_ = std::move(*status);
  decide();
}

void SecurityCard::decide() {
  methods_.clear();
  mfa_on_ = false;
  for (const Factor& factor : factors_) {
    if (factor.type == factor::backup_codes || factor.status != "active") continue;
    mfa_on_ = true;
    if (!methods_.empty()) methods_ += ", ";
    methods_ += factor.name.empty() ? factor.type : factor.name;
  }
  known_ = true;
  known_since_ = now();
  take<SecurityCardSteps>(phase_, !mfa_on_            ? SecurityCardPhase::no_mfa
                                  : !status_->has_set ? SecurityCardPhase::no_codes
                                                      : SecurityCardPhase::healthy);
  arrive();
}

void SecurityCard::build(Screen& screen) noexcept {
  heading(screen, MessageId::card_title);
  const bool failed = phase_ == SecurityCardPhase::offline || phase_ == SecurityCardPhase::refused;
  if (phase_ == SecurityCardPhase::offline) {
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now() - known_since_);
    notice(screen, Emphasis::warning,
           known_ ? say(MessageId::card_offline, age) : say(MessageId::card_offline_never));
  } else if (phase_ == SecurityCardPhase::refused) {
    notice(screen, Emphasis::danger, say(words_for(*error_)));
  }
  if (failed) reference(screen, *error_);
  if (!account_.empty()) {
    screen.add(Role::value, say(MessageId::account)).value =
        say(MessageId::account_value, std::string_view(account_));
  }
  if (not_stored_) notice(screen, Emphasis::warning, say(MessageId::error_storage));
  if (known_) build_known(screen);
  if (!known_ && phase_ == SecurityCardPhase::refused) build_unread(screen);
  if (factors_call_.valid()) screen.add(Role::busy, say(MessageId::card_loading));
  if (failed) {
    button(screen, Action::refresh, MessageId::card_refresh).enabled = !factors_call_.valid();
  }
  link(screen, Action::sign_out, MessageId::card_sign_out);
}

/// A service that does not list what a person has can still set up and replace it.
void SecurityCard::build_unread(Screen& screen) const noexcept {
  const bool open = !factors_call_.valid();
  button(screen, Action::set_up, MessageId::card_set_up_or_replace).enabled = open;
  button(screen, Action::replace_codes, MessageId::card_replace).enabled = open;
}

void SecurityCard::build_unsaved(Screen& screen) const noexcept {
  notice(screen, Emphasis::danger,
         unsaved_since_.count() <= 0 ? say(MessageId::card_unsaved_undated)
                                     : say(MessageId::card_unsaved, unsaved_since_));
  button(screen, Action::replace_codes, MessageId::card_make_new, Emphasis::primary);
}

namespace {
/// A text that is not a date is shown as the service wrote it.
Message made_on(std::string_view written) noexcept {
  const auto time = read_rfc3339(written);
  if (!time) return say(MessageId::reference_value, written);
  return say(MessageId::card_made_value,
             std::chrono::floor<std::chrono::seconds>(time->time_since_epoch()));
}
}  // namespace

void SecurityCard::build_known(Screen& screen) const noexcept {
  const bool fresh = phase_ != SecurityCardPhase::offline && phase_ != SecurityCardPhase::refused;
  if (!mfa_on_) {
    text(screen, MessageId::card_mfa_off);
    button(screen, Action::set_up, MessageId::card_set_up, Emphasis::primary).enabled = fresh;
    return;
  }
  screen.add(Role::value, say(MessageId::card_methods)).value =
      one_authenticator_ ? say(MessageId::card_methods_app)
                         : say(MessageId::card_methods_value, std::string_view(methods_));
  link(screen, Action::manage_factors, MessageId::card_manage).enabled = fresh;
  if (host_.unsaved_since()) return build_unsaved(screen);
  if (!status_->has_set) {
    notice(screen, Emphasis::danger, say(MessageId::card_empty));
    button(screen, Action::create_codes, MessageId::card_create, Emphasis::primary).enabled = fresh;
    return;
  }
  if (!status_->count && count_said_) {
    button(screen, Action::replace_codes, MessageId::card_replace).enabled = fresh;
    return;
  }
  const int n = status_->count.value_or(0);
  Element& codes = screen.add(Role::value, say(MessageId::card_codes));
  codes.value = !status_->count ? say(MessageId::card_left_unknown)
                : status_->certainty == BackupCodesStatus::Certainty::exact
                    ? say(MessageId::card_left, n)
                    : say(MessageId::card_left_at_most, n);
  if (!fresh) codes.emphasis = Emphasis::quiet;
  if (!status_->set_created_at.empty()) {
    screen.add(Role::value, say(MessageId::card_made)).value = made_on(status_->set_created_at);
  }
  button(screen, Action::replace_codes, MessageId::card_replace).enabled = fresh;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
