// Making a Client's parts, driving them in poll(), and ending them in the right order.
#include "client/core.hpp"

#include "base/dates.hpp"

#include <algorithm>
#include <mutex>
#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {

/// How long a host that does the network's work itself may sleep while a request is under way.
constexpr std::chrono::milliseconds between_looks{10};

/// Where a child of fork() finds the calls that it makes on a client of its parent.
class RefusedCalls final : public Loop {
 public:
  RefusedCalls(const Clock& clock, LogSink* log) noexcept : Loop(clock), log_(log, clock) {}

 private:
  void on_earlier_due(Time) noexcept override {}
  bool on_callback_threw() noexcept override { return log_.tell("callback_threw", {}); }
  void tell_ready() noexcept override {}

  ClientLog log_;
};

}  // namespace

Core::Core(ClientOptions options, Secret key, std::unique_ptr<Transport> transport)
    : Loop(options.clock != nullptr ? *options.clock : hellojohn::system_clock()),
      options_(std::move(options)),
      log_(options_.log, clock()),
      ready_(std::move(options_.on_ready)),
      events_(*this, log_),
      calls_(*this, options_, log_, session_, std::move(key), std::move(transport)),
      session_(*this, options_, log_, events_, codes_, calls_) {}

std::shared_ptr<Core> Core::make(ClientOptions options, Secret key,
                                 std::unique_ptr<Transport> transport) {
  auto core = std::make_shared<Core>(std::move(options), std::move(key), std::move(transport));
  core->session_.own(core, std::shared_ptr<StoreSink>(core, &core->session_));
  return core;
}

SessionState Core::proved_session(codec::Tokens&& tokens, const HttpResponse& response) {
  auto session = session_of(std::move(tokens), read_http_date(response.header("Date")), clock(),
                            calls_.random());
  session.proved_at = session_now(clock());
  return session;
}

std::chrono::milliseconds Core::bound_of(const Plan& plan) const noexcept {
  return traits_of(plan.op, dialect()).sensitive ? options_.timeouts.sensitive
                                                 : options_.timeouts.other;
}

std::optional<Error> Core::problem_of(const Plan& plan, Exchange::Time& deadline) const noexcept {
  const std::chrono::milliseconds bound = bound_of(plan);
  if (bound <= std::chrono::milliseconds(0))
    return local_error(Errc::usage, "the call's time bound is not positive");
  if (!plan.local && !dialect().has(plan.op, plan.credential))
    return local_error(Errc::unsupported, "this server has no such call");
  deadline = end_of(clock(), bound);
  return {};
}

Error Core::refusal() const noexcept {
  if (was_forked())
    return local_error(Errc::usage, "the client was made before fork(): make another one");
  return local_error(Errc::shutting_down, "the client is shut down");
}

std::shared_ptr<Loop> Core::loop_of_refusals() {
  // On a loop that the child made: the parent's may be locked for ever.
  if (was_forked()) return refused_calls(true);
  return shared_from_this();
}

std::shared_ptr<Loop> Core::refused_calls(bool make) const {
  ProcessMutex<RefusedCalls> guard;
  const std::lock_guard lock(guard);
  if (make && !refused_calls_)
    refused_calls_ = std::make_shared<RefusedCalls>(clock(), options_.log);
  return refused_calls_;
}

void Core::on_earlier_due(Time due) noexcept {
  if (was_forked() || calls_.wake_at(due)) return;
  // Only poll() looks at the time then, and may be planned for later.
  ready_.tell();
}

std::size_t Core::poll() noexcept {
  if (was_forked()) {
    const auto refused = refused_calls(false);
    return refused ? refused->drain() : 0;
  }
  ready_.rearm();
  if (calls_.is_driven()) (void)calls_.drive(Time::min());
  run_due();
  if (recoveries_.watching()) {
    auto due = recoveries_.check(session_now(clock()));
    for (; due.expiring > 0; --due.expiring) session_.emit(AuthEvent::recovery_expiring);
    for (; due.ended > 0; --due.ended) session_.emit(AuthEvent::recovery_ended);
  }
  return events_.deliver() + drain();
}

bool Core::has_work() const noexcept {
  if (was_forked()) return refused_calls(false) != nullptr;
  return has_calls() || recoveries_.watching() || events_.waiting() || ready_.told() ||
         calls_.is_driven();
}

std::chrono::milliseconds Core::time_to_poll() noexcept {
  constexpr auto never = std::chrono::milliseconds::max();
  if (was_forked()) return has_work() ? std::chrono::milliseconds(0) : never;
  if (events_.waiting()) return std::chrono::milliseconds(0);
  // Ends of recoveries go on while the machine sleeps, deadlines do not.
  const Time now = clock().now();
  Time due = std::min(next_due(), recoveries_.next(session_now(clock()), now));
  // Nobody tells what comes from the network.
  if (calls_.is_driven() && calls_.is_at_transport()) due = std::min(due, now + between_looks);
  if (due == Time::max()) return never;
  return due > now ? std::chrono::ceil<std::chrono::milliseconds>(due - now)
                   : std::chrono::milliseconds(0);
}

void Core::shutdown(std::chrono::milliseconds limit) noexcept {
  if (was_forked()) return;
  if (!calls_.stop()) return;
  session_.stop();
  // Waiters first: what the transport reports while it stops must not win over shutting_down.
  fail_all(Errc::shutting_down);
  const auto bound = limit < std::chrono::hours(1) ? limit : std::chrono::hours(1);
  const auto end = std::chrono::steady_clock::now() + bound;
  calls_.stop_transport(end);
  session_.close(end);
  calls_.forget();
  recoveries_.close();
  log_.close();
  ready_.close();
}

void Core::close() noexcept {
  if (was_forked()) {
    // Left as it is: a thread that was not copied may have been changing any part of it.
    (void)new (std::nothrow) std::shared_ptr<Core>(weak_from_this().lock());
    return;
  }
  // Held here: a continuation may drop the last other reference.
  const auto self = weak_from_this().lock();
  shutdown(std::chrono::milliseconds(250));
  // A continuation may make another call, which fails at once and continues in the next pass; one that never stops
  // doing so must not hold the exit.
  constexpr int most_passes = 64;
  for (int pass = 0; pass < most_passes && drain() > 0; ++pass) {
  }
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
