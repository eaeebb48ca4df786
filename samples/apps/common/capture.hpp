// Windows that screenshots, recordings and shared screens do not show. Knows no screen.
#pragma once

struct GLFWwindow;

namespace samples {

/// Hides the window from capture, or shows it again. False if the system cannot.
bool hide_from_capture(GLFWwindow* window, bool hide) noexcept;

}  // namespace samples
