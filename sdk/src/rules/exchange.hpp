// One call as a state machine: attempts, what is certain of them, whether and when to send again.
// Pure: events and the time come in, a step comes out. No I/O, no clock, no thread, no allocation.
#pragma once

#include "rules/classify.hpp"
#include "rules/dialect.hpp"

#include <hellojohn/options.hpp>
#include <hellojohn/transport.hpp>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>

namespace hellojohn {
inline namespace v0 {

/// Retries that may be spent; refilled by successes, so that an outage is not answered with a storm.
class RetryBudget {
 public:
  explicit RetryBudget(const RetryOptions& options) noexcept
      : capacity_(thousandths(options.budget)),
        refill_(thousandths(options.budget_per_success)),
        left_(capacity_) {}
  [[nodiscard]] bool take() noexcept {
    if (left_ < 1000) return false;
    left_ -= 1000;
    return true;
  }
  void on_success() noexcept { left_ = left_ + refill_ > capacity_ ? capacity_ : left_ + refill_; }

 private:
  // Whole numbers, so that ten tenths are one.
  static std::int64_t thousandths(double share) noexcept {
    return share > 0.0 && share < 1e9 ? std::llround(share * 1000.0) : 0;
  }

  std::int64_t capacity_;
  std::int64_t refill_;
  std::int64_t left_;
};

class Exchange {
 public:
  using Time = std::chrono::steady_clock::time_point;

  enum class Action : std::uint8_t {
    wait,       ///< Send again at Step::at.
    renew,      ///< Renew the access token, then send again.
    succeed,    ///< The answer's body is the result.
    fail,       ///< Step::code and Step::outcome are the result.
    ask_list,   ///< Send the question asked() instead, then again until it ends.
    read_list,  ///< The answer's body is the factor list: tell on_list() what it says.
    go_on,      ///< The list allows it: send the operation itself.
  };
  struct Step {
    Action action = Action::fail;
    Errc code = Errc::server;
    Outcome outcome = Outcome::not_sent;
    Time at{};
  };
  /// What a decision depends on in addition to the event.
  struct Context {
    Time now{};
    RetryBudget* budget = nullptr;
    double random = 0.0;  ///< 0 <= random < 1, for the jitter.
  };

  Exchange(Operation op, Credential credential, const RetryOptions& retry, Time deadline,
           const Dialect& dialect = v1_dialect()) noexcept
      : op_(op),
        credential_(credential),
        dialect_(&dialect),
        retry_(&retry),
        deadline_(deadline),
        looking_(op == Operation::enroll && dialect.facts.enrol_replaces) {}

  [[nodiscard]] Operation operation() const noexcept { return op_; }
  /// What an attempt sends: the operation, or the question that comes before it or settles it.
  [[nodiscard]] Operation asked() const noexcept {
    return settling_ || looking_ ? Operation::list_factors : op_;
  }
  /// Of what an attempt sends.
  [[nodiscard]] const OperationTraits& traits() const noexcept {
    return traits_of(asked(), *dialect_);
  }
  [[nodiscard]] Credential credential() const noexcept { return credential_; }
  [[nodiscard]] Time deadline() const noexcept { return deadline_; }

  /// An attempt goes to the transport.
  void on_send() noexcept;
  /// The final bytes are about to leave. False when the call was abandoned: they must not.
  [[nodiscard]] bool on_last_write() noexcept;
  [[nodiscard]] Step on_failure(const TransportFailure& failure, const Context& context) noexcept;
  [[nodiscard]] Step on_answer(const AnswerHead& head,
                               std::optional<std::chrono::seconds> retry_after,
                               const Context& context) noexcept;
  /// What the factor list says of the factor to remove or to enrol; empty if it cannot be read. `was_listed`: the service had
  /// listed the factor before the removal was sent.
  [[nodiscard]] Step on_list(std::optional<bool> listed, bool was_listed) noexcept;
  /// The body of a successful answer is not what it should be.
  [[nodiscard]] static Outcome outcome_of_bad_body() noexcept { return Outcome::done_answer_lost; }
  /// The outcome of an unfinished call at this moment.
  [[nodiscard]] Outcome so_far() const noexcept;
  /// The caller cancels; the outcome from now on.
  [[nodiscard]] Outcome abandon() noexcept;

 private:
  [[nodiscard]] Step retry_or_fail(Errc code, Outcome outcome, bool may_repeat,
                                   std::optional<std::chrono::seconds> retry_after,
                                   const Context& context) noexcept;
  [[nodiscard]] Step ended(Step failure) noexcept;
  [[nodiscard]] Outcome settled(Outcome outcome) const noexcept;

  Operation op_;
  Credential credential_;
  const Dialect* dialect_;
  const RetryOptions* retry_;
  Time deadline_;
  int attempts_ = 0;
  bool in_flight_ = false;
  bool last_write_ = false;  // Of the running attempt.
  std::optional<Outcome>
      earlier_{};  // Of an attempt before the running one that may have been, or was, processed.
  bool renewed_ = false;
  bool settling_ = false;  // A 404 to a removal left it open: the factor list is asked.
  bool looking_;  // The list is asked before an enrolment that would replace what it shows.
  bool abandoned_ = false;
};

}  // namespace v0
}  // namespace hellojohn
