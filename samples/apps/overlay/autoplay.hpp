// Plays the recovery with a gamepad: sees what a person sees (what is on screen, where the focus is) and answers with
// only by buttons. Texts are not its business: a console's own keyboard types them, on a press of North.
#pragma once

#include "apps/common/demo_world.hpp"

#include <hellojohn/imgui/items.hpp>
#include <hellojohn/imgui/pad.hpp>
#include <hellojohn/widgets/account_access.hpp>

#include <cstddef>
#include <optional>

namespace overlay {

class Autoplay {
 public:
  /// `world` is null if nobody answers.
  explicit Autoplay(samples::DemoWorld* world) : world_(world) {}

  /// The pad of the next frame, from what the last one drew.
  [[nodiscard]] hellojohn::imgui::PadState play(const hellojohn::widgets::AccountAccessView& view,
                                                const hellojohn::imgui::Items& items);
  /// The end of the recovery is on screen.
  [[nodiscard]] bool finished() const noexcept { return finished_; }

 private:
  struct Target {
    std::size_t element = 0;
    std::size_t sub = 0;
    bool keyboard = false;  ///< North there, not South.
  };
  [[nodiscard]] std::optional<Target> wanted(const hellojohn::widgets::Screen& screen);
  [[nodiscard]] std::optional<Target> key_for_code(const hellojohn::widgets::Screen& screen,
                                                   std::size_t element);
  void choose(const hellojohn::imgui::Items& items, const Target& target);

  samples::DemoWorld* world_;
  hellojohn::imgui::PadState pad_;
  int hold_ = 0;  // Frames until the button is let go, then until the next one.
  int rest_ = 0;
  const hellojohn::imgui::Item* focus_before_ = nullptr;
  int presses_ = 0;
  std::string code_;
  bool finished_ = false;
};

}  // namespace overlay
