// Who does the engine's work, and how the engine and its parts end. A stop at any moment leaves no exchange without its end.
#include "net/io_engine.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

namespace asio = boost::asio;

/// What a handler may still take once the loop was stopped: one handshake step, one certificate.
constexpr std::chrono::milliseconds last_handler{50};
constexpr std::chrono::seconds longest_preparation{2};
/// What the system may take to end the reads of closed sockets.
constexpr std::chrono::milliseconds last_ends{250};
/// What one drive() without waiting does at most, so that a frame ends however much the network has to say.
constexpr int most_handlers = 256;
/// How soon the engine's thread is back after the last step of a waiting call, and how often it looks during a long one.
constexpr std::chrono::milliseconds short_rest{1};
constexpr std::chrono::milliseconds long_rest{20};

}  // namespace

void IoEngine::run() noexcept {
  prepare_tls();
  {
    const std::lock_guard lock(mutex_);
    prepared_ = true;
  }
  changed_.notify_all();
  while (!io_.stopped()) {
    step(Time::max());
    if (standing_.load(std::memory_order_relaxed) == 0) continue;
    step_aside();
    begin_started(all_of_them);
  }
  const std::lock_guard lock(mutex_);
  thread_ended_ = true;
  changed_.notify_all();
}

// A waiting call does the work itself from here on, so that no thread has to wake another one. The engine's thread looks from time
// to time whether somebody still drives. Being told of each call's end would cost what is to be saved.
void IoEngine::step_aside() noexcept {
  std::unique_lock lock(mutex_);
  seat_taken_ = false;
  ++steps_;
  changed_.notify_all();
  for (std::uint64_t seen = steps_; !ending_; seen = steps_) {
    back_.wait_for(lock, resting_long_ ? long_rest : short_rest);
    if (!seat_taken_ && steps_ == seen) break;
    resting_long_ = seat_taken_ && steps_ == seen;
  }
  resting_long_ = false;
  back_.wait(lock, [this] { return !seat_taken_; });
  seat_taken_ = true;
}

// A thread that finds the seat taken waits for a step of the other, which may have ended the call that it waits for.
bool IoEngine::drive(Time until) noexcept {
  if (until == Time::min() && !is_driven()) return false;
  bool starts = false;
  {
    std::unique_lock lock(mutex_);
    if (!thread_ended_ && seat_taken_ && until != Time::min()) {
      ++standing_;
      changed_.wait_until(lock, until, [this, steps = steps_] {
        return steps_ != steps || !seat_taken_ || thread_ended_;
      });
      --standing_;
      return !thread_ended_;
    }
    if (thread_ended_ || seat_taken_) return !thread_ended_;
    seat_taken_ = true;
    starts = !started_.empty();
  }
  const std::uint64_t ended = ended_;
  if (starts) begin_started(until == Time::min() ? most_handlers : all_of_them);
  if (ended_ == ended || until == Time::min()) step(until);  // Otherwise who waits looks first.
  bool awaited = false;
  bool recalled = false;
  {
    const std::lock_guard lock(mutex_);
    seat_taken_ = false;
    ++steps_;
    awaited = standing_ > 0;
    recalled = resting_long_ || ending_;
  }
  if (awaited) changed_.notify_all();
  if (recalled) back_.notify_one();
  return true;
}

void IoEngine::step(Time until) noexcept {
  try {
    if (until == Time::max()) {
      (void)io_.run_one();
      return;
    }
    if (until != Time::min()) {
      (void)io_.run_one_until(until);
      return;
    }
    for (int i = 0; i < most_handlers && io_.poll_one() != 0; ++i) {
    }
  } catch (...) {
    fail_all(Errc::resource, "out of memory");
  }
}

void IoEngine::fail_all(Errc code, const char* detail) noexcept {
  failing_ = true;
  // Those still writing report when their write has ended, and leave the map then.
  for (auto next = exchanges_.begin(); next != exchanges_.end();) {
    const auto exchange = (next++)->second;
    exchange->give_up(code, detail);
  }
  failing_ = false;
  lost_exchanges_.report();
}

void IoEngine::begin_leave(const std::shared_ptr<EngineShare>& share) noexcept {
  share->leaving.post(io_, [this, share] { end(*share); });
}

// Others may get the turns of those that end here, and end as well: hence the look-up after each.
void IoEngine::end(EngineShare& share) noexcept {
  share.stopped = true;
  share.wake_timer.cancel();
  // A bounded look may have left some that this share started. They end as they begin.
  begin_started(all_of_them);
  NetworkExchange::Key key{share.number, 0};
  for (auto next = exchanges_.lower_bound(key);
       next != exchanges_.end() && next->first.first == share.number;
       next = exchanges_.upper_bound(key)) {
    key = next->first;
    const auto exchange = next->second;
    exchange->give_up(Errc::shutting_down, "transport is shutting down");
  }
  lost_exchanges_.report();
  note_left(share);
}

void IoEngine::on_end(EngineShare& share) noexcept {
  --share.exchanges;
  ++ended_;
  note_left(share);
}

void IoEngine::note_left(EngineShare& share) noexcept {
  if (!share.stopped || share.exchanges != 0) return;
  {
    const std::lock_guard lock(mutex_);
    share.left = true;
  }
  changed_.notify_all();
}

bool IoEngine::leave(const std::shared_ptr<EngineShare>& share, Time deadline) noexcept {
  begin_leave(share);
  std::unique_lock lock(mutex_);
  while (is_driven() && !share->left && std::chrono::steady_clock::now() < deadline) {
    lock.unlock();
    const bool drove = drive(deadline);
    lock.lock();
    if (!drove) break;
  }
  return changed_.wait_until(lock, deadline, [&] { return share->left || thread_ended_; });
}

void IoEngine::stop() noexcept {
  stopping_ = true;
  for (auto& [key, lookup] : lookups_) lookup.mailbox->abandon();
  lookups_.clear();
  due_timer_.cancel();
  fail_all(Errc::shutting_down, "transport is shutting down");
  pool_.shut();
  work_.reset();
}

bool IoEngine::stop_and_wait(Time deadline) noexcept {
  try {
    asio::post(io_, [this] { stop(); });
  } catch (...) {
    io_.stop();
  }
  std::unique_lock lock(mutex_);
  if (is_driven()) return end_driving(lock, deadline);
  ending_ = true;
  back_.notify_one();
  // A thread that still reads the roots (some milliseconds, once per process) is not stuck, and left behind it could meet
  // OpenSSL's own end at the exit of the program.
  changed_.wait_for(lock, longest_preparation, [this] { return prepared_; });
  deadline = std::max(deadline, std::chrono::steady_clock::now() + last_handler);
  if (changed_.wait_until(lock, deadline, [this] { return thread_ended_; })) return true;
  io_.stop();  // Handlers that are queued stay for drain(); the running one ends on its own.
  return changed_.wait_until(lock, deadline + last_handler, [this] { return thread_ended_; });
}

bool IoEngine::end_driving(std::unique_lock<std::mutex>& lock, Time deadline) noexcept {
  ++standing_;
  const bool seated = changed_.wait_until(lock, deadline, [this] { return !seat_taken_; });
  --standing_;
  seat_taken_ = true;
  thread_ended_ = true;
  changed_.notify_all();
  return seated;
}

bool IoEngine::drain() noexcept {
  for (int pass = 0; pass < 2; ++pass) {
    stop();
    begin_started(all_of_them);
    try {
      io_.restart();
      io_.poll();
    } catch (...) {
      fail_all(Errc::shutting_down, "shutting down");
    }
  }
  try {
    io_.run_for(last_ends);
  } catch (...) {
    fail_all(Errc::shutting_down, "shutting down");
  }
  return io_.stopped();  // Of itself: out of work.
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
