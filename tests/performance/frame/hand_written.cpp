// See hand_written.hpp. Written for Dear ImGui 1.86, one font size and one width, as such windows are.
#include "performance/frame/hand_written.hpp"

#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/code_sheet.hpp>

#include <algorithm>
#include <cstdio>

namespace hellojohn::bench {

namespace {

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
constexpr ImU32 focus = IM_COL32(255, 209, 102, 255);
constexpr float left = 25;
constexpr float width = 510;

void push_style() {
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

void pop_style() {
  ImGui::EndGroup();
  ImGui::PopStyleVar(4);
  ImGui::PopStyleColor(7);
}

void space(float pixels) { ImGui::SetCursorPosY(ImGui::GetCursorPosY() + pixels); }

void heading(const Fonts& fonts, const char* text) {
  ImGui::PushFont(fonts.heading);
  ImGui::TextUnformatted(text);
  ImGui::PopFont();
}

void paragraph(const char* text) {
  ImGui::PushTextWrapPos(left + width);
  ImGui::TextUnformatted(text);
  ImGui::PopTextWrapPos();
}

void hint(const char* text) {
  ImGui::SetWindowFontScale(0.9F);
  ImGui::PushStyleColor(ImGuiCol_Text, quiet);
  paragraph(text);
  ImGui::PopStyleColor();
  ImGui::SetWindowFontScale(1);
}

bool button(const char* text) {
  return ImGui::Button(text, ImVec2(ImGui::CalcTextSize(text).x + 34, 34));
}

bool primary_button(const char* text) {
  ImGui::PushStyleColor(ImGuiCol_Text, on_primary);
  ImGui::PushStyleColor(ImGuiCol_Button, primary);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  const bool pressed = button(text);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
  return pressed;
}

bool disabled_button(const char* text) {
  ImGui::PushStyleColor(ImGuiCol_Text, quiet);
  ImGui::PushStyleColor(ImGuiCol_Button, background);
  ImGui::PushStyleColor(ImGuiCol_Border, faint);
  const bool pressed = button(text);
  ImGui::PopStyleColor(3);
  return pressed;
}

bool link(const char* text) {
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
bool link_below(const char* text) {
  ImGui::SetCursorPosX(left - 4);
  return link(text);
}

void input(const char* label, const char* id, const widgets::Element& element, int flags) {
  ImGui::TextUnformatted(label);
  ImGui::SetNextItemWidth(width);
  ImGui::InputText(id, element.input->data(), element.input->capacity(),
                   flags | ImGuiInputTextFlags_EnterReturnsTrue);
  if (ImGui::IsItemEdited()) element.input->resized();
  if (!ImGui::IsItemActive()) return;
  ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), focus,
                                      5.95F, 0, 2);
}

Action sign_in(const widgets::Screen& screen, const Fonts& fonts) {
  Action action = Action::none;
  push_style();
  heading(fonts, "Sign in to Sky Game");
  space(8);
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  input("E-mail", "##email", *screen.find(widgets::Role::text_field), 0);
  space(11);
  input("Password", "##password", *screen.find(widgets::Role::password_field),
        ImGuiInputTextFlags_Password);
  space(11);
  if (link_below("Lost access?")) action = Action::lost_access;
  space(4);
  if (link_below("Get help")) action = Action::ask_help;
  space(15);
  ImGui::SetCursorPosX(457);
  if (primary_button("Sign in")) action = Action::submit;
  pop_style();
  return action;
}

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); }

Action code_keys(widgets::CodeField& field) {
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

/// Eight cells in two groups.
Action code_field(widgets::CodeField& field) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton("code", ImVec2(344, 44));
  ImGui::SetItemDefaultFocus();
  for (std::size_t i = 0; i < 8; ++i) {
    const float x = at.x + static_cast<float>(i) * 41 + (i < 4 ? 0.0F : 21.0F);
    list->AddRectFilled(ImVec2(x, at.y), ImVec2(x + 36, at.y + 44), field_color, 5.95F);
    list->AddRect(ImVec2(x, at.y), ImVec2(x + 36, at.y + 44), border, 5.95F);
    if (i < field.size()) list->AddCircleFilled(ImVec2(x + 18, at.y + 22), 4.08F, text_color);
  }
  list->AddLine(ImVec2(at.x + 164, at.y + 22), ImVec2(at.x + 176, at.y + 22), quiet, 1.5F);
  if (!ImGui::IsItemFocused()) return Action::none;
  const std::size_t caret = std::min(field.caret(), std::size_t{7});
  const float x = at.x + static_cast<float>(caret) * 41 + (caret < 4 ? 0.0F : 21.0F);
  list->AddRect(ImVec2(x, at.y), ImVec2(x + 36, at.y + 44), focus, 5.95F, 0, 2);
  list->AddLine(ImVec2(x + 18, at.y + 11), ImVec2(x + 18, at.y + 33), focus, 2);
  return code_keys(field);
}

Action challenge(const widgets::Screen& screen, const Fonts& fonts) {
  push_style();
  heading(fonts, "Confirm it's you");
  space(7);
  hint("Account");
  ImGui::TextUnformatted("al\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2@example.com");
  space(11);
  ImGui::TextUnformatted("One of your backup codes");
  Action action = code_field(*screen.find(widgets::Role::code_field)->code);
  space(7);
  hint("Codes have 8 characters.");
  hint("Any of your saved codes, in any order.");
  space(15);
  if (button("Show")) action = Action::reveal_input;
  ImGui::SameLine();
  if (button("Paste")) action = Action::paste;
  space(11);
  if (link_below("Use authenticator instead")) action = Action::use_authenticator;
  space(4);
  if (link_below("Lost access?")) action = Action::lost_access;
  space(15);
  ImGui::SetCursorPosX(356);
  if (button("Cancel")) action = Action::cancel;
  ImGui::SameLine();
  if (primary_button("Continue")) action = Action::submit;
  if (ImGui::IsWindowFocused() && pressed(ImGuiKey_Escape)) action = Action::cancel;
  pop_style();
  return action;
}

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

Action copied_notice(int seconds) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 end(at.x + width, at.y + 39);
  list->AddRectFilled(at, end, surface, 5.95F);
  list->AddRect(at, end, info, 5.95F);
  const ImVec2 icon(at.x + 19.5F, at.y + 20);
  list->AddCircle(icon, 7.2F, info, 0, 1.7F);
  list->AddLine(ImVec2(icon.x, icon.y), ImVec2(icon.x, icon.y + 3.6F), info, 1.7F);
  list->AddCircleFilled(ImVec2(icon.x, icon.y - 3), 1.2F, info);
  char said[64];
  std::snprintf(said, sizeof said, "Copied. The clipboard is emptied in %d s.", seconds);
  list->AddText(ImVec2(at.x + 36, at.y + 11), text_color, said);
  ImGui::SetCursorScreenPos(ImVec2(at.x + 426, at.y + 6));
  const Action action = link("Clear now") ? Action::clear_clipboard : Action::none;
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy(ImVec2(width, 39));
  return action;
}

bool checkbox(const char* label, bool on) {
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
    list->AddPolyline(tick, 3, text_color, 0, 2);
  }
  list->AddText(ImVec2(at.x + 31, at.y + 6), text_color, label);
  return toggled;
}

Action code_buttons() {
  Action action = Action::none;
  if (button("Show codes")) action = Action::reveal;
  ImGui::SameLine();
  if (button("Copy all")) action = Action::copy_all;
  ImGui::SameLine();
  if (button("Save\xE2\x80\xA6")) action = Action::save;
  ImGui::SameLine();
  if (button("Print\xE2\x80\xA6")) action = Action::print;
  return action;
}

Action codes(const widgets::Screen& screen, const Fonts& fonts) {
  push_style();
  heading(fonts, "Your new backup codes");
  space(11);
  paragraph(
      "Each code signs you in once if your authenticator is gone. This is the only time we can "
      "show "
      "them.");
  space(11);
  paragraph("Old codes no longer work.");
  space(11);
  hint("8 codes");
  Action action = code_table(*screen.sheet, fonts);
  space(15);
  const Action row_of_buttons = code_buttons();
  if (row_of_buttons != Action::none) action = row_of_buttons;
  space(11);
  ImGui::Dummy(ImVec2(width, 39));  // The room of what is said after saving.
  space(7);
  const Action notice = copied_notice(screen.find(widgets::Role::notice)->label.n);
  if (notice != Action::none) action = notice;
  space(7);
  hint(
      "Keep them in a password manager or on paper in a safe place. Not on the same phone, and not "
      "as a screenshot.");
  space(11);
  if (checkbox("I have saved these codes", screen.find(Action::toggle_saved)->checked)) {
    action = Action::toggle_saved;
  }
  space(15);
  ImGui::SetCursorPosX(380);
  if (button("Cancel")) action = Action::cancel;
  ImGui::SameLine();
  if (disabled_button("Done")) action = Action::none;
  if (ImGui::IsItemHovered()) hint("Tick the box once your codes are saved.");
  if (ImGui::IsWindowFocused() && pressed(ImGuiKey_Escape)) action = Action::cancel;
  pop_style();
  return action;
}

}  // namespace

ByHand by_hand(std::string_view name) {
  if (name == "sign_in") return sign_in;
  if (name == "challenge_backup_typed") return challenge;
  if (name == "codes_copied") return codes;
  return nullptr;
}

}  // namespace hellojohn::bench
