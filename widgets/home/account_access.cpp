// The state of the flow, and which component comes next.
#include "home/account_access_steps.hpp"
#include "screen/parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/widgets/account_access.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

namespace {

AccountAccessOptions fitting(AccountAccessOptions options, const Capabilities& server) {
  if (!server.enrol_other_factors) options.enrolment.types = {std::string(factor::totp)};
  return options;
}

}  // namespace

AccountAccess::AccountAccess(const Client& client, Host host, Branding branding,
                             AccountAccessOptions options)
    : auth_(client.auth()),
      server_(client.capabilities()),
      host_(std::move(host), std::move(branding)),
      options_(fitting(std::move(options), server_)),
      sign_in_(client, host_),
      challenge_(client, host_, options_.challenge),
      lost_access_(client, host_, {options_.enrolment, options_.codes}),
      card_(client, host_),
      codes_(backup_codes_of_user(client), host_, options_.codes),
      enrolment_(enrolment_of_user(client), host_, options_.enrolment),
      factors_(client),
      low_codes_(host_, options_.low_codes),
      help_(host_) {
  // Asking in each frame who is signed in would copy a name in each frame.
  auth_events_ =
      auth_.on_auth_state_change([this](AuthEvent event, const SignedIn*) { hear(event); });
  begin();
}

AccountAccess::~AccountAccess() { set_keyboard(false); }

void AccountAccess::begin() {
  cancel_step_up();
  const auto session = auth_.current();
  had_session_ = session.has_value();
  if (session) {
    take_user(*session);
    go(Place::home);
  } else {
    go_sign_in(SignIn::Reason::first);
  }
  show();
}

void AccountAccess::receive_link(std::string_view text) {
  if (!server_.recovery_by_mail) return;
  // Codes that cannot be shown again, and a request whose effect is open, are not left for a link.
  if (codes_.has_unsaved_codes() || codes_.generating() || enrolment_.confirming()) return;
  if (place_ != Place::lost_access) lost_access_.open(email_);
  lost_access_.receive_link(text);
  go(Place::lost_access);
  show();
}

void AccountAccess::go(Place place) {
  // Leaving the fresh sign-in cancels it: it must not go on under another screen.
  if (place != Place::sign_in && place != Place::challenge) cancel_step_up();
  // Nor may a sign-in that is on its way sign somebody in under another screen.
  if (place_ == Place::sign_in && place != Place::sign_in) sign_in_.stop();
  steps::take<steps::AccountAccessSteps>(place_, place);
  if (place != Place::home) return;
  // Of a session that did not begin here the address is not known: its id is a name, too.
  card_.set_account(user_email_.empty() ? user_ : mask_address(user_email_));
  card_.refresh();
}

void AccountAccess::go_sign_in(SignIn::Reason reason) {
  challenge_.forget();  // It belongs to the sign-in before, and to that user.
  sign_in_.reset(
      reason, reason == SignIn::Reason::again ? std::string_view(user_email_) : std::string_view());
  go(Place::sign_in);
}

void AccountAccess::cancel_step_up() {
  if (!std::exchange(stepping_up_, false)) return;
  sign_in_.reset(SignIn::Reason::kept);
  challenge_.forget();
  codes_.refuse();
}

void AccountAccess::forget_all() {
  stepping_up_ = false;
  challenge_.forget();
  card_.forget();
  codes_.forget();
  enrolment_.forget();
  factors_.forget();
  replaced_.reset();
  low_codes_.forget();
  lost_access_.forget();
}

void AccountAccess::open_help(std::string_view reference, Place back_to) {
  help_back_ = back_to;
  help_.open(reference);
  go(Place::help);
}

void AccountAccess::open_codes() {
  codes_.set_account(mask_address(user_email_));
  codes_.open();
  go(Place::codes);
}

void AccountAccess::open_enrolment(std::optional<Factor> replaced) {
  replaced_ = std::move(replaced);
  enrolment_.set_replaces(options_.enrolment.replaces || replaced_.has_value());
  enrolment_.open();
  go(Place::enrolment);
}

void AccountAccess::hide_secrets() {
  challenge_.hide_secrets();
  lost_access_.hide_secrets();
  codes_.hide_secrets();
  enrolment_.hide_secrets();
  factors_.hide_secrets();
  show();
}

void AccountAccess::apply(const Intents& intents) {
  for (const Intent& intent : intents) apply(intent);
  set_keyboard(intents.wants_keyboard());
}

void AccountAccess::set_keyboard(bool on) {
  if (std::exchange(keyboard_, on) == on || !host_.host().on_screen_keyboard) return;
  host_.host().on_screen_keyboard(on);
}

void AccountAccess::apply(const Intent& intent) {
  if (intent.part == Part::notice) {
    low_codes_.apply(intent);
    if (low_codes_.take_replace()) open_codes();
    if (low_codes_.take_check()) card_.refresh();
    return show();
  }
  follow_session();
  switch (place_) {
    case Place::sign_in:
      if (sign_in_.takes(intent) && intent.action == Action::lost_access) {
        // The address typed in a fresh sign-in may not be the signed-in user's.
        if (!stepping_up_) email_ = sign_in_.email();
        lost_access_.open(sign_in_.email());
        go(Place::lost_access);
      } else if (sign_in_.takes(intent) && intent.action == Action::ask_help) {
        open_help({}, Place::sign_in);
      } else {
        sign_in_.apply(intent);
      }
      break;
    case Place::challenge:
      if (challenge_.takes(intent) && intent.action == Action::lost_access) {
        lost_access_.open(email_);
        go(Place::lost_access);
      } else {
        challenge_.apply(intent);
      }
      break;
    case Place::after_code: after_code_.apply(intent); break;
    case Place::lost_access: lost_access_.apply(intent); break;
    case Place::home: card_.apply(intent); break;
    case Place::codes:
      if (codes_.takes(intent) && intent.action == Action::set_up) {
        open_enrolment();
      } else {
        codes_.apply(intent);
      }
      break;
    case Place::enrolment: enrolment_.apply(intent); break;
    case Place::factors: factors_.apply(intent); break;
    case Place::help: help_.apply(intent); break;
  }
  show();
}

void AccountAccess::update(Time now) {
  sign_in_.update(now);
  challenge_.update(now);
  after_code_.update(now);
  lost_access_.update(now);
  card_.update(now);
  codes_.update(now);
  enrolment_.update(now);
  factors_.update(now);
  low_codes_.update(now);
  help_.update(now);
  follow_session();
  switch (place_) {
    case Place::sign_in: update_sign_in(); break;
    case Place::challenge: update_challenge(); break;
    case Place::after_code:
      switch (after_code_.take_answer()) {
        case Action::done: go(Place::home); break;
        case Action::set_up: replace_authenticator(); break;
        case Action::replace_codes: open_codes(); break;
        default: break;
      }
      break;
    case Place::lost_access: update_lost_access(); break;
    case Place::home: update_home(); break;
    case Place::codes: update_codes(); break;
    case Place::enrolment: update_enrolment(); break;
    case Place::factors: update_factors(); break;
    case Place::help:
      if (!help_.closed()) break;
      if (help_back_ == Place::sign_in) {
        go_sign_in(SignIn::Reason::kept);
      } else {
        go(help_back_);
      }
      break;
  }
  show();
}

void AccountAccess::show() {
  view_ = {};
  view_.place = place_;
  view_.signed_in = had_session_;
  view_.has_unsaved_codes = codes_.has_unsaved_codes() || lost_access_.has_unsaved_codes();
  switch (place_) {
    case Place::sign_in: view_.main = &sign_in_.view(); break;
    case Place::challenge: view_.main = &challenge_.view(); break;
    case Place::after_code: view_.main = &after_code_.view(); break;
    case Place::lost_access:
      view_.main = &lost_access_.current();
      view_.banner = lost_access_.banner();
      break;
    case Place::home: view_.main = &card_.view(); break;
    case Place::codes: view_.main = &codes_.view(); break;
    case Place::enrolment: view_.main = &enrolment_.view(); break;
    case Place::factors: view_.main = &factors_.view(); break;
    case Place::help: view_.main = &help_.view(); break;
  }
  // After a code was used the question itself tells how many are left; a warning is worth saying twice.
  const bool room = (place_ == Place::home && !card_.reading()) ||
                    (place_ == Place::after_code && low_codes_.level() >= LowCodesLevel::low);
  if (room && low_codes_.visible()) view_.notice = &low_codes_.view();
  card_.set_session_not_stored(not_stored_);
  card_.leave_unknown_count_to_notice(view_.notice != nullptr &&
                                      low_codes_.level() == LowCodesLevel::unknown);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
