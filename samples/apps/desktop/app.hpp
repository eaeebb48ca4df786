// A small app around the components: a bar on top, a picture beside the page, the developer drawer. Shows how little an
// integrator writes: poll, update, draw, apply.
#pragma once

#include "apps/common/screen_reader.hpp"
#include "apps/common/speaker.hpp"
#include "apps/common/trace.hpp"
#include "apps/common/window.hpp"
#include "apps/desktop/arguments.hpp"
#include "apps/desktop/drawer.hpp"

#include <hellojohn/client.hpp>
#include <hellojohn/imgui/items.hpp>
#include <hellojohn/speech/reader.hpp>
#include <hellojohn/widgets/account_access.hpp>

#include <memory>
#include <optional>

namespace desktop {

class App {
 public:
  /// `world` is null if the client speaks to another server.
  App(const Arguments& arguments, std::unique_ptr<samples::DemoWorld> world,
      hellojohn::Client client, samples::Window& window);

  /// Until the window is closed.
  void run();
  /// One frame. False: the window is closed.
  [[nodiscard]] bool step();

  ///@{
  /// For a program that shows the app beside something else, between two steps.
  [[nodiscard]] hellojohn::widgets::AccountAccess& access() { return *access_; }
  [[nodiscard]] const hellojohn::widgets::Text& text() const noexcept { return text_; }
  [[nodiscard]] Look& look() noexcept { return look_; }
  [[nodiscard]] samples::DemoWorld* world() noexcept { return world_.get(); }
  ///@}

 private:
  void begin();
  void frame();
  void trace();
  void speak();
  void take_shortcut(int key);
  void words_of_ours();
  void draw_bar(ImVec2 size);
  [[nodiscard]] hellojohn::widgets::Intents draw_page(ImVec2 at, ImVec2 size);
  void draw_quit_question();
  void answer_quit_question(const hellojohn::widgets::Intents& intents);
  void hear_screen_reader(hellojohn::widgets::Intents& intents);
  [[nodiscard]] hellojohn::widgets::Time now() const;

  const Arguments& arguments_;
  std::unique_ptr<samples::DemoWorld> world_;
  hellojohn::Client client_;
  samples::Window& window_;
  samples::DesktopHost host_;
  std::optional<hellojohn::widgets::AccountAccess> access_;
  hellojohn::widgets::Text text_;
  hellojohn::widgets::Screen quit_question_;
  hellojohn::imgui::Items items_;
  hellojohn::imgui::Items quit_items_;
  Look look_;
  Drawer drawer_;
  samples::Trace trace_;
  samples::Speaker speaker_;
  hellojohn::speech::Reader reader_;
  samples::ScreenReader screen_reader_;
  bool drawer_open_;
  bool just_opened_ = true;
  bool asks_to_quit_ = false;
  hellojohn::widgets::Time asked_at_{};
  bool quit_answered_ = false;
};

}  // namespace desktop
