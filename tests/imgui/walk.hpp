// Finds what can be pressed as a person without a mouse does: by stepping, from where the focus is on arrival.
#pragma once

#include "imgui/stage.hpp"

#include <map>

namespace hellojohn::tests {

struct Item {
  ImVec2 min, max;
  int hidden_ring = 0;        ///< Corners of what showed the focus that lay under something.
  bool showed_focus = false;  ///< Something in the colour of the focus was drawn while it had it.
};

enum class Means { keys, pad };

/// Everything that steps in the four directions lead to.
[[nodiscard]] std::map<ImGuiID, Item> walk(Stage& stage, Means means);

}  // namespace hellojohn::tests
