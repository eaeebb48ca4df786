// Loop and the shared half of Pending. The order of steps here is what the rules of pending.hpp rest on.
#include "client/loop.hpp"

#include <exception>
#include <thread>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {
thread_local int transport_depth = 0;
}

OnTransportThread::OnTransportThread() noexcept { ++transport_depth; }
OnTransportThread::~OnTransportThread() { --transport_depth; }

StateBase::StateBase(std::shared_ptr<Loop> loop) noexcept : loop_(std::move(loop)) {
  const std::lock_guard lock(loop_->mutex_);
  due_.order = loop_->made_++;
  live_previous_ = loop_->last_live_;
  (live_previous_ != nullptr ? live_previous_->live_next_ : loop_->first_live_) = this;
  loop_->last_live_ = this;
  loop_->note_calls();
}

StateBase::~StateBase() {
  const std::lock_guard lock(loop_->mutex_);
  leave_live();
}

// Called with the loop's mutex held. Results that nobody has taken must not lengthen the way to the calls that still run.
void StateBase::leave_live() noexcept {
  if (!std::exchange(live_, false)) return;
  loop_->due_.remove(*this);
  (live_previous_ != nullptr ? live_previous_->live_next_ : loop_->first_live_) = live_next_;
  (live_next_ != nullptr ? live_next_->live_previous_ : loop_->last_live_) = live_previous_;
  loop_->note_calls();
}

void Loop::note_calls() noexcept {
  has_calls_.store(first_live_ != nullptr || ready_count_ != 0, std::memory_order_release);
}

void StateBase::release() noexcept {
  if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

bool StateBase::try_retain() noexcept {
  int count = refs_.load(std::memory_order_relaxed);
  while (count != 0)
    if (refs_.compare_exchange_weak(count, count + 1, std::memory_order_relaxed)) return true;
  return false;
}

bool StateBase::claim() noexcept {
  Progress expected = Progress::pending;
  return status_.compare_exchange_strong(expected, Progress::claimed, std::memory_order_acq_rel);
}

void StateBase::publish() noexcept {
  // The waiter may drop the last reference to this state as soon as it sees it ready.
  const std::shared_ptr<Loop> loop = loop_;
  bool kept = false;
  bool awaited = false;
  {
    const std::lock_guard lock(loop->mutex_);
    kept = std::exchange(kept_, false);
    status_.store(Progress::ready, std::memory_order_release);
    if (run_ != nullptr) loop->enqueue(*this);
    leave_live();
    awaited = awaited_;
  }
  // Without the lock, which the waiter takes first; waiters for other calls sleep on. In a child of
  // fork() nothing waits.
  if (awaited && !loop->was_forked()) loop->ready_changed_.notify_all();
  loop->tell_ready();
  if (kept) release();
}

void StateBase::keep_until_ready() noexcept {
  const std::lock_guard lock(loop_->mutex_);
  if (ready() || kept_) return;
  kept_ = true;
  retain();
}

void StateBase::give_up(Errc code) noexcept {
  if (!claim()) {
    // Another thread is storing the result at this moment; it has nothing to wait for. A child of fork() has no such thread.
    while (!ready() && !loop_->was_forked()) std::this_thread::yield();
    if (ready()) return;
  }
  error_.code = code;
  error_.outcome = abandon();
  failed_ = true;
  on_error(error_);
  retain();
  publish();
  stop_network();  // NOLINT(clang-analyzer-cplusplus.NewDelete): retained above, which it cannot count.
  release();
}

void StateBase::fail(Error&& error) noexcept {
  if (!claim()) return;
  error_ = std::move(error);
  failed_ = true;
  on_error(error_);
  publish();
}

void StateBase::succeed() noexcept {
  if (claim()) publish();
}

void StateBase::arm(Run run, void* context, std::shared_ptr<void> owner) noexcept {
  {
    const std::lock_guard lock(loop_->mutex_);
    run_ = run;
    context_ = context;
    owner_ = std::move(owner);
    if (!ready()) return;
    loop_->enqueue(*this);
  }
  loop_->tell_ready();
}

void StateBase::disarm() noexcept {
  std::shared_ptr<void> owner;  // Destroyed after the lock: it runs foreign destructors.
  const std::lock_guard lock(loop_->mutex_);
  run_ = nullptr;
  context_ = nullptr;
  owner.swap(owner_);
}

void StateBase::report_throw() noexcept { loop_->report_throw(); }

void Loop::report_throw() noexcept {
  if (!on_callback_threw()) std::terminate();
}

void StateBase::set_due(Loop::Time due) noexcept {
  const std::shared_ptr<Loop> loop = loop_;
  {
    const std::lock_guard lock(loop->mutex_);
    if (ready()) return;
    loop->due_.set(*this, due);
    if (due.time_since_epoch().count() >= loop->next_due_.load(std::memory_order_relaxed)) return;
    loop->next_due_.store(due.time_since_epoch().count(), std::memory_order_relaxed);
  }
  loop->on_earlier_due(due);
}

StateBase::Wait StateBase::wait(std::optional<std::chrono::milliseconds> limit) noexcept {
  if (ready()) return Wait::ready;
  if (transport_depth > 0) return Wait::would_deadlock;
  if (loop_->was_forked()) {
    give_up(Errc::usage);
    return Wait::ready;
  }
  const std::shared_ptr<Loop> loop = loop_;
  const auto begun = loop->clock().now();
  for (;;) {
    loop->run_due();
    loop->wait_a_slice(*this);
    if (ready()) return Wait::ready;
    if (limit && loop->clock().now() - begun >= *limit) return Wait::timed_out;
  }
}

// A slice, not the whole wait: the clock may be a virtual one, and a transport may have no timer.
void Loop::wait_a_slice(StateBase& state) noexcept {
  const Time until = Time::clock::now() + std::chrono::milliseconds(10);
  std::unique_lock lock(mutex_.for_condition());
  state.awaited_ = true;
  const bool leads = drivable_ && !led_ && !state.ready();
  if (leads) {
    led_ = true;
    lock.unlock();
    const bool drove = lead(state, until);
    lock.lock();
    led_ = false;
    drivable_ = drove;
    ready_changed_.notify_all();  // One of the other waiters leads now.
    if (drove) return;
  }
  ready_changed_.wait_until(lock, until, [&] { return state.ready() || (drivable_ && !led_); });
}

bool Loop::lead(const StateBase& state, Time until) noexcept {
  do {
    if (!drive(until)) return false;
  } while (!state.ready() && Time::clock::now() < until);
  return true;
}

void Loop::enqueue(StateBase& state) noexcept {
  if (state.queued_) return;
  state.queued_ = true;
  state.retain();
  state.next_ready_ = nullptr;
  if (last_ready_ != nullptr)
    last_ready_->next_ready_ = &state;
  else
    first_ready_ = &state;
  last_ready_ = &state;
  ++ready_count_;
  note_calls();
}

std::size_t Loop::drain() noexcept {
  std::size_t budget = 0;
  {
    const std::lock_guard lock(mutex_);
    budget = ready_count_;
  }
  std::size_t ran = 0;
  // What becomes ready meanwhile waits for the next call, so that a chain of calls cannot hold a frame.
  while (budget-- > 0) {
    StateBase* state = nullptr;
    StateBase::Run run = nullptr;
    void* context = nullptr;
    std::shared_ptr<void> owner;
    {
      const std::lock_guard lock(mutex_);
      state = first_ready_;
      if (state == nullptr) break;
      first_ready_ = state->next_ready_;
      if (first_ready_ == nullptr) last_ready_ = nullptr;
      --ready_count_;
      note_calls();
      state->queued_ = false;
      run = std::exchange(state->run_, nullptr);
      context = std::exchange(state->context_, nullptr);
      owner.swap(state->owner_);
    }
    if (run != nullptr) {
      run(*state, context);
      ++ran;
    }
    owner.reset();
    state->release();
  }
  return ran;
}

std::size_t Loop::take_due(Time now, Batch& due) noexcept {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  StateBase* first = due_.first();
  while (first != nullptr && first->due_.due <= now && count < due.size()) {
    due_.remove(*first);
    if (first->try_retain()) due[count++] = first;
    first = due_.first();
  }
  if (count != 0) return count;
  const Time next = first != nullptr ? first->due_.due : Time::max();
  next_due_.store(next.time_since_epoch().count(), std::memory_order_relaxed);
  return 0;
}

Loop::Time Loop::next_due() noexcept {
  if (!has_calls()) return Time::max();
  const std::lock_guard lock(mutex_);
  if (first_ready_ != nullptr) return Time::min();
  return Time(Time::duration(next_due_.load(std::memory_order_relaxed)));
}

void Loop::run_due() noexcept {
  const Time now = clock_.now();
  if (now.time_since_epoch().count() < next_due_.load(std::memory_order_relaxed)) return;
  Batch due;
  while (const std::size_t count = take_due(now, due)) {
    for (std::size_t i = 0; i < count; ++i) {
      due[i]->on_due(now);
      due[i]->release();
    }
  }
  const auto next = next_due_.load(std::memory_order_relaxed);
  if (next != Time::max().time_since_epoch().count()) on_earlier_due(Time(Time::duration(next)));
}

StateBase* Loop::take_pending() noexcept {
  const std::lock_guard lock(mutex_);
  for (StateBase* state = first_live_; state != nullptr; state = state->live_next_)
    if (state->status_.load(std::memory_order_acquire) == StateBase::Progress::pending &&
        state->try_retain())
      return state;
  return nullptr;
}

void Loop::fail_all(Errc code) noexcept {
  while (StateBase* state = take_pending()) {
    state->give_up(code);
    state->release();  // NOLINT(clang-analyzer-cplusplus.NewDelete): retained by take_pending().
  }
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
