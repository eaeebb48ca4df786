// Everything that can be pressed is reached only by mouse, only by keys and only by pad, on every screen in every state, and
// tells exactly what it is for, once.
#include "imgui/walk.hpp"
#include "worlds/catch.hpp"

#include <map>
#include <set>
#include <string>
#include <tuple>

using namespace hellojohn;
using namespace hellojohn::tests;
using widgets::Action;
using widgets::Intent;
using widgets::Part;
using widgets::Role;

namespace {

using Told = std::tuple<Part, Action, int>;
Told told_of(const Intent& intent) { return {intent.part, intent.action, intent.index}; }

bool pressable(Role role) {
  return role == Role::button || role == Role::link || role == Role::card || role == Role::checkbox;
}

std::set<Told> expected(const widgets::AccountAccessView& view) {
  std::set<Told> out;
  const std::pair<Part, const widgets::Screen*> parts[] = {
      {Part::main, view.main}, {Part::notice, view.notice}, {Part::banner, view.banner}};
  for (const auto& [part, screen] : parts) {
    if (screen == nullptr) continue;
    for (const widgets::Element& element : *screen) {
      if (pressable(element.role) && element.enabled) {
        out.insert({part, element.action, element.index});
      }
      if (element.role != Role::codes) continue;
      for (int i = 0; i < static_cast<int>(screen->sheet->size()); ++i) {
        out.insert({part, Action::reveal_row, i});
        if (screen->can(Action::copy_all)) out.insert({part, Action::copy_row, i});
      }
    }
  }
  return out;
}

/// What pressing each item tells. Nothing may tell more than one thing.
template <class Press>
std::map<ImGuiID, Told> press_each(Stage& stage, const std::map<ImGuiID, Item>& items,
                                   Press press) {
  std::map<ImGuiID, Told> out;
  for (const auto& [id, item] : items) {
    set_focus(id);
    stage.frames(2);
    press(item);
    CHECK(stage.told.size() <= 1);
    for (const Intent& intent : stage.told) out[id] = told_of(intent);
  }
  return out;
}

std::set<Told> all_of(const std::map<ImGuiID, Told>& told) {
  std::set<Told> out;
  for (const auto& [id, what] : told) out.insert(what);
  return out;
}

std::string missing(const std::set<Told>& wanted, const std::set<Told>& got) {
  std::string out;
  for (const auto& [part, action, index] : wanted) {
    if (got.count({part, action, index}) != 0) continue;
    out += " part " + std::to_string(static_cast<int>(part)) + " action " +
           std::to_string(static_cast<int>(action)) + " index " + std::to_string(index) + ";";
  }
  return out;
}

void check_scene(const samples::Scene& scene, const StageOptions& options) {
  samples::AccessWorld world(scene.options, scene.server);
  scene.play(world);
  const std::set<Told> wanted = expected(world.access.view());
  std::map<ImGuiID, Told> by_space;
  std::map<ImGuiID, Item> items;
  {
    Stage stage(world, options);
    items = walk(stage, Means::keys);
    for (const auto& [id, item] : items) CHECK(item.showed_focus);
    by_space = press_each(stage, items, [&](const Item&) { stage.press(Key::space); });
    CHECK(missing(wanted, all_of(by_space)) == "");
    CHECK(missing(all_of(by_space), wanted) == "");
    const auto by_enter = press_each(stage, items, [&](const Item&) { stage.press(Key::enter); });
    for (const auto& [id, what] : by_space) CHECK(by_enter.at(id) == what);
    const auto by_mouse = press_each(stage, items, [&](const Item& item) {
      stage.click({(item.min.x + item.max.x) / 2, (item.min.y + item.max.y) / 2});
    });
    CHECK(by_mouse == by_space);
  }
  Stage stage(world, options);
  const auto on_pad = walk(stage, Means::pad);
  // Where somebody may see the screen, the pad does not show which symbol is chosen.
  const bool shown = !world.screen().streamed;
  for (const auto& [id, item] : on_pad) CHECK((item.showed_focus || !shown));
  for (const auto& [id, item] : items) CHECK(on_pad.count(id) == 1);
  const auto by_south =
      press_each(stage, on_pad, [&](const Item&) { stage.press(&imgui::PadState::south); });
  CHECK(missing(wanted, all_of(by_south)) == "");
  CHECK(missing(all_of(by_south), wanted) == "");
}

}  // namespace

TEST_CASE("every screen: mouse, keys and pad each reach what can be pressed, and press it once") {
  for (const samples::Scene& scene : samples::all_scenes()) {
    INFO(scene.name);
    check_scene(scene, {});
  }
}

TEST_CASE("the same in a window that is too small for it, and in a modal window") {
  for (const char* name : {"codes", "challenge_backup", "lost", "home_low"}) {
    INFO(name);
    StageOptions options;
    options.frame = Frame::modal;
    check_scene(scene_named(name), options);
    options.frame = Frame::window;
    check_scene(scene_named(name), options);
  }
}
