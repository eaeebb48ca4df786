// The game: a moving scene with a few numbers on it, and the overlay over it. Draws into the current ImGui context.
#pragma once

#include "apps/common/demo_world.hpp"
#include "apps/common/fonts.hpp"
#include "apps/overlay/frame_times.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/imgui/items.hpp>
#include <hellojohn/imgui/style.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/text.hpp>

#include <string>

namespace overlay {

class Game {
 public:
  /// `world` is null if nobody answers.
  Game(hellojohn::Client& client, samples::DemoWorld* world, hellojohn::widgets::Language language);

  void frame(const samples::Fonts& fonts);

  [[nodiscard]] const hellojohn::widgets::AccountAccessView& view() const { return access_.view(); }
  [[nodiscard]] const hellojohn::imgui::Items& items() const noexcept { return items_; }
  [[nodiscard]] const FrameTimes& times() const noexcept { return times_; }
  void toggle() noexcept { open_ = !open_; }

 private:
  void check_fonts(const hellojohn::imgui::Style& style);
  void system_keyboard();
  void phone();
  void draw_numbers(const samples::Fonts& fonts);

  hellojohn::Client& client_;
  samples::DemoWorld* world_;
  bool keyboard_is_open_ = false;  // Of the console.
  hellojohn::widgets::AccountAccess access_;
  hellojohn::widgets::Text text_;
  hellojohn::imgui::Items items_;
  FrameTimes times_;
  std::string opened_link_;
  double mail_seen_ = 0;
  bool open_ = true;
  bool fonts_checked_ = false;
};

}  // namespace overlay
