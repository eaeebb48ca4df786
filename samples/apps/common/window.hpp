// A real window for the samples: GLFW, OpenGL 3 and Dear ImGui's own backends; fonts and gamepad included. Knows no
// screen of the library.
#pragma once

#include "apps/common/fonts.hpp"

#include <hellojohn/imgui/pad.hpp>
#include <hellojohn/imgui/style.hpp>

#include <imgui.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

struct GLFWwindow;

namespace samples {

struct WindowOptions {
  std::string title;  ///< Shown by the desktop and in lists of windows: no secrets, no addresses.
  int width = 1180;   ///< In units of a screen at 100 %.
  int height = 820;
  float font_size = 17;                                                      ///< In the same units.
  hellojohn::widgets::Language language = hellojohn::widgets::Language::en;  ///< Of its fonts.
};

/// One window with its own ImGui context, the current one while it lives.
///
/// **Thread** the main thread alone (GLFW).
class Window {
 public:
  /// Null, and why in `problem`, where there is no display or no OpenGL 3.
  [[nodiscard]] static std::unique_ptr<Window> open(const WindowOptions& options,
                                                    std::string& problem);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Waits at most `patience` for something to happen, then draws one frame. `submit` runs between NewFrame and Render.
  /// What it does not cover is in the colour `behind`.
  void frame(std::chrono::milliseconds patience, hellojohn::imgui::Color behind,
             const std::function<void()>& submit);
  /// How long a frame may wait, for a program in which nothing moves and `due` is when something does: 16 ms for a second
  /// after whatever happened, and while a gamepad is connected, whose buttons wake nobody. Then half a second, or `due`.
  [[nodiscard]] std::chrono::milliseconds patience(std::chrono::milliseconds due) const noexcept;
  /// Ends the wait of frame(). Any thread.
  static void wake() noexcept;
  /// Frames since the last second passed in which nothing happened, and how long they took.
  struct Rest {
    int frames = 0;
    double seconds = 0;
  };
  [[nodiscard]] const Rest& rest() const noexcept { return rest_; }

  [[nodiscard]] const Fonts& fonts() const noexcept { return fonts_; }
  /// Pixels per unit: the desktop's scale times set_zoom().
  [[nodiscard]] float scale() const noexcept { return desktop_scale_ * zoom_; }
  [[nodiscard]] float zoom() const noexcept { return zoom_; }
  void set_zoom(float zoom) noexcept { zoom_ = zoom; }
  /// The next frame's fonts have the characters of this language.
  void set_language(hellojohn::widgets::Language language) noexcept { language_ = language; }

  /// Screenshots, recordings and shared screens show nothing of the window, if the system can do that (Windows).
  void hide_from_capture(bool hide) noexcept;

  /// The person asked for the window to be closed, or close() was called.
  [[nodiscard]] bool closing() const noexcept;
  void close() noexcept;
  void stay_open() noexcept;
  /// Called once for each change: the person looks elsewhere, so secrets are to be hidden.
  std::function<void(bool has_focus)> on_focus{};

  /// Called for each key that goes down, with GLFW's numbers; before ImGui sees it.
  std::function<void(int key, int modifiers)> on_key{};

  /// Of the frame that is being drawn; empty if none is connected.
  [[nodiscard]] const std::optional<hellojohn::imgui::PadState>& pad() const noexcept {
    return pad_;
  }
  /// Played instead of the real gamepad while it is set.
  std::optional<hellojohn::imgui::PadState> virtual_pad{};

 private:
  Window() = default;
  void load_fonts();
  void wait(std::chrono::milliseconds patience);

  GLFWwindow* window_ = nullptr;
  ImGuiContext* context_ = nullptr;
  Fonts fonts_;
  std::optional<hellojohn::imgui::PadState> pad_;
  float font_size_ = 17;
  float desktop_scale_ = 1;
  float zoom_ = 1;
  float loaded_scale_ = 0;
  hellojohn::widgets::Language language_ = hellojohn::widgets::Language::en;
  hellojohn::widgets::Language loaded_language_ = hellojohn::widgets::Language::en;
  bool focused_ = true;
  double awake_until_ = 0;
  double last_wait_ended_ = 0;
  Rest rest_;
};

}  // namespace samples
