// The modal window's first frames: ImGui gives the focus of a new popup to its first item, our screens to their own; a
// step that the person takes meanwhile is not taken back by either.
#include "imgui/stage.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/imgui/items.hpp>

#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;
using samples::AccessWorld;

namespace {

Play nothing() {
  return {[](const imgui::Style&, const widgets::Text&) { return widgets::Intents(); }, {}, {}};
}

Play modal(AccessWorld& world, imgui::Items* items = nullptr) {
  return {[&world, items](const imgui::Style& style, const widgets::Text& text) {
            imgui::Style own = style;
            own.items = items;
            if (items != nullptr) items->clear();
            return imgui::draw_modal(world.access.view(), own, text);
          },
          {},
          {}};
}

/// Where the focus is, long after a step that was taken `frames` after the modal window opened.
ImGuiID focus_after_step(const char* scene, void (*step)(Stage& stage), int frames) {
  AccessWorld world(scene_named(scene).options);
  scene_named(scene).play(world);
  Stage stage(nothing());
  stage.replace(modal(world));
  stage.frames(frames);
  step(stage);
  stage.frames(20);
  return focus().id;
}

}  // namespace

TEST_CASE("modal: a screen has its own focus, not its first button's") {
  for (const samples::Scene& scene : samples::all_scenes()) {
    CAPTURE(scene.name);
    AccessWorld world(scene.options, scene.server);
    scene.play(world);
    imgui::Items items;
    Stage stage(nothing());
    stage.replace(modal(world, &items));
    stage.frames(20);
    const widgets::Screen& screen = world.screen();
    if (!screen[screen.focus].enabled) continue;  // Nothing that arrives is busy.
    for (const imgui::Item& item : items) {
      if (item.focused && item.part == widgets::Part::main) CHECK(item.element == screen.focus);
    }
  }
}

TEST_CASE("modal: the focus that a person moved in the first frames stays moved") {
  void (*const steps[])(Stage&) = {[](Stage& stage) { stage.press(Key::down); },
                                   [](Stage& stage) { stage.press(&imgui::PadState::down); }};
  for (const char* scene : {"home", "lost", "codes_leaving", "challenge_backup"}) {
    const ImGuiID unmoved = focus_after_step(
        scene, [](Stage&) {}, 30);
    for (const auto& step : steps) {
      const ImGuiID moved = focus_after_step(scene, step, 30);
      CHECK(moved != unmoved);
      // In the frame after its first one a window that sizes itself is still measured: that press may do nothing.
      for (int frames = 2; frames < 8; ++frames) {
        INFO(scene << ", step " << (&step - steps) << " after " << frames << " frames");
        CHECK(focus_after_step(scene, step, frames) == moved);
      }
    }
  }
}
