// The comparator: screens as somebody writes them straight with Dear ImGui, words in place. Knows none of our drawing;
// takes what is typed, the codes and the key from the same screen, so that both show the same.
#pragma once

#include <hellojohn/widgets/account_access.hpp>

#include <imgui.h>

#include <string_view>

namespace hellojohn::bench {

struct Fonts {
  ImFont* heading = nullptr;
  ImFont* mono = nullptr;
};

/// Draws all of a view in the current window and answers what was pressed.
using ByHand = widgets::Action (*)(const widgets::AccountAccessView& view, const Fonts& fonts);

/// Of the scene `name`; null if nobody has written that one.
[[nodiscard]] ByHand by_hand(std::string_view name);

///@{
/// Screens in separate files.
widgets::Action codes_copied(const widgets::AccountAccessView& view, const Fonts& fonts);
widgets::Action codes_streaming(const widgets::AccountAccessView& view, const Fonts& fonts);
widgets::Action enrol(const widgets::AccountAccessView& view, const Fonts& fonts);
///@}

}  // namespace hellojohn::bench
