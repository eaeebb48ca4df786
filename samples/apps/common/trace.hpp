// What is on screen as JSON lines, for programs that drive the window from outside. Says where things are and what they are
// called, never what was typed or what a code is.
#pragma once

#include <hellojohn/imgui/items.hpp>
#include <hellojohn/widgets/account_access.hpp>

#include <chrono>
#include <string>

namespace samples {

struct TraceFrame {
  const hellojohn::widgets::AccountAccessView& view;
  const hellojohn::imgui::Items& items;
  hellojohn::widgets::Time now;
  const hellojohn::widgets::Screen* question = nullptr;  ///< The app's own, about quitting.
  const hellojohn::imgui::Items* question_items = nullptr;
  bool clipboard = false;  ///< Holds our copy that will be taken away.
  bool capture = false;    ///< Secrets are on screen.
  std::string file{};      ///< Written last.
  int rest_frames = 0;     ///< Drawn since nothing happens any more, and how long that took.
  double rest_seconds = 0;
};

class Trace {
 public:
  /// At the start of a frame: looks at the clicks, characters and keys that came, so that who sent them knows they arrived.
  void count_input();
  /// Prints a line where something differs from the one before.
  void print(const TraceFrame& frame);

 private:
  std::string last_;
  int clicks_ = 0;
  int characters_ = 0;
  int keys_held_ = 0;
  int rest_frames_ = 0;
  int rest_ms_ = 0;
  const hellojohn::widgets::Screen* screen_ = nullptr;
  std::uint32_t arrival_ = 0;
  hellojohn::widgets::Time arrived_{};
};

}  // namespace samples
