// The developer drawer: the things outside the app in real life (mailbox, phone, paper, clock, network), and how the app
// looks. Shows secrets of the embedded mock in clear; a shipped app has nothing like it.
#pragma once

#include "apps/common/demo_world.hpp"
#include "apps/common/desktop_host.hpp"

#include <hellojohn/imgui/style.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/text.hpp>

#include <imgui.h>

#include <string>
#include <vector>

namespace desktop {

/// What the person chose for their eyes.
struct Look {
  hellojohn::imgui::Theme theme = hellojohn::imgui::Theme::dark;
  hellojohn::widgets::Language language = hellojohn::widgets::Language::en;
  float zoom = 1;
  bool couch = false;
};

/// What the drawer looks at and turns.
struct Bench {
  samples::DemoWorld* world;  ///< Null: a server elsewhere.
  samples::DesktopHost& host;
  hellojohn::widgets::AccountAccess& access;
  Look& look;
  hellojohn::widgets::Time now;
  bool restart = false;  ///< Set by it: begin anew, as after a crash.
};

class Drawer {
 public:
  void draw(Bench& bench, ImVec2 at, ImVec2 size);

 private:
  struct Seen {
    std::vector<std::string> codes[std::size(samples::demo_people)];
    std::string totp[std::size(samples::demo_people)];
    std::string newest_totp;
    std::vector<hellojohn::testing::MockMail> mails;
  };
  void look_around(samples::DemoWorld& world);
  void draw_people(Bench& bench);
  void draw_mail(Bench& bench);

  Seen seen_;
  double looked_at_ = -1;
};

}  // namespace desktop
