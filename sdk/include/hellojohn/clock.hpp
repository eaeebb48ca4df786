// The one source of time. Replaced by tests; nothing else in the library asks the system.
#pragma once

#include <chrono>

namespace hellojohn {
inline namespace v0 {

/// Time as the library sees it.
///
/// **Exceptions** none.
/// **Thread safety** called from any thread; an implementation must be safe for that.
/// **Lifetime** must outlive the Client.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Monotonic; all deadlines and durations are measured with it.
  [[nodiscard]] virtual std::chrono::steady_clock::time_point now() const noexcept = 0;
  /// Wall clock; used only to place server timestamps beside local ones, never for a deadline.
  [[nodiscard]] virtual std::chrono::system_clock::time_point wall_now() const noexcept = 0;
  /// How long the machine has slept so far, if now() stops during sleep. Tokens still grow old during it.
  [[nodiscard]] virtual std::chrono::steady_clock::duration suspended() const noexcept {
    return {};
  }
};

/// The system's clocks.
/// **Exceptions** none. **Thread safety** any thread. **Lifetime** static, trivially destructible.
[[nodiscard]] const Clock& system_clock() noexcept;

}  // namespace v0
}  // namespace hellojohn
