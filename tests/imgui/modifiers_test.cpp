// Every set of modifiers with every editing key, in both kinds of fields.
#include "imgui/stage.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;
using samples::AccessWorld;
using widgets::Action;
using widgets::Role;

namespace {

constexpr Key editing_keys[] = {Key::v, Key::c, Key::x, Key::a, Key::z, Key::insert, Key::del};

struct Modifiers {
  explicit Modifiers(unsigned bits)
      : ctrl((bits & 1) != 0),
        shift((bits & 2) != 0),
        alt((bits & 4) != 0),
        super((bits & 8) != 0) {}
  void set(bool down) const {
    set_ctrl(down && ctrl);
    set_shift(down && shift);
    set_alt(down && alt);
    set_super(down && super);
  }
  bool ctrl, shift, alt, super;
};

void press_with(Stage& stage, const Modifiers& held, Key key) {
  held.set(true);
  stage.frame();
  stage.press(key);
  const auto told = stage.told;
  held.set(false);
  stage.frames(2);
  stage.told = told;
}

}  // namespace

TEST_CASE(
    "modifiers: a text field pastes on Ctrl+V and Shift+Insert, and never while Alt is down") {
  for (unsigned bits = 0; bits < 16; ++bits) {
    for (const Key key : editing_keys) {
      INFO("modifiers " << bits << ", key " << static_cast<int>(key));
      AccessWorld world;
      Stage stage(world);
      REQUIRE(focus().editing);
      use_clipboard([] { return "pasted"; });
      const Modifiers held(bits);
      press_with(stage, held, key);
      const std::string text(world.screen().find(Role::text_field)->input->view().reveal());
      if (held.alt) CHECK(text.empty());
      if ((key == Key::v && bits == 1) || (key == Key::insert && bits == 2)) {
        CHECK(text == "pasted");
      }
      CHECK((text.empty() || text == "pasted"));
    }
  }
}

TEST_CASE(
    "modifiers: a code field pastes on Ctrl+V and Shift+Insert, and never while Alt is down") {
  for (unsigned bits = 0; bits < 16; ++bits) {
    for (const Key key : editing_keys) {
      INFO("modifiers " << bits << ", key " << static_cast<int>(key));
      const samples::Scene scene = scene_named("challenge_backup");
      AccessWorld world(scene.options, scene.server);
      scene.play(world);
      Stage stage(world);
      stage.type("AB");
      stage.press(Key::home);
      const Modifiers held(bits);
      press_with(stage, held, key);
      const bool pasted = !stage.told.empty() && stage.told[0].action == Action::paste;
      const std::size_t size = world.screen().find(Role::code_field)->code->size();
      if (held.alt) CHECK_FALSE(pasted);
      if (held.alt && held.ctrl) CHECK(size == 2);
      if ((key == Key::v && bits == 1) || (key == Key::insert && bits == 2)) CHECK(pasted);
      if (key != Key::v && key != Key::insert) CHECK_FALSE(pasted);
    }
  }
}

namespace {

std::string mail;  // What the clipboard holds.

}  // namespace

TEST_CASE("modifiers: a whole mail can be pasted where a link is wanted, and is never cut") {
  for (const char* line_end : {"\n", "\r\n"}) {
    const samples::Scene scene = scene_named("lost_sent");
    AccessWorld world(scene.options, scene.server);
    scene.play(world);
    Stage stage(world);
    REQUIRE(focus().editing);
    const std::string link = world.mailed_link();
    mail = std::string(20000, ' ') + "Use this link:" + line_end + link + line_end + line_end +
           "It is valid for 15 minutes." + line_end + std::string(20000, '-');
    use_clipboard([] { return mail.c_str(); });
    press_with(stage, Modifiers(1), Key::v);
    CHECK(world.screen().find(Role::password_field)->input->size() > 40000);
    world.press(Action::submit);
    CHECK(world.says(widgets::MessageId::lost_account_title));
  }
}

TEST_CASE("modifiers: a paste that does not fit leaves nothing of it in the field") {
  const samples::Scene scene = scene_named("lost_sent");
  AccessWorld world(scene.options, scene.server);
  scene.play(world);
  Stage stage(world);
  REQUIRE(focus().editing);
  mail = world.mailed_link() + std::string(64 * 1024, '-');
  use_clipboard([] { return mail.c_str(); });
  press_with(stage, Modifiers(1), Key::v);
  world.wait(std::chrono::milliseconds(16));
  CHECK(world.screen().find(Role::password_field)->input->empty());
  CHECK(world.says(widgets::MessageId::lost_unclear));
}
