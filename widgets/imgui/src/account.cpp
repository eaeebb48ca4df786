// AccountAccess as a whole: banner, notice and task, in the host's window, as a page, or as a modal window.
#include "canvas.hpp"

#include <hellojohn/imgui/draw.hpp>

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

using widgets::AccountAccessView;
using widgets::Intents;
using widgets::Part;

namespace {

void append(Intents& to, const Intents& from) noexcept {
  for (const widgets::Intent& intent : from) to.add(intent.action, intent.index, intent.part);
  if (from.wants_keyboard()) to.want_keyboard();
}

void push_window_colors(const Palette& colors) noexcept {
  ImGui::PushStyleColor(ImGuiCol_WindowBg, rgb(colors.background));
  ImGui::PushStyleColor(ImGuiCol_PopupBg, rgb(colors.background));
  ImGui::PushStyleColor(ImGuiCol_Border, rgb(colors.border));
  const float em = ImGui::GetFontSize();
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(em, em));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, em * 0.5F);
}

void pop_window_colors() noexcept {
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor(3);
}

constexpr ImGuiWindowFlags own_window = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                        ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                        ImGuiWindowFlags_NoSavedSettings;

}  // namespace

Intents draw(const AccountAccessView& view, const Style& style,
             const widgets::Text& text) noexcept {
  Intents intents;
  const float em = ImGui::GetFontSize();
  if (view.banner != nullptr && view.banner->size() != 0) {
    append(intents, draw(*view.banner, style, text, Part::banner));
    ImGui::Dummy({1, em * 0.6F});
  }
  if (view.notice != nullptr && view.notice->size() != 0) {
    append(intents, draw(*view.notice, style, text, Part::notice));
    ImGui::Dummy({1, em * 0.6F});
  }
  append(intents, draw(*view.main, style, text));
  return intents;
}

Intents draw_page(const AccountAccessView& view, const Style& style,
                  const widgets::Text& text) noexcept {
  Intents intents;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->WorkPos);
  ImGui::SetNextWindowSize(viewport->WorkSize);
  push_window_colors(palette(style));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  if (ImGui::Begin("##hellojohn.page", nullptr, own_window)) intents = draw(view, style, text);
  ImGui::End();
  ImGui::PopStyleVar(2);
  pop_window_colors();
  return intents;
}

Intents draw_modal(const AccountAccessView& view, const Style& style,
                   const widgets::Text& text) noexcept {
  Intents intents;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const float em = ImGui::GetFontSize();
  const float width = std::min(em * (style.column_em + 2.5F), viewport->WorkSize.x - em);
  const ImVec2 center(viewport->WorkPos.x + viewport->WorkSize.x / 2,
                      viewport->WorkPos.y + viewport->WorkSize.y / 2);
  if (!ImGui::IsPopupOpen("##hellojohn.modal")) ImGui::OpenPopup("##hellojohn.modal");
  ImGui::SetNextWindowPos(center, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSizeConstraints({width, em * 8}, {width, viewport->WorkSize.y - em * 2});
  push_window_colors(palette(style));
  if (ImGui::BeginPopupModal("##hellojohn.modal", nullptr,
                             own_window | ImGuiWindowFlags_AlwaysAutoResize)) {
    intents = draw(view, style, text);
    ImGui::EndPopup();
  }
  pop_window_colors();
  return intents;
}

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
