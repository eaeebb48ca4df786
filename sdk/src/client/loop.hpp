// The ready queue, the list of live calls and the wake-up of waiters. One per Client.
// Knows nothing of requests, sessions or time zones: only that calls become ready or due.
#pragma once

#include "base/due_heap.hpp"
#include "base/process.hpp"

#include <hellojohn/clock.hpp>
#include <hellojohn/pending.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// Marks the running thread as the transport's while it lives: get() there would wait for itself.
class OnTransportThread {
 public:
  OnTransportThread() noexcept;
  ~OnTransportThread();
  OnTransportThread(const OnTransportThread&) = delete;
  OnTransportThread& operator=(const OnTransportThread&) = delete;
};

class Loop {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Loop(const Clock& clock) noexcept : clock_(clock) {}
  virtual ~Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  [[nodiscard]] const Clock& clock() const noexcept { return clock_; }

  /// True in a child of fork(), which has none of the threads that this relies on. Asked before any lock is taken.
  [[nodiscard]] bool was_forked() const noexcept { return process_.was_forked(); }

  /// Calls run, or continuations wait for drain().
  [[nodiscard]] bool has_calls() const noexcept {
    return has_calls_.load(std::memory_order_acquire);
  }
  /// When drain() or run_due() has something to do, or earlier: min() for at once, max() for never.
  [[nodiscard]] Time next_due() noexcept;
  /// Runs the continuations that are queued now. Allocates nothing.
  std::size_t drain() noexcept;
  /// Calls on_due() of every call whose time has come.
  void run_due() noexcept;
  /// Logs an exception of a caller's code. Without a log sink it ends the program.
  void report_throw() noexcept;
  /// Tells the host that poll() has something to do. No lock is held.
  virtual void tell_ready() noexcept = 0;
  /// Fails every live call with `code`.
  void fail_all(Errc code) noexcept;

 protected:
  /// A call became due earlier than all others: ask the transport's timer, if it has one.
  virtual void on_earlier_due(Time due) noexcept = 0;
  /// True if somebody heard of it.
  virtual bool on_callback_threw() noexcept = 0;
  /// Does the network's work, as Transport::drive(). Once false, always false.
  virtual bool drive(Time /*until*/) noexcept { return false; }

 private:
  friend class StateBase;
  void enqueue(StateBase& state) noexcept;  // Mutex held; retains.
  void note_calls() noexcept;               // Mutex held.
  void wait_a_slice(StateBase& state) noexcept;
  bool lead(const StateBase& state, Time until) noexcept;
  /// Some of the calls whose time has come, retained; a few at once, so that a lock serves several.
  using Batch = std::array<StateBase*, 16>;
  std::size_t take_due(Time now, Batch& due) noexcept;
  StateBase* take_pending() noexcept;  // Retains the result.

  OwnProcess process_;
  const Clock& clock_;
  OwnMutex mutex_;
  std::condition_variable ready_changed_;
  StateBase* first_ready_ = nullptr;
  StateBase* last_ready_ = nullptr;
  std::size_t ready_count_ = 0;
  StateBase* first_live_ = nullptr;  // Oldest first, so that fail_all keeps the order of calls.
  StateBase* last_live_ = nullptr;
  DueHeap<StateBase, &StateBase::due_> due_;
  std::uint64_t made_ = 0;
  bool led_ = false;      // One of the waiters does the network's work.
  bool drivable_ = true;  // drive() has not been false yet.
  std::atomic<bool> has_calls_{false};
  std::atomic<std::chrono::steady_clock::rep> next_due_{Time::max().time_since_epoch().count()};
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
