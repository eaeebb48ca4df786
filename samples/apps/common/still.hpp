// A scene in the current ImGui frame, at rest, with nothing beside it: what a picture of it shows. Knows no window.
#pragma once

#include <hellojohn/imgui/style.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/text.hpp>

namespace samples {

struct Still {
  hellojohn::widgets::Intents intents;
  float height = 0;  ///< That it needs, in pixels.
};

/// Fills the display.
[[nodiscard]] Still draw_still(const hellojohn::widgets::AccountAccessView& view,
                               const hellojohn::imgui::Style& style,
                               const hellojohn::widgets::Text& text);

}  // namespace samples
