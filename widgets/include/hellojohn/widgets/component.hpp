// What every component has in common: its screen, the time, the guard against carried-over presses, the busy sign.
#pragma once

#include <hellojohn/widgets/countdown.hpp>
#include <hellojohn/widgets/screen.hpp>

#include <chrono>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// Base of the components; not for hosts to derive from.
///
/// A component calls arrive() when another state is shown, changed() when the same state looks different, and fills its
/// screen in build(). apply() and update() of the component call settle() at their end.
/// **Exceptions** none.
/// **Thread safety** the thread that calls Client::poll().
/// **Lifetime** each component names its own.
class Component {
 public:
  /// Presses this soon after a screen appeared belong to the one before it.
  static constexpr std::chrono::milliseconds press_guard{400};
  /// A wait shorter than this shows no busy sign.
  static constexpr std::chrono::milliseconds busy_after{150};
  /// A busy sign that is shown stays this long.
  static constexpr std::chrono::milliseconds busy_at_least{300};

  Component(const Component&) = delete;
  Component& operator=(const Component&) = delete;

  /// What to draw and what may be pressed. Allocates nothing. **Lifetime** until the next apply() or update().
  [[nodiscard]] const Screen& view() const noexcept { return screen_; }
  /// True if the action is enabled on the screen that the user saw, and the guard time has passed.
  [[nodiscard]] bool takes(const Intent& intent) const noexcept;

 protected:
  Component() noexcept = default;
  ~Component() = default;

  /// Fills an empty screen from the state. Must not allocate.
  virtual void build(Screen& screen) noexcept = 0;

  /// The time of the last tick().
  [[nodiscard]] Time now() const noexcept { return now_; }
  /// Takes the time over; to be called first in update().
  void tick(Time now) noexcept;
  /// Another state is shown: the guard begins anew, a skin moves the focus.
  void arrive() noexcept;
  /// The same state looks different: settle() rebuilds the screen.
  void changed() noexcept { dirty_ = true; }
  /// A call is in flight, or no longer.
  void waiting(bool on) noexcept;
  /// Rebuilds the screen where something changed; a running countdown changes it once a second.
  void settle(const Countdown* countdown = nullptr) noexcept;
  /// To be said once by a screen reader.
  void announce(const Message& message) noexcept { screen_.announcement = message; }

 private:
  Screen screen_;
  Time now_{};
  Time arrived_{};
  Time waiting_since_{};
  Time busy_since_{};
  std::chrono::seconds shown_left_{-1};
  bool dirty_ = true;
  bool waiting_ = false;
  bool just_arrived_ = true;
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
