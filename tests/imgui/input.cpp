// See input.hpp.
#include "imgui/input.hpp"

#include <imgui_internal.h>

#include <string>
#include <utility>

namespace hellojohn::tests {

namespace {

ImGuiKey native(Key key) {
  switch (key) {
    case Key::tab: return ImGuiKey_Tab;
    case Key::up: return ImGuiKey_UpArrow;
    case Key::down: return ImGuiKey_DownArrow;
    case Key::left: return ImGuiKey_LeftArrow;
    case Key::right: return ImGuiKey_RightArrow;
    case Key::enter: return ImGuiKey_Enter;
    case Key::space: return ImGuiKey_Space;
    case Key::escape: return ImGuiKey_Escape;
    case Key::backspace: return ImGuiKey_Backspace;
    case Key::del: return ImGuiKey_Delete;
    case Key::home: return ImGuiKey_Home;
    case Key::end: return ImGuiKey_End;
    case Key::a: return ImGuiKey_A;
    case Key::c: return ImGuiKey_C;
    case Key::v: return ImGuiKey_V;
    case Key::x: return ImGuiKey_X;
    case Key::insert: return ImGuiKey_Insert;
    case Key::z: break;
  }
  return ImGuiKey_Z;
}

}  // namespace

#if IMGUI_VERSION_NUM >= 18700
void set_key(Key key, bool down) { ImGui::GetIO().AddKeyEvent(native(key), down); }
void set_ctrl(bool down) { ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, down); }
void set_shift(bool down) { ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, down); }
void set_alt(bool down) { ImGui::GetIO().AddKeyEvent(ImGuiMod_Alt, down); }
void set_super(bool down) { ImGui::GetIO().AddKeyEvent(ImGuiMod_Super, down); }
void move_mouse(ImVec2 to) { ImGui::GetIO().AddMousePosEvent(to.x, to.y); }
void set_mouse_button(bool down) { ImGui::GetIO().AddMouseButtonEvent(0, down); }
void turn_wheel(float lines) { ImGui::GetIO().AddMouseWheelEvent(0, lines); }
#else
void set_key(Key key, bool down) {
  ImGuiIO& io = ImGui::GetIO();
  io.KeysDown[io.KeyMap[native(key)]] = down;
}
void set_ctrl(bool down) { ImGui::GetIO().KeyCtrl = down; }
void set_shift(bool down) { ImGui::GetIO().KeyShift = down; }
void set_alt(bool down) { ImGui::GetIO().KeyAlt = down; }
void set_super(bool down) { ImGui::GetIO().KeySuper = down; }
void move_mouse(ImVec2 to) { ImGui::GetIO().MousePos = to; }
void set_mouse_button(bool down) { ImGui::GetIO().MouseDown[0] = down; }
void turn_wheel(float lines) { ImGui::GetIO().MouseWheel = lines; }
#endif

namespace {
const char* (*clipboard)() = nullptr;
std::string copied;
}  // namespace

void use_clipboard(const char* (*read)()) {
  clipboard = read;
#if IMGUI_VERSION_NUM >= 19110
  ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  platform.Platform_GetClipboardTextFn = [](ImGuiContext*) { return clipboard(); };
  platform.Platform_SetClipboardTextFn = [](ImGuiContext*, const char*) {};
#else
  ImGuiIO& io = ImGui::GetIO();
  io.GetClipboardTextFn = [](void*) { return clipboard(); };
  io.SetClipboardTextFn = [](void*, const char*) {};
#endif
}

void use_own_clipboard() {
  copied.clear();
  use_clipboard([] { return copied.c_str(); });
#if IMGUI_VERSION_NUM >= 19110
  ImGui::GetPlatformIO().Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
    copied = text;
  };
#else
  ImGui::GetIO().SetClipboardTextFn = [](void*, const char* text) { copied = text; };
#endif
}

void type(char32_t character) {
  ImGui::GetIO().AddInputCharacter(static_cast<unsigned>(character));
}

Focus focus() {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  Focus out;
  out.id = g.NavIdIsAlive ? g.NavId : 0;
#if IMGUI_VERSION_NUM >= 19140
  out.visible = g.NavCursorVisible;
#else
  out.visible = !g.NavDisableHighlight;
#endif
  out.editing = g.ActiveId != 0 && g.ActiveId == g.InputTextState.ID;
  if (g.NavWindow != nullptr) {
    const ImRect box = ImGui::WindowRectRelToAbs(g.NavWindow, g.NavWindow->NavRectRel[g.NavLayer]);
    out.min = box.Min;
    out.max = box.Max;
  }
  return out;
}

void set_focus(ImGuiID id) {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  ImGui::ClearActiveID();
  ImGui::SetNavID(id, ImGuiNavLayer_Main, g.NavFocusScopeId, {});
}

void focus_nothing() { ImGui::FocusWindow(nullptr); }

}  // namespace hellojohn::tests
