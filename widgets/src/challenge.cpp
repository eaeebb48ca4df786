// The second factor at sign-in: what a press sends, and what an answer means.
#include "screen_parts.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/widgets/challenge.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace hellojohn::inline v0::widgets {

namespace {

/// Order in which factors are offered first; backup codes come last whatever their age (T5).
int rank(const Factor& factor) noexcept {
  if (factor.type == factor::totp) return 0;
  if (factor.type == factor::sms) return 1;
  if (factor.type == factor::email_otp) return 2;
  return factor.type == factor::backup_codes ? 9 : 3;
}

/// Equal ranks stay in the server's order. By hand, because std::stable_sort of texts is 30 KB of program.
void order_by_rank(std::vector<Factor>& factors) {
  for (std::size_t next = 1; next < factors.size(); ++next)
    for (std::size_t at = next; at > 0 && rank(factors[at]) < rank(factors[at - 1]); --at)
      std::swap(factors[at], factors[at - 1]);
}

}  // namespace

Challenge::Challenge(const Client& client, HostState& host, const ChallengeOptions& options)
    : mfa_(client.mfa()), host_(host), options_(options) {
  settle();
}

Challenge::~Challenge() {
  if (call_.valid()) std::move(call_).detach();
}

void Challenge::start(hellojohn::Challenge challenge, std::string_view masked_account) {
  if (phase_ == ChallengePhase::sending) return;
  challenge_ = std::move(challenge);
  account_ = masked_account;
  error_.reset();
  wait_.stop();
  verified_.reset();
  last_code_.clear();
  used_backup_ = rechecking_ = no_backup_codes_ = false;
  order_by_rank(challenge_.factors);
  choose_factor(0);
  settle();
}

void Challenge::choose_factor(std::size_t index) {
  if (challenge_.factors.empty()) {
    // The server did not say which: its authenticator, and the switch to a backup code (E3).
    factor_id_ = factor::totp;
    factor_name_ = {};
    factor_name_.id = MessageId::challenge_totp;
    return use_backup(false);
  }
  const Factor& chosen = challenge_.factors[std::min(index, challenge_.factors.size() - 1)];
  if (chosen.type == factor::backup_codes) return use_backup(true);
  factor_id_ = chosen.id;
  factor_name_ = {};
  factor_name_.id = chosen.type == factor::totp        ? MessageId::challenge_totp
                    : chosen.type == factor::sms       ? MessageId::challenge_sms
                    : chosen.type == factor::email_otp ? MessageId::challenge_email
                                                       : MessageId::challenge_other;
  factor_name_.text = chosen.name.empty() ? chosen.type : chosen.name;
  use_backup(false);
}

void Challenge::use_backup(bool on) {
  backup_ = on;
  pasted_ = Pasted::nothing;
  paste_failed_ = false;
  error_.reset();
  field_.set_format(on ? options_.backup_code_format : CodeField::totp_format());
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
  phase_ = phase;
  arrive();
}

bool Challenge::offers_backup() const noexcept {
  if (no_backup_codes_) return false;
  return challenge_.factors.empty() || challenge_.factors.back().type == factor::backup_codes;
}

std::size_t Challenge::other_factors() const noexcept {
  const auto n = challenge_.factors.size();
  return n != 0 && challenge_.factors.back().type == factor::backup_codes ? n - 1 : n;
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
      break;
    }
    case Action::check_again:
      rechecking_ = true;
      send(last_code_.view());
      break;
    case Action::cancel:
    case Action::sign_in: go(ChallengePhase::cancelled); break;
    default: break;
  }
  changed();
  settle();
}

void Challenge::submit() {
  if (phase_ != ChallengePhase::entering || field_.empty() || wait_.waiting(now())) return;
  rechecking_ = false;
  last_code_ = Secret(field_.text().reveal());
  send(last_code_.view());
}

void Challenge::send(SecretView code) {
  if (phase_ == ChallengePhase::sending) return;
  error_.reset();
  call_ = backup_ ? mfa_.verify_backup_code(challenge_, code.reveal())
                  : mfa_.verify_challenge({challenge_.id, factor_id_, code.reveal()});
  phase_ = ChallengePhase::sending;
  waiting(true);
}

void Challenge::update(Time now) {
  tick(now);
  if (view().streamed != host_.streaming()) changed();
  look_at_field();
  if (call_.valid() && call_.ready()) {
    waiting(false);
    take_answer(std::move(call_).take());
  }
  settle(&wait_);
}

void Challenge::look_at_field() {
  if (phase_ != ChallengePhase::entering || field_.revision() == seen_revision_) return;
  seen_revision_ = field_.revision();
  changed();
  if (field_.candidates() > 1) return go(ChallengePhase::picking);
  if (error_ && error_->code == Errc::invalid_code && !field_.empty()) error_.reset();
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
  if (error.code == Errc::rate_limited) {
    wait_.start(now(), error.retry_after.value_or(parts::default_wait));
  }
  if (error.outcome == Outcome::done_answer_lost) return go(ChallengePhase::session_lost);
  if (error.outcome == Outcome::unknown) {
    // One second look only: after it the way on is a new sign-in.
    return go(rechecking_ ? ChallengePhase::expired : ChallengePhase::unknown);
  }
  if (error.code == Errc::challenge_expired) {
    // Gone on the second look, inside its life: the first one went through (faults.md 5.2).
    return go(rechecking_ ? ChallengePhase::session_lost : ChallengePhase::expired);
  }
  if (rechecking_ && error.outcome == Outcome::not_sent) return go(ChallengePhase::unknown);
  if (backup_ && error.code == Errc::not_found) no_backup_codes_ = true;
  if (!backup_ || rechecking_) field_.clear();
  seen_revision_ = field_.revision();
  go(ChallengePhase::entering);
}

}  // namespace hellojohn::inline v0::widgets
