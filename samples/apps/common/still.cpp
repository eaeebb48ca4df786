// Draws a scene with a margin and nothing else. Knows no window.
#include "apps/common/still.hpp"

#include <hellojohn/imgui/draw.hpp>

#include <imgui.h>

namespace samples {

Still draw_still(const hellojohn::widgets::AccountAccessView& view,
                 const hellojohn::imgui::Style& style, const hellojohn::widgets::Text& text) {
  const auto colors = hellojohn::imgui::palette(style);
  const float em = ImGui::GetFontSize();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, IM_COL32(colors.background.r, colors.background.g,
                                                    colors.background.b, 255));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(em * 1.5F, em * 1.5F));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::Begin("picture", nullptr, ImGuiWindowFlags_NoDecoration);
  Still still;
  still.intents = hellojohn::imgui::draw(view, style, text);
  still.height = ImGui::GetCursorScreenPos().y + em * 1.5F;
  ImGui::End();
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor();
  return still;
}

}  // namespace samples
