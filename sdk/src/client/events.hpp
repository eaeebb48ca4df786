// Auth events on their way to listeners: queued anywhere, delivered in poll(), in order.
// Knows nothing of why an event happened.
#pragma once

#include "client/loop.hpp"

#include <hellojohn/auth.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace hellojohn::inline v0::detail {

class EventQueue {
 public:
  /// `loop` hears of a listener that throws.
  explicit EventQueue(Loop& loop) noexcept : loop_(loop) {}
  /// The event is seen by listeners that are registered when it is delivered.
  void push(AuthEvent event, std::optional<SignedIn> session);
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
  std::mutex mutex_;
  std::vector<Event> events_;
  std::atomic<bool> waiting_{false};
  std::vector<std::weak_ptr<AuthListener>> listeners_;
};

}  // namespace hellojohn::inline v0::detail
