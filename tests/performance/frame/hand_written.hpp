// The comparator: three screens as somebody writes them straight with Dear ImGui, words in place. Knows none of our
// drawing; takes what is typed and the codes from the same screen, so that both show the same.
#pragma once

#include <hellojohn/widgets/screen.hpp>

#include <imgui.h>

#include <string_view>

namespace hellojohn::bench {

struct Fonts {
  ImFont* heading = nullptr;
  ImFont* mono = nullptr;
};

/// Draws a screen in the current window and answers what was pressed.
using ByHand = widgets::Action (*)(const widgets::Screen& screen, const Fonts& fonts);

/// Of the scene `name`; null if nobody has written that one.
[[nodiscard]] ByHand by_hand(std::string_view name);

}  // namespace hellojohn::bench
