// See capture.hpp.
#include "apps/common/capture.hpp"

#include "apps/common/capture_windows.hpp"

#include <windows.h>
#define GLFW_EXPOSE_NATIVE_WIN32
#include <GLFW/glfw3.h>
#include <GLFW/glfw3native.h>

namespace samples {

bool hide_from_capture(GLFWwindow* window, bool hide) noexcept {
  const HWND handle = glfwGetWin32Window(window);
  return set_affinity(
      [handle](unsigned long affinity) {
        return ::SetWindowDisplayAffinity(handle, affinity) != 0;
      },
      hide);
}

}  // namespace samples
