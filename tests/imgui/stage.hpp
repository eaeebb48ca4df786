// One scene on a window that nobody sees, and a person who presses keys, clicks and holds a pad. Frames run by themselves
// while something is pressed; what the widgets answer is kept.
#pragma once

#include "apps/common/offscreen.hpp"
#include "apps/common/scenes.hpp"
#include "imgui/input.hpp"

#include <hellojohn/imgui/draw.hpp>
#include <hellojohn/imgui/pad.hpp>

#include <chrono>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace hellojohn::tests {

enum class Frame { page, modal, window };

struct StageOptions {
  int width = 560;
  int height = 1800;
  float font_size = 17;
  imgui::Theme theme = imgui::Theme::dark;
  widgets::Language language = widgets::Language::en;  ///< `own`: the pseudo-language.
  bool couch = false;
  Frame frame = Frame::page;
  float seconds = 1.0F / 60;  ///< Of a frame.
};

/// What is on the stage: how it is drawn, how time goes on, who hears of it.
struct Play {
  std::function<widgets::Intents(const imgui::Style&, const widgets::Text&)> draw;
  std::function<void(std::chrono::milliseconds)> wait;
  std::function<void(const widgets::Intents&)> apply;
};

class Stage {
 public:
  explicit Stage(samples::AccessWorld& world, const StageOptions& options = {});
  explicit Stage(Play play, const StageOptions& options = {});

  /// Something else is drawn from now on, in the same context.
  void replace(Play play) { play_ = std::move(play); }

  /// One frame. `live`: the world goes on by its time, and hears what the person did.
  void frame();
  void frames(int count);
  bool live = false;
  /// What the widgets answered, oldest first.
  std::vector<widgets::Intent> told;

  // Each is pressed and let go; what it caused is only in `told`.
  void press(Key key);
  void press(bool imgui::PadState::*button);
  void press_ctrl(Key key);
  void click(ImVec2 at);
  void type(std::string_view text);
  imgui::PadState pad;

  [[nodiscard]] const StageOptions& options() const { return options_; }
  [[nodiscard]] const widgets::Text& text() const { return text_; }
  /// Vertices of the last frame that have exactly this colour.
  [[nodiscard]] int vertices(imgui::Color color) const;

 private:
  [[nodiscard]] widgets::Intents draw();

  Play play_;
  StageOptions options_;
  samples::Offscreen offscreen_;
  imgui::Style style_;
  widgets::Text text_;
  bool pad_used_ = false;
};

/// The name of a scene's picture; throws where there is none.
[[nodiscard]] samples::Scene scene_named(std::string_view name);

}  // namespace hellojohn::tests
