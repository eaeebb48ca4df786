// One function per rule, each with its own transport. Knows transport.hpp and nothing below it.
#include <hellojohn/testing/transport_conformance.hpp>

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace testing {
namespace {

using Clock = std::chrono::steady_clock;

/// The calls that one exchange received.
struct Record {
  int asked = 0;
  int answered = 0;
  int failed = 0;
  bool asked_after_end = false;
  int status = 0;
  std::size_t body_size = 0;
  TransportFailure failure;
};

class Recorder final : public ExchangeSink {
 public:
  bool allow = true;

  bool on_last_write(ExchangeId id) noexcept override {
    const std::lock_guard lock(mutex_);
    note_call();
    Record& record = records_[id];
    ++record.asked;
    if (record.answered + record.failed != 0) record.asked_after_end = true;
    return allow;
  }
  void on_response(ExchangeId id, HttpResponse&& response) noexcept override {
    const std::lock_guard lock(mutex_);
    note_call();
    Record& record = records_[id];
    ++record.answered;
    record.status = response.status;
    record.body_size = response.body.size();
    changed_.notify_all();
  }
  void on_failure(ExchangeId id, TransportFailure&& failure) noexcept override {
    const std::lock_guard lock(mutex_);
    note_call();
    Record& record = records_[id];
    ++record.failed;
    record.failure = std::move(failure);
    changed_.notify_all();
  }
  void on_wake() noexcept override {
    const std::lock_guard lock(mutex_);
    note_call();
    ++wakes_;
    changed_.notify_all();
  }

  void enter_call() {
    const std::lock_guard lock(mutex_);
    caller_ = std::this_thread::get_id();
  }
  void leave_call() {
    const std::lock_guard lock(mutex_);
    caller_ = {};
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  [[nodiscard]] bool wait_ends(Transport& transport, std::size_t count,
                               std::chrono::milliseconds patience) {
    return wait(transport, patience, [&] { return ended() >= count; });
  }
  [[nodiscard]] bool wait_wake(Transport& transport, std::chrono::milliseconds patience) {
    return wait(transport, patience, [&] { return wakes_ > 0; });
  }
  [[nodiscard]] Record record(ExchangeId id) {
    const std::lock_guard lock(mutex_);
    return records_[id];
  }
  [[nodiscard]] std::map<ExchangeId, Record> records() {
    const std::lock_guard lock(mutex_);
    return records_;
  }
  [[nodiscard]] bool called_inline() {
    const std::lock_guard lock(mutex_);
    return inline_;
  }
  [[nodiscard]] bool called_late() {
    const std::lock_guard lock(mutex_);
    return late_;
  }

 private:
  /// Does the work of a transport without a thread meanwhile.
  template <class Condition>
  [[nodiscard]] bool wait(Transport& transport, std::chrono::milliseconds patience,
                          Condition holds) {
    const auto until = Clock::now() + patience;
    std::unique_lock lock(mutex_);
    while (transport.is_driven() && !holds() && Clock::now() < until) {
      lock.unlock();
      const bool drove = transport.drive(until);
      lock.lock();
      if (!drove) break;
    }
    return changed_.wait_until(lock, until, holds);
  }
  void note_call() {
    if (caller_ == std::this_thread::get_id()) inline_ = true;
    if (closed_) late_ = true;
  }
  [[nodiscard]] std::size_t ended() const {
    std::size_t count = 0;
    for (const auto& [id, record] : records_)
      if (record.answered + record.failed > 0) ++count;
    return count;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<ExchangeId, Record> records_;
  std::thread::id caller_;
  int wakes_ = 0;
  bool inline_ = false;
  bool late_ = false;
  bool closed_ = false;
};

/// One rule's transport, sink and findings. The sink outlives the transport.
class Run {
 public:
  Run(const ConformanceSetup& with, std::string rule, std::vector<ConformanceFailure>& failures)
      : setup(with), rule_(std::move(rule)), failures_(failures), transport(with.make()) {
    expect(transport != nullptr, "the factory made no transport");
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  void expect(bool holds, std::string detail) {
    if (!holds) failures_.push_back({rule_, std::move(detail)});
  }
  void start(ExchangeId id, const std::string& origin, const std::string& target,
             std::chrono::milliseconds within) {
    HttpRequest request;
    request.method = "GET";
    request.origin = origin;
    request.target = target;
    request.deadline = Clock::now() + within;
    sink.enter_call();
    transport->start(id, std::move(request), sink);
    sink.leave_call();
  }
  void start(ExchangeId id) { start(id, setup.origin, setup.known_target, setup.patience); }
  void cancel(ExchangeId id) {
    sink.enter_call();
    transport->cancel(id);
    sink.leave_call();
  }
  void wait(std::size_t count) {
    expect(sink.wait_ends(*transport, count, setup.patience + setup.settle),
           "an exchange did not end");
  }
  void settle() { pass(setup.settle); }
  void pass(std::chrono::microseconds time) {
    const auto until = Clock::now() + time;
    while (transport->is_driven() && Clock::now() < until && transport->drive(until)) {
    }
    std::this_thread::sleep_until(until);
  }
  void shut() {
    transport->shutdown(Clock::now() + setup.patience);
    sink.close();
  }
  void expect_once() {
    for (const auto& [id, record] : sink.records())
      expect(record.answered + record.failed == 1,
             "exchange " + std::to_string(id) + " ended " +
                 std::to_string(record.answered + record.failed) + " times");
  }
  [[nodiscard]] std::uint64_t served() const {
    return setup.requests_served ? setup.requests_served() : 0;
  }

  const ConformanceSetup& setup;
  Recorder sink;

 private:
  std::string rule_;
  std::vector<ConformanceFailure>& failures_;

 public:
  std::unique_ptr<Transport> transport;
};

void answer_is_delivered(Run& run) {
  run.start(1);
  run.wait(1);
  const Record record = run.sink.record(1);
  run.expect(record.answered == 1, "no answer: " + record.failure.detail);
  run.expect(record.status == 200, "status is " + std::to_string(record.status));
  run.expect(record.body_size != 0, "body is empty");
}

void refusal_is_an_answer(Run& run) {
  run.start(1, run.setup.origin, run.setup.missing_target, run.setup.patience);
  run.wait(1);
  const Record record = run.sink.record(1);
  run.expect(record.answered == 1 && record.status == 404, "404 did not arrive as an answer");
}

void never_inline(Run& run) {
  run.start(1);
  run.start(2, "not an origin", "/", run.setup.patience);
  run.wait(2);
  run.cancel(1);
  run.expect(!run.sink.called_inline(), "the sink was called inside start or cancel");
}

void exactly_once(Run& run) {
  run.start(1);
  if (!run.setup.unreachable_origin.empty())
    run.start(2, run.setup.unreachable_origin, "/", run.setup.patience);
  run.wait(run.setup.unreachable_origin.empty() ? 1 : 2);
  run.settle();
  run.expect_once();
}

void unreachable_is_not_sent(Run& run) {
  if (run.setup.unreachable_origin.empty()) return;
  run.start(1, run.setup.unreachable_origin, "/", run.setup.patience);
  run.wait(1);
  const Record record = run.sink.record(1);
  run.expect(record.failed == 1, "no failure reported");
  run.expect(record.failure.sent == Sent::none, "something is said to have been sent");
  run.expect(record.asked == 0, "on_last_write was asked without a connection");
}

void asked_before_the_answer(Run& run) {
  run.start(1);
  run.wait(1);
  const Record record = run.sink.record(1);
  run.expect(record.asked == 1,
             "on_last_write was asked " + std::to_string(record.asked) + " times");
  run.expect(!record.asked_after_end, "on_last_write came after the end");
}

void refusal_to_send_is_obeyed(Run& run) {
  run.sink.allow = false;
  const std::uint64_t before = run.served();
  run.start(1);
  run.wait(1);
  run.settle();
  const Record record = run.sink.record(1);
  run.expect(record.failed == 1, "no failure reported");
  run.expect(record.failure.sent != Sent::all, "the whole request is said to have left");
  run.expect(run.served() == before, "the origin saw the request");
}

void cancel_before_the_answer(Run& run) {
  const bool silent = !run.setup.silent_origin.empty();
  run.start(1, silent ? run.setup.silent_origin : run.setup.origin, run.setup.known_target,
            run.setup.patience);
  if (silent) run.settle();
  run.cancel(1);
  run.cancel(1);
  const auto begun = Clock::now();
  run.wait(1);
  run.settle();
  run.expect_once();
  const Record record = run.sink.record(1);
  if (!silent) return;
  run.expect(record.failure.code == Errc::cancelled, "the failure is not `cancelled`");
  run.expect(Clock::now() - begun < run.setup.patience / 2 + run.setup.settle,
             "cancel waited for the deadline");
}

void cancel_after_the_end(Run& run) {
  run.start(1);
  run.wait(1);
  run.cancel(1);
  run.cancel(77);
  run.settle();
  run.expect_once();
  run.expect(run.sink.records().size() == 1, "an unknown id was reported");
}

void cancel_races(Run& run) {
  for (ExchangeId id = 1; id <= 20; ++id) {
    run.start(id);
    if (id % 2 == 0) run.pass(std::chrono::microseconds(200 * id));
    run.cancel(id);
  }
  run.wait(20);
  run.settle();
  run.expect_once();
}

void deadline_is_kept(Run& run) {
  if (run.setup.silent_origin.empty()) return;
  const auto begun = Clock::now();
  run.start(1, run.setup.silent_origin, "/", std::chrono::milliseconds(200));
  run.wait(1);
  const auto took = Clock::now() - begun;
  run.expect(run.sink.record(1).failure.code == Errc::timeout, "the failure is not `timeout`");
  run.expect(took >= std::chrono::milliseconds(150), "it ended before its deadline");
  run.expect(took < std::chrono::milliseconds(1200), "it ended long after its deadline");
}

void shutdown_ends_everything(Run& run) {
  const std::string& slow =
      run.setup.silent_origin.empty() ? run.setup.origin : run.setup.silent_origin;
  for (ExchangeId id = 1; id <= 8; ++id)
    run.start(id, id % 2 == 0 ? run.setup.origin : slow, run.setup.known_target,
              run.setup.patience);
  run.shut();
  run.expect(run.sink.records().size() == 8, "an exchange was left without an end");
  run.expect_once();
  run.settle();
  run.expect(!run.sink.called_late(), "the sink was called after shutdown returned");
}

void wake_comes(Run& run) {
  const auto begun = Clock::now();
  const auto soon = std::chrono::milliseconds(50);
  if (!run.transport->wake_at(begun + std::chrono::hours(1), run.sink)) return;
  run.expect(run.transport->wake_at(begun + soon, run.sink), "wake_at was refused the second time");
  run.expect(run.sink.wait_wake(*run.transport, run.setup.patience), "on_wake did not come");
  run.expect(Clock::now() - begun >= soon - std::chrono::milliseconds(5), "on_wake came early");
}

void thread_needs_no_drive(Run& run) {
  if (run.transport->is_driven()) return;
  run.expect(!run.transport->drive(Clock::time_point::min()), "poll() would do a thread's work");
  // Whether it helps is the transport's choice. Often enough that some find the thread at work and some do not.
  for (ExchangeId id = 1; id <= 20; ++id) {
    run.start(id);
    while (!run.sink.wait_ends(*run.transport, id, {}) &&
           run.transport->drive(Clock::now() + run.setup.settle)) {
    }
    if (id % 5 == 0) run.wait(id);
  }
  run.wait(20);
  run.expect_once();
  run.start(21);
  run.wait(21);  // By the thread, which may have stood aside.
  run.expect(run.sink.record(21).status == 200, "no answer: " + run.sink.record(21).failure.detail);
  run.shut();
  run.expect(!run.transport->drive(Clock::now()), "drive() did something after shutdown");
}

void only_driven_calls_sinks(Run& run) {
  if (!run.transport->is_driven()) return;
  run.start(1);
  std::this_thread::sleep_for(run.setup.settle);
  run.expect(run.sink.records().empty(), "a sink was called while nobody was inside drive()");
  while (run.sink.records().empty() && run.transport->drive(Clock::time_point::min())) {
  }
  run.wait(1);
  run.expect(run.sink.record(1).status == 200, "no answer: " + run.sink.record(1).failure.detail);
  run.shut();
  run.expect(!run.transport->drive(Clock::now()), "drive() did something after shutdown");
}

void many_at_once(Run& run) {
  for (ExchangeId id = 1; id <= 50; ++id) run.start(id);
  run.wait(50);
  run.expect_once();
  for (const auto& [id, record] : run.sink.records())
    run.expect(record.status == 200,
               "exchange " + std::to_string(id) + " has no answer: " + record.failure.detail);
}

struct Rule {
  const char* name;
  void (*check_rule)(Run&);
};

constexpr Rule rules[] = {
    {"status and body are delivered", answer_is_delivered},
    {"404 is an answer", refusal_is_an_answer},
    {"the sink is never called inside start or cancel", never_inline},
    {"exactly one end per exchange", exactly_once},
    {"an unreachable origin gets nothing", unreachable_is_not_sent},
    {"on_last_write precedes the answer", asked_before_the_answer},
    {"on_last_write = false is obeyed", refusal_to_send_is_obeyed},
    {"cancel before the answer", cancel_before_the_answer},
    {"cancel after the end, and of an unknown id", cancel_after_the_end},
    {"cancel may race with completion", cancel_races},
    {"the deadline is kept", deadline_is_kept},
    {"shutdown ends everything once", shutdown_ends_everything},
    {"wake_at", wake_comes},
    {"50 exchanges at once", many_at_once},
    {"without a thread, drive() alone calls sinks", only_driven_calls_sinks},
    {"with a thread, nothing needs drive()", thread_needs_no_drive},
};

}  // namespace

std::vector<ConformanceFailure> run_transport_conformance(const ConformanceSetup& setup) {
  std::vector<ConformanceFailure> failures;
  for (const Rule& rule : rules) {
    Run run(setup, rule.name, failures);
    if (!run.transport) continue;
    rule.check_rule(run);
    run.shut();
    run.expect(!run.sink.called_late(), "the sink was called after shutdown returned");
  }
  return failures;
}

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
