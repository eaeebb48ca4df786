// Faults of time and of the host: clocks, deadlines, cancelling and the end of the client, with each operation.
#include "fault.hpp"
#include "stage.hpp"

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

class FailingStore final : public SessionStore {
 public:
  void load(StoreOpId id, StoreSink& sink) noexcept override { sink.on_store_loaded(id, error()); }
  void save(StoreOpId id, SecretView, StoreSink& sink) noexcept override {
    sink.on_store_done(id, error());
  }
  void erase(StoreOpId id, StoreSink& sink) noexcept override { sink.on_store_done(id, error()); }
  bool lock(StoreOpId id, StoreSink& sink) noexcept override {
    sink.on_store_done(id, error());
    return true;
  }

 private:
  static Error error() {
    Error out;
    out.code = Errc::storage;
    return out;
  }
};

constexpr Expect fine{};
Expect failed(Errc code, Says says) { return {code, says, Auto::no}; }

std::string with_wall_clock_off(char op, std::chrono::milliseconds before,
                                std::chrono::milliseconds during) {
  Stage stage(op);
  stage.clock.skew = before;
  stage.prepare();
  auto held = stage.bench->start();
  stage.clock.skew = before + during;
  stage.pass(100ms);
  if (held->ready()) return "ended by the wall clock";
  stage.serve();
  if (!held->ready()) return "another request was made";
  return compare(held->take(), fine);
}

std::string with_bound(char op, std::chrono::milliseconds bound) {
  // Preparing needs separate calls: only where there is nothing to prepare can the bound be unusable.
  Stage stage(op, {bound, bound});
  auto held = stage.bench->start();
  if (!held->ready()) return "not refused at once";
  if (stage.transport->started_count() != 0) return "something was sent";
  return compare(held->take(), failed(Errc::usage, Says::np));
}

std::string with_longest_bound(char op) {
  Stage stage(op, {std::chrono::milliseconds::max(), std::chrono::milliseconds::max()});
  stage.prepare();
  auto held = stage.bench->start();
  stage.pass(23h);
  if (op == 'F' || held->ready()) return {};
  stage.serve();
  return compare(held->take(), fine);
}

enum class Tick { answer_first, timer_first };

std::string in_one_tick(char op, Tick order, std::chrono::milliseconds late) {
  Stage stage(op);
  stage.prepare();
  auto held = stage.bench->start();
  stage.clock.base.advance(bound_of(op) + late);
  if (order == Tick::timer_first) {
    (void)stage.transport->last_write();
    stage.bench->poll();
  }
  if (stage.transport->open_count() == 0) return "the exchange is gone";
  stage.serve();
  stage.bench->poll();
  if (!held->ready()) return "not completed";
  // A renewal's answer is kept even then, and the waiter has what it came for or hears the truth.
  return compare(held->take(),
                 order == Tick::answer_first ? fine : failed(Errc::timeout, Says::un));
}

enum class When { before_write, after_write, after_answer };

std::string cancelled(char op, When when) {
  Stage stage(op);
  stage.prepare();
  auto held = stage.bench->start();
  if (when == When::after_write) (void)stage.transport->last_write();
  if (when == When::after_answer) stage.serve();
  held->cancel();
  if (!held->ready()) return "cancel is not immediate";
  if (when == When::after_answer) return compare(held->take(), fine);
  // The renewal behind a token belongs to nobody: the cancel of one who waits for it ends only the wait.
  const bool renewal = op == 'F';
  if (stage.transport->open().cancelled == renewal) return "the network was not told";
  if (when == When::before_write && !renewal && stage.transport->last_write())
    return "the last bytes may still leave";
  const auto says = when == When::after_write ? Says::un : Says::np;
  return compare(held->take(), failed(Errc::cancelled, says));
}

std::string shut_down(char op, When when) {
  Stage stage(op);
  stage.prepare();
  auto held = stage.bench->start();
  if (when == When::after_write) (void)stage.transport->last_write();
  stage.bench->close();
  if (!held->ready()) return "not completed";
  const auto says = when == When::after_write ? Says::un : Says::np;
  return compare(held->take(), failed(Errc::shutting_down, says));
}

std::string with_failing_store(char op) {
  FailingStore store;
  Stage stage(op, {}, &store);
  stage.prepare();
  auto held = stage.bench->start();
  stage.serve();
  if (!held->ready()) return "not completed";
  return compare(held->take(), fine);
}

std::string after_suspension(char op) {
  Stage stage(op);
  stage.prepare();
  // Two hours in which nothing ran, the steady clock included.
  stage.clock.slept = 2h;
  const auto before = stage.transport->started_count();
  auto held = stage.bench->start();
  if (carries_access_token(op)) {
    if (stage.transport->open_count() != 1 ||
        !is_request_of('F', "POST", stage.transport->open().request.target))
      return "a dead token was used";
    stage.serve();
    stage.serve();
    return held->ready() ? compare(held->take(), fine) : "not completed";
  }
  // A recovery session is over and has nothing to be renewed with.
  if (!held->ready() || stage.transport->started_count() != before) return "a dead token was used";
  return compare(held->take(), failed(Errc::auth_expired, Says::np));
}

}  // namespace

void run_time_and_host(Score& score) {
  const auto minutes_off = {-5min, 5min, -24 * 60min, 24 * 60min};
  constexpr std::string_view unprepared = "VQRLDaIbfv";
  for (const char op : all_operations) {
    for (const auto off : minutes_off) {
      score.cell(143, "wall clock wrong", op, with_wall_clock_off(op, off, 0ms));
      score.cell(144, "wall clock jumps in a call", op, with_wall_clock_off(op, 0ms, off));
    }
    score.cell(146, "longest bound", op, with_longest_bound(op));
    score.cell(147, "answer and timeout in one tick", op, in_one_tick(op, Tick::answer_first, 0ms));
    if (op != 'F')
      score.cell(147, "timeout and answer in one tick", op,
                 in_one_tick(op, Tick::timer_first, 0ms));
    score.cell(148, "loop starved 10 s", op, in_one_tick(op, Tick::answer_first, 10s));
    score.cell(149, "cancel before the last write", op, cancelled(op, When::before_write));
    score.cell(149, "cancel after the last write", op, cancelled(op, When::after_write));
    score.cell(149, "cancel after the answer", op, cancelled(op, When::after_answer));
    score.cell(150, "client destroyed, nothing sent", op, shut_down(op, When::before_write));
    score.cell(150, "client destroyed, all sent", op, shut_down(op, When::after_write));
    if (with_secret_key.find(op) == std::string_view::npos)
      score.cell(155, "store fails", op, with_failing_store(op));
  }
  for (const char op : unprepared) {
    score.cell(146, "bound of 0", op, with_bound(op, 0ms));
    score.cell(146, "negative bound", op, with_bound(op, -1ms));
  }
  for (const char op : std::string_view("gecsECSd"))
    score.cell(145, "two hours in suspension", op, after_suspension(op));
}

}  // namespace hellojohn::tests
