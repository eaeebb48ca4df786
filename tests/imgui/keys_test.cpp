// What keys and pad do with every focus, typing into the fields, and that one press is one request.
#include "imgui/stage.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

using namespace hellojohn;
using namespace hellojohn::tests;
using samples::AccessWorld;
using widgets::Action;
using widgets::Role;

namespace {

struct Played {
  explicit Played(const char* name) : world(scene_named(name).options) {
    scene_named(name).play(world);
  }
  AccessWorld world;
};

Action first_of(const widgets::Screen& screen, std::initializer_list<Action> actions) {
  for (const Action action : actions) {
    if (screen.can(action)) return action;
  }
  return Action::none;
}

Action only(const Stage& stage) {
  REQUIRE(stage.told.size() <= 1);
  return stage.told.empty() ? Action::none : stage.told[0].action;
}

widgets::CodeField& code_of(AccessWorld& world) {
  const auto* element = world.screen().find(Role::code_field);
  REQUIRE(element != nullptr);
  return *element->code;
}

std::string typed(AccessWorld& world) { return std::string(code_of(world).text().reveal()); }

/// Steps with the pad until the focus is on what tells `action` when pressed.
void step_down_to(Stage& stage, bool imgui::PadState::*button, ImGuiID wanted) {
  for (int i = 0; i < 60 && focus().id != wanted; ++i) stage.press(button);
}

}  // namespace

TEST_CASE("Escape, East, North, West and the shoulders do their one thing on every screen") {
  for (const samples::Scene& scene : samples::all_scenes()) {
    INFO(scene.name);
    AccessWorld world(scene.options, scene.server);
    scene.play(world);
    Stage stage(world);
    const widgets::Screen& screen = world.screen();
    const Action back = first_of(screen, {Action::stay, Action::back, Action::cancel});
    if (focus().editing) {
      stage.press(Key::escape);
      CHECK(only(stage) == Action::none);  // The first one leaves the text field.
    }
    stage.press(Key::escape);
    CHECK(only(stage) == back);
    stage.press(&imgui::PadState::north);
    CHECK(only(stage) == first_of(screen, {Action::reveal, Action::reveal_input}));
    stage.press(&imgui::PadState::east);
    CHECK(only(stage) == back);
    stage.press(&imgui::PadState::west);
    CHECK(only(stage) == first_of(screen, {Action::paste}));
    const Action other = first_of(screen, {Action::use_backup_code, Action::use_authenticator});
    stage.press(&imgui::PadState::left_shoulder);
    CHECK(only(stage) == other);
    stage.press(&imgui::PadState::right_shoulder);
    CHECK(only(stage) == other);
  }
}

TEST_CASE("Return, Space and Alt are no buttons of a pad") {
  for (const char* name : {"codes", "challenge_backup_typed"}) {
    Played played(name);
    Stage stage(played.world);
    stage.press(Key::tab);
    focus_nothing();
    stage.press(Key::enter);
    CHECK(stage.told.empty());
    stage.press(Key::space);
    CHECK(stage.told.empty());
  }
}

TEST_CASE("keys do nothing while another window has the focus") {
  Played played("codes_leaving");
  StageOptions options;
  options.frame = Frame::window;
  Stage stage(played.world, options);
  stage.press(Key::escape);
  CHECK(only(stage) == Action::stay);
  focus_nothing();
  stage.press(Key::escape);
  CHECK(stage.told.empty());
}

TEST_CASE("Ctrl+C copies all codes with any focus on their screen") {
  Played played("codes");
  Stage stage(played.world);
  stage.press_ctrl(Key::c);
  CHECK(only(stage) == Action::copy_all);
  for (int i = 0; i < 3; ++i) stage.press(Key::down);
  stage.press_ctrl(Key::c);
  CHECK(only(stage) == Action::copy_all);
}

TEST_CASE("Ctrl+C in a masked field copies nothing") {
  for (const char* name : {"sign_in", "challenge_backup_typed", "codes_check", "lost_sent"}) {
    INFO(name);
    Played played(name);
    Stage stage(played.world);
    use_own_clipboard();
    ImGui::SetClipboardText("before");
    if (std::string(name) == "sign_in") stage.press(Key::tab);
    if (std::string(name) == "lost_sent" || std::string(name) == "sign_in") {
      REQUIRE(focus().editing);
      stage.type("hunter2secret");
      const auto* field = played.world.screen().find(Role::password_field);
      REQUIRE(field != nullptr);
      CHECK(field->input->view().reveal() == "hunter2secret");
    }
    stage.press_ctrl(Key::a);
    stage.press_ctrl(Key::c);
    CHECK(stage.told.empty());
    CHECK(std::string(ImGui::GetClipboardText()) == "before");
  }
}

TEST_CASE("a code is typed, corrected and cleared with the keys of any text field") {
  Played played("challenge_backup");
  Stage stage(played.world);
  const ImGuiID field = focus().id;
  REQUIRE(field != 0);
  stage.type("ab-c d$e");
  CHECK(typed(played.world) == "ABCDE");
  stage.press(Key::left);
  stage.press(Key::left);
  CHECK(code_of(played.world).caret() == 3);
  stage.press(Key::backspace);
  CHECK(typed(played.world) == "ABDE");
  stage.press(Key::del);
  CHECK(typed(played.world) == "ABE");
  stage.press(Key::home);
  CHECK(code_of(played.world).caret() == 0);
  stage.type("9");
  CHECK(typed(played.world) == "9ABE");
  stage.press(Key::end);
  CHECK(code_of(played.world).caret() == 4);
  stage.press(Key::right);
  CHECK(code_of(played.world).caret() == 4);
  CHECK(focus().id == field);
  stage.press(Key::space);
  CHECK(stage.told.empty());
  CHECK(typed(played.world) == "9ABE");
  stage.press(Key::enter);
  CHECK(only(stage) == Action::submit);
}

TEST_CASE("an input method commits a whole code at once, also in full width") {
  const auto committed = [](const char* scene, std::u32string_view text) {
    Played played(scene);
    Stage stage(played.world);
    for (const char32_t character : text) type(character);
    stage.frames(12);
    return typed(played.world);
  };
  // Full-width letters and digits, the long sound mark that stands for a dash, the ideographic space.
  CHECK(committed("challenge_backup", U"\uFF21\uFF42\uFF23\u30FC\uFF14\u3000\uFF15e") == "ABC45E");
  CHECK(committed("challenge", U"\uFF11\uFF12\uFF13\uFF14\uFF15") == "12345");
  CHECK(committed("challenge", U"12345") == "12345");
}

TEST_CASE("a click puts the caret where it was") {
  Played played("challenge_backup_shown");
  Stage stage(played.world);
  const Focus field = focus();
  REQUIRE(field.id != 0);
  const float middle = (field.min.y + field.max.y) / 2;
  stage.click({field.min.x + 2, middle});
  CHECK(code_of(played.world).caret() == 0);
  stage.click({field.max.x - 2, middle});
  CHECK(code_of(played.world).caret() == code_of(played.world).size());
  CHECK(stage.told.empty());
}

TEST_CASE("a code is pasted: through the component where it can, else as it is") {
  Played challenge("challenge_backup");
  {
    Stage stage(challenge.world);
    stage.press_ctrl(Key::v);
    CHECK(only(stage) == Action::paste);
    CHECK(typed(challenge.world).empty());
  }
  Played check("codes_check");
  Stage stage(check.world);
  REQUIRE_FALSE(check.world.screen().can(Action::paste));
  use_own_clipboard();
  ImGui::SetClipboardText("abcd-2345");
  code_of(check.world).clear();
  stage.press_ctrl(Key::v);
  CHECK(stage.told.empty());
  CHECK(typed(check.world) == "ABCD2345");
}

TEST_CASE("every symbol is on the pad, and goes into the field") {
  for (const char* name : {"challenge", "challenge_backup"}) {
    INFO(name);
    Played played(name);
    Stage stage(played.world);
    const ImGuiID field = focus().id;
    stage.press(&imgui::PadState::down);  // The first press shows the pad.
    step_down_to(stage, &imgui::PadState::up, field);
    REQUIRE(focus().id == field);
    const std::string alphabet(code_of(played.world).alphabet());
    const std::size_t columns = alphabet.size() <= 10 ? 5 : 8;
    std::string reached;
    stage.press(&imgui::PadState::down);
    for (int i = 0; i < 8; ++i) stage.press(&imgui::PadState::left);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
      code_of(played.world).clear();
      stage.press(&imgui::PadState::south);
      CHECK(stage.told.empty());
      reached += typed(played.world);
      if (i % columns + 1 < columns) {
        stage.press(&imgui::PadState::right);
        continue;
      }
      stage.press(&imgui::PadState::down);
      for (int k = 0; k < 8; ++k) stage.press(&imgui::PadState::left);
    }
    CHECK(reached == alphabet);
    code_of(played.world).clear();
    stage.type("7");
    if (alphabet.size() > 10) {  // Behind the last symbol there is one that takes back.
      stage.press(&imgui::PadState::south);
      CHECK(typed(played.world).empty());
    }
  }
}

TEST_CASE("a press that belongs to the screen before does nothing: the guard is the component's") {
  Played played("lost");
  played.world.press(Action::choose, 1);  // Tips: its first button is Back.
  REQUIRE(played.world.screen().can(Action::back));
  Stage stage(played.world);
  stage.live = true;
  const auto arrival = played.world.screen().arrival;
  stage.press(Key::escape);
  CHECK(only(stage) == Action::back);  // The widgets say what was pressed ...
  CHECK(played.world.screen().arrival == arrival);
  stage.frames(30);
  stage.press(Key::escape);
  CHECK(played.world.screen().arrival != arrival);  // ... the component when it counts.
}

TEST_CASE("one press is one request, at every frame rate, however long the key is held") {
  for (const float seconds : {1.0F / 15, 1.0F / 60, 1.0F / 240}) {
    for (const char* password : {"wrong", samples::alice_password}) {
      INFO(seconds << " " << password);
      AccessWorld world;
      world.wait(std::chrono::milliseconds(16));
      world.fill(Role::text_field, samples::alice);
      StageOptions options;
      options.seconds = seconds;
      Stage stage(world, options);
      stage.live = true;
      const int second = static_cast<int>(1 / seconds);
      stage.frames(second);
      stage.press(Key::tab);
      REQUIRE(focus().editing);
      stage.type(password);
      const int before = world.requests;
      set_key(Key::enter, true);
      stage.frames(2 * second);
      set_key(Key::enter, false);
      stage.frames(second);
      CHECK(world.requests == before + 1);
    }
  }
}

TEST_CASE("signing in only by keys, and with a backup code only by pad") {
  AccessWorld world;
  Stage stage(world);
  stage.live = true;
  stage.frames(30);
  REQUIRE(focus().editing);
  stage.type(samples::alice);
  stage.press(Key::tab);
  stage.type(samples::alice_password);
  stage.press(Key::enter);
  stage.frames(40);
  REQUIRE(world.place() == widgets::Place::challenge);
  stage.press(&imgui::PadState::left_shoulder);
  stage.frames(40);
  REQUIRE(world.says(widgets::MessageId::challenge_backup));
  const std::string code = world.backup_code();
  stage.press(&imgui::PadState::up);
  const std::string alphabet(code_of(world).alphabet());
  for (const char c : code) {
    const std::size_t at = alphabet.find(c);
    if (at == std::string::npos) continue;  // The dash: the groups are drawn.
    for (int i = 0; i < 12; ++i) stage.press(&imgui::PadState::up);
    // Down to the field, which spans the width; below it is the first row.
    while (focus().max.x - focus().min.x < 300) stage.press(&imgui::PadState::down);
    stage.press(&imgui::PadState::down);
    for (int i = 0; i < 8; ++i) stage.press(&imgui::PadState::left);
    for (std::size_t i = 0; i < at / 8; ++i) stage.press(&imgui::PadState::down);
    for (std::size_t i = 0; i < at % 8; ++i) stage.press(&imgui::PadState::right);
    stage.press(&imgui::PadState::south);
  }
  CHECK(typed(world).size() == 8);
  for (int i = 0; i < 12; ++i) stage.press(&imgui::PadState::down);
  for (int i = 0; i < 3; ++i) stage.press(&imgui::PadState::right);
  const int before = world.count("POST");
  stage.press(&imgui::PadState::south);
  stage.frames(40);
  CHECK(world.count("POST") == before + 1);
  CHECK(world.place() == widgets::Place::after_code);
}
