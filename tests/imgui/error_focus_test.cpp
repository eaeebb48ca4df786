// After a wait that ends in an error the field to correct is edited again, so that nobody needs the mouse.
#include "imgui/stage.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using samples::AccessWorld;
using samples::Fate;
using widgets::Action;
using widgets::Role;

namespace {

struct Played {
  explicit Played(const char* name) : world(scene_named(name).options) {
    scene_named(name).play(world);
  }
  AccessWorld world;
};

/// A live stage on which an answer takes a while: the screen of the wait is drawn before it.
struct Slow : Stage {
  explicit Slow(AccessWorld& world) : Stage(world), world_(world) {
    live = true;
    frames(30);
  }
  /// Presses Return; then the service answers, or each try meets `fate`.
  void send(Fate fate = Fate::served) {
    world_.fates = {Fate::held};
    press(Key::enter);
    frames(30);
    world_.fates.assign(fate == Fate::served ? 0 : 4, fate);
    world_.held = 0;
    frames(5);
    for (int i = 0; i < 4 && fate != Fate::served; ++i) world_.wait(6s);
    world_.fates.clear();
    frames(30);
  }

 private:
  AccessWorld& world_;
};

bool shows_error(const AccessWorld& world) { return world.screen().find(Role::error) != nullptr; }

std::string text_in(const AccessWorld& world, Role role) {
  return std::string(world.screen().find(role)->input->view().reveal());
}

widgets::CodeField& code_in(const AccessWorld& world) {
  return *world.screen().find(Role::code_field)->code;
}

void type_address_and(Slow& stage, std::string_view password) {
  REQUIRE(focus().editing);
  stage.type(samples::alice);
  stage.press(Key::tab);
  stage.type(password);
}

}  // namespace

TEST_CASE("focus: after a wrong password typing goes into the password field") {
  AccessWorld world;
  Slow stage(world);
  type_address_and(stage, "wrong");
  stage.send();
  REQUIRE(shows_error(world));
  CHECK(focus().editing);
  stage.type(samples::alice_password);
  CHECK(text_in(world, Role::password_field) == samples::alice_password);
  CHECK_FALSE(shows_error(world));
  stage.send();
  CHECK(world.place() == widgets::Place::challenge);
}

TEST_CASE("focus: after a network error Return sends the same password once more") {
  AccessWorld world;
  Slow stage(world);
  type_address_and(stage, samples::alice_password);
  stage.send(Fate::not_sent);
  REQUIRE(shows_error(world));
  CHECK(focus().editing);
  CHECK(text_in(world, Role::password_field) == samples::alice_password);
  stage.send();
  CHECK(world.place() == widgets::Place::challenge);
}

TEST_CASE("focus: a password that is missing is asked for in its field") {
  AccessWorld world;
  Slow stage(world);
  stage.type(samples::alice);
  stage.press(Key::enter);
  CHECK(focus().editing);
  stage.press(Key::enter);
  stage.frames(30);
  REQUIRE(shows_error(world));
  CHECK(focus().editing);
  stage.type("x");
  stage.frames(2);
  CHECK(text_in(world, Role::password_field) == "x");
  CHECK_FALSE(shows_error(world));
}

TEST_CASE("focus: an address that is missing is asked for in its field") {
  AccessWorld world;
  Slow stage(world);
  stage.press(Key::tab);
  stage.type("secret");
  stage.press(Key::enter);
  stage.frames(30);
  REQUIRE(shows_error(world));
  stage.type("a");
  CHECK(text_in(world, Role::text_field) == "a");
}

TEST_CASE("focus: after a pause for too many tries the field is edited again") {
  AccessWorld world;
  Slow stage(world);
  type_address_and(stage, "wrong");
  for (int i = 0; i < 30 && world.screen().find(Role::password_field)->enabled; ++i) {
    stage.send();
    if (focus().editing) stage.type("wrong");
  }
  REQUIRE_FALSE(world.screen().find(Role::password_field)->enabled);
  CHECK_FALSE(focus().editing);
  world.wait(20min);
  stage.frames(30);
  CHECK(focus().editing);
  stage.type(samples::alice_password);
  CHECK(text_in(world, Role::password_field) == samples::alice_password);
}

TEST_CASE("focus: a refused code is replaced by typing, and its error goes") {
  for (const char* name : {"challenge", "challenge_backup", "enrol", "codes_check"}) {
    INFO(name);
    Played played(name);
    Slow stage(played.world);
    const std::size_t length = code_in(played.world).expected();
    code_in(played.world).clear();
    stage.frames(2);
    played.world.fates = {Fate::held};
    stage.type(std::string(length, '0'));
    stage.send();
    REQUIRE(shows_error(played.world));
    CHECK(focus().visible);
    stage.type("7");
    stage.frames(2);
    CHECK(code_in(played.world).text().reveal() == "7");
    CHECK_FALSE(shows_error(played.world));
  }
}

TEST_CASE("focus: a refused code is shown selected until it is changed") {
  Played played("challenge_backup");
  Slow stage(played.world);
  stage.type("00000000");
  stage.send();
  REQUIRE(code_in(played.world).selected());
  const imgui::Color selected = imgui::palette(stage.options().theme).selection;
  CHECK(stage.vertices(selected) > 0);
  stage.type("7");
  stage.frames(2);
  CHECK(stage.vertices(selected) == 0);
}

TEST_CASE("focus: an error on the address of the mail leaves that field edited") {
  Played played("lost_email");
  Slow stage(played.world);
  stage.type("no address");
  stage.press(Key::enter);
  stage.frames(30);
  REQUIRE(shows_error(played.world));
  stage.type("alice@example.com");
  CHECK(text_in(played.world, Role::text_field) == "alice@example.com");
  CHECK_FALSE(shows_error(played.world));
  stage.send(Fate::not_sent);
  REQUIRE(shows_error(played.world));
  CHECK(focus().editing);
  stage.type("b");
  stage.frames(2);
  CHECK(text_in(played.world, Role::text_field) == "b");
  CHECK_FALSE(shows_error(played.world));
}

TEST_CASE("focus: Ctrl+V replaces a link that was refused") {
  Played played("lost_sent");
  Slow stage(played.world);
  stage.type("https://evil.example/r?token=rec_tok_abcdefgh12345678");
  stage.press(Key::enter);
  stage.frames(30);
  REQUIRE(shows_error(played.world));
  use_clipboard([] { return "rec_tok_zzzzefgh12345678"; });
  stage.press_ctrl(Key::v);
  CHECK(text_in(played.world, Role::password_field) == "rec_tok_zzzzefgh12345678");
  CHECK_FALSE(shows_error(played.world));
}

TEST_CASE("focus: Ctrl+V works after a link that did not reach the service") {
  Played played("lost_sent");
  Slow stage(played.world);
  stage.type("rec_tok_abcdefgh12345678");
  stage.send(Fate::not_sent);
  REQUIRE(shows_error(played.world));
  use_clipboard([] { return "rec_tok_zzzzefgh12345678"; });
  stage.press_ctrl(Key::v);
  CHECK(text_in(played.world, Role::password_field) == "rec_tok_zzzzefgh12345678");
  CHECK_FALSE(shows_error(played.world));
}

TEST_CASE("focus: after a press on the button the field to correct is edited") {
  Played played("lost_sent");
  Slow stage(played.world);
  stage.type("nothing like a link");
  stage.frames(30);  // The newest ImGui takes one character a frame.
  played.world.press(Action::submit);
  stage.frames(30);
  REQUIRE(shows_error(played.world));
  stage.type("x");
  stage.frames(2);
  CHECK(text_in(played.world, Role::password_field) == "x");
}
