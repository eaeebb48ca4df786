// A code as it is typed: cells, groups, caret, and a pad for those who have no keys. The characters go from ImGui's input
// queue into the component's wiped buffer and nowhere else: no text widget of ImGui's ever holds one.
#include "canvas.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <algorithm>
#include <cmath>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

using widgets::Action;
using widgets::CodeField;

namespace {

/// Where the characters of a field are drawn.
struct Cells {
  ImVec2 min;
  ImVec2 size;
  float space = 0;
  float group_space = 0;  ///< In addition to `space`, between groups.
  std::size_t group = 0;
  std::size_t count = 0;

  [[nodiscard]] float x(std::size_t i) const noexcept {
    const std::size_t groups = group == 0 ? 0 : i / group;
    return std::floor(min.x + static_cast<float>(i) * (size.x + space) +
                      static_cast<float>(groups) * group_space);
  }
};

/// As many as the format expects, more where more was typed; narrower where they would not fit.
Cells layout(const Canvas& canvas, const CodeField& field, ImVec2 at, float height) noexcept {
  Cells cells;
  cells.count = std::max({field.expected(), field.size(), std::size_t{1}});
  cells.group = field.group_size();
  const std::size_t groups = cells.group == 0 ? 0 : (cells.count - 1) / cells.group;
  const float slots = static_cast<float>(cells.count) * 1.15F + static_cast<float>(groups) * 0.6F;
  const float wanted = height * 0.82F;
  const float cell = std::min(wanted, canvas.width / slots);
  cells.size = {std::floor(cell), height};
  cells.space = std::floor(cell * 0.15F);
  cells.group_space = std::floor(cell * 0.6F);
  cells.min = at;
  return cells;
}

void take_keys(const Canvas& canvas, const widgets::Element& element) noexcept {
  CodeField& field = *element.code;
  shim::want_text_input();
  shim::expect_typing();
  shim::take_typed(&field, [](void* to, char32_t character) {
    (void)static_cast<CodeField*>(to)->insert(character);
  });
  if (shim::pressed(shim::Key::backspace)) field.backspace();
  if (shim::pressed(shim::Key::del) && !shim::types_by_alt()) field.erase();
  const bool left = shim::pressed(shim::Key::left);
  const bool right = shim::pressed(shim::Key::right);
  const bool home = shim::pressed(shim::Key::home);
  const bool end = shim::pressed(shim::Key::end);
  if (left) field.move(-1);
  if (right) field.move(1);
  if (home) field.home();
  if (end) field.end();
  if (left || right || home || end) shim::keep_focus();
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

/// The caret is before a character, behind the last one, or in the middle of an empty cell. Only the ring of its cell if
/// the field is not open.
void draw_caret(const Canvas& canvas, const CodeField& field, const Cells& cells,
                bool open) noexcept {
  const std::size_t at = std::min(field.caret(), cells.count - 1);
  const float x = cells.x(at);
  const ImVec2 max(x + cells.size.x, cells.min.y + cells.size.y);
  shim::add_rect(canvas.list, {x, cells.min.y}, max, rgb(canvas.colors.focus), 0.35F * canvas.em,
                 2);
  const bool blink =
      !ImGui::GetIO().ConfigInputTextCursorBlink || std::fmod(ImGui::GetTime(), 1.2) < 0.8;
  if (!blink || !open) return;
  const float part = field.caret() > at ? 0.86F : at < field.size() ? 0.14F : 0.5F;
  const float caret = std::floor(x + cells.size.x * part);
  canvas.list->AddLine({caret, cells.min.y + cells.size.y * 0.25F},
                       {caret, cells.min.y + cells.size.y * 0.75F}, rgb(canvas.colors.focus), 2);
}

void draw_cells(const Canvas& canvas, const widgets::Element& element,
                const Cells& cells) noexcept {
  const CodeField& field = *element.code;
  const Color color = element.enabled ? canvas.colors.text : canvas.colors.quiet;
  const Color edge = element.enabled ? canvas.colors.border
                                     : mix(canvas.colors.border, canvas.colors.background, 0.5F);
  const Face face = mono(canvas, std::min(1.35F, cells.size.x / canvas.em * 0.9F));
  const float rounding = 0.35F * canvas.em;
  for (std::size_t i = 0; i < cells.count; ++i) {
    const ImVec2 min(cells.x(i), cells.min.y);
    const ImVec2 max(min.x + cells.size.x, min.y + cells.size.y);
    const bool selected = field.selected() && i < field.size();
    canvas.list->AddRectFilled(
        min, max, rgb(selected ? canvas.colors.selection : canvas.colors.field), rounding);
    shim::add_rect(canvas.list, min, max, rgb(edge), rounding, 1);
    if (i != 0 && cells.group != 0 && i % cells.group == 0) {
      const float middle = min.y + cells.size.y / 2;
      const float right = min.x - cells.space - cells.group_space * 0.2F;
      canvas.list->AddLine({right - cells.group_space * 0.6F, middle}, {right, middle},
                           rgb(canvas.colors.quiet), 1.5F);
    }
    if (i >= field.size()) continue;
    if (element.secret && !field.revealed()) {
      canvas.list->AddCircleFilled({(min.x + max.x) / 2, (min.y + max.y) / 2}, canvas.em * 0.24F,
                                   rgb(color));
    } else {
      ink_cell(canvas, face, min, cells.size, color, field.text().reveal()[i]);
    }
  }
}

}  // namespace

void draw_code_field(Canvas& canvas, const widgets::Element& element) noexcept {
  Sentence words;
  text_item(canvas, body(canvas), canvas.colors.text, say(canvas, element.label, words));
  const float height = std::floor(canvas.em * (canvas.style.couch ? 3.4F : 2.6F));
  const Cells cells = layout(canvas, *element.code, ImGui::GetCursorScreenPos(), height);
  const float width = cells.x(cells.count - 1) + cells.size.x - cells.min.x;
  const Color behind = canvas.colors.background;
  // A press is no press here: it only puts the caret.
  const Look look{behind, behind, 0.35F, true, true, false};
  (void)press_box(canvas, {width, height}, look, false);
  const bool focused = ImGui::IsItemFocused() && element.enabled;
  const bool shows_focus = shim::last_item_shows_focus();
  const std::uint32_t before = element.code->revision();
  if (ImGui::IsItemActivated()) place_caret(*element.code, cells, ImGui::GetIO().MousePos.x);
  if (focused) take_keys(canvas, element);
  canvas.typed = element.code->revision() != before;
  draw_cells(canvas, element, cells);
  if (focused || shows_focus) draw_caret(canvas, *element.code, cells, focused);
}

void draw_code_pad(Canvas& canvas, const widgets::Element& element) noexcept {
  CodeField& field = *element.code;
  const std::string_view alphabet = field.alphabet();
  const float gap_width = std::floor(canvas.em * 0.3F);
  const std::size_t columns = alphabet.size() <= 10 ? 5 : 8;
  const float side = std::floor(std::min(
      canvas.em * 2.6F,
      (canvas.width - gap_width * static_cast<float>(columns - 1)) / static_cast<float>(columns)));
  const bool told = !canvas.screen.streamed || field.revealed();
  const Look look{canvas.colors.surface, canvas.colors.border, 0.3F, told};
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

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
