// Keys, mouse and pad as a backend hands them to Dear ImGui, and what has the focus. The one place of these tests where
// versions differ (1.86 has no event functions).
#pragma once

#include <imgui.h>

namespace hellojohn::tests {

enum class Key {
  tab,
  up,
  down,
  left,
  right,
  enter,
  space,
  escape,
  backspace,
  del,
  home,
  end,
  a,
  c,
  v,
  x,
  insert,
  z
};

void set_key(Key key, bool down);
void set_ctrl(bool down);
void set_shift(bool down);
void set_alt(bool down);
void set_super(bool down);
void type(char32_t character);
void move_mouse(ImVec2 to);
void set_mouse_button(bool down);
void turn_wheel(float lines);

/// Where ImGui's paste reads from; what was returned is read at once.
void use_clipboard(const char* (*read)());
/// A clipboard of this context only: Dear ImGui's own is the system's on Windows, and other programs write into that.
void use_own_clipboard();

struct Focus {
  ImGuiID id = 0;
  bool visible = false;  ///< The frame around it is drawn.
  bool editing = false;  ///< A text field of ImGui's takes the keys.
  ImVec2 min, max;
};
[[nodiscard]] Focus focus();
/// As if the person had come there by steps.
void set_focus(ImGuiID id);
/// Takes the focus away from the window of the widgets.
void focus_nothing();

}  // namespace hellojohn::tests
