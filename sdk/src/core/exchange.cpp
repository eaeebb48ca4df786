// The rules of faults.md 2.1: NP may always be repeated, UN only where repeating is harmless, a refusal never
// (one renewed token apart).
#include "core/exchange.hpp"

#include <algorithm>

namespace hellojohn::inline v0 {

namespace {

bool may_pass(const TransportFailure& failure) noexcept {
  if (failure.permanent) return false;
  switch (failure.code) {
    case Errc::resolve:
    case Errc::connect:
    case Errc::connection_lost:
    case Errc::timeout:
    case Errc::protocol:
    case Errc::too_large:
    case Errc::tls_protocol: return true;
    default: return false;
  }
}

}  // namespace

void Exchange::on_send() noexcept {
  ++attempts_;
  in_flight_ = true;
  last_write_ = false;
}

bool Exchange::on_last_write() noexcept {
  if (abandoned_) return false;
  last_write_ = true;
  return true;
}

Outcome Exchange::settled(Outcome outcome) const noexcept {
  if (!earlier_ || outcome == Outcome::done_answer_lost) return outcome;
  // A later attempt that never left, or was refused, says nothing about an earlier one that may have been processed;
  // only of a mere question a refusal tells all there is.
  if (outcome == Outcome::refused && traits_of(op_).method == "GET") return outcome;
  return *earlier_;
}

Outcome Exchange::abandon() noexcept {
  abandoned_ = true;
  return so_far();
}

Outcome Exchange::so_far() const noexcept {
  return settled(in_flight_ && last_write_ ? Outcome::unknown : Outcome::not_sent);
}

Exchange::Step Exchange::on_failure(const TransportFailure& failure,
                                    const Context& context) noexcept {
  in_flight_ = false;
  if (failure.sent != Sent::all)
    return retry_or_fail(failure.code, Outcome::not_sent, may_pass(failure), {}, context);
  // The status line of an answer that is not HTTP otherwise proves nothing.
  const bool trusted = failure.code == Errc::connection_lost || failure.code == Errc::timeout;
  const bool said_yes = trusted && failure.status_seen >= 200 && failure.status_seen < 300;
  return retry_or_fail(failure.code, said_yes ? Outcome::done_answer_lost : Outcome::unknown,
                       traits_of(op_).repeat_after_unknown && may_pass(failure), {}, context);
}

Exchange::Step Exchange::on_answer(const AnswerHead& head,
                                   std::optional<std::chrono::seconds> retry_after,
                                   const Context& context) noexcept {
  in_flight_ = false;
  const OperationTraits& traits = traits_of(op_);
  const Meaning meaning = classify(op_, credential_, head);
  const bool gone_after_unknown = op_ == Operation::remove_factor && head.status == 404 && earlier_;
  if (meaning.success || gone_after_unknown) {
    if (context.budget != nullptr) context.budget->on_success();
    // Until the caller has it: it may be saved first, and given up meanwhile.
    earlier_ = Outcome::done_answer_lost;
    return {Action::succeed, meaning.code, Outcome::refused, {}};
  }
  if (meaning.token_expired && !renewed_) {
    renewed_ = true;
    return {Action::renew, meaning.code, Outcome::not_sent, {}};
  }
  switch (meaning.outcome) {
    case Outcome::not_sent:
      return retry_or_fail(meaning.code, meaning.outcome, head.status >= 400, {}, context);
    case Outcome::unknown:
      // A strange 2xx or 3xx would come again.
      return retry_or_fail(meaning.code, meaning.outcome,
                           traits.repeat_after_unknown && head.status >= 400, retry_after, context);
    default:
      return retry_or_fail(meaning.code, meaning.outcome,
                           traits.wait_out_refusal && retry_after.has_value() &&
                               (head.status == 429 || head.status == 503),
                           retry_after, context);
  }
}

Exchange::Step Exchange::ended(Step failure) noexcept {
  // For a caller who gives up before the failure reaches them.
  if (failure.outcome == Outcome::done_answer_lost || failure.outcome == Outcome::unknown)
    earlier_ = failure.outcome;
  return failure;
}

Exchange::Step Exchange::retry_or_fail(Errc code, Outcome outcome, bool may_repeat,
                                       std::optional<std::chrono::seconds> retry_after,
                                       const Context& context) noexcept {
  const Step failure{Action::fail, code, settled(outcome), {}};
  if (abandoned_ || !may_repeat || attempts_ >= retry_->max_attempts) return ended(failure);
  const auto exponent = std::min(attempts_ - 1, 16);
  const auto ceiling =
      std::min<std::chrono::milliseconds>(retry_->base_delay * (1 << exponent), retry_->max_delay);
  auto delay = std::chrono::milliseconds(
      static_cast<std::int64_t>(context.random * static_cast<double>(ceiling.count())));
  if (retry_after) delay += *retry_after;
  if (context.now + delay >= deadline_) return ended(failure);
  if (context.budget == nullptr || !context.budget->take()) return ended(failure);
  if (outcome == Outcome::done_answer_lost || (outcome == Outcome::unknown && !earlier_))
    earlier_ = outcome;
  return {Action::wait, code, outcome, context.now + delay};
}

}  // namespace hellojohn::inline v0
