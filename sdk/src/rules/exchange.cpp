// The rules of docs/contract/outcomes.md: what never left may be sent again, a question may be asked again, and nothing
// else is sent twice (one renewed token apart).
#include "rules/exchange.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {

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

/// Statuses after which a question may have a better answer.
bool is_passing(int status) noexcept {
  switch (status) {
    case 408:
    case 409:
    case 421:
    case 425:
    case 429: return true;
    default: return status >= 500 && status != 501;
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
  if (outcome == Outcome::refused && traits_of(op_, *dialect_).method == "GET") return outcome;
  return *earlier_;
}

Outcome Exchange::abandon() noexcept {
  abandoned_ = true;
  return so_far();
}

Outcome Exchange::so_far() const noexcept {
  return settled(in_flight_ && last_write_ && !looking_ ? Outcome::unknown : Outcome::not_sent);
}

Exchange::Step Exchange::on_failure(const TransportFailure& failure,
                                    const Context& context) noexcept {
  in_flight_ = false;
  if (failure.sent != Sent::all)
    return retry_or_fail(failure.code, Outcome::not_sent, may_pass(failure), {}, context);
  return retry_or_fail(failure.code, outcome_of_cut(failure),
                       traits().repeat_after_unknown && may_pass(failure), {}, context);
}

Exchange::Step Exchange::on_answer(const AnswerHead& head,
                                   std::optional<std::chrono::seconds> retry_after,
                                   const Context& context) noexcept {
  in_flight_ = false;
  const Meaning meaning = classify(asked(), credential_, head, *dialect_);
  if (meaning.success) {
    if (context.budget != nullptr) context.budget->on_success();
    if (settling_ || looking_) return {Action::read_list, meaning.code, Outcome::unknown, {}};
    // Until the caller has it: it may be saved first, and cancelled meanwhile.
    earlier_ = Outcome::done_answer_lost;
    return {Action::succeed, meaning.code, Outcome::refused, {}};
  }
  if (meaning.token_expired && !renewed_) {
    renewed_ = true;
    return {Action::renew, meaning.code, Outcome::not_sent, {}};
  }
  if (meaning.ask_list && !abandoned_) {
    settling_ = true;
    attempts_ = 0;
    earlier_ = Outcome::unknown;
    return {Action::ask_list, meaning.code, Outcome::unknown, {}};
  }
  switch (meaning.outcome) {
    case Outcome::unknown: {
      // A gateway's page for a question that it refuses would come again.
      const bool waits = head.status == 429 && !retry_after.has_value();
      return retry_or_fail(meaning.code, meaning.outcome,
                           traits().repeat_after_unknown && is_passing(head.status) && !waits,
                           retry_after, context);
    }
    default:
      return retry_or_fail(meaning.code, meaning.outcome,
                           traits().wait_out_refusal && retry_after.has_value() &&
                               (head.status == 429 || head.status == 503),
                           retry_after, context);
  }
}

Exchange::Step Exchange::on_list(std::optional<bool> listed, bool was_listed) noexcept {
  if (looking_) {
    if (!listed) return {Action::fail, Errc::body, Outcome::not_sent, {}};
    if (*listed) return {Action::fail, Errc::conflict, Outcome::not_sent, {}};
    looking_ = false;
    return {Action::go_on, Errc::conflict, Outcome::not_sent, {}};
  }
  // It was there and is gone. A factor that nobody saw may never have been there; one that is listed after the service
  // called it unknown comes from a stale list, or from a removal that is still at work.
  if (listed == false && was_listed) {
    earlier_ = Outcome::done_answer_lost;
    return {Action::succeed, Errc::not_found, Outcome::refused, {}};
  }
  return ended({Action::fail, Errc::not_found, Outcome::unknown, {}});
}

Exchange::Step Exchange::ended(Step failure) noexcept {
  // For a caller that cancels before the failure arrives.
  if (failure.outcome == Outcome::done_answer_lost || failure.outcome == Outcome::unknown)
    earlier_ = failure.outcome;
  return failure;
}

Exchange::Step Exchange::retry_or_fail(Errc code, Outcome outcome, bool may_repeat,
                                       std::optional<std::chrono::seconds> retry_after,
                                       const Context& context) noexcept {
  if (settling_) {
    // Whatever becomes of the question: of the removal no more is known than before it.
    code = Errc::not_found;
    outcome = Outcome::unknown;
  }
  // The question before the operation changes nothing.
  if (looking_) outcome = Outcome::not_sent;
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

}  // namespace v0
}  // namespace hellojohn
