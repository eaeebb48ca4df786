// What differs between a window of a desktop and a canvas of a page; the rest of window.cpp is the same. Knows no screen.
#pragma once

#include <hellojohn/imgui/pad.hpp>

#include <optional>
#include <string>

struct GLFWwindow;

namespace samples::window_system {

/// The first line of a shader.
extern const char* const shading_language;

/// Before the window is made: which OpenGL it needs.
void ask_for_context();
/// Pixels per unit.
[[nodiscard]] float scale(GLFWwindow* window);
/// Returns after so many seconds, or when something happens. A page returns at once: the browser calls it for each frame.
void wait(double seconds);
/// The first gamepad whose layout is known.
[[nodiscard]] std::optional<hellojohn::imgui::PadState> read_pad();
/// Why no window could be opened.
[[nodiscard]] std::string last_error();

}  // namespace samples::window_system
