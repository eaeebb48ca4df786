// What is known, by name: one value under its label, several as the rows of a panel.
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

bool plain(const Element& element) noexcept {
  return element.role == Role::value && element.secret_value.empty();
}

void draw_one(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  text_item(canvas, small(canvas), canvas.colors.quiet, say(canvas, element.label, words));
  if (!element.secret_value.empty()) {
    text_item(canvas, mono(canvas, 1.05F), canvas.colors.text, element.secret_value.reveal());
  } else {
    text_item(canvas, body(canvas), canvas.colors.text, say(canvas, element.value, words));
  }
}

/// Label on the left, value on the right, or below each other where they do not fit. Without ink where `measured`.
float row(const Canvas& canvas, const Element& element, ImVec2 at, float width,
          bool measured) noexcept {
  Sentence label_words;
  Sentence value_words;
  const Block label = lay(body(canvas), say(canvas, element.label, label_words), width);
  Block value = lay(body(canvas), say(canvas, element.value, value_words), 0);
  const bool one_line = value.size.x <= width - label.size.x - canvas.em;
  if (!one_line) value = lay(body(canvas), value.text, width);
  const float gap_height = one_line ? 0 : std::floor(canvas.em * 0.15F);
  if (!measured) {
    const Color color =
        element.emphasis == Emphasis::quiet ? canvas.colors.quiet : canvas.colors.text;
    ink(canvas, label, at, canvas.colors.quiet);
    ink(canvas, value,
        one_line ? ImVec2(at.x + width - value.size.x, at.y)
                 : ImVec2(at.x, at.y + label.size.y + gap_height),
        color);
  }
  return one_line ? std::max(label.size.y, value.size.y) : label.size.y + gap_height + value.size.y;
}

}  // namespace

std::size_t draw_values(const Canvas& canvas, std::size_t first) noexcept {
  const widgets::Screen& screen = canvas.screen;
  std::size_t end = first;
  while (end < screen.size() && plain(screen[end])) ++end;
  if (end < first + 2) {
    draw_one(canvas, screen[first]);
    return 1;
  }
  const float pad = std::floor(canvas.em * 0.7F);
  const float width = canvas.width - 2 * pad;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  float height = 0;
  for (std::size_t i = first; i < end; ++i) {
    height += row(canvas, screen[i], at, width, true) + 2 * pad;
  }
  const ImVec2 max(at.x + canvas.width, at.y + height);
  const Color line = mix(canvas.colors.border, canvas.colors.surface, 0.5F);
  canvas.list->AddRectFilled(at, max, rgb(canvas.colors.surface), canvas.em * 0.35F);
  shim::add_rect(canvas.list, at, max, rgb(line), canvas.em * 0.35F, 1);
  float y = at.y;
  for (std::size_t i = first; i < end; ++i) {
    if (i != first) canvas.list->AddLine({at.x + pad, y}, {max.x - pad, y}, rgb(line), 1);
    y += row(canvas, screen[i], {at.x + pad, y + pad}, width, false) + 2 * pad;
  }
  ImGui::Dummy({canvas.width, height});
  return end - first;
}

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
