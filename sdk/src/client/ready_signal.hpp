// Tells a host that sleeps between frames that poll() has something to do. Knows nothing of what that is.
#pragma once

#include "base/process.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

class ReadySignal {
 public:
  explicit ReadySignal(std::function<void()> on_ready) noexcept : on_ready_(std::move(on_ready)) {}

  /// Call it after the work can be found, and with no lock held: the host's code runs inside.
  void tell() noexcept {
    if (!on_ready_ || told_.exchange(true, std::memory_order_acq_rel)) return;
    const std::lock_guard lock(mutex_);
    if (!closed_) on_ready_();
  }
  /// The host has heard of work, and poll() has not come yet.
  [[nodiscard]] bool told() const noexcept { return told_.load(std::memory_order_acquire); }
  /// poll() calls it before it looks for work, so that the host hears again of work which it just misses.
  void rearm() noexcept { told_.exchange(false, std::memory_order_acq_rel); }
  /// When it returns, the host's code is not running and never runs again.
  void close() noexcept {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }

 private:
  const std::function<void()> on_ready_;
  std::atomic<bool> told_{false};
  OwnMutex mutex_;
  bool closed_ = false;
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
