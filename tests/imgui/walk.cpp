// See walk.hpp.
#include "imgui/walk.hpp"

#include "imgui/drawn_text.hpp"

#include <deque>

namespace hellojohn::tests {

namespace {

void step(Stage& stage, Means means, int direction) {
  constexpr Key keys[] = {Key::down, Key::up, Key::right, Key::left};
  constexpr bool imgui::PadState::*buttons[] = {&imgui::PadState::down, &imgui::PadState::up,
                                                &imgui::PadState::right, &imgui::PadState::left};
  if (means == Means::keys) {
    stage.press(keys[direction]);
  } else {
    stage.press(buttons[direction]);
  }
}

}  // namespace

std::map<ImGuiID, Item> walk(Stage& stage, Means means) {
  std::map<ImGuiID, Item> found;
  std::deque<ImGuiID> open;
  const auto look = [&] {
    const Focus at = focus();
    if (at.id == 0 || found.count(at.id) != 0) return;
    const imgui::Color ring = imgui::palette(stage.options().theme).focus;
    const bool seen = at.visible && (at.editing || stage.vertices(ring) > 0);
    const int hidden = hidden_corners(IM_COL32(ring.r, ring.g, ring.b, 255));
    found[at.id] = {at.min, at.max, hidden, seen};
    open.push_back(at.id);
  };
  step(stage, means, 0);
  look();
  while (!open.empty()) {
    const ImGuiID from = open.front();
    open.pop_front();
    for (int direction = 0; direction < 4; ++direction) {
      set_focus(from);
      stage.frames(1);
      step(stage, means, direction);
      look();
    }
  }
  return found;
}

}  // namespace hellojohn::tests
