// Setting up an authenticator: what a press sends, and what an answer means.
#include "base/otpauth.hpp"
#include "enrolment/enrolment_steps.hpp"
#include "screen/parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/recovery.hpp>
#include <hellojohn/widgets/enrolment.hpp>

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

using namespace parts;

namespace {

/// The key in groups of four, as people type it.
Secret grouped(std::string_view key) {
  Secret out;
  out.reserve(key.size() + key.size() / 4 + 1);
  for (std::size_t i = 0; i < key.size(); i += 4) {
    if (i != 0) out.append(" ");
    out.append(key.substr(i, 4));
  }
  return out;
}

}  // namespace

EnrolmentSource enrolment_of_user(const Client& client) {
  UserMfa mfa = client.user().mfa();
  return {
      [mfa](EnrollRequest request) mutable { return mfa.enroll(request); },
      [mfa](std::string_view id, std::string_view code) mutable { return mfa.confirm(id, code); },
      [mfa]() mutable { return mfa.factors(); }};
}

EnrolmentSource enrolment_of(RecoverySession& session) {
  return {
      [&session](EnrollRequest request) { return session.enroll(request); },
      [&session](std::string_view id, std::string_view code) { return session.confirm(id, code); },
      [&session] { return session.factors(); }};
}

Enrolment::Enrolment(EnrolmentSource source, HostState& host, EnrolmentOptions options)
    : source_(std::move(source)), host_(host), options_(std::move(options)) {
  field_.set_format(CodeField::totp_format());
  settle();
}

Enrolment::~Enrolment() {
  if (confirm_call_.valid()) std::move(confirm_call_).detach();
  wipe();
  phase_ = EnrolmentPhase::idle;
  report_capture();
}

void Enrolment::open() {
  if (confirming()) return;
  wipe();
  error_.reset();
  refusals_ = 0;
  if (options_.types.size() > 1) {
    go(EnrolmentPhase::choosing);
  } else {
    choose(options_.types.empty() ? factor::totp : std::string_view(options_.types.front()));
  }
  settle();
}

void Enrolment::go(EnrolmentPhase phase) noexcept {
  steps::take<steps::EnrolmentSteps>(phase_, phase);
  toast_ = {};
  arrive();
}

void Enrolment::wipe() noexcept {
  enrolment_.reset();
  grouped_key_.clear();
  qr_.wipe();
  field_.clear();
  seen_revision_ = field_.revision();
}

void Enrolment::forget() {
  if (confirm_call_.valid()) std::move(confirm_call_).detach();
  confirm_call_ = {};
  start_call_ = {};
  factors_call_ = {};
  waiting(false);
  wipe();
  phone_.clear();
  error_.reset();
  confirmed_.reset();
  wait_.stop();
  start_in_doubt_ = false;
  go(EnrolmentPhase::idle);
  report_capture();
  settle();
}

void Enrolment::hide_secrets() {
  show_anyway_ = false;
  changed();
  settle();
}

std::optional<ConfirmedFactor> Enrolment::take_confirmed() {
  return std::exchange(confirmed_, std::nullopt);
}

void Enrolment::apply(const Intent& intent) {
  if (!takes(intent)) return;
  switch (intent.action) {
    case Action::choose:
      if (intent.index < options_.types.size()) choose(options_.types[intent.index]);
      break;
    case Action::submit:
      if (phase_ == EnrolmentPhase::phone) begin();
      if (phase_ == EnrolmentPhase::scanning) confirm();
      break;
    case Action::new_key:
    case Action::retry: begin(); break;
    case Action::check_again:
      factors_call_ = source_.factors();
      waiting(true);
      break;
    case Action::show_anyway: show_anyway_ = true; break;
    case Action::copy_key: {
      const bool copied = host_.clipboard().copy(host_.host(), enrolment_->totp_secret.view(),
                                                 now(), std::chrono::seconds(30));
      toast_ = say(copied ? MessageId::copied : MessageId::copy_failed);
      break;
    }
    case Action::open_authenticator:
      if (!host_.host().open_authenticator(enrolment_->totp_uri.view())) {
        toast_ = say(MessageId::enrol_open_failed);
      }
      break;
    case Action::back:
    case Action::cancel:
      if (start_call_.valid()) {
        // A pending enrolment that nobody confirms harms nobody, but its secret may come to be the newest.
        start_call_ = {};
        start_in_doubt_ = true;
        waiting(false);
      }
      wipe();
      go(EnrolmentPhase::cancelled);
      break;
    default: break;
  }
  changed();
  settle();
}

void Enrolment::choose(std::string_view type) {
  type_ = type;
  if (type == factor::sms && phone_.empty()) return go(EnrolmentPhase::phone);
  begin();
}

void Enrolment::begin() {
  if (start_call_.valid() || confirming()) return;
  error_.reset();
  if (type_ == factor::sms && phone_.empty()) {
    error_.emplace();
    return arrive();  // The focus goes back to the field.
  }
  wipe();
  start_call_ = source_.enroll({type_, {}, phone_.view().reveal()});
  go(EnrolmentPhase::starting);
  waiting(true);
}

void Enrolment::confirm() {
  if (!enrolment_ || !field_.complete() || confirm_call_.valid() || wait_.waiting(now())) return;
  error_.reset();
  confirm_call_ = source_.confirm(enrolment_->factor_id, field_.text().reveal());
  steps::take<steps::EnrolmentSteps>(phase_, EnrolmentPhase::confirming);
  waiting(true);
}

void Enrolment::update(Time now) {
  tick(now);
  if (view().streamed != host_.streaming()) changed();
  host_.clipboard().update(host_.host(), now);
  if (phase_ == EnrolmentPhase::scanning && field_.revision() != seen_revision_) {
    seen_revision_ = field_.revision();
    if (!wait_.waiting(now)) error_.reset();
    changed();
    if (field_.complete()) confirm();
  }
  if (phase_ == EnrolmentPhase::phone && error_ && !phone_.empty()) {
    error_.reset();
    changed();
  }
  harvest();
  if (wait_.over(now) && phase_ == EnrolmentPhase::scanning) {
    wait_.stop();
    arrive();  // The field is open again.
  }
  report_capture();
  settle(&wait_);
}

void Enrolment::harvest() {
  if (start_call_.valid() && start_call_.ready()) {
    waiting(false);
    auto started = std::move(start_call_).take();
    if (started) {
      show_secret(std::move(*started));
    } else {
      error_ = std::move(started).error();
      // It may still arrive and make a secret that is newer than the next one asked for.
      start_in_doubt_ = start_in_doubt_ || error_->outcome == Outcome::unknown;
      go(EnrolmentPhase::failed);
    }
  }
  if (confirm_call_.valid() && confirm_call_.ready()) {
    waiting(false);
    take_confirmation(std::move(confirm_call_).take());
  }
  if (factors_call_.valid() && factors_call_.ready()) {
    waiting(false);
    take_factors(std::move(factors_call_).take());
  }
}

void Enrolment::show_secret(hellojohn::Enrolment&& enrolment) {
  enrolment_ = std::move(enrolment);
  grouped_key_ = grouped(enrolment_->totp_secret.reveal());
  // A host's own source may hand over what the client would not.
  const auto address = read_otpauth(enrolment_->totp_uri.reveal());
  if (address)
    (void)qr_.make(enrolment_->totp_uri.view());
  else
    enrolment_->totp_uri.clear();
  label_.assign(address ? std::string_view(address->label) : std::string_view());
  field_.set_format(CodeField::totp_format(address ? address->digits : enrolment_->digits));
  seen_revision_ = field_.revision();
  show_anyway_ = false;
  go(EnrolmentPhase::scanning);
}

void Enrolment::take_confirmation(Result<ConfirmedFactor> answer) {
  if (answer) {
    confirmed_ = std::move(*answer);
    wipe();
    return go(EnrolmentPhase::done);
  }
  error_ = std::move(answer).error();
  wait_.stop();
  if (error_->code == Errc::rate_limited) {
    wait_.start(now(), error_->retry_after.value_or(default_wait));
  }
  if (error_->outcome == Outcome::unknown || error_->outcome == Outcome::done_answer_lost) {
    confirm_outcome_ = error_->outcome;
    factors_call_ = source_.factors();
    waiting(true);
    return go(EnrolmentPhase::looking);
  }
  if (error_->code == Errc::auth_expired || error_->code == Errc::not_found) {
    wipe();
    return go(EnrolmentPhase::failed);
  }
  if (error_->code == Errc::invalid_code) ++refusals_;
  field_.clear();
  seen_revision_ = field_.revision();
  go(EnrolmentPhase::scanning);
}

void Enrolment::take_factors(Result<std::vector<Factor>> answer) {
  const std::string id = enrolment_ ? enrolment_->factor_id : std::string();
  if (!answer) {
    // Nothing is claimed: the same question again, on a press.
    error_ = std::move(answer).error();
    return go(EnrolmentPhase::looking);
  }
  for (const Factor& factor : *answer) {
    if (factor.id != id || factor.status != "active") continue;
    confirmed_.emplace();
    confirmed_->factor_id = id;
    wipe();
    return go(EnrolmentPhase::done);
  }
  error_.emplace();
  error_->code = Errc::conflict;
  field_.clear();
  seen_revision_ = field_.revision();
  go(EnrolmentPhase::scanning);
}

void Enrolment::report_capture() {
  const bool on = shows_secret();
  if (on == capture_on_) return;
  capture_on_ = on;
  if (host_.host().capture) host_.host().capture(on);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
