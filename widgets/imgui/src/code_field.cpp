// A code as it is typed: cells, groups, caret, and a pad for those who have no keys. The characters go from ImGui's input
// queue into the component's wiped buffer and nowhere else: no text widget of ImGui's ever holds one.
#include "canvas.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <algorithm>
#include <cmath>

namespace hellojohn::imgui {

using widgets::Action;
using widgets::CodeField;

namespace {

/// Where the characters of a field are drawn.
struct Cells {
  ImVec2 min;
  ImVec2 size;
  float group_gap = 0;
  std::size_t group = 0;

  [[nodiscard]] float x(std::size_t i) const noexcept {
    const std::size_t gaps = group == 0 ? 0 : i / group;
    return min.x + static_cast<float>(i) * size.x + static_cast<float>(gaps) * group_gap;
  }
};

Cells layout(const Canvas& canvas, const CodeField& field, ImVec2 box, float height) noexcept {
  const std::size_t shown = std::max({field.expected(), field.size() + 1, std::size_t{1}});
  Cells cells;
  cells.group = field.group_size();
  const std::size_t gaps = cells.group == 0 ? 0 : (shown - 1) / cells.group;
  const float pad = canvas.em * 0.6F;
  const float slots = static_cast<float>(shown) + 0.6F * static_cast<float>(gaps);
  const float cell = std::min(canvas.em * 1.35F, (canvas.width - 2 * pad) / slots);
  cells.size = {cell, height * 0.7F};
  cells.group_gap = cell * 0.6F;
  cells.min = {box.x + pad, box.y + height * 0.15F};
  return cells;
}

void take_keys(const Canvas& canvas, const widgets::Element& element) noexcept {
  CodeField& field = *element.code;
  shim::want_text_input();
  shim::take_typed(&field, [](void* to, char32_t character) {
    (void)static_cast<CodeField*>(to)->insert(character);
  });
  if (shim::pressed(shim::Key::backspace)) field.backspace();
  if (shim::pressed(shim::Key::del)) field.erase();
  if (shim::pressed(shim::Key::left)) field.move(-1);
  if (shim::pressed(shim::Key::right)) field.move(1);
  if (shim::pressed(shim::Key::home)) field.home();
  if (shim::pressed(shim::Key::end)) field.end();
  if (shim::shortcut('v')) {
    // The component's own way tells a code from a sheet and a link; without it the text is taken as it is.
    if (canvas.screen.can(Action::paste)) {
      canvas.press(Action::paste);
    } else if (const char* text = ImGui::GetClipboardText(); text != nullptr) {
      (void)field.paste(text);
      shim::scrub_text();
    }
  }
  if (shim::pressed(shim::Key::enter)) canvas.press(element.action, element.index);
}

void place_caret(CodeField& field, const Cells& cells, float mouse) noexcept {
  std::size_t at = 0;
  while (at < field.size() && mouse > cells.x(at) + cells.size.x / 2) ++at;
  field.home();
  field.move(static_cast<int>(at));
}

void draw_cells(const Canvas& canvas, const widgets::Element& element, const Cells& cells,
                bool focused) noexcept {
  const CodeField& field = *element.code;
  const Color color = element.enabled ? canvas.colors.text : canvas.colors.quiet;
  const Face face = mono(canvas, std::min(1.35F, cells.size.x / canvas.em * 1.2F));
  const float base = cells.min.y + cells.size.y;
  for (std::size_t i = 0; i < std::max(field.expected(), field.size()); ++i) {
    const float x = cells.x(i);
    if (i >= field.size()) {
      canvas.list->AddLine({x + cells.size.x * 0.15F, base}, {x + cells.size.x * 0.85F, base},
                           rgb(canvas.colors.border), 1.5F);
    } else if (element.secret && !field.revealed()) {
      canvas.list->AddCircleFilled({x + cells.size.x / 2, cells.min.y + cells.size.y / 2},
                                   cells.size.x * 0.2F, rgb(color));
    } else {
      ink_cell(canvas, face, {x, cells.min.y}, cells.size, color, field.text().reveal()[i]);
    }
  }
  const bool blink =
      !ImGui::GetIO().ConfigInputTextCursorBlink || std::fmod(ImGui::GetTime(), 1.2) < 0.8;
  if (focused && blink) {
    const float x = std::floor(cells.x(field.caret()));
    canvas.list->AddLine({x, cells.min.y}, {x, base + 2}, rgb(canvas.colors.focus), 2);
  }
}

}  // namespace

void draw_code_field(Canvas& canvas, const widgets::Element& element) noexcept {
  Sentence words;
  text_item(canvas, body(canvas), canvas.colors.text, say(canvas, element.label, words));
  const float height = std::floor(canvas.em * (canvas.style.couch ? 3.4F : 2.6F));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Cells cells = layout(canvas, *element.code, at, height);
  // A press is no press here: it only puts the caret.
  (void)press_box(canvas, {canvas.width, height},
                  {canvas.colors.field, canvas.colors.border, 0.35F}, false);
  const bool focused = ImGui::IsItemFocused() && element.enabled;
  if (ImGui::IsItemActivated()) place_caret(*element.code, cells, ImGui::GetIO().MousePos.x);
  if (focused) {
    take_keys(canvas, element);
    shim::add_rect(canvas.list, at, {at.x + canvas.width, at.y + height}, rgb(canvas.colors.focus),
                   0.35F * canvas.em, 2);
  }
  draw_cells(canvas, element, cells, focused);
}

void draw_code_pad(Canvas& canvas, const widgets::Element& element) noexcept {
  CodeField& field = *element.code;
  const std::string_view alphabet = field.alphabet();
  const float gap_width = std::floor(canvas.em * 0.3F);
  const std::size_t columns = alphabet.size() <= 10 ? 5 : 8;
  const float side = std::floor(std::min(
      canvas.em * 2.6F,
      (canvas.width - gap_width * static_cast<float>(columns - 1)) / static_cast<float>(columns)));
  const Look look{canvas.colors.surface, canvas.colors.border, 0.3F};
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gap_width, gap_width));
  ImGui::PushID("pad");
  for (std::size_t i = 0; i <= alphabet.size(); ++i) {
    if (i % columns != 0) ImGui::SameLine();
    ImGui::PushID(static_cast<int>(i));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool erases = i == alphabet.size();
    if (press_box(canvas, {side, side}, look, element.enabled)) {
      if (erases) {
        field.backspace();
      } else {
        (void)field.insert(static_cast<char32_t>(alphabet[i]));
      }
    }
    if (erases) {
      draw_icon(canvas, Icon::cross, {at.x + side / 2, at.y + side / 2}, side * 0.5F,
                canvas.colors.text);
    } else {
      ink_cell(canvas, mono(canvas, 1.1F), at, {side, side}, canvas.colors.text, alphabet[i]);
    }
    ImGui::PopID();
  }
  ImGui::PopID();
  ImGui::PopStyleVar();
}

}  // namespace hellojohn::imgui
