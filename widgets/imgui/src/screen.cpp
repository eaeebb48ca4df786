// One screen from top to bottom: a small function per role, rows of buttons, focus on arrival, keys and pad.
#include "canvas.hpp"

#include <hellojohn/imgui/draw.hpp>
#include <hellojohn/widgets/code_field.hpp>

#include <algorithm>
#include <cmath>

namespace hellojohn::imgui {

using widgets::Action;
using widgets::Element;
using widgets::Emphasis;
using widgets::Role;

namespace {

/// Stays the same while elements come and go above it.
int id_of(const Element& element) noexcept {
  return static_cast<int>(element.role) << 16 | static_cast<int>(element.action) << 8 |
         static_cast<int>(element.index);
}

void draw_text(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  const std::string_view said = say(canvas, element.label, words);
  if (element.role == Role::heading) {
    text_item(canvas, heading(canvas), canvas.colors.text, said);
  } else if (element.role == Role::hint) {
    text_item(canvas, small(canvas), canvas.colors.quiet, said);
  } else {
    text_item(canvas, body(canvas), canvas.colors.text, said);
  }
}

/// An icon and words beside it; in a box for a notice.
void draw_said(const Canvas& canvas, const Element& element, bool boxed) noexcept {
  const Emphasis emphasis = boxed ? element.emphasis : Emphasis::danger;
  const Color color = canvas.color_of(emphasis);
  const Icon icon = emphasis == Emphasis::success                                   ? Icon::tick
                    : emphasis == Emphasis::danger || emphasis == Emphasis::warning ? Icon::warning
                                                                                    : Icon::info;
  Sentence words;
  const std::string_view said = say(canvas, element.label, words);
  const float pad = boxed ? canvas.em * 0.7F : 0;
  const float side = canvas.em * 1.5F;
  const float wrap = canvas.width - side - 2 * pad;
  const ImVec2 size = measure(body(canvas), said, wrap);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = size.y + 2 * pad;
  if (boxed) {
    const ImVec2 max(at.x + canvas.width, at.y + height);
    const float rounding = canvas.em * 0.35F;
    canvas.list->AddRectFilled(at, max, rgb(canvas.colors.surface), rounding);
    shim::add_rect(canvas.list, at, max, rgb(color), rounding, 1);
  }
  draw_icon(canvas, icon, {at.x + pad + canvas.em * 0.5F, at.y + pad + canvas.em * 0.55F},
            canvas.em * 0.85F, color);
  ink(canvas, body(canvas), {at.x + pad + side, at.y + pad},
      boxed ? canvas.colors.text : canvas.colors.danger, said, wrap);
  ImGui::Dummy({canvas.width, height});
}

void draw_value(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  text_item(canvas, small(canvas), canvas.colors.quiet, say(canvas, element.label, words));
  if (!element.secret_value.empty()) {
    text_item(canvas, mono(canvas, 1.05F), canvas.colors.text, element.secret_value.reveal());
  } else {
    text_item(canvas, body(canvas), canvas.colors.text, say(canvas, element.value, words));
  }
}

void draw_checkbox(Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  const std::string_view said = say(canvas, element.label, words);
  const float side = std::floor(canvas.em * 1.25F);
  const float indent = side + canvas.em * 0.6F;
  const float wrap = canvas.width - indent - canvas.em * 0.4F;
  const ImVec2 size = measure(body(canvas), said, wrap);
  const float height = std::max(side, size.y) + canvas.em * 0.5F;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Color behind = canvas.colors.background;
  if (press_box(canvas, {canvas.width, height}, {behind, behind, 0.25F}, element.enabled)) {
    canvas.press(element.action, element.index);
  }
  const ImVec2 box(at.x + canvas.em * 0.2F, at.y + (height - side) / 2);
  const ImVec2 box_max(box.x + side, box.y + side);
  const Color color = element.enabled ? canvas.colors.text : canvas.colors.quiet;
  canvas.list->AddRectFilled(box, box_max, rgb(canvas.colors.field), canvas.em * 0.2F);
  shim::add_rect(canvas.list, box, box_max, rgb(canvas.colors.border), canvas.em * 0.2F, 1.5F);
  if (element.checked) {
    draw_icon(canvas, Icon::tick, {box.x + side / 2, box.y + side / 2}, side * 0.75F, color);
  }
  ink(canvas, body(canvas), {at.x + indent, at.y + (height - size.y) / 2}, color, said, wrap);
  if (!element.enabled && !element.reason.empty()) {
    text_item(canvas, small(canvas), canvas.colors.quiet, say(canvas, element.reason, words));
  }
}

void draw_link(Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  const std::string_view said = say(canvas, element.label, words);
  const float pad = std::floor(canvas.em * 0.25F);
  const ImVec2 size = measure(body(canvas), said, canvas.width - 2 * pad);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Color behind = canvas.colors.background;
  if (press_box(canvas, {size.x + 2 * pad, size.y + 2 * pad}, {behind, behind, 0.25F},
                element.enabled)) {
    canvas.press(element.action, element.index);
  }
  const Color color = element.enabled ? canvas.colors.info : canvas.colors.quiet;
  ink(canvas, body(canvas), {at.x + pad, at.y + pad}, color, said, canvas.width - 2 * pad);
  const float line = at.y + pad + size.y;
  if (element.enabled) {
    canvas.list->AddLine({at.x + pad, line}, {at.x + pad + size.x, line}, rgb(color), 1);
  }
}

void draw_card(Canvas& canvas, const Element& element) noexcept {
  Sentence title_words;
  Sentence why_words;
  const std::string_view title = say(canvas, element.label, title_words);
  const std::string_view why = say(canvas, element.value, why_words);
  const float pad = canvas.em * 0.8F;
  const float wrap = canvas.width - 2 * pad - canvas.em * 1.6F;
  const ImVec2 title_size = measure(body(canvas), title, wrap);
  const ImVec2 why_size = measure(small(canvas), why, wrap);
  const float height = title_size.y + why_size.y + canvas.em * 0.25F + 2 * pad;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (press_box(canvas, {canvas.width, height}, {canvas.colors.surface, canvas.colors.border},
                element.enabled)) {
    canvas.press(element.action, element.index);
  }
  ink(canvas, body(canvas), {at.x + pad, at.y + pad}, canvas.colors.text, title, wrap);
  ink(canvas, small(canvas), {at.x + pad, at.y + pad + title_size.y + canvas.em * 0.25F},
      canvas.colors.quiet, why, wrap);
  draw_icon(canvas, Icon::arrow, {at.x + canvas.width - pad - canvas.em * 0.3F, at.y + height / 2},
            canvas.em * 0.8F, canvas.colors.quiet);
}

void draw_steps(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  text_item(canvas, small(canvas), canvas.colors.quiet, say(canvas, element.label, words));
  const int total = std::max(1, static_cast<int>(element.label.total));
  const float space = canvas.em * 0.3F;
  const float part =
      (canvas.width - space * static_cast<float>(total - 1)) / static_cast<float>(total);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = std::floor(canvas.em * 0.35F);
  for (int i = 0; i < total; ++i) {
    const float x = at.x + static_cast<float>(i) * (part + space);
    const bool reached = i < element.label.n;
    canvas.list->AddRectFilled({x, at.y}, {x + part, at.y + height},
                               rgb(reached ? canvas.colors.primary : canvas.colors.surface), 2);
    shim::add_rect(canvas.list, {x, at.y}, {x + part, at.y + height}, rgb(canvas.colors.border), 2,
                   1);
  }
  ImGui::Dummy({canvas.width, height});
}

void draw_tick(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  const std::string_view said = say(canvas, element.label, words);
  const float indent = canvas.em * 1.8F;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size = measure(body(canvas), said, canvas.width - indent);
  const Color color = element.checked ? canvas.colors.success : canvas.colors.quiet;
  draw_icon(canvas, element.checked ? Icon::tick : Icon::cross,
            {at.x + canvas.em * 0.6F, at.y + canvas.em * 0.55F}, canvas.em * 0.9F, color);
  ink(canvas, body(canvas), {at.x + indent, at.y},
      element.checked ? canvas.colors.text : canvas.colors.quiet, said, canvas.width - indent);
  ImGui::Dummy({canvas.width, size.y});
}

/// Takes its room also while nothing is shown, so that nothing jumps.
void draw_busy(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  const std::string_view said = say(canvas, element.label, words);
  const float indent = canvas.em * 1.8F;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size = measure(body(canvas), said, canvas.width - indent);
  if (canvas.screen.busy) {
    draw_spinner(canvas, {at.x + canvas.em * 0.6F, at.y + canvas.em * 0.55F}, canvas.em * 0.42F,
                 canvas.colors.primary);
    ink(canvas, body(canvas), {at.x + indent, at.y}, canvas.colors.quiet, said,
        canvas.width - indent);
  }
  ImGui::Dummy({canvas.width, size.y});
}

float button_width(const Canvas& canvas, const Element& element) noexcept {
  Sentence words;
  return measure(body(canvas), say(canvas, element.label, words), 0).x + canvas.em * 2;
}

void draw_button(Canvas& canvas, const Element& element, float width) noexcept {
  Sentence words;
  const std::string_view said = say(canvas, element.label, words);
  const float wrap = width - canvas.em;
  const ImVec2 size = measure(body(canvas), said, wrap);
  const float height = size.y + std::floor(canvas.em * (canvas.style.couch ? 1.5F : 1.0F));
  const bool filled = element.emphasis == Emphasis::primary && element.enabled;
  const bool grave = element.emphasis == Emphasis::danger && element.enabled;
  Look look{canvas.colors.surface, canvas.colors.border};
  Color color = element.enabled ? canvas.colors.text : canvas.colors.quiet;
  if (filled) look = {canvas.colors.primary, canvas.colors.primary};
  if (filled) color = canvas.colors.on_primary;
  if (grave) look.edge = color = canvas.colors.danger;
  if (!element.enabled) look = {canvas.colors.background, canvas.colors.quiet};
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushID(id_of(element));
  if (press_box(canvas, {width, height}, look, element.enabled)) {
    canvas.press(element.action, element.index);
  }
  ImGui::PopID();
  ink(canvas, body(canvas), {at.x + (width - size.x) / 2, at.y + (height - size.y) / 2}, color,
      said, wrap);
}

/// Buttons that follow each other: in one row where they fit, else one below the other, the main one first in reach of
/// a thumb. Returns how many there were.
std::size_t draw_buttons(Canvas& canvas, std::size_t first) noexcept {
  const widgets::Screen& screen = canvas.screen;
  const float space = std::floor(canvas.em * 0.5F);
  std::size_t end = first;
  float sum = -space;
  bool main = false;
  while (end < screen.size() && screen[end].role == Role::button) {
    sum += button_width(canvas, screen[end]) + space;
    main = main || screen[end].emphasis == Emphasis::primary;
    ++end;
  }
  const bool fits = sum <= canvas.width;
  const float start = ImGui::GetCursorPosX();
  for (std::size_t i = first; i < end; ++i) {
    if (fits && i == first && (main || end == screen.size())) {
      ImGui::SetCursorPosX(start + canvas.width - sum);
    } else if (fits && i != first) {
      ImGui::SameLine(0, space);
    } else if (i != first) {
      gap(canvas, 0.1F);
    }
    canvas.takes_focus = canvas.arrived && i == screen.focus;
    draw_button(canvas, screen[i], fits ? button_width(canvas, screen[i]) : canvas.width);
    const bool explains = !screen[i].enabled && !screen[i].reason.empty();
    if (explains && (ImGui::IsItemFocused() || ImGui::IsItemHovered())) canvas.reason = &screen[i];
  }
  if (canvas.reason != nullptr) {
    Sentence words;
    text_item(canvas, small(canvas), canvas.colors.quiet,
              say(canvas, canvas.reason->reason, words));
    canvas.reason = nullptr;
  }
  return end - first;
}

void draw_element(Canvas& canvas, const Element& element) noexcept {
  ImGui::PushID(id_of(element));
  switch (element.role) {
    case Role::heading:
      if (canvas.takes_focus) shim::focus(ImGui::GetID("heading"));
      canvas.takes_focus = false;
      draw_text(canvas, element);
      break;
    case Role::paragraph:
    case Role::hint: draw_text(canvas, element); break;
    case Role::notice: draw_said(canvas, element, true); break;
    case Role::error: draw_said(canvas, element, false); break;
    case Role::text_field:
    case Role::password_field: draw_text_field(canvas, element); break;
    case Role::code_field:
      draw_code_field(canvas, element);
      if (shim::pad_active()) draw_code_pad(canvas, element);
      break;
    case Role::codes: draw_codes(canvas, element); break;
    case Role::qr: draw_qr(canvas); break;
    case Role::value: draw_value(canvas, element); break;
    case Role::checkbox: draw_checkbox(canvas, element); break;
    case Role::link: draw_link(canvas, element); break;
    case Role::card: draw_card(canvas, element); break;
    case Role::steps: draw_steps(canvas, element); break;
    case Role::tick: draw_tick(canvas, element); break;
    case Role::busy: draw_busy(canvas, element); break;
    case Role::button: break;  // draw_buttons
  }
  ImGui::PopID();
}

/// Room above an element: what belongs together is close together.
float gap_before(const Element& before, const Element& element) noexcept {
  const bool small_before = before.role == Role::link && element.role == Role::link;
  if (small_before || element.role == Role::error) return 0;
  if (element.role == Role::hint) return 0.15F;
  if (element.role == Role::button) return 0.7F;
  if (before.role == Role::tick && element.role == Role::tick) return 0.1F;
  return 0.45F;
}

bool first_that_can(const Canvas& canvas, std::initializer_list<Action> actions) noexcept {
  for (const Action action : actions) {
    if (!canvas.screen.can(action)) continue;
    canvas.press(action);
    return true;
  }
  return false;
}

/// What keys and pad do wherever the focus is.
void take_shortcuts(const Canvas& canvas) noexcept {
  if (canvas.part != widgets::Part::main ||
      !ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows)) {
    return;
  }
  const bool escapes = shim::pressed(shim::Key::escape) && !ImGui::IsAnyItemActive();
  if (escapes || shim::pressed(shim::Button::east)) {
    first_that_can(canvas, {Action::stay, Action::back, Action::cancel});
  }
  if (shim::pressed(shim::Button::north)) {
    first_that_can(canvas, {Action::reveal, Action::reveal_input});
  }
  if (shim::pressed(shim::Button::west)) first_that_can(canvas, {Action::paste});
  if (shim::pressed(shim::Button::left_shoulder) || shim::pressed(shim::Button::right_shoulder)) {
    first_that_can(canvas, {Action::use_backup_code, Action::use_authenticator});
  }
  if (canvas.screen.sheet != nullptr && shim::shortcut('c')) {
    first_that_can(canvas, {Action::copy_all});
  }
}

/// True in the first frame of a state: remembered in the window's own storage.
bool just_arrived(const widgets::Screen& screen) noexcept {
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID which = ImGui::GetID("hellojohn.screen");
  const ImGuiID when = ImGui::GetID("hellojohn.arrival");
  const int arrival = static_cast<int>(screen.arrival);
  const bool same = storage.GetVoidPtr(which) == &screen && storage.GetInt(when, -1) == arrival;
  if (same) return false;
  storage.SetVoidPtr(which, const_cast<widgets::Screen*>(&screen));
  storage.SetInt(when, arrival);
  return true;
}

}  // namespace

widgets::Intents draw(const widgets::Screen& screen, const Style& style, const widgets::Text& text,
                      widgets::Part part) noexcept {
  widgets::Intents intents;
  if (shim::skips_items()) return intents;
  const Palette colors = palette(style.theme);
  const float em = ImGui::GetFontSize();
  const float room = ImGui::GetContentRegionAvail().x;
  const float width = std::floor(std::max(em * 8, std::min(room, em * style.column_em)));
  ImGui::PushID("hellojohn");
  ImGui::PushID(static_cast<int>(part));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(em * 0.4F, std::floor(em * 0.25F)));
  if (room > width) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::floor((room - width) / 2));
  ImGui::BeginGroup();
  Canvas canvas{style, text, colors, screen, part, intents, ImGui::GetWindowDrawList(), width, em};
  canvas.arrived = part == widgets::Part::main && just_arrived(screen);
  for (std::size_t i = 0; i < screen.size();) {
    if (i != 0) gap(canvas, gap_before(screen[i - 1], screen[i]));
    if (screen[i].role == Role::button) {
      i += draw_buttons(canvas, i);
      continue;
    }
    canvas.takes_focus = canvas.arrived && i == screen.focus;
    draw_element(canvas, screen[i]);
    ++i;
  }
  take_shortcuts(canvas);
  ImGui::EndGroup();
  ImGui::PopStyleVar();
  ImGui::PopID();
  ImGui::PopID();
  return intents;
}

void scrub() noexcept { shim::scrub_text(); }

}  // namespace hellojohn::imgui
