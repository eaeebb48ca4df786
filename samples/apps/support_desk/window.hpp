// The desk in a window. Knows no state of it.
#pragma once

#include "apps/support_desk/desk_model.hpp"

#include <chrono>
#include <functional>

namespace desk {

struct ShowOptions {
  bool trace =
      false;  ///< One JSON line on standard output for each change of what is shown, without secrets.
};

/// Until the window is closed. `turn` runs before each frame: there calls are carried and answered. It returns how long the frame may
/// wait. Returns main's exit code; 3 without a display.
[[nodiscard]] int show(DeskModel& model, const ShowOptions& options,
                       const std::function<std::chrono::milliseconds()>& turn);

}  // namespace desk
