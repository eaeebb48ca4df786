// What is pressed: buttons alone and in rows, links, cards, the box to tick.
#include "canvas.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

using widgets::Element;
using widgets::Emphasis;
using widgets::Role;

namespace {

Look look_of(const Canvas& canvas, const Element& element, Color& words) noexcept {
  const Palette& colors = canvas.colors;
  if (!element.enabled) {
    words = colors.quiet;
    Look look{colors.background, mix(colors.quiet, colors.background, 0.45F)};
    look.dashed = rgb(colors.quiet) == rgb(colors.text);  // Nothing quieter: the edge tells.
    return look;
  }
  words = colors.text;
  if (element.emphasis == Emphasis::primary) {
    words = colors.on_primary;
    return {colors.primary, colors.primary};
  }
  if (element.emphasis == Emphasis::danger) {
    words = colors.danger;
    return {colors.surface, colors.danger};
  }
  return {colors.surface, colors.border};
}

}  // namespace

float link_pad(const Canvas& canvas) noexcept { return std::floor(canvas.em * 0.25F); }

float button_height(const Canvas& canvas) noexcept {
  return canvas.em + std::floor(canvas.em * (canvas.style.couch ? 1.5F : 1.0F));
}

float press_width(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  const float room = element.role == Role::link ? 2 * link_pad(canvas) : canvas.em * 2;
  return lay(body(canvas), say(canvas, element.label, words), 0).size.x + room;
}

void draw_button(Canvas& canvas, const Element& element, float width) noexcept {
  begin_items(canvas, element);
  Sentence words;
  const Block said = lay(body(canvas), say(canvas, element.label, words), width - canvas.em);
  const ImVec2 size = said.size;
  const float height = size.y - canvas.em + button_height(canvas);
  Color color;
  const Look look = look_of(canvas, element, color);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushID(id_of(element));
  if (press_box(canvas, {width, height}, look, element.enabled)) {
    canvas.press(element.action, element.index);
  }
  ImGui::PopID();
  ink(canvas, said, {at.x + (width - size.x) / 2, at.y + (height - size.y) / 2}, color);
}

/// In one row where they fit, else one below the other. A row with the main one is the end of a screen: it stands on the
/// right.
std::size_t draw_buttons(Canvas& canvas, std::size_t first) noexcept {
  const widgets::Screen& screen = canvas.screen;
  const float space = std::floor(canvas.em * 0.5F);
  std::size_t end = first;
  std::array<float, widgets::Screen::capacity> widths;
  float sum = -space;
  bool main = false;
  while (end < screen.size() && screen[end].role == Role::button) {
    widths[end] = press_width(canvas, screen[end]);
    sum += widths[end] + space;
    main = main || screen[end].emphasis == Emphasis::primary;
    ++end;
  }
  const bool fits = sum <= canvas.width;
  const float start = ImGui::GetCursorPosX();
  const Element* reason = nullptr;
  for (std::size_t i = first; i < end; ++i) {
    if (fits && i == first && (main || end == screen.size())) {
      ImGui::SetCursorPosX(start + canvas.width - sum);
    } else if (fits && i != first) {
      ImGui::SameLine(0, space);
    } else if (i != first) {
      gap(canvas, 0.1F);
    }
    canvas.takes_focus = canvas.arrived && i == canvas.start;
    draw_button(canvas, screen[i], fits ? widths[i] : canvas.width);
    const bool explains = !screen[i].enabled && !screen[i].reason.empty();
    if (explains && (ImGui::IsItemFocused() || ImGui::IsItemHovered())) reason = &screen[i];
  }
  if (reason != nullptr) {
    Sentence words;
    text_item(canvas, small(canvas), canvas.colors.quiet, say(canvas, reason->reason, words));
  }
  return end - first;
}

void draw_link(Canvas& canvas, const Element& element, Color behind) noexcept {
  begin_items(canvas, element);
  Sentence words;
  const float pad = link_pad(canvas);
  const Block said = lay(body(canvas), say(canvas, element.label, words), canvas.width - 2 * pad);
  const ImVec2 size = said.size;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (press_box(canvas, {size.x + 2 * pad, size.y + 2 * pad}, {behind, behind, 0.25F, true, true},
                element.enabled)) {
    canvas.press(element.action, element.index);
  }
  const Color color = element.enabled ? canvas.colors.info : canvas.colors.quiet;
  ink(canvas, said, {at.x + pad, at.y + pad}, color);
  const float line = at.y + pad + size.y;
  if (element.enabled) {
    canvas.list->AddLine({at.x + pad, line}, {at.x + pad + size.x, line}, rgb(color), 1);
  }
}

void draw_card(Canvas& canvas, const Element& element) noexcept {
  Sentence title_words;
  Sentence why_words;
  const float pad = canvas.em * 0.8F;
  const float wrap = canvas.width - 2 * pad - canvas.em * 1.6F;
  const Block title = lay(body(canvas), say(canvas, element.label, title_words), wrap);
  const Block why = lay(small(canvas), say(canvas, element.value, why_words), wrap);
  const float height = title.size.y + why.size.y + canvas.em * 0.25F + 2 * pad;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  Color color;
  const Look look = look_of(canvas, element, color);
  if (press_box(canvas, {canvas.width, height}, look, element.enabled)) {
    canvas.press(element.action, element.index);
  }
  ink(canvas, title, {at.x + pad, at.y + pad}, color);
  ink(canvas, why, {at.x + pad, at.y + pad + title.size.y + canvas.em * 0.25F},
      canvas.colors.quiet);
  if (!element.enabled) return;
  draw_icon(canvas, Icon::arrow, {at.x + canvas.width - pad - canvas.em * 0.3F, at.y + height / 2},
            canvas.em * 0.8F, canvas.colors.quiet);
}

void draw_checkbox(Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  const float side = std::floor(canvas.em * 1.25F);
  const float indent = side + canvas.em * 0.6F;
  const float wrap = canvas.width - indent - canvas.em * 0.4F;
  const Block said = lay(body(canvas), say(canvas, element.label, words), wrap);
  const float height = std::max(side, said.size.y) + canvas.em * 0.5F;
  // The box stands under the words above; what can be pressed reaches past it.
  const float pad = link_pad(canvas);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({at.x - pad, at.y});
  const Color behind = canvas.colors.background;
  if (press_box(canvas, {canvas.width + pad, height}, {behind, behind, 0.25F, true, true},
                element.enabled)) {
    canvas.press(element.action, element.index);
  }
  const ImVec2 box(at.x, at.y + (height - side) / 2);
  const ImVec2 box_max(box.x + side, box.y + side);
  const Color color = element.enabled ? canvas.colors.text : canvas.colors.quiet;
  canvas.list->AddRectFilled(box, box_max, rgb(canvas.colors.field), canvas.em * 0.2F);
  shim::add_rect(canvas.list, box, box_max, rgb(canvas.colors.border), canvas.em * 0.2F, 1.5F);
  if (element.checked) {
    draw_icon(canvas, Icon::tick, {box.x + side / 2, box.y + side / 2}, side * 0.75F, color);
  }
  ink(canvas, said, {at.x + indent, at.y + (height - said.size.y) / 2}, color);
  if (!element.enabled && !element.reason.empty()) {
    text_item(canvas, small(canvas), canvas.colors.quiet, say(canvas, element.reason, words));
  }
}

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
