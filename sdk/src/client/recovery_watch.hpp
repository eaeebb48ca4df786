// The ends of recovery sessions: says in time that one comes near, and takes the token when it is there.
#pragma once

#include "base/process.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace detail {

struct RecoveryState;

class RecoveryWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;
  /// How many sessions come near their end, and how many have reached it.
  struct Due {
    int expiring = 0;
    int ended = 0;
  };

  /// `ends` is when the session ends.
  void add(std::weak_ptr<RecoveryState> session, Time ends);
  [[nodiscard]] bool watching() const noexcept { return watching_.load(std::memory_order_acquire); }
  [[nodiscard]] Due check(Time now) noexcept;
  /// When check() has something to say, told as a time of a clock that shows `then` while it is `now`; max() for never.
  [[nodiscard]] Time next(Time now, Time then) noexcept;
  /// Every session forgets its token.
  void close() noexcept;

 private:
  struct Watch {
    std::weak_ptr<RecoveryState> session;
    Time ends;
    int said;  // Notices given so far.
  };

  OwnMutex mutex_;  // Before that of a RecoveryState.
  std::vector<Watch> watches_;
  std::atomic<bool> watching_{false};
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
