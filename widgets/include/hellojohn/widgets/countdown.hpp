// A countdown on the monotonic clock. Never runs backwards and never below zero.
#pragma once

#include <chrono>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// The time of `update(now)`: monotonic. If the host can, it counts a suspended machine too (Host::clock).
using Time = std::chrono::steady_clock::time_point;

/// Time until something ends: a cool-down, a lockout, a challenge, a recovery session.
///
/// Started with a duration that the server gave or that follows from its Date header; local wall time plays no part.
/// **Exceptions** none.
/// **Thread safety** one thread at a time.
/// **Lifetime** independent; refers to nothing.
class Countdown {
 public:
  /// Begins anew; a negative duration counts as zero.
  void start(Time now, std::chrono::seconds duration) noexcept {
    end_ = now + (duration.count() > 0 ? duration : std::chrono::seconds(0));
    running_ = true;
  }
  /// Neither waiting nor over from now on.
  void stop() noexcept { running_ = false; }

  /// Started and not stopped, also when over.
  [[nodiscard]] bool running() const noexcept { return running_; }
  /// Started, and the time has come.
  [[nodiscard]] bool over(Time now) const noexcept { return running_ && now >= end_; }
  /// Started, and the time has not come.
  [[nodiscard]] bool waiting(Time now) const noexcept { return running_ && now < end_; }
  /// Whole seconds, rounded up: shows 0:00 only at the end.
  [[nodiscard]] std::chrono::seconds left(Time now) const noexcept {
    if (!waiting(now)) return std::chrono::seconds(0);
    return std::chrono::ceil<std::chrono::seconds>(end_ - now);
  }

 private:
  Time end_{};
  bool running_ = false;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
