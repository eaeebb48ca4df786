// The platform's keyboard: there while a text field is edited from a gamepad, and at no other time.
#include "imgui/stage.hpp"
#include "worlds/catch.hpp"

#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using samples::AccessWorld;
using widgets::Role;

namespace {

struct SignIn {
  SignIn() : stage(world, in_window()) {
    stage.live = true;
    stage.frames(30);
  }
  static StageOptions in_window() {
    StageOptions options;
    options.frame = Frame::window;
    return options;
  }
  [[nodiscard]] widgets::TextInput& field(Role role) { return *world.screen().find(role)->input; }
  [[nodiscard]] const std::vector<bool>& keyboard() const { return world.log.keyboard; }
  /// From the address, which is edited on arrival, to the password.
  void edit_password_by_pad() {
    stage.press(&imgui::PadState::east);
    stage.press(&imgui::PadState::down);
    world.log.keyboard.clear();
    stage.press(&imgui::PadState::north);
    REQUIRE(focus().editing);
  }

  AccessWorld world;
  Stage stage;
};

}  // namespace

TEST_CASE("keyboard: who has one needs no other") {
  SignIn scene;
  REQUIRE(focus().editing);
  scene.stage.type("al@example.com");
  scene.stage.press(Key::tab);
  REQUIRE(focus().editing);
  scene.stage.type("secret");
  CHECK(scene.keyboard().empty());
}

TEST_CASE("keyboard: a pad's edit shows it, what it gives is in the field and hides it") {
  SignIn scene;
  scene.edit_password_by_pad();
  CHECK(scene.keyboard() == std::vector<bool>{true});
  scene.stage.frames(30);
  CHECK(scene.keyboard() == std::vector<bool>{true});
  scene.field(Role::password_field).assign("from the platform");
  scene.stage.frames(3);
  CHECK_FALSE(focus().editing);
  CHECK(scene.keyboard() == std::vector<bool>{true, false});
  CHECK(scene.field(Role::password_field).view().reveal() == "from the platform");
}

TEST_CASE("keyboard: hidden when the edit is cancelled, the screen goes, or the object ends") {
  const std::vector<bool> shown_and_hidden{true, false};
  {
    SignIn scene;
    scene.edit_password_by_pad();
    scene.stage.press(&imgui::PadState::east);
    CHECK(scene.keyboard() == shown_and_hidden);
  }
  {
    SignIn scene;
    scene.edit_password_by_pad();
    scene.world.access.receive_link("rec_tok_abcdefgh12345678");
    scene.stage.frames(2);
    CHECK(scene.keyboard() == shown_and_hidden);
  }
  {
    SignIn scene;
    scene.edit_password_by_pad();
    scene.world.access.apply(widgets::Intents());  // Nothing is drawn any more.
    CHECK(scene.keyboard() == shown_and_hidden);
  }
  samples::HostLog log;
  samples::MockWorld mock;
  {
    widgets::AccountAccess access(*mock.client, samples::recording_host(log, mock.clock));
    widgets::Intents wanted;
    wanted.want_keyboard();
    access.apply(wanted);
  }
  CHECK(log.keyboard == shown_and_hidden);
}

TEST_CASE("keyboard: a host without one is not asked for it") {
  samples::MockWorld mock;
  widgets::Host host;
  widgets::AccountAccess access(*mock.client, host);
  widgets::Intents wanted;
  wanted.want_keyboard();
  access.apply(wanted);
  CHECK(access.view().place == widgets::Place::sign_in);
}
