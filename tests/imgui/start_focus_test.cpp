// Every screen starts with the focus on what can be pressed or typed into, to be seen; Tab and the arrows lead from there to
// everything else.
#include "imgui/walk.hpp"
#include "worlds/catch.hpp"

#include <set>
#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;
using samples::AccessWorld;
using widgets::Role;

namespace {

bool takes_focus(const widgets::Element& element) {
  switch (element.role) {
    case Role::text_field:
    case Role::password_field:
    case Role::code_field:
    case Role::button:
    case Role::link:
    case Role::card:
    case Role::checkbox: return element.enabled;
    case Role::codes: return true;
    default: return false;
  }
}

bool has_control(const widgets::Screen& screen) {
  for (const widgets::Element& element : screen) {
    if (takes_focus(element)) return true;
  }
  return false;
}

/// What Tab leads to, from the start until it comes round.
std::set<ImGuiID> by_tab(Stage& stage) {
  std::set<ImGuiID> reached;
  for (int i = 0; i < 120; ++i) {
    const Focus at = focus();
    if (at.id != 0) reached.insert(at.id);
    if (at.id != 0) CHECK((at.visible || at.editing));
    stage.press(Key::tab);
  }
  return reached;
}

}  // namespace

TEST_CASE("start: every screen begins with a focus that is seen, on what can be used") {
  for (const samples::Scene& scene : samples::all_scenes()) {
    INFO(scene.name);
    AccessWorld world(scene.options, scene.server);
    scene.play(world);
    const widgets::Screen& screen = world.screen();
    if (!has_control(screen)) continue;
    CHECK(takes_focus(screen[screen.focus]));
    Stage stage(world);
    CHECK(focus().id != 0);
    CHECK((focus().visible || focus().editing));
    CHECK(stage.vertices(imgui::palette(stage.options().theme).focus) > 0);
  }
}

TEST_CASE("start: home begins on what can be done there, the codes on their first row") {
  for (const char* name : {"home", "home_no_mfa", "codes", "codes_copied"}) {
    INFO(name);
    AccessWorld world(scene_named(name).options);
    scene_named(name).play(world);
    const widgets::Element& first = world.screen()[world.screen().focus];
    const bool codes = std::string(name).starts_with("codes");
    // The card's factors are managed by a link; without any there is the button that sets one up.
    const bool has_factors = std::string(name) == "home";
    CHECK(first.role == (codes ? Role::codes : has_factors ? Role::link : Role::button));
  }
}

TEST_CASE("start: Down from the first row of the codes leads to the next one") {
  AccessWorld world(scene_named("codes").options);
  scene_named("codes").play(world);
  Stage stage(world);
  const Focus first = focus();
  stage.press(Key::down);
  CHECK(focus().id != first.id);
  CHECK(focus().min.x == first.min.x);
  CHECK(focus().min.y > first.min.y);
  CHECK(focus().min.y < first.max.y + 20);
}

TEST_CASE("start: Tab leads to everything that the arrows lead to, on every screen") {
  for (const samples::Scene& scene : samples::all_scenes()) {
    INFO(scene.name);
    AccessWorld world(scene.options, scene.server);
    scene.play(world);
    std::set<ImGuiID> reached;
    {
      Stage stage(world);
      reached = by_tab(stage);
    }
    Stage stage(world);
    for (const auto& [id, item] : walk(stage, Means::keys)) {
      CHECK(reached.count(id) == 1);
    }
  }
}
