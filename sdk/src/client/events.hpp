// Auth events on their way to listeners: queued anywhere, delivered in poll(), in order.
// Knows nothing of why an event happened.
#pragma once

#include "base/process.hpp"
#include "client/client_log.hpp"
#include "client/loop.hpp"

#include <hellojohn/auth.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace detail {

class EventQueue {
 public:
  /// `loop` hears of a listener that throws.
  EventQueue(Loop& loop, ClientLog& log) noexcept : loop_(loop), log_(log) {}
  /// The event is seen by listeners that are registered when it is delivered.
  void push(AuthEvent event, std::optional<SignedIn> session);
  /// There was no memory for an event: deliver() tells the log.
  void lose(AuthEvent event) noexcept;
  [[nodiscard]] bool has_listeners() noexcept {
    const std::lock_guard lock(mutex_);
    return !listeners_.empty();
  }
  /// Events wait for deliver().
  [[nodiscard]] bool waiting() const noexcept { return waiting_.load(std::memory_order_acquire); }
  [[nodiscard]] std::shared_ptr<AuthListener> add(AuthListener listener);
  /// Calls listeners with no lock held. Returns how many events went out.
  std::size_t deliver() noexcept;

 private:
  struct Event {
    AuthEvent kind;
    std::optional<SignedIn> session;
  };
  void call(const AuthListener& listener, const Event& event) noexcept;

  Loop& loop_;
  ClientLog& log_;
  OwnMutex mutex_;
  std::vector<Event> events_;
  std::optional<AuthEvent> lost_;
  std::atomic<bool> waiting_{false};
  std::vector<std::weak_ptr<AuthListener>> listeners_;
  std::vector<std::weak_ptr<AuthListener>> told_;  // Memory of the last delivery, for the next.
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
