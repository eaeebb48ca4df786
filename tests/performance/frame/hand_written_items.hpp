// The pieces of the windows written by hand. Inline, as if each window stood in one file with them.
#pragma once

#include "performance/frame/hand_written.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <algorithm>
#include <cstdio>

namespace hellojohn::bench {

using widgets::Action;

constexpr ImU32 background = IM_COL32(18, 21, 29, 255);
constexpr ImU32 surface = IM_COL32(30, 35, 48, 255);
constexpr ImU32 field_color = IM_COL32(13, 16, 23, 255);
constexpr ImU32 border = IM_COL32(124, 134, 158, 255);
constexpr ImU32 faint = IM_COL32(87, 93, 107, 255);
constexpr ImU32 text_color = IM_COL32(240, 243, 249, 255);
constexpr ImU32 quiet = IM_COL32(172, 181, 202, 255);
constexpr ImU32 primary = IM_COL32(110, 168, 254, 255);
constexpr ImU32 on_primary = IM_COL32(9, 18, 34, 255);
constexpr ImU32 info = IM_COL32(142, 197, 255, 255);
constexpr ImU32 warning = IM_COL32(246, 196, 92, 255);
constexpr ImU32 focus = IM_COL32(255, 209, 102, 255);
constexpr float left = 25;
constexpr float width = 510;

inline void push_style() {
  ImGui::PushStyleColor(ImGuiCol_Text, text_color);
  ImGui::PushStyleColor(ImGuiCol_Button, surface);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, IM_COL32(55, 60, 72, 255));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, IM_COL32(72, 77, 88, 255));
  ImGui::PushStyleColor(ImGuiCol_FrameBg, field_color);
  ImGui::PushStyleColor(ImGuiCol_Border, border);
  ImGui::PushStyleColor(ImGuiCol_NavHighlight, focus);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 5.95F);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(10.2F, 8.5F));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(8, 4));
  ImGui::SetCursorPosX(left);
  ImGui::BeginGroup();
}

inline void pop_style() {
  ImGui::EndGroup();
  ImGui::PopStyleVar(4);
  ImGui::PopStyleColor(7);
}

inline void space(float pixels) { ImGui::SetCursorPosY(ImGui::GetCursorPosY() + pixels); }

inline void heading(const Fonts& fonts, const char* text) {
  ImGui::PushFont(fonts.heading);
  ImGui::TextUnformatted(text);
  ImGui::PopFont();
}

inline void paragraph(const char* text) {
  ImGui::PushTextWrapPos(left + width);
  ImGui::TextUnformatted(text);
  ImGui::PopTextWrapPos();
}

inline void hint(const char* text) {
  ImGui::SetWindowFontScale(0.9F);
  ImGui::PushStyleColor(ImGuiCol_Text, quiet);
  paragraph(text);
  ImGui::PopStyleColor();
  ImGui::SetWindowFontScale(1);
}

inline bool button(const char* text) {
  return ImGui::Button(text, ImVec2(ImGui::CalcTextSize(text).x + 34, 34));
}

inline bool primary_button(const char* text) {
  ImGui::PushStyleColor(ImGuiCol_Text, on_primary);
  ImGui::PushStyleColor(ImGuiCol_Button, primary);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  const bool pressed = button(text);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
  return pressed;
}

inline bool disabled_button(const char* text) {
  ImGui::PushStyleColor(ImGuiCol_Text, quiet);
  ImGui::PushStyleColor(ImGuiCol_Button, background);
  ImGui::PushStyleColor(ImGuiCol_Border, faint);
  const bool pressed = button(text);
  ImGui::PopStyleColor(3);
  return pressed;
}

inline bool link(const char* text) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size = ImGui::CalcTextSize(text);
  const bool pressed = ImGui::InvisibleButton(text, ImVec2(size.x + 8, size.y + 8));
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddText(ImVec2(at.x + 4, at.y + 4), info, text);
  const float line = at.y + 4 + size.y;
  list->AddLine(ImVec2(at.x + 4, line), ImVec2(at.x + 4 + size.x, line), info);
  return pressed;
}

/// Its words stand under the rest.
inline bool link_below(const char* text) {
  ImGui::SetCursorPosX(left - 4);
  return link(text);
}

inline void input(const char* label, const char* id, const widgets::Element& element, int flags) {
  ImGui::TextUnformatted(label);
  ImGui::SetNextItemWidth(width);
  ImGui::InputText(id, element.input->data(), element.input->capacity(),
                   flags | ImGuiInputTextFlags_EnterReturnsTrue);
  if (ImGui::IsItemEdited()) element.input->resized();
  if (!ImGui::IsItemActive()) return;
  ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), focus,
                                      5.95F, 0, 2);
}

inline bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); }

inline Action code_keys(widgets::CodeField& field) {
  ImGuiIO& io = ImGui::GetIO();
  for (const ImWchar c : io.InputQueueCharacters) (void)field.insert(c);
  io.InputQueueCharacters.resize(0);
  if (pressed(ImGuiKey_Backspace)) field.backspace();
  if (pressed(ImGuiKey_Delete)) field.erase();
  if (pressed(ImGuiKey_LeftArrow)) field.move(-1);
  if (pressed(ImGuiKey_RightArrow)) field.move(1);
  if (pressed(ImGuiKey_Home)) field.home();
  if (pressed(ImGuiKey_End)) field.end();
  if (io.KeyCtrl && pressed(ImGuiKey_V)) return Action::paste;
  return pressed(ImGuiKey_Enter) ? Action::submit : Action::none;
}

/// Cells in groups of four, or in one group.
inline Action code_field(widgets::CodeField& field, std::size_t cells, bool grouped, bool dots) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const auto x_of = [&](std::size_t i) {
    return at.x + static_cast<float>(i) * 41 + (grouped && i >= 4 ? 21.0F : 0.0F);
  };
  ImGui::InvisibleButton("code", ImVec2(x_of(cells - 1) + 36 - at.x, 44));
  ImGui::SetItemDefaultFocus();
  const std::string_view typed = field.text().reveal();
  for (std::size_t i = 0; i < cells; ++i) {
    const float x = x_of(i);
    list->AddRectFilled(ImVec2(x, at.y), ImVec2(x + 36, at.y + 44), field_color, 5.95F);
    list->AddRect(ImVec2(x, at.y), ImVec2(x + 36, at.y + 44), border, 5.95F);
    if (i >= typed.size()) continue;
    if (dots) {
      list->AddCircleFilled(ImVec2(x + 18, at.y + 22), 4.08F, text_color);
    } else {
      list->AddText(ImVec2(x + 13, at.y + 14), text_color, typed.data() + i, typed.data() + i + 1);
    }
  }
  if (grouped) {
    list->AddLine(ImVec2(at.x + 164, at.y + 22), ImVec2(at.x + 176, at.y + 22), quiet, 1.5F);
  }
  if (!ImGui::IsItemFocused()) return Action::none;
  const float x = x_of(std::min(field.caret(), cells - 1));
  list->AddRect(ImVec2(x, at.y), ImVec2(x + 36, at.y + 44), focus, 5.95F, 0, 2);
  list->AddLine(ImVec2(x + 18, at.y + 11), ImVec2(x + 18, at.y + 33), focus, 2);
  return code_keys(field);
}

inline void info_icon(ImDrawList* list, ImVec2 middle) {
  list->AddCircle(middle, 7.2F, info, 0, 1.7F);
  list->AddLine(middle, ImVec2(middle.x, middle.y + 3.6F), info, 1.7F);
  list->AddCircleFilled(ImVec2(middle.x, middle.y - 3), 1.2F, info);
}

inline void warning_icon(ImDrawList* list, ImVec2 middle) {
  list->AddTriangle(ImVec2(middle.x, middle.y - 6.9F), ImVec2(middle.x + 7.2F, middle.y + 5.8F),
                    ImVec2(middle.x - 7.2F, middle.y + 5.8F), warning, 1.7F);
  list->AddLine(ImVec2(middle.x, middle.y - 2.5F), ImVec2(middle.x, middle.y + 1.8F), warning,
                1.7F);
  list->AddCircleFilled(ImVec2(middle.x, middle.y + 3.8F), 1.1F, warning);
}

/// One line of words in a box. The cursor stays above it, for what else is in the box.
inline ImVec2 notice_box(const char* words, ImU32 color) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 end(at.x + width, at.y + 39);
  list->AddRectFilled(at, end, surface, 5.95F);
  list->AddRect(at, end, color, 5.95F);
  const ImVec2 middle(at.x + 19.5F, at.y + 20);
  if (color == warning) {
    warning_icon(list, middle);
  } else {
    info_icon(list, middle);
  }
  list->AddText(ImVec2(at.x + 36, at.y + 11), text_color, words);
  return at;
}

inline void notice(const char* words, ImU32 color) {
  notice_box(words, color);
  ImGui::Dummy(ImVec2(width, 39));
}

/// With a link on the right, which begins at `x`.
inline bool notice_with_link(const char* words, float x, const char* link_words) {
  const ImVec2 at = notice_box(words, info);
  ImGui::SetCursorScreenPos(ImVec2(at.x + x, at.y + 6));
  const bool pressed_link = link(link_words);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy(ImVec2(width, 39));
  return pressed_link;
}

inline bool checkbox(const char* label, bool on, ImU32 color = text_color) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::SetCursorPosX(left - 4);
  const bool toggled = ImGui::InvisibleButton(label, ImVec2(width + 4, 29));
  const ImVec2 box(at.x, at.y + 4);
  const ImVec2 box_end(box.x + 21, box.y + 21);
  list->AddRectFilled(box, box_end, field_color, 3.4F);
  list->AddRect(box, box_end, border, 3.4F, 0, 1.5F);
  if (on) {
    const ImVec2 tick[] = {ImVec2(box.x + 5, box.y + 11), ImVec2(box.x + 9, box.y + 15),
                           ImVec2(box.x + 16, box.y + 7)};
    list->AddPolyline(tick, 3, color, 0, 2);
  }
  list->AddText(ImVec2(at.x + 31, at.y + 6), color, label);
  return toggled;
}

}  // namespace hellojohn::bench
