// One screen from top to bottom: which element is drawn by what, focus on arrival, keys and pad.
#include "canvas.hpp"

#include <hellojohn/imgui/draw.hpp>
#include <hellojohn/widgets/code_field.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

using widgets::Action;
using widgets::Element;
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
    case Role::checkbox: draw_checkbox(canvas, element); break;
    case Role::link:
      ImGui::SetCursorPosX(ImGui::GetCursorPosX() - link_pad(canvas));
      draw_link(canvas, element, canvas.colors.background);
      break;
    case Role::card: draw_card(canvas, element); break;
    case Role::steps: draw_steps(canvas, element); break;
    case Role::tick: draw_tick(canvas, element); break;
    case Role::busy: draw_busy(canvas, element); break;
    case Role::room: draw_room(canvas, element); break;
    case Role::qr:
    case Role::button:
    case Role::notice:
    case Role::value: break;  // draw_run
  }
  ImGui::PopID();
}

std::size_t draw_picture(Canvas& canvas, std::size_t first) noexcept;

/// Draws what begins at `first` and answers how many elements that were.
std::size_t draw_run(Canvas& canvas, std::size_t first) noexcept {
  switch (canvas.screen[first].role) {
    case Role::button: return draw_buttons(canvas, first);
    case Role::notice: return draw_notice(canvas, first);
    case Role::value: return draw_values(canvas, first);
    case Role::qr: return draw_picture(canvas, first);
    default: break;
  }
  canvas.takes_focus = canvas.arrived && first == canvas.start;
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

/// The QR code; beside it, where there is room, the key and what can be done with it.
std::size_t draw_picture(Canvas& canvas, std::size_t first) noexcept {
  const widgets::Screen& screen = canvas.screen;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (canvas.width < canvas.em * 26) {
    const float most = std::min(canvas.width, canvas.em * 15);
    const float side = draw_qr(canvas, at, most);
    ImGui::Dummy({canvas.width, side});
    return 1;
  }
  const float side = draw_qr(canvas, at, canvas.em * 13);
  const float beside = side + canvas.em;
  const float width = canvas.width;
  canvas.width -= beside;
  ImGui::SetCursorScreenPos({at.x + beside, at.y});
  ImGui::BeginGroup();
  std::size_t i = first + 1;
  while (i < screen.size() && (screen[i].role == Role::value || screen[i].role == Role::button ||
                               screen[i].role == Role::link)) {
    if (i != first + 1) gap(canvas, gap_before(screen[i - 1], screen[i]) / 2);
    i += draw_run(canvas, i);
  }
  ImGui::EndGroup();
  const float bottom = std::max(at.y + side, ImGui::GetItemRectMax().y);
  canvas.width = width;
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, bottom - at.y});
  return i - first;
}

/// Keeps what is typed, and the error below it, in view. For a few frames, as one frame's scrolling moves the next one.
class Follower {
 public:
  explicit Follower(const Canvas& canvas) noexcept
      : storage_(*ImGui::GetStateStorage()),
        key_(base_key + static_cast<ImGuiID>(canvas.part)),
        kept_(storage_.GetInt(key_)),
        before_(kept_) {
    const Element* start =
        canvas.start < canvas.screen.size() ? &canvas.screen[canvas.start] : nullptr;
    const bool field = start != nullptr && (start->input != nullptr || start->code != nullptr);
    if (canvas.arrived) follow(field ? canvas.start : 0, field ? frames : 0);
  }
  /// The element `i` was drawn from `top` to the cursor.
  void drawn(Canvas& canvas, std::size_t i, float top) noexcept {
    if (std::exchange(canvas.typed, false)) follow(i, frames);
    if (kept_ == 0) return;
    const Role role = canvas.screen[i].role;
    const bool belongs = role == Role::error || role == Role::hint;
    if (i == static_cast<std::size_t>(kept_ >> 8)) {
      on_ = true;
      top_ = top;
    } else {
      on_ = on_ && belongs;
    }
    if (on_) bottom_ = ImGui::GetItemRectMax().y;
  }
  void finish() noexcept {
    if (bottom_ > top_) shim::scroll_to(top_, bottom_);
    if (kept_ != 0) follow(static_cast<std::size_t>(kept_ >> 8), (kept_ & 0xFF) - 1);
    if (kept_ != before_) storage_.SetInt(key_, kept_);
  }

 private:
  static constexpr int frames = 4;
  /// In the window's own storage. A name would be hashed in every frame.
  static constexpr ImGuiID base_key = 0x686A'6600;
  void follow(std::size_t element, int for_frames) noexcept {
    kept_ = for_frames <= 0 ? 0 : static_cast<int>(element) << 8 | for_frames;
  }

  ImGuiStorage& storage_;
  ImGuiID key_;
  int kept_;  // Which element, and for how many frames.
  int before_;
  bool on_ = false;
  float top_ = 0;
  float bottom_ = 0;
};

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
  const ImGuiID when = which + 1;  // One name is hashed in every frame, not two.
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
  const Palette colors = palette(style);
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
  if (canvas.arrived) canvas.start = screen.start();
  if (canvas.arrived && canvas.start == screen.size()) shim::focus_nothing();
  shim::begin_tabbing();
  Follower follower(canvas);
  for (std::size_t i = 0; i < screen.size();) {
    if (i != 0) gap(canvas, gap_before(screen[i - 1], screen[i]));
    const float top = ImGui::GetCursorScreenPos().y;
    const std::size_t drawn = draw_run(canvas, i);
    follower.drawn(canvas, i, top);
    i += drawn;
  }
  follower.finish();
  if (part == widgets::Part::main) shim::end_tabbing();
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
