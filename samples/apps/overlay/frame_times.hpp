// How evenly frames came, and how much of each the SDK took. Knows no game.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

namespace overlay {

/// How often this thread gave up the processor on its own. Empty if the system does not count it.
[[nodiscard]] std::optional<long> waits_of_this_thread();

/// **Thread** one.
class FrameTimes {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t shown = 180;
  static constexpr std::chrono::microseconds period{16667};

  /// At the start of a frame; the time since the start of the one before is its length.
  void begin_frame();
  /// Around each call into the SDK.
  void enter_sdk();
  void leave_sdk();

  [[nodiscard]] long frames() const noexcept { return frames_; }
  /// From the first to the last of them.
  [[nodiscard]] Clock::duration whole() const noexcept { return last_ - first_; }
  [[nodiscard]] Clock::duration longest_gap() const noexcept { return longest_gap_; }
  [[nodiscard]] Clock::duration longest_sdk() const noexcept { return longest_sdk_; }
  /// Frames that should have been drawn and were not: a gap of three periods loses two.
  [[nodiscard]] long lost() const noexcept { return lost_; }
  /// Of these, as many as the SDK's share of the frame accounts for.
  [[nodiscard]] long lost_to_sdk() const noexcept { return lost_to_sdk_; }
  /// How often the thread gave up the processor inside the SDK on its own, as for a lock, a socket, a file or a sleep.
  /// Empty if the system does not count it.
  [[nodiscard]] std::optional<long> waits() const noexcept { return waits_; }

  /// The last lengths in milliseconds, the oldest at offset().
  [[nodiscard]] const float* lengths() const noexcept { return lengths_.data(); }
  [[nodiscard]] int offset() const noexcept {
    return static_cast<int>(static_cast<std::size_t>(frames_) % shown);
  }

 private:
  Clock::time_point first_{};
  Clock::time_point last_{};
  Clock::time_point entered_{};
  long waits_before_ = 0;
  Clock::duration in_sdk_{};  // Of this frame.
  Clock::duration longest_gap_{};
  Clock::duration longest_sdk_{};
  long frames_ = 0;
  long lost_ = 0;
  long lost_to_sdk_ = 0;
  std::optional<long> waits_ = waits_of_this_thread() ? std::optional<long>(0) : std::nullopt;
  std::array<float, shown> lengths_{};
};

}  // namespace overlay
