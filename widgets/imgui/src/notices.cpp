// Lines with a sign beside them: notices and their buttons, errors, progress, waiting.
#include "canvas.hpp"

#include <algorithm>
#include <cmath>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

using widgets::Element;
using widgets::Emphasis;
using widgets::Role;

namespace {

Icon icon_of(Emphasis emphasis) noexcept {
  switch (emphasis) {
    case Emphasis::success: return Icon::tick;
    case Emphasis::danger:
    case Emphasis::warning: return Icon::warning;
    default: return Icon::info;
  }
}

/// The elements after a notice that belong to it: the link behind it, and in a separate notice the buttons too.
std::size_t tail_end(const Canvas& canvas, std::size_t first) noexcept {
  const widgets::Screen& screen = canvas.screen;
  std::size_t end = first;
  const Role role = canvas.part == widgets::Part::notice ? Role::button : Role::link;
  while (end < screen.size() && screen[end].role == role) ++end;
  return end;
}

void draw_tail(Canvas& canvas, std::size_t first, std::size_t end, float space) noexcept {
  for (std::size_t i = first; i < end; ++i) {
    const Element& element = canvas.screen[i];
    if (i != first) ImGui::SameLine(0, space);
    canvas.takes_focus = canvas.arrived && i == canvas.start;
    if (element.role == Role::link) {
      ImGui::PushID(id_of(element));
      draw_link(canvas, element, canvas.colors.surface);
      ImGui::PopID();
    } else {
      draw_button(canvas, element, press_width(canvas, element));
    }
  }
}

/// How a notice of these words with that much beside them lies in the column.
struct NoticeLayout {
  NoticeLayout(const Canvas& canvas, std::string_view said, float tail_width, bool buttons) noexcept
      : pad(std::floor(canvas.em * 0.7F)), side(std::floor(canvas.em * 1.5F)), tail(tail_width) {
    const float room = canvas.width - side - 2 * pad;
    one_row = tail > 0 && lay(body(canvas), said, 0).size.x + canvas.em + tail <= room;
    words = lay(body(canvas), said, one_row ? room - tail - canvas.em : room);
    const float below = tail <= 0 || one_row ? 0
                        : buttons            ? canvas.em * 0.6F + button_height(canvas)
                                             : canvas.em * 1.6F;
    const float least =
        one_row && buttons ? button_height(canvas) - canvas.em * 0.4F : words.size.y;
    text_height = std::max(words.size.y, least);
    height = 2 * pad + text_height + below;
  }

  float pad, side, tail;
  Block words{};
  bool one_row = false;  ///< The buttons are in the row of the words.
  float text_height = 0;
  float height = 0;
};

}  // namespace

void draw_room(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  float tail = 0;
  if (!element.value.empty()) {
    Element link;
    link.role = Role::link;
    link.label = element.value;
    tail = press_width(canvas, link);
  }
  const NoticeLayout layout(canvas, say(canvas, element.label, words), tail, false);
  ImGui::Dummy({canvas.width, layout.height});
}

std::size_t draw_notice(Canvas& canvas, std::size_t first) noexcept {
  const Element& element = canvas.screen[first];
  std::size_t end = tail_end(canvas, first + 1);
  const float space = std::floor(canvas.em * 0.5F);
  float tail = -space;
  for (std::size_t i = first + 1; i < end; ++i)
    tail += press_width(canvas, canvas.screen[i]) + space;
  const float widest = canvas.width - 2 * std::floor(canvas.em * 0.7F);
  if (tail > widest) end = first + 1;  // In separate rows, below.
  const bool has_tail = end != first + 1;
  const bool buttons = has_tail && canvas.screen[first + 1].role == Role::button;
  Sentence words;
  const NoticeLayout layout(canvas, say(canvas, element.label, words), has_tail ? tail : 0,
                            buttons);
  const float pad = layout.pad;
  const float text_left = pad + layout.side;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 max(at.x + canvas.width, at.y + layout.height);
  const Color color = canvas.color_of(element.emphasis);
  const float rounding = canvas.em * 0.35F;
  canvas.list->AddRectFilled(at, max, rgb(canvas.colors.surface), rounding);
  shim::add_rect(canvas.list, at, max, rgb(color), rounding, 1);
  const float top = at.y + pad + (layout.text_height - layout.words.size.y) / 2;
  draw_icon(canvas, icon_of(element.emphasis),
            {at.x + pad + canvas.em * 0.5F, top + canvas.em * 0.55F}, canvas.em * 0.85F, color);
  ink(canvas, layout.words, {at.x + text_left, top}, canvas.colors.text);
  if (has_tail) {
    const float height = buttons ? button_height(canvas) : canvas.em * 1.5F;
    const float y =
        layout.one_row ? (at.y + max.y - height) / 2 : max.y - pad * (buttons ? 1 : 0.6F) - height;
    ImGui::SetCursorScreenPos(
        {std::floor(layout.one_row || buttons ? max.x - pad - tail
                                              : at.x + text_left - canvas.em * 0.25F),
         std::floor(y)});
    draw_tail(canvas, first + 1, end, space);
    ImGui::SetCursorScreenPos(at);
  }
  ImGui::Dummy({canvas.width, max.y - at.y});
  return end - first;
}

void draw_error(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  const float side = canvas.em * 1.5F;
  const Block said = lay(body(canvas), say(canvas, element.label, words), canvas.width - side);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_icon(canvas, Icon::warning, {at.x + canvas.em * 0.5F, at.y + canvas.em * 0.55F},
            canvas.em * 0.85F, canvas.colors.danger);
  ink(canvas, said, {at.x + side, at.y}, canvas.colors.danger);
  ImGui::Dummy({canvas.width, said.size.y});
}

void draw_steps(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  const Block said = lay(small(canvas), say(canvas, element.label, words), 0);
  const ImVec2 size = said.size;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ink(canvas, said, at, canvas.colors.quiet);
  const int total = std::max(1, static_cast<int>(element.label.total));
  const float space = std::floor(canvas.em * 0.3F);
  const float start = at.x + size.x + canvas.em * 0.7F;
  const float part =
      std::floor((at.x + canvas.width - start - space * static_cast<float>(total - 1)) /
                 static_cast<float>(total));
  const float height = std::floor(canvas.em * 0.35F);
  const float y = std::floor(at.y + (size.y - height) / 2);
  for (int i = 0; i < total; ++i) {
    const float x = start + static_cast<float>(i) * (part + space);
    const bool reached = i < element.label.n;
    canvas.list->AddRectFilled({x, y}, {x + part, y + height},
                               rgb(reached ? canvas.colors.primary : canvas.colors.surface), 2);
    shim::add_rect(canvas.list, {x, y}, {x + part, y + height}, rgb(canvas.colors.border), 2, 1);
  }
  ImGui::Dummy({canvas.width, size.y});
}

void draw_tick(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  const float indent = canvas.em * 1.8F;
  const Block said = lay(body(canvas), say(canvas, element.label, words), canvas.width - indent);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Color color = element.checked ? canvas.colors.success : canvas.colors.quiet;
  draw_icon(canvas, element.checked ? Icon::tick : Icon::cross,
            {at.x + canvas.em * 0.6F, at.y + canvas.em * 0.55F}, canvas.em * 0.9F, color);
  ink(canvas, said, {at.x + indent, at.y},
      element.checked ? canvas.colors.text : canvas.colors.quiet);
  float height = said.size.y;
  if (!element.value.empty()) {
    Sentence more_words;
    const Block more =
        lay(body(canvas), say(canvas, element.value, more_words), canvas.width - indent);
    ink(canvas, more, {at.x + indent, at.y + height}, canvas.colors.quiet);
    height += more.size.y;
  }
  ImGui::Dummy({canvas.width, height});
}

/// Takes its room also while nothing is shown, so that nothing jumps.
void draw_busy(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  const float indent = canvas.em * 1.8F;
  const Block said = lay(body(canvas), say(canvas, element.label, words), canvas.width - indent);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (canvas.screen.busy) {
    draw_spinner(canvas, {at.x + canvas.em * 0.6F, at.y + canvas.em * 0.55F}, canvas.em * 0.42F,
                 canvas.colors.primary);
    ink(canvas, said, {at.x + indent, at.y}, canvas.colors.quiet);
  }
  ImGui::Dummy({canvas.width, said.size.y});
}

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
