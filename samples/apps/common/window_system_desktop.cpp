// The desktop's part of window.hpp: OpenGL 3.2, gamepads, the scale of the monitor. Knows no screen.
#include "apps/common/window_system.hpp"

#include <GLFW/glfw3.h>

namespace samples::window_system {

const char* const shading_language = "#version 150";

void ask_for_context() {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
}

float scale(GLFWwindow* window) {
  float x = 1;
  float y = 1;
  glfwGetWindowContentScale(window, &x, &y);
  return x;
}

void wait(double seconds) { glfwWaitEventsTimeout(seconds); }

std::optional<hellojohn::imgui::PadState> read_pad() {
  constexpr float half = 0.5F;
  for (int id = GLFW_JOYSTICK_1; id <= GLFW_JOYSTICK_LAST; ++id) {
    GLFWgamepadstate state;
    if (glfwGetGamepadState(id, &state) != GLFW_TRUE) continue;
    const auto down = [&](int button) { return state.buttons[button] == GLFW_PRESS; };
    const float x = state.axes[GLFW_GAMEPAD_AXIS_LEFT_X];
    const float y = state.axes[GLFW_GAMEPAD_AXIS_LEFT_Y];
    hellojohn::imgui::PadState pad;
    pad.up = down(GLFW_GAMEPAD_BUTTON_DPAD_UP) || y < -half;
    pad.down = down(GLFW_GAMEPAD_BUTTON_DPAD_DOWN) || y > half;
    pad.left = down(GLFW_GAMEPAD_BUTTON_DPAD_LEFT) || x < -half;
    pad.right = down(GLFW_GAMEPAD_BUTTON_DPAD_RIGHT) || x > half;
    pad.south = down(GLFW_GAMEPAD_BUTTON_A);
    pad.east = down(GLFW_GAMEPAD_BUTTON_B);
    pad.west = down(GLFW_GAMEPAD_BUTTON_X);
    pad.north = down(GLFW_GAMEPAD_BUTTON_Y);
    pad.left_shoulder = down(GLFW_GAMEPAD_BUTTON_LEFT_BUMPER);
    pad.right_shoulder = down(GLFW_GAMEPAD_BUTTON_RIGHT_BUMPER);
    return pad;
  }
  return std::nullopt;
}

std::string last_error() {
  const char* said = nullptr;
  (void)glfwGetError(&said);
  return said != nullptr ? said : "no window system";
}

}  // namespace samples::window_system
