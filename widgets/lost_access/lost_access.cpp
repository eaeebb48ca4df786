// The lost-access flow: its steps, and what a press does. Nothing is sent without a press.
#include "lost_access/lost_access_steps.hpp"
#include "screen/parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/widgets/lost_access.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

LostAccess::LostAccess(const Client& client, HostState& host, LostAccessOptions options)
    : auth_(client.auth()),
      mail_(client.capabilities().recovery_by_mail),
      help_(client.capabilities().admin_help),
      recovery_(client.recovery()),
      host_(host),
      options_(std::move(options)) {
  options_.enrolment.replaces = true;
  options_.codes.after_recovery = true;
  settle();
}

LostAccess::~LostAccess() { end_session(); }

void LostAccess::open(std::string_view email) {
  if (session_) return;
  email_.assign(email);
  link_.clear();
  token_.clear();
  asked_for_.clear();
  error_.reset();
  local_error_ = {};
  link_received_ = rechecking_ = in_doubt_ = enrolled_ = codes_made_ = by_service_ = false;
  earlier_.reset();
  removed_.clear();
  removed_read_ = false;
  token_wait_.stop();
  choice_ = LostAccessChoice::none;
  restore_cool_down();
  go(LostAccessPhase::triage);
  settle();
}

void LostAccess::forget() {
  if (phase_ == LostAccessPhase::idle) return;
  email_.clear();
  asked_for_.clear();
  asked_for_masked_.clear();
  masked_.clear();
  account_ = {};
  request_call_ = {};
  verify_call_ = {};
  waiting(false);
  close(LostAccessChoice::none);
  settle();
}

std::uint32_t LostAccess::typed_revision() const noexcept {
  return email_.revision() + link_.revision();
}

void LostAccess::drop_old_error() noexcept {
  const bool typing = phase_ == LostAccessPhase::email || phase_ == LostAccessPhase::sent;
  const bool said = !local_error_.empty() || (error_ && !token_wait_.waiting(now()));
  if (!typing || !said || typed_revision() == wrong_revision_) return;
  local_error_ = {};
  error_.reset();
  changed();
}

void LostAccess::go(LostAccessPhase phase) noexcept {
  steps::take<steps::LostAccessSteps>(phase_, phase);
  wrong_revision_ = typed_revision();
  arrive();
}

void LostAccess::close(LostAccessChoice choice) noexcept {
  choice_ = choice;
  link_.clear();
  token_.clear();
  end_session();
  go(LostAccessPhase::closed);
}

LostAccessChoice LostAccess::take_choice() noexcept {
  return std::exchange(choice_, LostAccessChoice::none);
}

const Screen& LostAccess::current() const noexcept {
  if (phase_ == LostAccessPhase::enrolling && enrolment_) return enrolment_->view();
  if (phase_ == LostAccessPhase::codes && codes_) return codes_->view();
  return view();
}

const Screen* LostAccess::banner() const noexcept {
  return banner_.shown() ? &banner_.view() : nullptr;
}

void LostAccess::hide_secrets() {
  if (enrolment_) enrolment_->hide_secrets();
  if (codes_) codes_->hide_secrets();
}

bool LostAccess::has_unsaved_codes() const noexcept {
  return codes_ && codes_->has_unsaved_codes();
}

int LostAccess::steps_done() const noexcept {
  if (codes_made_) return 3;
  if (enrolled_) return 2;
  return phase_ == LostAccessPhase::enrolling ? 1 : 0;
}

void LostAccess::apply(const Intent& intent) {
  if (banner_.wants_end(intent) && phase_ != LostAccessPhase::ending &&
      !(enrolment_ && enrolment_->confirming()) && !(codes_ && codes_->generating())) {
    before_ending_ = phase_;
    go(LostAccessPhase::ending);
  } else if (phase_ == LostAccessPhase::enrolling && enrolment_) {
    enrolment_->apply(intent);
  } else if (phase_ == LostAccessPhase::codes && codes_) {
    codes_->apply(intent);
  } else if (takes(intent)) {
    apply_here(intent);
  } else {
    return;
  }
  changed();
  settle();
}

void LostAccess::apply_here(const Intent& intent) {
  switch (intent.action) {
    case Action::use_backup_code: return close(LostAccessChoice::use_backup_code);
    case Action::ask_help: return close(LostAccessChoice::help);
    case Action::sign_in: return close(LostAccessChoice::sign_in);
    case Action::not_me: return close(LostAccessChoice::not_me);
    case Action::choose:
      return go(intent.index == 1 ? LostAccessPhase::tips : LostAccessPhase::email);
    case Action::submit:
      if (phase_ == LostAccessPhase::email) return request();
      if (phase_ == LostAccessPhase::sent) return submit_token();
      return;
    case Action::resend: return request();
    case Action::new_link: return asked_for_.empty() ? go(LostAccessPhase::email) : request();
    case Action::change: return go(LostAccessPhase::email);
    case Action::paste: {
      const Secret text = host_.host().read_clipboard();
      take_link(text.reveal());
      return;
    }
    case Action::open_mail: return host_.host().open_mail();
    case Action::check_again: rechecking_ = true; return spend_token();
    case Action::retry:
      if (phase_ == LostAccessPhase::reading_account) account_call_ = session_->account();
      if (phase_ == LostAccessPhase::over) go(LostAccessPhase::email);
      return;
    case Action::stay:
      if (phase_ == LostAccessPhase::ending) return go(before_ending_);
      return go(LostAccessPhase::sent);
    case Action::leave:
      if (phase_ == LostAccessPhase::replaces_session) return spend_token();
      return close(LostAccessChoice::give_up);
    case Action::set_up: return begin_enrolment();
    case Action::later: return finish();
    case Action::back: return go(LostAccessPhase::triage);
    case Action::cancel: return close(LostAccessChoice::give_up);
    case Action::
        refresh:  // "I have a link already." What became of the mail says nothing about it.
      error_.reset();
      local_error_ = {};
      return go(LostAccessPhase::sent);
    default: return;
  }
}

void LostAccess::update(Time now) {
  tick(now);
  if (view().streamed != host_.streaming()) changed();
  if (request_call_.valid() && request_call_.ready()) {
    waiting(false);
    take_request_answer(std::move(request_call_).take());
  }
  if (verify_call_.valid() && verify_call_.ready()) {
    waiting(false);
    take_session(std::move(verify_call_).take());
  }
  if (account_call_.valid() && account_call_.ready()) {
    waiting(false);
    take_account(std::move(account_call_).take());
  }
  if (earlier_call_.valid() && earlier_call_.ready()) take_earlier();
  if (later_call_.valid() && later_call_.ready()) take_later();
  if (link_.overflowed()) refuse_overflow();
  drop_old_error();
  update_parts(now);
  watch_session();
  if (token_wait_.over(now)) {
    token_wait_.stop();
    if (phase_ == LostAccessPhase::sent) arrive();  // The field is open again.
    changed();
  }
  settle(token_wait_.running() ? &token_wait_ : &resend_);
}

void LostAccess::Banner::show(Time now, std::chrono::seconds left, int steps_done) {
  tick(now);
  if (!shown_) arrive();
  if (left != left_ || steps_done != steps_ || !shown_) changed();
  shown_ = true;
  left_ = left;
  steps_ = steps_done;
  settle();
}

bool LostAccess::Banner::wants_end(const Intent& intent) const noexcept {
  return shown_ && intent.action == Action::dismiss && takes(intent);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
