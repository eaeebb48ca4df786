// See frame_times.hpp.
#include "apps/overlay/frame_times.hpp"

#include <algorithm>
#include <utility>

namespace overlay {

namespace {

long whole_periods(FrameTimes::Clock::duration time) {
  return static_cast<long>(time / FrameTimes::period);
}

}  // namespace

void FrameTimes::begin_frame() {
  const auto now = Clock::now();
  const auto sdk = std::exchange(in_sdk_, {});
  longest_sdk_ = std::max(longest_sdk_, sdk);
  if (last_ != Clock::time_point{}) {
    const auto gap = now - last_;
    longest_gap_ = std::max(longest_gap_, gap);
    // Half a period is the jitter of any scheduler.
    const long missed = std::max(0L, whole_periods(gap + period / 2) - 1);
    lost_ += missed;
    lost_to_sdk_ += std::min(missed, whole_periods(sdk));
    lengths_[static_cast<std::size_t>(frames_) % shown] =
        std::chrono::duration<float, std::milli>(gap).count();
  }
  if (frames_++ == 0) first_ = now;
  last_ = now;
}

void FrameTimes::enter_sdk() {
  waits_before_ = waits_of_this_thread().value_or(0);
  entered_ = Clock::now();
}

void FrameTimes::leave_sdk() {
  in_sdk_ += Clock::now() - entered_;
  if (waits_) *waits_ += waits_of_this_thread().value_or(0) - waits_before_;
}

}  // namespace overlay
