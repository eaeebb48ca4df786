// See capture.hpp. X11, Wayland and a page have no way for a window to say it.
#include "apps/common/capture.hpp"

namespace samples {

bool hide_from_capture(GLFWwindow*, bool) noexcept { return false; }

}  // namespace samples
