// The second factor at sign-in: what a press sends, and what an answer means.
#include "challenge/challenge_steps.hpp"
#include "screen/parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/widgets/challenge.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

namespace {

/// Order in which factors are offered first; backup codes come last whatever their age.
int rank(const Factor& factor) noexcept {
  if (factor.type == factor::totp) return 0;
  if (factor.type == factor::sms) return 1;
  if (factor.type == factor::email_otp) return 2;
  return factor.type == factor::backup_codes ? 8 : 9;
}

/// The person types a code; of any other kind this library knows no answer.
bool is_typed(std::string_view type) noexcept {
  return type == factor::totp || type == factor::sms || type == factor::email_otp;
}

/// How long to wait between two messages.
constexpr std::chrono::seconds resend_wait{60};
/// A challenge ends after this long (docs/contract/assumptions.md#challenge-life).
constexpr std::chrono::minutes challenge_life{5};

/// Equal ranks stay in the server's order. By hand, because std::stable_sort of texts is 30 KB of program.
void order_by_rank(std::vector<Factor>& factors) {
  for (std::size_t next = 1; next < factors.size(); ++next)
    for (std::size_t at = next; at > 0 && rank(factors[at]) < rank(factors[at - 1]); --at)
      std::swap(factors[at], factors[at - 1]);
}

}  // namespace

Challenge::Challenge(const Client& client, HostState& host, const ChallengeOptions& options)
    : mfa_(client.mfa()), server_(client.capabilities()), host_(host), options_(options) {
  if (server_.backup_code_format) options_.backup_code_format = *server_.backup_code_format;
  settle();
}

Challenge::~Challenge() {
  if (call_.valid()) std::move(call_).detach();
  stop_asking();
}

void Challenge::start(hellojohn::Challenge challenge, std::string_view masked_account) {
  if (phase_ == ChallengePhase::sending) return;
  challenge_ = std::move(challenge);
  account_ = masked_account;
  error_.reset();
  wait_.stop();
  verified_.reset();
  last_code_.clear();
  sign_in_ = host_answers_ = can_resend_ = false;
  stop_asking();
  started_ = now();
  used_backup_ = rechecking_ = no_backup_codes_ = codes_locked_ = false;
  add_backup_codes();
  order_by_rank(challenge_.factors);
  resends_.assign(challenge_.factors.size(), {});
  factor_ = 0;
  choose_factor(0);
  settle();
}

/// A server that never names them has them for everybody with an authenticator.
void Challenge::add_backup_codes() {
  if (server_.lists_backup_codes || !server_.sign_in_with_backup_code) return;
  const auto has = [&](std::string_view type) {
    return std::any_of(challenge_.factors.begin(), challenge_.factors.end(),
                       [&](const Factor& f) { return f.type == type; });
  };
  if (!has(factor::totp) || has(factor::backup_codes)) return;
  Factor codes;
  codes.id = codes.type = factor::backup_codes;
  challenge_.factors.push_back(std::move(codes));
}

void Challenge::forget() {
  if (call_.valid()) std::move(call_).detach();
  call_ = {};
  stop_asking();
  waiting(false);
  challenge_ = {};
  account_.clear();
  field_.clear();
  last_code_.clear();
  error_.reset();
  verified_.reset();
  wait_.stop();
  sign_in_ = host_answers_ = can_resend_ = false;
  go(ChallengePhase::idle);
  settle();
}

void Challenge::choose_factor(std::size_t index) {
  take_factor(index);
  const bool known = !challenge_.factors.empty();
  const std::string_view type =
      known ? std::string_view(challenge_.factors[factor_].type) : factor::totp;
  use_backup(type == factor::backup_codes);
  if (type == factor::sms || type == factor::email_otp) ask_for_code();
}

void Challenge::take_factor(std::size_t index) {
  host_answers_ = false;
  typed_ = true;
  factor_name_ = {};
  factor_name_.id = MessageId::challenge_totp;
  // The server did not say which: its authenticator, and the switch to a backup code.
  factor_id_ = factor::totp;
  if (challenge_.factors.empty()) return;
  const std::size_t next = std::min(index, challenge_.factors.size() - 1);
  if (next != factor_) {
    // A message that was asked for still comes; its factor's own cool-down goes on.
    const Countdown kept = resend_;
    stop_asking();
    resends_[factor_] = kept;
    resend_ = resends_[next];
    factor_ = next;
  }
  const Factor& chosen = challenge_.factors[factor_];
  if (chosen.type == factor::backup_codes) return;
  factor_id_ = chosen.id;
  factor_name_.id = chosen.type == factor::totp        ? MessageId::challenge_totp
                    : chosen.type == factor::sms       ? MessageId::challenge_sms
                    : chosen.type == factor::email_otp ? MessageId::challenge_email
                                                       : MessageId::challenge_other;
  factor_name_.text = chosen.name.empty() ? chosen.type : chosen.name;
  typed_ = is_typed(chosen.type);
}

bool Challenge::can_use_pasted() const noexcept {
  if (!field_.has_other()) return false;
  if (!backup_) return offers_backup();
  return challenge_.factors.empty() || is_typed(challenge_.factors[0].type);
}

void Challenge::use_pasted() {
  if (phase_ != ChallengePhase::entering || !can_use_pasted()) return;
  if (backup_) take_factor(0);
  backup_ = !backup_;
  pasted_ = Pasted::nothing;
  error_.reset();
  field_.use_other();
  seen_revision_ = field_.revision();
  go(field_.candidates() > 1 ? ChallengePhase::picking : ChallengePhase::entering);
}

void Challenge::ask_for_code() {
  if (send_call_.valid() || resend_.waiting(now())) return;
  send_error_.reset();
  send_call_ = options_.send_code ? options_.send_code(challenge_, factor_id_)
                                  : mfa_.send_code(challenge_, factor_id_);
  resend_.start(now(), resend_wait);
}

void Challenge::stop_asking() {
  if (send_call_.valid()) std::move(send_call_).detach();
  send_call_ = {};
  send_error_.reset();
  resend_.stop();
}

void Challenge::take_code_sent(const Result<Unit>& answer) {
  changed();
  // A service without this call sends the code with the challenge; there is nothing to offer then.
  can_resend_ = answer || answer.error().code != Errc::unsupported;
  if (!can_resend_) return resend_.stop();
  if (answer) return resend_.start(now(), resend_wait);
  const Error& error = answer.error();
  resend_.start(now(), error.retry_after.value_or(resend_wait));
  // What was not sent may be asked for at once.
  if (error.outcome == Outcome::not_sent) resend_.stop();
  if (error.code != Errc::rate_limited) send_error_ = error;
}

void Challenge::use_backup(bool on) {
  backup_ = on;
  pasted_ = Pasted::nothing;
  paste_failed_ = false;
  error_.reset();
  if (on) {
    field_.set_format(options_.backup_code_format, CodeField::totp_format());
  } else {
    field_.set_format(CodeField::totp_format(), options_.backup_code_format);
  }
  field_.reveal(false);
  seen_revision_ = field_.revision();
  go(ChallengePhase::entering);
}

void Challenge::offer_backup() {
  if (phase_ == ChallengePhase::entering && offers_backup()) use_backup(true);
  settle();
}

void Challenge::hide_secrets() {
  field_.reveal(false);
  changed();
  settle();
}

void Challenge::go(ChallengePhase phase) noexcept {
  steps::take<steps::ChallengeSteps>(phase_, phase);
  arrive();
}

bool Challenge::offers_backup() const noexcept {
  if (no_backup_codes_) return false;
  return challenge_.factors.empty() ||
         std::any_of(challenge_.factors.begin(), challenge_.factors.end(),
                     [](const Factor& f) { return f.type == factor::backup_codes; });
}

std::size_t Challenge::other_factors() const noexcept {
  return static_cast<std::size_t>(
      std::count_if(challenge_.factors.begin(), challenge_.factors.end(),
                    [](const Factor& f) { return f.type != factor::backup_codes; }));
}

std::optional<Verified> Challenge::take_verified() {
  return std::exchange(verified_, std::nullopt);
}

void Challenge::apply(const Intent& intent) {
  if (!takes(intent)) return;
  switch (intent.action) {
    case Action::submit: submit(); break;
    case Action::use_backup_code: use_backup(true); break;
    case Action::use_authenticator: choose_factor(0); break;
    case Action::other_ways: go(ChallengePhase::choosing); break;
    case Action::choose:
      if (phase_ == ChallengePhase::choosing) choose_factor(intent.index);
      if (phase_ == ChallengePhase::picking) {
        field_.take_candidate(intent.index);
        seen_revision_ = field_.revision();
        go(ChallengePhase::entering);
      }
      break;
    case Action::back:
      field_.forget_candidates();
      seen_revision_ = field_.revision();
      go(ChallengePhase::entering);
      break;
    case Action::reveal_input: field_.reveal(!field_.revealed()); break;
    case Action::paste: {
      const Secret text = host_.host().read_clipboard();
      pasted_ = field_.paste(text.reveal());
      paste_failed_ = pasted_ == Pasted::nothing;
      pasted_size_ = field_.size();
      break;
    }
    case Action::use_pasted: use_pasted(); break;
    case Action::resend: ask_for_code(); break;
    case Action::answer_factor:
      host_answers_ = host_.host().answer_factor &&
                      host_.host().answer_factor(challenge_, challenge_.factors[factor_]);
      break;
    case Action::check_again:
      rechecking_ = true;
      send(last_code_.view());
      break;
    case Action::cancel:
    case Action::sign_in:
      sign_in_ = intent.action == Action::sign_in;
      go(ChallengePhase::cancelled);
      break;
    default: break;
  }
  changed();
  settle();
}

bool Challenge::sendable() const noexcept {
  // A try is worth something: a code that cannot be right is not sent.
  return (backup_ ? !codes_locked_ : typed_) && field_.complete();
}

bool Challenge::ends_before_wait() const noexcept {
  return now() + wait_.left(now()) >= started_ + challenge_life;
}

void Challenge::submit() {
  if (phase_ != ChallengePhase::entering || !sendable() || wait_.waiting(now())) return;
  rechecking_ = false;
  last_code_ = Secret(field_.text().reveal());
  send(last_code_.view());
}

void Challenge::send(SecretView code) {
  if (phase_ == ChallengePhase::sending) return;
  error_.reset();
  call_ = backup_ ? mfa_.verify_backup_code(challenge_, code.reveal())
                  : mfa_.verify_challenge({challenge_.id, factor_id_, code.reveal()});
  steps::take<steps::ChallengeSteps>(phase_, ChallengePhase::sending);
  waiting(true);
}

void Challenge::update(Time now) {
  tick(now);
  if (view().streamed != host_.streaming()) changed();
  if (started_ == Time{}) started_ = now;
  look_at_field();
  if (send_call_.valid() && send_call_.ready()) take_code_sent(std::move(send_call_).take());
  if (call_.valid() && call_.ready()) {
    waiting(false);
    take_answer(std::move(call_).take());
  }
  if (wait_.over(now) && phase_ == ChallengePhase::entering) {
    wait_.stop();
    arrive();  // The field is open again.
  }
  settle(wait_.running() ? &wait_ : &resend_);
}

void Challenge::look_at_field() {
  if (phase_ != ChallengePhase::entering || field_.revision() == seen_revision_) return;
  seen_revision_ = field_.revision();
  changed();
  if (field_.candidates() > 1) return go(ChallengePhase::picking);
  if (!wait_.waiting(now())) error_.reset();
  if (pasted_ == Pasted::link && field_.size() != pasted_size_) pasted_ = Pasted::nothing;
  if (!backup_ && options_.submit_when_complete && field_.complete()) submit();
}

void Challenge::take_answer(Result<Verified> answer) {
  if (answer) {
    used_backup_ = backup_;
    verified_ = std::move(*answer);
    field_.clear();
    last_code_.clear();
    return go(ChallengePhase::verified);
  }
  error_ = std::move(answer).error();
  const Error& error = *error_;
  wait_.stop();
  if (backup_ && server_.codes_lock_for_a_day && error.code == Errc::rate_limited &&
      !error.retry_after) {
    codes_locked_ = true;
  } else if (error.code == Errc::rate_limited) {
    wait_.start(now(), error.retry_after.value_or(parts::default_wait));
  }
  if (error.outcome == Outcome::done_answer_lost) return go(ChallengePhase::session_lost);
  if (error.outcome == Outcome::unknown) {
    // One second look only: after it the way on is a new sign-in.
    return go(rechecking_ ? ChallengePhase::expired : ChallengePhase::unknown);
  }
  if (error.code == Errc::challenge_expired) {
    // Gone on the second look, inside its life: the first one went through.
    return go(rechecking_ ? ChallengePhase::session_lost : ChallengePhase::expired);
  }
  if (rechecking_ && error.outcome == Outcome::not_sent) return go(ChallengePhase::unknown);
  if (backup_ && error.code == Errc::not_found) no_backup_codes_ = true;
  if (!backup_ || rechecking_) field_.clear();
  field_.select_all();  // Typing replaces what was not taken.
  seen_revision_ = field_.revision();
  go(ChallengePhase::entering);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
