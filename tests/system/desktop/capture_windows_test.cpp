// Which of Windows' two ways out of capture is asked for. Wine has neither.
#include "apps/common/capture_windows.hpp"
#include "worlds/catch.hpp"

#include <vector>

namespace {

/// A Windows that grants only what is in `known`; keeps what it was asked for.
struct System {
  std::vector<unsigned long> known;
  std::vector<unsigned long> asked{};
  bool hide(bool on) {
    return samples::set_affinity(
        [this](unsigned long affinity) {
          asked.push_back(affinity);
          for (const unsigned long one : known) {
            if (one == affinity) return true;
          }
          return false;
        },
        on);
  }
};

using Asked = std::vector<unsigned long>;

}  // namespace

TEST_CASE("capture: a window is left out, and shown again") {
  System system{{0, 1, 0x11}};
  CHECK(system.hide(true));
  CHECK(system.hide(false));
  CHECK(system.asked == Asked{0x11, 0});
}

TEST_CASE("capture: before Windows 10 2004 a window is black") {
  System system{{0, 1}};
  CHECK(system.hide(true));
  CHECK(system.asked == Asked{0x11, 1});
}

TEST_CASE("capture: a system that knows neither says so") {
  System system{{}};
  CHECK_FALSE(system.hide(true));
  CHECK(system.asked == Asked{0x11, 1});
}
