// A page's part of window.hpp: WebGL 2 on a canvas, the browser's pixels and its frames. Knows no screen.
#include "apps/common/window_system.hpp"

#include <GLFW/glfw3.h>
#include <emscripten/html5.h>

namespace samples::window_system {

const char* const shading_language = "#version 300 es";

void ask_for_context() {
  // The page must not shine through.
  glfwWindowHint(GLFW_ALPHA_BITS, 0);
}

float scale(GLFWwindow*) { return static_cast<float>(emscripten_get_device_pixel_ratio()); }

void wait(double) {}

std::optional<hellojohn::imgui::PadState> read_pad() { return std::nullopt; }

std::string last_error() { return "this browser has no WebGL 2"; }

}  // namespace samples::window_system
