// A scene as a picture: as wide as asked for, as high as it needs.
#pragma once

#include "apps/common/offscreen.hpp"
#include "apps/common/scenes.hpp"

#include <hellojohn/imgui/draw.hpp>

namespace samples {

struct PictureOptions {
  int width = 560;
  float font_size = 17;
  hellojohn::imgui::Theme theme = hellojohn::imgui::Theme::dark;
  widgets::Language language = widgets::Language::en;
  bool couch = false;
  bool small_cjk = false;  ///< As FontOptions.
};

/// What the view looks like at rest.
[[nodiscard]] Image picture(const widgets::AccountAccessView& view, const PictureOptions& options);

}  // namespace samples
