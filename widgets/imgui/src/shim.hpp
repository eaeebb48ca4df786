// Everything in which versions of Dear ImGui differ, 1.86 up to the newest. Only shim*.cpp include imgui_internal.h.
#pragma once

#include <imgui.h>

#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace imgui::shim {

enum class Key { enter, escape, backspace, del, left, right, home, end };

/// Pressed in this frame; repeats where a person would expect it.
[[nodiscard]] bool pressed(Key key) noexcept;
[[nodiscard]] bool key_pressed(ImGuiKey key, bool repeat) noexcept;
/// Ctrl with Alt is down: AltGr, which types characters and is not a shortcut.
[[nodiscard]] bool types_by_alt() noexcept;
/// The platform's shortcut key (Ctrl, or Cmd on a Mac) with that letter, 'c' or 'v', or Ctrl+Insert or Shift+Insert. Never
/// while Alt is down.
[[nodiscard]] bool shortcut(char letter) noexcept;

enum class Button { east, north, west, left_shoulder, right_shoulder };
/// Pressed in this frame on a gamepad.
[[nodiscard]] bool pressed(Button button) noexcept;
/// A gamepad was the last thing used to move the focus.
[[nodiscard]] bool pad_active() noexcept;
/// The field being edited is edited from a gamepad from here on, whatever gave it the focus.
void edit_by_pad() noexcept;

/// True if nothing of the window will be seen.
[[nodiscard]] bool skips_items() noexcept;
[[nodiscard]] ImGuiID last_item() noexcept;
struct Press {
  bool pressed = false;
  bool hovered = false;
  bool held = false;
  bool shows_focus = false;  ///< It has the focus, and the focus is to be seen.
};
/// A button that draws nothing. Button() has to be told its colours by pushing them, which costs more than all the rest.
[[nodiscard]] Press press_item(ImVec2 size) noexcept;
/// Moves the keyboard's focus to that item of the current window, to be seen there.
void focus(ImGuiID id) noexcept;
/// Takes the focus away: the next step of it begins at the first item.
void focus_nothing() noexcept;
/// Around the items of a screen: Tab goes from the focus on to every item, also before 1.89.4, which knew fields only.
void begin_tabbing() noexcept;
void end_tabbing() noexcept;
/// Scrolls the window, if need be, so that what lies between these heights of the screen can be seen.
void scroll_to(float top, float bottom) noexcept;
/// The item submitted last has the keyboard's focus and the focus is to be seen.
[[nodiscard]] bool last_item_shows_focus() noexcept;
/// The key pressed in this frame moves a caret, not the focus.
void keep_focus() noexcept;
/// Asks the backend for text input (an on-screen keyboard) in the next frame.
void want_text_input() noexcept;
/// Calls `take` for each character typed in this frame, then wipes them.
void take_typed(void* context, void (*take)(void* context, char32_t character)) noexcept;
/// Room for a burst of typing, so that ImGui's queue does not grow and leave its old storage behind.
void expect_typing() noexcept;
/// Around InputText: a paste into the field `id` arrives as if it were typed. ImGui's own leaves a copy on the heap.
class TypedPaste {
 public:
  /// `room` is how many bytes the field takes in addition to what is in it.
  TypedPaste(ImGuiID id, std::size_t room) noexcept;
  ~TypedPaste();
  TypedPaste(const TypedPaste&) = delete;
  TypedPaste& operator=(const TypedPaste&) = delete;

  /// More was pasted than fits: ImGui was given nothing of it, because it would cut it.
  [[nodiscard]] bool too_long() const noexcept { return too_long_; }

 private:
  bool on_ = false;
  bool too_long_ = false;
  bool ctrl_ = false, shift_ = false, super_ = false;
  int mods_ = 0;
};
/// What ImGui is editing in the field `id` is not what its buffer holds, as somebody else wrote there: stops editing.
void yield_edit(ImGuiID id, std::string_view buffer) noexcept;
/// The field `id` is edited anew when it gets the focus: all of its text is selected then.
void edit_anew(ImGuiID id) noexcept;
/// Stops editing the field `id` if it is the one being edited, and wipes what ImGui kept of it.
void end_edit(ImGuiID id) noexcept;
/// Wipes ImGui's own copies of edited text and of the clipboard.
void scrub_text() noexcept;
[[nodiscard]] bool has_glyph(ImFont* font, unsigned character) noexcept;
void add_rect(ImDrawList* list, ImVec2 min, ImVec2 max, ImU32 color, float rounding,
              float thickness) noexcept;
void add_polyline(ImDrawList* list, const ImVec2* points, int count, ImU32 color,
                  float thickness) noexcept;
inline constexpr ImGuiCol focus_color =
#if IMGUI_VERSION_NUM >= 19140
    ImGuiCol_NavCursor;
#else
    ImGuiCol_NavHighlight;
#endif

}  // namespace imgui::shim
}  // namespace v0
}  // namespace hellojohn
