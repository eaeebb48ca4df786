// Pending<T>: one call in flight, consumed in exactly one of four ways:
//   blocking   auto r = std::move(p).get();
//   per frame  if (p.ready()) use(std::move(p).take());
//   callback   auto sub = std::move(p).then(fn);   // runs inside Client::poll()
//   coroutine  auto r = co_await std::move(p);     // resumes inside Client::poll(); see await.hpp
// Dropping a Pending or its Subscription cancels the call; nothing of it runs afterwards.
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

/// The part of a call that does not depend on T: count, status, waiting and delivery.
class StateBase {
 public:
  using Run = void (*)(StateBase&, void*) noexcept;

  explicit StateBase(std::shared_ptr<Loop> loop) noexcept;
  StateBase(const StateBase&) = delete;
  StateBase& operator=(const StateBase&) = delete;

  void retain() noexcept { refs_.fetch_add(1, std::memory_order_relaxed); }
  [[nodiscard]] bool try_retain() noexcept;  // False when the last reference is gone already.
  void release() noexcept;

  [[nodiscard]] bool ready() const noexcept {
    return status_.load(std::memory_order_acquire) == Progress::ready;
  }
  /// Waits until ready, driving timers; false when `limit` passed first or waiting here would deadlock.
  enum class Wait : std::uint8_t { ready, timed_out, would_deadlock };
  [[nodiscard]] Wait wait(std::optional<std::chrono::milliseconds> limit) noexcept;
  /// Sets the one continuation; `owner`, if any, is kept until it ran or disarm().
  void arm(Run run, void* context, std::shared_ptr<void> owner) noexcept;
  void disarm() noexcept;
  /// The continuation threw: told to the log, or the end of the program where nobody listens.
  void report_throw() noexcept;
  /// Fails the call with `code` unless it has a result, and stops the network behind it; ready() holds after it.
  void give_up(Errc code) noexcept;

  /// Hooks of the network side. abandon() fixes what is true of the request from now on; stop_network() follows it,
  /// after the caller has the result. on_due() is called at or after the time given to set_due().
  virtual Outcome abandon() noexcept { return Outcome::not_sent; }
  virtual void stop_network() noexcept {}
  virtual void on_due() noexcept {}
  /// The last look at an error before the caller gets it, once, whoever ended the call.
  virtual void on_error(Error&) noexcept {}
  /// The call lives until it has a result, also when nobody holds it.
  void keep_until_ready() noexcept;
  void set_due(std::chrono::steady_clock::time_point due) noexcept;

 protected:
  virtual ~StateBase();
  virtual void store_error(Error&& error) noexcept = 0;
  /// True for the one caller who may store a result; it must call publish() after storing.
  [[nodiscard]] bool claim() noexcept;
  void publish() noexcept;

 private:
  friend class Loop;
  enum class Progress : std::uint8_t { pending, claimed, ready };

  std::atomic<int> refs_{1};
  std::atomic<Progress> status_{Progress::pending};
  std::shared_ptr<Loop> loop_;
  Run run_ = nullptr;  // Guarded by the loop's mutex, like everything below.
  void* context_ = nullptr;
  std::shared_ptr<void> owner_;
  bool queued_ = false;
  bool kept_ = false;
  bool awaited_ = false;
  std::chrono::steady_clock::time_point due_ = (std::chrono::steady_clock::time_point::max)();
  StateBase* next_ready_ = nullptr;
  StateBase* live_previous_ = nullptr;
  StateBase* live_next_ = nullptr;
};

template <class T>
class State : public StateBase {
 public:
  using StateBase::StateBase;
  void complete(Result<T> result) noexcept {
    if (!claim()) return;
    if (result)
      value_.emplace(std::move(result));
    else
      store_error(std::move(result).error());
    publish();
  }
  [[nodiscard]] Result<T> take() noexcept {
    Result<T> result = std::move(*value_);
    value_.reset();
    return result;
  }

 private:
  void store_error(Error&& error) noexcept final {
    on_error(error);
    value_.emplace(std::move(error));
  }
  std::optional<Result<T>> value_;
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

/// Owns a registered callback; destroying it cancels the call and the callback never runs.
///
/// **Thread** destroy it on the thread that calls Client::poll(); inside the callback itself is allowed.
class [[nodiscard]] Subscription {
 public:
  Subscription() noexcept = default;
  /// Made by Pending::then().
  explicit Subscription(detail::Ref<detail::StateBase> state) noexcept : state_(std::move(state)) {}
  /// The one moved from is empty.
  Subscription(Subscription&&) noexcept = default;
  /// Cancels the call that stood here, then takes the other's.
  Subscription& operator=(Subscription&& other) noexcept {
    if (this != &other) {
      reset();
      state_ = std::move(other.state_);
    }
    return *this;
  }
  ~Subscription() { reset(); }

  /// Cancels the call if it still runs, and forgets the callback.
  void reset() noexcept {
    if (state_) {
      state_->disarm();
      state_->give_up(Errc::cancelled);
      state_ = {};
    }
  }
  /// Lets the call go on without an owner: the callback runs, or the Client ends first.
  void detach() noexcept { state_ = {}; }

 private:
  detail::Ref<detail::StateBase> state_;
};

/// One call in flight. Move-only, started at once, consumed exactly once.
///
/// **Errors** every call ends by its deadline, whether or not anybody looks at it.
/// **Thread** one object belongs to one thread at a time; the call behind it finishes on any.
/// **Cancellation** dropping it cancels; cancel() is local and immediate, the network is torn down after. What
/// Error::outcome then says is true at that moment.
template <class T>
class [[nodiscard]] Pending {
 public:
  using value_type = T;  ///< What a successful call gives.

  /// Empty; ready() is true at once and the result is Errc::usage.
  Pending() noexcept = default;
  /// Made by the Client.
  explicit Pending(detail::Ref<detail::State<T>> state) noexcept : state_(std::move(state)) {}
  /// For the library: a call for which there was no memory. Ready, with Errc::resource, not sent.
  explicit Pending(std::shared_ptr<detail::Loop> loop) noexcept : loop_(std::move(loop)) {}
  /// The one moved from is empty.
  Pending(Pending&&) noexcept = default;
  /// Cancels the call that stood here, then takes the other's.
  Pending& operator=(Pending&& other) noexcept {
    if (this != &other) {
      cancel();
      state_ = std::move(other.state_);
      loop_ = std::move(other.loop_);
    }
    return *this;
  }
  ~Pending() { cancel(); }

  /// True for a call, false for an empty or consumed handle.
  [[nodiscard]] bool valid() const noexcept { return state_ || loop_; }
  /// True when take() has something to give.
  [[nodiscard]] bool ready() const noexcept { return !state_ || state_->ready(); }
  /// Ends the wait, never the effect: see Error::outcome of the result.
  void cancel() noexcept {
    if (state_) state_->give_up(Errc::cancelled);
  }
  /// Lets the call run to its end with nobody waiting for it.
  void detach() && noexcept {
    state_ = {};
    loop_ = {};
  }

  /// The result of a ready call. Errc::usage on a call that is not ready (which is then cancelled) or is empty.
  [[nodiscard]] Result<T> take() && noexcept {
    auto state = std::move(state_);
    if (!state) return error_without_state();
    if (!state->ready()) state->give_up(Errc::usage);
    return state->take();
  }

  /// Waits for the call, at most until its own deadline.
  /// **Errors** Errc::would_deadlock on the transport's own thread; the call is then cancelled.
  /// **Thread** any but the transport's. For tools and tests; a game uses ready().
  [[nodiscard]] Result<T> get() && noexcept { return wait(std::nullopt); }
  /// The same, giving up after `limit` with Errc::timeout.
  [[nodiscard]] Result<T> get_for(std::chrono::milliseconds limit) && noexcept {
    return wait(limit);
  }

  /// Registers `fn(Result<T>)`; it runs once, inside Client::poll(), never inline, also when already finished.
  /// What `fn` throws is logged as "callback_threw" and goes no further; where there is no log, it ends the program.
  /// **Errors** an allocation that fails throws std::bad_alloc where exceptions are on.
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

  /// For await.hpp: gives the state away. Empty where there is none, nor memory for one.
  [[nodiscard]] detail::Ref<detail::State<T>> release_state() && noexcept {
    if (!state_ && loop_) give_state(new (std::nothrow) detail::State<T>(loop_));
    return std::move(state_);
  }

 private:
  template <class F>
  static void run_callback(detail::StateBase& state, void* callback) noexcept {
#if defined(__cpp_exceptions)
    try {
      (*static_cast<F*>(callback))(static_cast<detail::State<T>&>(state).take());
    } catch (...) {
      state.report_throw();
    }
#else
    (*static_cast<F*>(callback))(static_cast<detail::State<T>&>(state).take());
#endif
  }

  /// What waits in poll() needs a state to wait for, also where the call never had one.
  void give_state(detail::State<T>* made) noexcept {
    if (made == nullptr) return;
    state_ = detail::Ref<detail::State<T>>(made);
    state_->complete(error_without_state());
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
  std::shared_ptr<detail::Loop> loop_;  // Instead of a state, where there was no memory for one.
};

}  // namespace v0
}  // namespace hellojohn
