// The system's clocks: the only place of the library that asks the system for the time.
#include <hellojohn/clock.hpp>

#include <new>

namespace hellojohn {

namespace {
class SystemClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point now() const noexcept override {
    return std::chrono::steady_clock::now();
  }
  std::chrono::system_clock::time_point wall_now() const noexcept override {
    return std::chrono::system_clock::now();
  }
};
}  // namespace

const Clock& system_clock() noexcept {
  // Never destroyed: a Client may outlive other statics.
  alignas(SystemClock) static unsigned char storage[sizeof(SystemClock)];
  static const SystemClock* clock = new (storage) SystemClock;
  return *clock;
}

}  // namespace hellojohn
