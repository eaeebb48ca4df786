// Pending<T>: one call in flight. Take its result in one of four ways:
//   blocking   auto r = std::move(p).get();
//   per frame  if (p.ready()) use(std::move(p).take());
//   callback   auto sub = std::move(p).then(fn);   // runs inside Client::poll()
//   coroutine  auto r = co_await std::move(p);     // resumes inside Client::poll(); include await.hpp
// Destroying a Pending or its Subscription cancels the call. No continuation runs after that.
#pragma once

#include <hellojohn/result.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace detail {

class Loop;  // In the library: ready queue and wake-up.

/// The part of a call that does not depend on T: count, status, error, waiting and delivery.
class StateBase {
 public:
  using Run = void (*)(StateBase&, void*) noexcept;

  explicit StateBase(std::shared_ptr<Loop> loop) noexcept;
  StateBase(const StateBase&) = delete;
  StateBase& operator=(const StateBase&) = delete;

  void retain() noexcept { refs_.fetch_add(1, std::memory_order_relaxed); }
  [[nodiscard]] bool try_retain() noexcept;  // False if the last reference is gone already.
  void release() noexcept;

  [[nodiscard]] bool ready() const noexcept {
    return status_.load(std::memory_order_acquire) == Progress::ready;
  }
  /// How wait() ended: timed_out if `limit` passed, would_deadlock if waiting on this thread would never end.
  enum class Wait : std::uint8_t { ready, timed_out, would_deadlock };
  [[nodiscard]] Wait wait(std::optional<std::chrono::milliseconds> limit) noexcept;
  /// Sets the only continuation. The call keeps `owner` until the continuation has run or disarm().
  void arm(Run run, void* context, std::shared_ptr<void> owner) noexcept;
  void disarm() noexcept;
  /// Logs an exception of the continuation. Without a log sink it ends the program.
  void report_throw() noexcept;
  /// Fails the call with `code` unless it has a result, and stops the network behind it; ready() holds after it.
  void give_up(Errc code) noexcept;
  /// Ends the call with `error` unless it has a result.
  void fail(Error&& error) noexcept;
  /// Ends the call with the value that its State holds, unless it has a result.
  void succeed() noexcept;

  /// Hooks of the network side. abandon() fixes what is true of the request from now on; stop_network() follows it,
  /// after the caller has the result. on_due() is called at `now`, which is at or after the time given to set_due().
  virtual Outcome abandon() noexcept { return Outcome::not_sent; }
  virtual void stop_network() noexcept {}
  virtual void on_due(std::chrono::steady_clock::time_point /*now*/) noexcept {}
  /// Sees the error once before the caller receives it, however the call ended.
  virtual void on_error(Error&) noexcept {}
  /// Keeps the call alive until it has a result, even if no handle holds it.
  void keep_until_ready() noexcept;
  void set_due(std::chrono::steady_clock::time_point due) noexcept;

 protected:
  virtual ~StateBase();
  /// The error if the result is one. Only for a call that is ready.
  [[nodiscard]] Error* error() noexcept { return failed_ ? &error_ : nullptr; }

 private:
  friend class Loop;
  enum class Progress : std::uint8_t { pending, claimed, ready };
  /// When on_due() is called, if it waits for that: its place in the loop's heap.
  struct Due {
    std::chrono::steady_clock::time_point due{};
    std::uint64_t order = 0;
    bool queued = false;
    bool listed = false;
    StateBase* child = nullptr;
    StateBase* next = nullptr;
    StateBase* previous = nullptr;
  };
  /// True for the one caller who may set a result; it must call publish() after that.
  [[nodiscard]] bool claim() noexcept;
  void publish() noexcept;
  void leave_live() noexcept;

  std::atomic<int> refs_{1};
  std::atomic<Progress> status_{Progress::pending};
  std::shared_ptr<Loop> loop_;
  Run run_ = nullptr;  // Guarded by the loop's mutex, like everything below.
  void* context_ = nullptr;
  std::shared_ptr<void> owner_;
  bool queued_ = false;
  bool kept_ = false;
  bool awaited_ = false;
  bool live_ = true;  // Has no result yet.
  Due due_{};
  StateBase* next_ready_ = nullptr;
  StateBase* live_previous_ = nullptr;
  StateBase* live_next_ = nullptr;
  bool failed_ = false;  // Set by the one who claimed, with the error.
  Error error_{};
};

template <class T>
class State : public StateBase {
 public:
  using StateBase::StateBase;
  /// Keeps the value for succeed(). Only the caller of succeed() may call it, before there is a result.
  void hold(T value) noexcept { value_.emplace(std::move(value)); }
  [[nodiscard]] Result<T> take() noexcept {
    if (Error* const failure = error()) return std::move(*failure);
    Result<T> result(std::move(*value_));
    value_.reset();
    return result;
  }

 private:
  std::optional<T> value_;
};

/// Counted reference to a state. Adopts on construction from a raw pointer.
template <class S>
class Ref {
 public:
  Ref() noexcept = default;
  explicit Ref(S* adopted) noexcept : p_(adopted) {}
  Ref(const Ref& other) noexcept : p_(other.p_) {
    if (p_ != nullptr) p_->retain();
  }
  Ref(Ref&& other) noexcept : p_(std::exchange(other.p_, nullptr)) {}
  template <class D>
  Ref(Ref<D>&& other) noexcept : p_(other.detach()) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(p_, other.p_);
    return *this;
  }
  ~Ref() {
    if (p_ != nullptr) p_->release();
  }
  S* operator->() const noexcept { return p_; }
  [[nodiscard]] S* get() const noexcept { return p_; }
  [[nodiscard]] S* detach() noexcept { return std::exchange(p_, nullptr); }
  explicit operator bool() const noexcept { return p_ != nullptr; }

 private:
  S* p_ = nullptr;
};

}  // namespace detail

/// Owns a registered callback. Destroying it cancels the call, and the callback does not run.
///
/// **Exceptions** none.
/// **Thread safety** destroy it on the thread that calls Client::poll(). The callback may destroy it.
/// **Lifetime** may outlive the Client.
/// **Cancellation** the destructor and reset() cancel. detach() does not.
class [[nodiscard]] Subscription {
 public:
  Subscription() noexcept = default;
  /// Made by Pending::then().
  explicit Subscription(detail::Ref<detail::StateBase> state) noexcept : state_(std::move(state)) {}
  /// The object that was moved from is empty.
  Subscription(Subscription&&) noexcept = default;
  /// Cancels its own call, then takes over the other's.
  Subscription& operator=(Subscription&& other) noexcept {
    if (this != &other) {
      reset();
      state_ = std::move(other.state_);
    }
    return *this;
  }
  ~Subscription() { reset(); }

  /// Cancels the call if it still runs, and drops the callback.
  void reset() noexcept {
    if (state_) {
      state_->disarm();
      state_->give_up(Errc::cancelled);
      state_ = {};
    }
  }
  /// Lets the call go on without an owner. The callback runs unless the Client ends first.
  void detach() noexcept { state_ = {}; }

 private:
  detail::Ref<detail::StateBase> state_;
};

/// One call in flight. Move-only. The call has already started, and its result can be taken once.
///
/// **Errors** every call ends by its deadline, even if nobody looks at it.
/// **Exceptions** only then() can throw.
/// **Thread safety** one object belongs to one thread at a time. The call finishes on any thread.
/// **Lifetime** may outlive the Client; the call then ends with Errc::shutting_down.
/// **Cancellation** cancel() and the destructor cancel at once and stop the network afterwards. Error::outcome says what was
/// certain about the request at that moment.
template <class T>
class [[nodiscard]] Pending {
 public:
  using value_type = T;  ///< The type of a successful result.

  /// Makes an empty handle. It is ready, and its result is Errc::usage.
  Pending() noexcept = default;
  /// Made by the Client.
  explicit Pending(detail::Ref<detail::State<T>> state) noexcept : state_(std::move(state)) {}
  /// Used by the library if it has no memory for a call. Ready, with Errc::resource and Outcome::not_sent.
  explicit Pending(std::shared_ptr<detail::Loop> loop) noexcept : loop_(std::move(loop)) {}
  /// The object that was moved from is empty.
  Pending(Pending&&) noexcept = default;
  /// Cancels its own call, then takes over the other's.
  Pending& operator=(Pending&& other) noexcept {
    if (this != &other) {
      cancel();
      state_ = std::move(other.state_);
      loop_ = std::move(other.loop_);
    }
    return *this;
  }
  ~Pending() { cancel(); }

  /// False if the handle is empty or its result was taken.
  [[nodiscard]] bool valid() const noexcept { return state_ || loop_; }
  /// True if take() can return the result.
  [[nodiscard]] bool ready() const noexcept { return !state_ || state_->ready(); }
  /// Ends the wait with Errc::cancelled. It cannot undo an effect: read Error::outcome.
  void cancel() noexcept {
    if (state_) state_->give_up(Errc::cancelled);
  }
  /// Lets the call run to its end without a result for anybody.
  void detach() && noexcept {
    state_ = {};
    loop_ = {};
  }

  /// Takes the result of a ready call.
  /// **Errors** usage if the handle is empty, or if the call is not ready; the call is then cancelled.
  [[nodiscard]] Result<T> take() && noexcept {
    auto state = std::move(state_);
    if (!state) return error_without_state();
    if (!state->ready()) state->give_up(Errc::usage);
    return state->take();
  }

  /// Waits for the call, at most until its deadline. For tools and tests; a game asks ready() instead. Does the network's
  /// work meanwhile if nobody else does (NetworkOptions::own_thread).
  /// **Errors** would_deadlock on the transport's own thread; the call is then cancelled.
  /// **Thread safety** any thread except the transport's.
  [[nodiscard]] Result<T> get() && noexcept { return wait(std::nullopt); }
  /// Does the same, but cancels the call with Errc::timeout after `limit`.
  [[nodiscard]] Result<T> get_for(std::chrono::milliseconds limit) && noexcept {
    return wait(limit);
  }

  /// Registers `fn(Result<T>)`. It runs once, inside Client::poll(), even if the call has already finished.
  /// **Errors** an exception from `fn` is logged as "callback_threw"; without a log sink it ends the program.
  /// **Exceptions** std::bad_alloc; the handle is then unchanged, and the call goes on.
  template <class F>
  Subscription then(F fn) && {
    auto callback = std::make_shared<F>(std::move(fn));
    if (!state_ && loop_) give_state(new detail::State<T>(loop_));
    auto state = std::move(state_);
    if (!state) return {};
    F* raw = callback.get();
    state->arm(&run_callback<F>, raw, std::move(callback));
    return Subscription(std::move(state));
  }

  /// Used by await.hpp. Empty if there is neither a state nor memory for one.
  [[nodiscard]] detail::Ref<detail::State<T>> release_state() && noexcept {
    if (!state_ && loop_) give_state(new (std::nothrow) detail::State<T>(loop_));
    return std::move(state_);
  }

 private:
  template <class F>
  static void run_callback(detail::StateBase& state, void* callback) noexcept {
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
    try {
      (*static_cast<F*>(callback))(static_cast<detail::State<T>&>(state).take());
    } catch (...) {
      state.report_throw();
    }
#else
    (*static_cast<F*>(callback))(static_cast<detail::State<T>&>(state).take());
#endif
  }

  /// A continuation needs a state, so a call that never had one gets it here.
  void give_state(detail::State<T>* made) noexcept {
    if (made == nullptr) return;
    state_ = detail::Ref<detail::State<T>>(made);
    state_->fail(error_without_state());
  }

  Error error_without_state() noexcept {
    Error error;
    if (std::exchange(loop_, nullptr))
      error.code = Errc::resource;
    else
      error.detail = "empty Pending";
    return error;
  }

  Result<T> wait(std::optional<std::chrono::milliseconds> limit) noexcept {
    auto state = std::move(state_);
    if (!state) return error_without_state();
    switch (state->wait(limit)) {
      case detail::StateBase::Wait::ready: break;
      case detail::StateBase::Wait::timed_out: state->give_up(Errc::timeout); break;
      case detail::StateBase::Wait::would_deadlock: state->give_up(Errc::would_deadlock); break;
    }
    return state->take();
  }

  detail::Ref<detail::State<T>> state_;
  std::shared_ptr<detail::Loop> loop_;  // Instead of a state, if there was no memory for one.
};

}  // namespace v0
}  // namespace hellojohn
