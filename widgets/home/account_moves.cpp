// Where the flow goes when a component has ended, or when the session changes.
#include "home/account_access_steps.hpp"
#include "screen/parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/widgets/account_access.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

bool AccountAccess::signed_in_here() const noexcept {
  return (place_ == Place::sign_in && sign_in_.phase() == SignInPhase::signed_in) ||
         (place_ == Place::challenge && challenge_.phase() == ChallengePhase::verified);
}

void AccountAccess::take_user(const SignedIn& session, bool with_address) {
  if (user_ != session.user_id) {
    if (!user_.empty()) forget_all();
    user_email_.clear();
  }
  if (with_address) {
    user_email_ = place_ == Place::challenge ? challenged_email_ : std::string(sign_in_.email());
  }
  user_ = session.user_id;
  host_.set_user(user_);
}

void AccountAccess::change_user(const SignedIn& session) {
  if (stepping_up_) {
    // The first account's screens must not become another account's: neither of them stays.
    forget_all();
    email_.clear();
    user_email_.clear();
    user_.clear();
    had_session_ = false;
    auth_.sign_out().detach();
    return go_sign_in(SignIn::Reason::other_account);
  }
  take_user(session);
  go(Place::home);
}

// `user_id` signed in here. By now the host may have taken over another user's session.
void AccountAccess::signed_in(std::string_view user_id) {
  const auto session = auth_.current();
  had_session_ = session.has_value();
  if (!session) return go_sign_in(SignIn::Reason::ended);
  if (stepping_up_ && !user_.empty() && user_ != session->user_id) return change_user(*session);
  // The address is known only of a sign-in that happened here.
  take_user(*session, signed_in_here() && session->user_id == user_id);
  if (std::exchange(stepping_up_, false)) {
    go(Place::codes);
    return codes_.resume();
  }
  go(Place::home);
}

void AccountAccess::follow_session() {
  if (!std::exchange(session_changed_, false)) return;
  const bool ended = std::exchange(session_ended_, false);
  const auto session = auth_.current();
  const bool lost = had_session_ && !session;
  had_session_ = session.has_value();
  if (session) {
    if (signed_in_here()) return;  // The screen that asked for it goes on.
    if (!user_.empty() && session->user_id != user_) return change_user(*session);
    if (user_.empty()) take_user(*session);
    const bool by_host = place_ == Place::challenge && challenge_.host_answers();
    if (by_host) signed_in(session->user_id);
    return;
  }
  if (!lost) return;
  const bool keeps = place_ == Place::codes && codes_.has_unsaved_codes();
  const bool needs_session = place_ == Place::home || place_ == Place::enrolment ||
                             place_ == Place::after_code || place_ == Place::codes ||
                             place_ == Place::factors || stepping_up_;
  low_codes_.forget();
  card_.forget();
  if (keeps || !needs_session) return;  // Codes that nobody saved stay until they are.
  stepping_up_ = false;
  codes_.forget();
  enrolment_.forget();
  factors_.forget();
  replaced_.reset();
  go_sign_in(ended ? SignIn::Reason::ended : SignIn::Reason::first);
}

void AccountAccess::update_sign_in() {
  switch (sign_in_.phase()) {
    case SignInPhase::signed_in:
      email_ = sign_in_.email();
      signed_in(sign_in_.user_id());
      break;
    case SignInPhase::challenged:
      if (!stepping_up_) email_ = sign_in_.email();
      if (auto challenge = sign_in_.take_challenge()) {
        challenged_email_ = sign_in_.email();
        challenge_.start(std::move(*challenge), mask_address(challenged_email_));
        go(Place::challenge);
      } else {
        sign_in_.reset(SignIn::Reason::kept);  // Back from elsewhere: that challenge had its turn.
      }
      break;
    case SignInPhase::cancelled:
      if (stepping_up_) {
        go(Place::codes);
      } else {
        sign_in_.reset(SignIn::Reason::kept);
      }
      break;
    default: break;
  }
}

void AccountAccess::update_challenge() {
  if (challenge_.phase() == ChallengePhase::cancelled) {
    // "Cancel" of a fresh sign-in cancels what asked for it; "Sign in again" is another try.
    if (stepping_up_ && !challenge_.wants_sign_in()) return go(Place::codes);
    return go_sign_in(stepping_up_ ? SignIn::Reason::again : SignIn::Reason::kept);
  }
  const auto verified = challenge_.take_verified();
  if (!verified) return;
  const bool by_code = challenge_.used_backup_code();
  const bool asks = by_code && !stepping_up_;
  signed_in(verified->session.user_id);
  if (!had_session_ || user_ != verified->session.user_id) return;
  if (by_code) low_codes_.after_use(verified->backup_codes_remaining);
  if (!asks) return;
  after_code_.open(verified->backup_codes_remaining);
  go(Place::after_code);
}

void AccountAccess::update_lost_access() {
  if (lost_access_.phase() != LostAccessPhase::closed) return;
  const bool in_challenge = challenge_.phase() == ChallengePhase::entering;
  switch (lost_access_.take_choice()) {
    case LostAccessChoice::use_backup_code:
      if (in_challenge) {
        challenge_.offer_backup();
        return go(Place::challenge);
      }
      break;
    case LostAccessChoice::help:
    case LostAccessChoice::not_me:
      return open_help({}, auth_.current() ? Place::home : Place::sign_in);
    case LostAccessChoice::give_up:
      if (in_challenge) return go(Place::challenge);
      break;
    default: break;
  }
  if (auth_.current()) return go(Place::home);
  go_sign_in(SignIn::Reason::kept);
}

void AccountAccess::update_home() {
  if (card_.status() && card_.phase() != SecurityCardPhase::loading) {
    if (card_.mfa_on()) {
      low_codes_.set(*card_.status());
    } else {
      low_codes_.set_mfa_off();
    }
  }
  switch (card_.take_request()) {
    case Action::create_codes:
    case Action::replace_codes: open_codes(); break;
    case Action::set_up: open_enrolment(); break;
    case Action::manage_factors:
      factors_.open(card_.factors(), card_.account());
      go(Place::factors);
      break;
    case Action::sign_out: auth_.sign_out().detach(); break;
    default: break;
  }
}

void AccountAccess::update_codes() {
  switch (codes_.phase()) {
    case BackupCodesPhase::step_up:
      stepping_up_ = true;
      go_sign_in(SignIn::Reason::again);
      break;
    case BackupCodesPhase::idle:
    case BackupCodesPhase::acknowledged:
    case BackupCodesPhase::left:
      if (auth_.current()) return go_home();
      go_sign_in(SignIn::Reason::ended);
      break;
    default: break;
  }
}

void AccountAccess::update_enrolment() {
  if (auto confirmed = enrolment_.take_confirmed()) {
    if (auto replaced = std::exchange(replaced_, std::nullopt)) {
      factors_.remove_replaced(std::move(*replaced), card_.account());
    }
    // After any new factor codes are offered; made by the server they are shown, else asked for.
    if (!confirmed->backup_codes) return open_codes();
    codes_.adopt(std::move(*confirmed->backup_codes));
    return go(Place::codes);
  }
  if (enrolment_.phase() == EnrolmentPhase::cancelled) go(Place::home);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
