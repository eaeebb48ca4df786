// The backup codes, written by hand: the table, and the two screens around it.
#include "performance/frame/hand_written_items.hpp"

#include <hellojohn/widgets/code_sheet.hpp>

namespace hellojohn::bench {

namespace {

void copy_icon(ImDrawList* list, float x, float y) {
  list->AddRect(ImVec2(x - 2, y - 2), ImVec2(x + 4.8F, y + 5.1F), quiet, 1.3F, 0, 1.2F);
  list->AddRect(ImVec2(x - 4.8F, y - 5.1F), ImVec2(x + 2, y + 2), quiet, 1.3F, 0, 1.2F);
}

/// Number, dots or characters, and a button to copy it.
Action code_row(const widgets::CodeSheet& sheet, std::size_t i, const Fonts& fonts) {
  Action action = Action::none;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushID(static_cast<int>(i));
  if (ImGui::Button("##row", ImVec2(220, 32))) action = Action::reveal_row;
  if (i == 0) ImGui::SetItemDefaultFocus();
  if (ImGui::IsItemFocused()) {
    list->AddRect(ImVec2(at.x - 2, at.y - 2), ImVec2(at.x + 222, at.y + 34), focus, 6.25F, 0, 2);
  }
  ImGui::SameLine(0, 0);
  if (ImGui::Button("##copy", ImVec2(32, 32))) action = Action::copy_row;
  ImGui::PopID();
  copy_icon(list, at.x + 236, at.y + 16);
  char number[8];
  std::snprintf(number, sizeof number, "%zu", i + 1);
  ImFont* font = ImGui::GetFont();
  const float number_width = font->CalcTextSizeA(15.3F, 1000, 0, number).x;
  list->AddText(font, 15.3F, ImVec2(at.x + 27 - number_width, at.y + 8), quiet, number);
  const std::string_view shown = sheet.shown(i).reveal();
  for (std::size_t k = 0; k < sheet.length(i); ++k) {
    const ImVec2 middle(at.x + 45 + static_cast<float>(k) * 13.3F, at.y + 16);
    if (sheet.separator_at(i, k)) {
      list->AddLine(ImVec2(middle.x - 3, middle.y), ImVec2(middle.x + 3, middle.y), quiet, 1.5F);
    } else if (shown.empty()) {
      list->AddCircleFilled(middle, 2.9F, text_color);
    } else {
      const char* character = shown.data() + k;
      list->AddText(fonts.mono, 19, ImVec2(middle.x - 6, middle.y - 9), text_color, character,
                    character + 1);
    }
  }
  return action;
}

Action code_table(const widgets::CodeSheet& sheet, const Fonts& fonts) {
  Action action = Action::none;
  ImGui::PushStyleColor(ImGuiCol_Button, field_color);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 4.25F);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(5, 5));
  const std::size_t rows = (sheet.size() + 1) / 2;
  for (std::size_t row = 0; row < rows; ++row) {
    const Action one = code_row(sheet, row, fonts);
    if (one != Action::none) action = one;
    if (row + rows >= sheet.size()) continue;
    ImGui::SameLine();
    const Action other = code_row(sheet, row + rows, fonts);
    if (other != Action::none) action = other;
  }
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor();
  return action;
}

Action code_buttons(bool can_show) {
  Action action = Action::none;
  if (!can_show) {
    (void)disabled_button("Show codes");
  } else if (button("Show codes")) {
    action = Action::reveal;
  }
  ImGui::SameLine();
  if (button("Copy all")) action = Action::copy_all;
  ImGui::SameLine();
  if (button("Save\xE2\x80\xA6")) action = Action::save;
  ImGui::SameLine();
  if (button("Print\xE2\x80\xA6")) action = Action::print;
  return action;
}

void introduction(const Fonts& fonts) {
  heading(fonts, "Your new backup codes");
  space(11);
  paragraph(
      "Each code signs you in once if your authenticator is gone. This is the only time we can "
      "show "
      "them.");
  space(11);
  paragraph("Old codes no longer work.");
}

void where_to_keep() {
  space(7);
  hint(
      "Keep them in a password manager or on paper in a safe place. Not on the same phone, and not "
      "as a screenshot.");
  space(11);
}

Action end_buttons() {
  Action action = Action::none;
  space(15);
  ImGui::SetCursorPosX(380);
  if (button("Cancel")) action = Action::cancel;
  ImGui::SameLine();
  if (disabled_button("Done")) action = Action::none;
  if (ImGui::IsItemHovered()) hint("Tick the box once your codes are saved.");
  if (ImGui::IsWindowFocused() && pressed(ImGuiKey_Escape)) action = Action::cancel;
  return action;
}

/// The room of a notice that may come.
void room() { ImGui::Dummy(ImVec2(width, 39)); }

}  // namespace

Action codes_copied(const widgets::AccountAccessView& view, const Fonts& fonts) {
  const widgets::Screen& screen = *view.main;
  push_style();
  introduction(fonts);
  space(11);
  hint("8 codes");
  Action action = code_table(*screen.sheet, fonts);
  space(15);
  const Action row_of_buttons = code_buttons(true);
  if (row_of_buttons != Action::none) action = row_of_buttons;
  space(11);
  room();
  space(7);
  char said[64];
  std::snprintf(said, sizeof said, "Copied. The clipboard is emptied in %d s.",
                static_cast<int>(screen.find(widgets::Role::notice)->label.n));
  if (notice_with_link(said, 426, "Clear now")) action = Action::clear_clipboard;
  where_to_keep();
  if (checkbox("I have saved these codes", screen.find(Action::toggle_saved)->checked)) {
    action = Action::toggle_saved;
  }
  const Action end = end_buttons();
  if (end != Action::none) action = end;
  pop_style();
  return action;
}

Action codes_streaming(const widgets::AccountAccessView& view, const Fonts& fonts) {
  Action action = Action::none;
  push_style();
  introduction(fonts);
  space(11);
  notice("Hidden because screen sharing may be on.", info);
  space(15);
  if (button("Show anyway")) action = Action::show_anyway;
  space(11);
  hint("8 codes");
  const Action row = code_table(*view.main->sheet, fonts);
  if (row != Action::none) action = row;
  space(15);
  const Action row_of_buttons = code_buttons(false);
  if (row_of_buttons != Action::none) action = row_of_buttons;
  space(11);
  room();
  space(11);
  room();
  where_to_keep();
  (void)checkbox("I have saved these codes", false, quiet);
  hint("Show, copy, save or print the codes first.");
  const Action end = end_buttons();
  if (end != Action::none) action = end;
  pop_style();
  return action;
}

}  // namespace hellojohn::bench
