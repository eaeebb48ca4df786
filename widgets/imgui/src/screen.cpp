// One screen from top to bottom: which element is drawn by what, focus on arrival, keys and pad.
#include "canvas.hpp"

#include <hellojohn/imgui/draw.hpp>
#include <hellojohn/widgets/code_field.hpp>

#include <algorithm>
#include <cmath>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

using widgets::Action;
using widgets::Element;
using widgets::Emphasis;
using widgets::Role;

namespace {

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

void draw_element(Canvas& canvas, const Element& element) noexcept {
  begin_items(canvas, element);
  ImGui::PushID(id_of(element));
  switch (element.role) {
    case Role::heading:
      if (canvas.takes_focus) shim::focus(ImGui::GetID("heading"));
      canvas.takes_focus = false;
      draw_text(canvas, element);
      break;
    case Role::paragraph:
    case Role::hint: draw_text(canvas, element); break;
    case Role::error: draw_error(canvas, element); break;
    case Role::text_field:
    case Role::password_field: draw_text_field(canvas, element); break;
    case Role::code_field:
      draw_code_field(canvas, element);
      if (shim::pad_active()) draw_code_pad(canvas, element);
      break;
    case Role::codes: draw_codes(canvas, element); break;
    case Role::qr: draw_qr(canvas); break;
    case Role::checkbox: draw_checkbox(canvas, element); break;
    case Role::link: draw_link(canvas, element, canvas.colors.background); break;
    case Role::card: draw_card(canvas, element); break;
    case Role::steps: draw_steps(canvas, element); break;
    case Role::tick: draw_tick(canvas, element); break;
    case Role::busy: draw_busy(canvas, element); break;
    case Role::button:
    case Role::notice:
    case Role::value: break;  // draw_run
  }
  ImGui::PopID();
}

/// Draws what begins at `first` and answers how many elements that were.
std::size_t draw_run(Canvas& canvas, std::size_t first) noexcept {
  switch (canvas.screen[first].role) {
    case Role::button: return draw_buttons(canvas, first);
    case Role::notice: return draw_notice(canvas, first);
    case Role::value: return draw_values(canvas, first);
    default: break;
  }
  canvas.takes_focus = canvas.arrived && first == canvas.screen.focus;
  draw_element(canvas, canvas.screen[first]);
  return 1;
}

/// Room above an element: what belongs together is close together.
float gap_before(const Element& before, const Element& element) noexcept {
  const bool small_before = before.role == Role::link && element.role == Role::link;
  const bool after_field = before.input != nullptr || before.code != nullptr;
  if (small_before || (element.role == Role::error && after_field)) return 0;
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

/// The keys and the pad that work with every focus. `editing`: Escape only ends the edit, and has done so by now.
void take_shortcuts(const Canvas& canvas, bool editing) noexcept {
  if (canvas.part != widgets::Part::main ||
      !ImGui::IsWindowFocused(ImGuiFocusedFlags_RootAndChildWindows)) {
    return;
  }
  const bool escapes = shim::pressed(shim::Key::escape) && !editing;
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
  const bool editing = ImGui::IsAnyItemActive();
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
    i += draw_run(canvas, i);
  }
  take_shortcuts(canvas, editing);
  ImGui::EndGroup();
  ImGui::PopStyleVar();
  ImGui::PopID();
  ImGui::PopID();
  return intents;
}

void scrub() noexcept { shim::scrub_text(); }

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
