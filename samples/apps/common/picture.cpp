// See picture.hpp.
#include "apps/common/picture.hpp"

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
  const auto submit = [&] {
    const auto colors = hellojohn::imgui::palette(options.theme);
    const float em = ImGui::GetFontSize();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, IM_COL32(colors.background.r, colors.background.g,
                                                      colors.background.b, 255));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(em * 1.5F, em * 1.5F));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
    ImGui::Begin("picture", nullptr, ImGuiWindowFlags_NoDecoration);
    (void)hellojohn::imgui::draw(view, style, text);
    bottom = ImGui::GetCursorScreenPos().y + em * 1.5F;
    ImGui::End();
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor();
  };
  for (int i = 0; i < 4; ++i) stage.frame(submit);
  stage.resize(options.width, static_cast<int>(bottom));
  for (int i = 0; i < 2; ++i) stage.frame(submit);
  return stage.render();
}

}  // namespace samples
