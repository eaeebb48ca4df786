// co_await for Pending<T>. A separate header, so that only its users pay for <coroutine>.
#pragma once

#include <hellojohn/pending.hpp>

#include <coroutine>
#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace detail {

template <class T>
class Awaiter {
 public:
  explicit Awaiter(Pending<T>&& pending) noexcept
      : state_(std::move(pending).release_state()), stateless_(std::move(pending)) {}
  Awaiter(Awaiter&&) noexcept = default;
  Awaiter& operator=(Awaiter&&) = delete;
  /// A frame that is destroyed while it waits cancels the call.
  ~Awaiter() {
    if (state_) {
      state_->disarm();
      state_->give_up(Errc::cancelled);
    }
  }

  /// Always suspends, so that there is one rule: code after co_await runs inside poll(). Not where memory ran out.
  [[nodiscard]] bool await_ready() const noexcept { return !state_; }
  void await_suspend(std::coroutine_handle<> frame) noexcept {
    state_->arm(
        [](StateBase&, void* address) noexcept {
          std::coroutine_handle<>::from_address(address).resume();
        },
        frame.address(), nullptr);
  }
  [[nodiscard]] Result<T> await_resume() noexcept {
    if (!state_) return std::move(stateless_).take();
    auto state = std::move(state_);
    return state->take();
  }

 private:
  Ref<State<T>> state_;
  Pending<T> stateless_;
};

}  // namespace detail

/// Suspends until the call is done; resumes inside Client::poll(), on the polling thread, or in ~Client.
/// **Exceptions** none. **Thread safety** the thread that calls Client::poll().
template <class T>
[[nodiscard]] detail::Awaiter<T> operator co_await(Pending<T>&& pending) noexcept {
  return detail::Awaiter<T>(std::move(pending));
}

}  // namespace v0
}  // namespace hellojohn
