// The system's clocks: the only place of the library that asks the system for the time.
#include <hellojohn/clock.hpp>

#include <ctime>
#include <new>

namespace hellojohn {
inline namespace v0 {

namespace {
class SystemClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point now() const noexcept override {
    return std::chrono::steady_clock::now();
  }
  std::chrono::system_clock::time_point wall_now() const noexcept override {
    return std::chrono::system_clock::now();
  }
  std::chrono::steady_clock::duration suspended() const noexcept override {
#if defined(CLOCK_BOOTTIME)
    timespec with_sleep{}, without{};
    if (clock_gettime(CLOCK_BOOTTIME, &with_sleep) != 0 ||
        clock_gettime(CLOCK_MONOTONIC, &without) != 0)
      return {};
    const auto slept = std::chrono::seconds(with_sleep.tv_sec - without.tv_sec) +
                       std::chrono::nanoseconds(with_sleep.tv_nsec - without.tv_nsec);
    // The two are read one after the other: less than this is the time in between.
    return slept < std::chrono::milliseconds(100) ? std::chrono::nanoseconds(0) : slept;
#else
    return {};  // Elsewhere the steady clock runs on, or nothing tells.
#endif
  }
};
}  // namespace

const Clock& system_clock() noexcept {
  // Never destroyed: a Client may outlive other statics.
  alignas(SystemClock) static unsigned char storage[sizeof(SystemClock)];
  static const SystemClock* clock = new (storage) SystemClock;
  return *clock;
}

}  // namespace v0
}  // namespace hellojohn
