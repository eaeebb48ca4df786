// See picture.hpp.
#include "apps/common/picture.hpp"

#include "apps/common/still.hpp"

namespace samples {

Image picture(const widgets::AccountAccessView& view, const PictureOptions& options) {
  constexpr int tallest = 1800;
  Offscreen stage(options.width, tallest,
                  FontOptions{options.font_size, options.language, false, options.small_cjk});
  hellojohn::imgui::Style style;
  style.theme = options.theme;
  style.heading = stage.heading();
  style.mono = stage.mono();
  style.couch = options.couch;
  const widgets::Text text(options.language);
  float bottom = 0;
  const auto submit = [&] { bottom = draw_still(view, style, text).height; };
  for (int i = 0; i < 4; ++i) stage.frame(submit);
  stage.resize(options.width, static_cast<int>(bottom));
  for (int i = 0; i < 2; ++i) stage.frame(submit);
  return stage.render();
}

}  // namespace samples
