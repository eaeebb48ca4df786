// Making and showing backup codes: what happens on a press, and what an answer leads to.
#include "codes/backup_codes_steps.hpp"
#include "fields/proof_form.hpp"
#include "screen/parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/recovery.hpp>
#include <hellojohn/widgets/backup_codes.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

BackupCodesSource backup_codes_of_user(const Client& client) {
  BackupCodesSource source{
      [mfa = client.user().mfa()]() mutable { return mfa.generate_backup_codes(); },
      [mfa = client.user().mfa()]() mutable { return mfa.backup_codes_status(); },
      [auth = client.auth()] {
        const auto session = auth.current();
        return session ? session->user_id : std::string();
      }};
  const Capabilities server = client.capabilities();
  source.only_way_back = !server.recovery_by_mail && !server.admin_help;
  if (!server.needs_proof) return source;
  source.generate_with_proof = [mfa = client.user().mfa()](const Proof& proof) mutable {
    return mfa.generate_backup_codes(proof);
  };
  if (server.backup_code_format) source.backup_code_format = *server.backup_code_format;
  return source;
}

BackupCodesSource backup_codes_of(RecoverySession& session) {
  BackupCodesSource source;
  source.generate = [&session] { return session.generate_backup_codes(); };
  return source;
}

BackupCodes::BackupCodes(BackupCodesSource source, HostState& host,
                         const BackupCodesOptions& options)
    : source_(std::move(source)), host_(host), options_(options) {
  settle();
}

BackupCodes::~BackupCodes() {
  // A call that was sent goes on: cancelling would only hide what became of it, and the note stays.
  if (call_.valid()) std::move(call_).detach();
  report_capture(false);
}

void BackupCodes::open() {
  if (has_unsaved_codes() || generating()) return;
  status_known_ = other_account_ = false;
  proof_.reset();
  owner_ = source_.user ? source_.user() : std::string();
  if (source_.status) status_call_ = source_.status();
  go(BackupCodesPhase::confirm);
  waiting(status_call_.valid());
  settle();
}

void BackupCodes::adopt(hellojohn::BackupCodes&& codes) {
  if (has_unsaved_codes() || generating()) return;
  host_.mark_unsaved();
  show(std::move(codes));
  settle();
}

void BackupCodes::set_account(std::string_view masked) { account_ = masked; }

void BackupCodes::hide_secrets() {
  sheet_.mask();
  typed_.reveal(false);
  if (proof_) proof_->hide();
  changed();
  settle();
}

void BackupCodes::resume() {
  if (phase_ != BackupCodesPhase::step_up) return;
  begin();
  settle();
}

void BackupCodes::forget() {
  if (call_.valid()) std::move(call_).detach();
  status_call_ = {};
  waiting(false);
  sheet_.wipe();
  typed_.clear();
  proof_.reset();
  account_.clear();
  owner_.clear();
  error_ = {};
  wait_.stop();
  status_ = {};
  status_known_ = verify_set_ = other_account_ = false;
  report_capture(false);
  if (phase_ != BackupCodesPhase::idle) go(BackupCodesPhase::idle);
  settle();
}

void BackupCodes::refuse() {
  if (phase_ != BackupCodesPhase::step_up) return;
  go(BackupCodesPhase::confirm);
  settle();
}

void BackupCodes::go(BackupCodesPhase phase) noexcept {
  if (phase == phase_) return changed();
  steps::take<steps::BackupCodesSteps>(phase_, phase);
  if (phase == BackupCodesPhase::idle) proof_.reset();
  toast_ = {};
  check_error_ = {};
  arrive();
}

void BackupCodes::apply(const Intent& intent) {
  if (!takes(intent)) return;
  sheet_.touch(now());
  switch (phase_) {
    case BackupCodesPhase::confirm:
    case BackupCodesPhase::failed:
    case BackupCodesPhase::suspect:
    case BackupCodesPhase::lost:
    case BackupCodesPhase::step_up:
    case BackupCodesPhase::proving: apply_to_question(intent); break;
    case BackupCodesPhase::showing: apply_to_codes(intent); break;
    case BackupCodesPhase::checking:
      if (intent.action == Action::submit) check_typed();
      if (intent.action == Action::skip_check) finish();
      if (intent.action == Action::back) go(BackupCodesPhase::showing);
      if (intent.action == Action::reveal_input) typed_.reveal(!typed_.revealed());
      break;
    case BackupCodesPhase::leaving:
      if (intent.action == Action::stay) go(BackupCodesPhase::showing);
      if (intent.action == Action::leave) {
        sheet_.wipe();
        go(BackupCodesPhase::left);
      }
      break;
    default: break;
  }
  changed();
  settle();
}

/// What is pressed before there are codes.
void BackupCodes::apply_to_question(const Intent& intent) {
  switch (intent.action) {
    case Action::create_codes:
    case Action::replace_codes:
    case Action::retry: begin(); break;
    case Action::cancel:
      go(phase_ == BackupCodesPhase::step_up ? BackupCodesPhase::confirm : BackupCodesPhase::idle);
      break;
    case Action::later: go(BackupCodesPhase::idle); break;
    case Action::back:
      proof_.reset();
      go(before_proof_);
      break;
    case Action::submit: submit_proof(); break;
    default:
      if (proof_ && proof_->apply(intent.action)) arrive();
      break;
  }
}

void BackupCodes::begin() {
  if (!source_.generate_with_proof) return generate();
  if (!proof_) proof_ = std::make_unique<ProofForm>(source_.backup_code_format);
  proof_->open();
  before_proof_ = phase_ == BackupCodesPhase::showing ? BackupCodesPhase::confirm : phase_;
  go(BackupCodesPhase::proving);
}

void BackupCodes::submit_proof() {
  if (proof_->complete()) return generate();
  arrive();  // The focus goes to what is missing.
}

void BackupCodes::generate() {
  if (generating() || has_unsaved_codes()) return;
  other_account_ = source_.user && source_.user() != owner_;
  if (other_account_) {
    error_ = {};
    return go(BackupCodesPhase::failed);
  }
  // Before the request: a crash after it must not lose the fact that the old set may be dead.
  host_.mark_unsaved();
  verify_set_ = (proof_ ? before_proof_ : phase_) == BackupCodesPhase::suspect;
  error_ = {};
  call_ = proof_ ? source_.generate_with_proof(proof_->proof()) : source_.generate();
  go(BackupCodesPhase::generating);
  waiting(true);
}

void BackupCodes::update(Time now) {
  tick(now);
  if (view().streamed != host_.streaming()) changed();
  host_.clipboard().update(host_.host(), now);
  harvest();
  if (!check_error_.empty() && typed_.revision() != wrong_revision_) {
    check_error_ = {};
    changed();
  }
  if (phase_ == BackupCodesPhase::proving && proof_->typed()) changed();
  if (sheet_.update(now)) changed();
  report_capture(has_unsaved_codes() && sheet_.anything_revealed(now));
  if (host_.clipboard().left(now) != copied_left_) changed();
  copied_left_ = host_.clipboard().left(now);
  settle(&wait_);
}

void BackupCodes::harvest() {
  if (status_call_.valid() && status_call_.ready()) {
    auto status = std::move(status_call_).take();
    if (status) {
      status_ = *status;
      status_known_ = true;
      superseded_ = phase_ == BackupCodesPhase::showing && !status_.set_created_at.empty() &&
                    !sheet_.generated_at().empty() &&
                    status_.set_created_at != sheet_.generated_at();
    }
    if (phase_ == BackupCodesPhase::confirm) {
      waiting(false);
      arrive();  // The question is now another one, with another default.
    }
    changed();
  }
  if (!call_.valid() || !call_.ready()) return;
  waiting(false);
  auto result = std::move(call_).take();
  if (result) {
    show(std::move(*result));
  } else {
    take_failure(std::move(result).error());
  }
}

void BackupCodes::show(hellojohn::BackupCodes&& codes) {
  kept_ = ticked_ = show_anyway_ = superseded_ = false;
  wrong_checks_ = 0;
  proof_.reset();
  sheet_.show(std::move(codes));
  sheet_.touch(now());
  go(BackupCodesPhase::showing);
  if (verify_set_ && source_.status) status_call_ = source_.status();
}

void BackupCodes::take_failure(Error error) {
  error_ = std::move(error);
  wait_.stop();
  if (error_.code == Errc::rate_limited) {
    wait_.start(now(), error_.retry_after.value_or(default_wait));
  }
  if (error_.outcome == Outcome::unknown) return go(BackupCodesPhase::suspect);
  if (error_.outcome == Outcome::done_answer_lost) return go(BackupCodesPhase::lost);
  // Certain that nothing changed: the note of before holds again, unless an earlier try is still in doubt.
  if (!verify_set_) host_.clear_unsaved();
  if (proof_ && proof_->refuse(error_)) return go(BackupCodesPhase::proving);
  go(error_.code == Errc::reauthentication_required ? BackupCodesPhase::step_up
     : verify_set_                                  ? BackupCodesPhase::suspect
                                                    : BackupCodesPhase::failed);
}

void BackupCodes::report_capture(bool on) {
  if (on == capture_on_) return;
  capture_on_ = on;
  if (host_.host().capture) host_.host().capture(on);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
