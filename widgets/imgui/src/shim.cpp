// What of Dear ImGui's keys, focus and drawing differs between its versions.
#include "shim.hpp"

#include <hellojohn/imgui/pad.hpp>

#include <imgui_internal.h>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

void feed(const PadState& pad) noexcept {
  ImGuiIO& io = ImGui::GetIO();
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableGamepad;
  io.BackendFlags |= ImGuiBackendFlags_HasGamepad;
#if IMGUI_VERSION_NUM >= 18700
  io.AddKeyEvent(ImGuiKey_GamepadDpadUp, pad.up);
  io.AddKeyEvent(ImGuiKey_GamepadDpadDown, pad.down);
  io.AddKeyEvent(ImGuiKey_GamepadDpadLeft, pad.left);
  io.AddKeyEvent(ImGuiKey_GamepadDpadRight, pad.right);
  io.AddKeyEvent(ImGuiKey_GamepadFaceDown, pad.south);
  io.AddKeyEvent(ImGuiKey_GamepadFaceRight, pad.east);
  io.AddKeyEvent(ImGuiKey_GamepadFaceUp, pad.north);
  io.AddKeyEvent(ImGuiKey_GamepadFaceLeft, pad.west);
  io.AddKeyEvent(ImGuiKey_GamepadL1, pad.left_shoulder);
  io.AddKeyEvent(ImGuiKey_GamepadR1, pad.right_shoulder);
#else
  const auto set = [&io](ImGuiNavInput input, bool down) {
    io.NavInputs[input] = down ? 1.0F : 0.0F;
  };
  set(ImGuiNavInput_DpadUp, pad.up);
  set(ImGuiNavInput_DpadDown, pad.down);
  set(ImGuiNavInput_DpadLeft, pad.left);
  set(ImGuiNavInput_DpadRight, pad.right);
  set(ImGuiNavInput_Activate, pad.south);
  set(ImGuiNavInput_Cancel, pad.east);
  set(ImGuiNavInput_Input, pad.north);
  set(ImGuiNavInput_Menu, pad.west);
  set(ImGuiNavInput_FocusPrev, pad.left_shoulder);
  set(ImGuiNavInput_FocusNext, pad.right_shoulder);
#endif
}

namespace shim {

namespace {

ImGuiKey native(Key key) noexcept {
  switch (key) {
    case Key::enter: return ImGuiKey_Enter;
    case Key::escape: return ImGuiKey_Escape;
    case Key::backspace: return ImGuiKey_Backspace;
    case Key::del: return ImGuiKey_Delete;
    case Key::left: return ImGuiKey_LeftArrow;
    case Key::right: return ImGuiKey_RightArrow;
    case Key::home: return ImGuiKey_Home;
    case Key::end: break;
  }
  return ImGuiKey_End;
}

ImGuiKey keypad_enter() noexcept {
#if IMGUI_VERSION_NUM >= 18700
  return ImGuiKey_KeypadEnter;
#else
  return ImGuiKey_KeyPadEnter;
#endif
}

bool cursor_visible() noexcept {
#if IMGUI_VERSION_NUM >= 19140
  return GImGui->NavCursorVisible;
#else
  return !GImGui->NavDisableHighlight;
#endif
}

void show_cursor(bool on) noexcept {
#if IMGUI_VERSION_NUM >= 19140
  GImGui->NavCursorVisible = on;
#else
  GImGui->NavDisableHighlight = !on;
#endif
}

/// In a window that has just appeared the next frame would give the focus to its first item.
template <class Context>
void drop_first_item(Context& g) noexcept {
  g.NavInitRequest = false;
  if constexpr (requires { g.NavInitResultId; }) {
    g.NavInitResultId = 0;
  } else {
    g.NavInitResult.Clear();
  }
}

}  // namespace

bool key_pressed(ImGuiKey key, bool repeat) noexcept {
#if IMGUI_VERSION_NUM >= 18700
  return ImGui::IsKeyPressed(key, repeat);
#else
  const int index = ImGui::GetKeyIndex(key);
  return index >= 0 && ImGui::IsKeyPressed(index, repeat);
#endif
}

bool pressed(Key key) noexcept {
  const bool repeat = key != Key::enter && key != Key::escape;
  if (key == Key::enter && key_pressed(keypad_enter(), false)) return true;
  return key_pressed(native(key), repeat);
}

bool types_by_alt() noexcept { return ImGui::GetIO().KeyCtrl && ImGui::GetIO().KeyAlt; }

bool shortcut(char letter) noexcept {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.KeyAlt) return false;
  const bool held = io.ConfigMacOSXBehaviors ? io.KeySuper : io.KeyCtrl;
  const bool pastes = letter == 'v';
  if (held && key_pressed(pastes ? ImGuiKey_V : ImGuiKey_C, false)) return true;
  const bool by_insert = pastes ? io.KeyShift && !io.KeyCtrl : io.KeyCtrl && !io.KeyShift;
  return by_insert && key_pressed(ImGuiKey_Insert, false);
}

bool pressed(Button button) noexcept {
#if IMGUI_VERSION_NUM >= 18700
  switch (button) {
    case Button::east: return key_pressed(ImGuiKey_GamepadFaceRight, false);
    case Button::north: return key_pressed(ImGuiKey_GamepadFaceUp, false);
    case Button::west: return key_pressed(ImGuiKey_GamepadFaceLeft, false);
    case Button::left_shoulder: return key_pressed(ImGuiKey_GamepadL1, false);
    case Button::right_shoulder: break;
  }
  return key_pressed(ImGuiKey_GamepadR1, false);
#else
  // The keyboard is mapped onto some of these too, before any widget runs: Return is Input, Escape is Cancel.
  const bool shared = button == Button::east || button == Button::north;
  if (shared && !pad_active()) return false;
  switch (button) {
    case Button::east:
      return ImGui::IsNavInputTest(ImGuiNavInput_Cancel, ImGuiInputReadMode_Pressed);
    case Button::north:
      return ImGui::IsNavInputTest(ImGuiNavInput_Input, ImGuiInputReadMode_Pressed);
    case Button::west: return ImGui::IsNavInputTest(ImGuiNavInput_Menu, ImGuiInputReadMode_Pressed);
    case Button::left_shoulder:
      return ImGui::IsNavInputTest(ImGuiNavInput_FocusPrev, ImGuiInputReadMode_Pressed);
    case Button::right_shoulder: break;
  }
  return ImGui::IsNavInputTest(ImGuiNavInput_FocusNext, ImGuiInputReadMode_Pressed);
#endif
}

bool pad_active() noexcept {
#if IMGUI_VERSION_NUM < 18700
  return GImGui->NavInputSource == ImGuiInputSource_Gamepad;
#else
  return GImGui->NavInputSource == ImGuiInputSource_Gamepad && cursor_visible();
#endif
}

void edit_by_pad() noexcept {
  GImGui->NavInputSource = ImGuiInputSource_Gamepad;
  show_cursor(true);
}

bool skips_items() noexcept { return ImGui::GetCurrentWindow()->SkipItems; }

ImGuiID last_item() noexcept { return ImGui::GetItemID(); }

Press press_item(ImVec2 size) noexcept {
  Press press;
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  if (window->SkipItems) return press;
  const ImGuiID id = window->GetID("##press");
  const ImVec2 at = window->DC.CursorPos;
  const ImRect box(at, {at.x + size.x, at.y + size.y});
  ImGui::ItemSize(size, ImGui::GetStyle().FramePadding.y);
#if IMGUI_VERSION_NUM < 18940
  // Makes it a stop of Tab. ImGui would begin to edit it, which a button takes for nothing.
  if (!ImGui::ItemAdd(box, id, nullptr, ImGuiItemFlags_Inputable)) return press;
  if (GImGui->NavActivateInputId == id &&
      (GImGui->NavActivateFlags & ImGuiActivateFlags_TryToPreserveState) != 0) {
    show_cursor(true);
  }
#else
  if (!ImGui::ItemAdd(box, id)) return press;
#endif
  press.pressed = ImGui::ButtonBehavior(box, id, &press.hovered, &press.held);
  press.shows_focus = id == GImGui->NavId && cursor_visible();
  return press;
}

void focus(ImGuiID id) noexcept {
  ImGui::SetFocusID(id, ImGui::GetCurrentWindow());
  show_cursor(true);
  drop_first_item(*GImGui);
}

void focus_nothing() noexcept {
  const bool visible = cursor_visible();
  ImGui::SetFocusID(ImGui::GetID("nothing"), ImGui::GetCurrentWindow());
  show_cursor(visible);
  drop_first_item(*GImGui);
}

#if IMGUI_VERSION_NUM < 18940
namespace {
/// Tab was pressed in this window; it is not a program that moves the focus.
bool tabbing() noexcept {
  const ImGuiContext& g = *GImGui;
  return g.NavMoveScoringItems && (g.NavMoveFlags & ImGuiNavMoveFlags_Tabbing) != 0 &&
         (g.NavMoveFlags & ImGuiNavMoveFlags_FocusApi) == 0 &&
         g.NavWindow == ImGui::GetCurrentWindow();
}
}  // namespace

// While nothing is edited, Tab would go to the first field from any focus.
void begin_tabbing() noexcept {
  if (tabbing() && GImGui->NavTabbingDir == 0 && GImGui->NavId != 0) GImGui->NavTabbingDir = 1;
}

// What had the focus is gone: the first item after all.
void end_tabbing() noexcept {
  if (tabbing() && GImGui->NavTabbingDir == 1 && GImGui->NavTabbingCounter < 0) {
    GImGui->NavTabbingDir = 0;
  }
}
#else
void begin_tabbing() noexcept {}
void end_tabbing() noexcept {}
#endif

void scroll_to(float top, float bottom) noexcept {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  const float x = window->InnerRect.Min.x;
  ImGui::ScrollToRect(window, ImRect(x, top, x + 1, bottom), ImGuiScrollFlags_KeepVisibleEdgeY);
}

bool last_item_shows_focus() noexcept { return ImGui::IsItemFocused() && cursor_visible(); }

void keep_focus() noexcept { ImGui::NavMoveRequestCancel(); }

void want_text_input() noexcept { GImGui->WantTextInputNextFrame = 1; }

bool has_glyph(ImFont* font, unsigned character) noexcept {
#if IMGUI_VERSION_NUM >= 19200
  return font->IsGlyphInFont(static_cast<ImWchar>(character));
#else
  return font->FindGlyphNoFallback(static_cast<ImWchar>(character)) != nullptr;
#endif
}

void add_rect(ImDrawList* list, ImVec2 min, ImVec2 max, ImU32 color, float rounding,
              float thickness) noexcept {
#if IMGUI_VERSION_NUM >= 19280
  list->AddRect(min, max, color, rounding, thickness);
#else
  list->AddRect(min, max, color, rounding, 0, thickness);
#endif
}

void add_polyline(ImDrawList* list, const ImVec2* points, int count, ImU32 color,
                  float thickness) noexcept {
#if IMGUI_VERSION_NUM >= 19280
  list->AddPolyline(points, count, color, thickness);
#else
  list->AddPolyline(points, count, color, 0, thickness);
#endif
}

}  // namespace shim
}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
