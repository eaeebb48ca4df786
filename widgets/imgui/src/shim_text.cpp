// What of Dear ImGui's text input differs between its versions, and the wiping of what it keeps of a text.
#include "shim.hpp"

#include <hellojohn/secret.hpp>

#include <imgui_internal.h>
#if IMGUI_VERSION_NUM >= 19110
// Completes the type that imgui_internal.h declares and configures.
namespace ImStb {
#include <imstb_textedit.h>
}
#endif

#include <cstring>
#include <string_view>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace imgui {
namespace shim {

namespace {

template <class T>
void wipe(ImVector<T>& bytes) noexcept {
  if (bytes.Data != nullptr) {
    secure_wipe(bytes.Data, static_cast<std::size_t>(bytes.Capacity) * sizeof(T));
  }
}

/// What lies behind the last element.
template <class T>
[[maybe_unused]] void wipe_behind(ImVector<T>& items) noexcept {
  if (items.Data == nullptr) return;
  const auto spare = static_cast<std::size_t>(items.Capacity - items.Size);
  secure_wipe(static_cast<void*>(items.Data + items.Size), spare * sizeof(T));
}

/// All but what InputText needs to go on.
void wipe_undo(ImGuiInputTextState& state) noexcept {
#if IMGUI_VERSION_NUM >= 19110
  if (state.Stb != nullptr) secure_wipe(&state.Stb->undostate, sizeof state.Stb->undostate);
#else
  secure_wipe(&state.Stb.undostate, sizeof state.Stb.undostate);
#endif
}

bool key_down(ImGuiKey key) noexcept {
#if IMGUI_VERSION_NUM >= 18700
  return ImGui::IsKeyDown(key);
#else
  const int index = ImGui::GetKeyIndex(key);
  return index >= 0 && ImGui::IsKeyDown(index);
#endif
}

/// Bytes that `text` takes in a field; a line separator takes three instead of one.
std::size_t typed_size(std::string_view text) noexcept {
  std::size_t size = text.size();
  for (const char c : text) size += c == '\n' || c == '\r' ? 2 : 0;
  return size;
}

void queue_typed(const char* text) noexcept {
  ImVector<ImWchar>& queue = ImGui::GetIO().InputQueueCharacters;
  wipe(queue);
  queue.reserve(static_cast<int>(std::strlen(text)));
  // ImGui takes no end of line in a field of one line. Left out, the line behind a link would become a part of its token.
  constexpr unsigned line_separator = 0x2028;
  int line_ends = 0;
  while (*text != '\0') {
    unsigned character = 0;
    text += ImTextCharFromUtf8(&character, text, nullptr);
    if (character == '\n' || (character == '\r' && *text != '\n')) ++line_ends;
    if (character < 0x20) continue;
    for (; line_ends > 0; --line_ends)
      if (queue.Size != 0) queue.push_back(static_cast<ImWchar>(line_separator));
    // Cut to sixteen bits it would be another character.
    if (character > IM_UNICODE_CODEPOINT_MAX) character = IM_UNICODE_CODEPOINT_INVALID;
    queue.push_back(static_cast<ImWchar>(character));
  }
}

}  // namespace

void take_typed(void* context, void (*take)(void* context, char32_t character)) noexcept {
  ImGuiIO& io = ImGui::GetIO();
  const bool shortcut_held = io.KeyCtrl != io.KeyAlt || io.KeySuper;
  for (const ImWchar character : io.InputQueueCharacters) {
    if (!shortcut_held) take(context, static_cast<char32_t>(character));
  }
  wipe(io.InputQueueCharacters);
  io.InputQueueCharacters.resize(0);
}

void expect_typing() noexcept {
  constexpr int burst = 256;
  ImVector<ImWchar>& queue = ImGui::GetIO().InputQueueCharacters;
  if (queue.Size != 0 || queue.Capacity >= burst) return;
  wipe(queue);
  queue.reserve(burst);
}

TypedPaste::TypedPaste(ImGuiID id, std::size_t room) noexcept {
  ImGuiIO& io = ImGui::GetIO();
  // Ctrl with Alt is AltGr: it types a character, and ImGui asserts that its modifiers agree.
  if (GImGui->ActiveId != id || io.KeyAlt) return;
  const bool command = io.ConfigMacOSXBehaviors ? io.KeySuper : io.KeyCtrl;
  const bool by_letter = command && key_down(ImGuiKey_V);
  const bool by_insert = io.KeyShift && !io.KeyCtrl && key_down(ImGuiKey_Insert);
  on_ = by_letter || by_insert;
  if (!on_) return;
  const bool now = by_letter ? key_pressed(ImGuiKey_V, false) : key_pressed(ImGuiKey_Insert, false);
  const char* text = now ? ImGui::GetClipboardText() : nullptr;
  too_long_ = text != nullptr && typed_size(text) > room;
  if (text != nullptr && !too_long_) queue_typed(text);
  ctrl_ = std::exchange(io.KeyCtrl, false);
  shift_ = std::exchange(io.KeyShift, false);
  super_ = std::exchange(io.KeySuper, false);
  mods_ = std::exchange(io.KeyMods, 0);
}

TypedPaste::~TypedPaste() {
  if (!on_) return;
  ImGuiIO& io = ImGui::GetIO();
  io.KeyCtrl = ctrl_;
  io.KeyShift = shift_;
  io.KeySuper = super_;
  io.KeyMods = mods_;
  wipe(io.InputQueueCharacters);
  io.InputQueueCharacters.resize(0);
  scrub_text();
}

void yield_edit(ImGuiID id, std::string_view buffer) noexcept {
  ImGuiContext& g = *GImGui;
  ImGuiInputTextState& state = g.InputTextState;
  if (g.ActiveId != id || state.ID != id) return;
#if IMGUI_VERSION_NUM < 19140
  if (!state.TextAIsValid) return;
#endif
  if (state.TextA.Data != nullptr && buffer == std::string_view(state.TextA.Data)) return;
  end_edit(id);
}

void edit_anew(ImGuiID id) noexcept {
  end_edit(id);
  if (GImGui->InputTextState.ID == id) GImGui->InputTextState.ID = 0;
}

void end_edit(ImGuiID id) noexcept {
  if (GImGui->ActiveId != id) return;
  ImGui::ClearActiveID();
  scrub_text();
}

void scrub_text() noexcept {
  ImGuiContext& g = *GImGui;
  ImGuiInputTextState& state = g.InputTextState;
  if (g.ActiveId == 0 || g.ActiveId != state.ID) {
    wipe(state.TextA);
    wipe_undo(state);
#if IMGUI_VERSION_NUM >= 19140
    wipe(state.TextToRevertTo);
    wipe(state.CallbackTextBackup);
#else
    wipe(state.TextW);
    wipe(state.InitialTextA);
#endif
  }
#if IMGUI_VERSION_NUM >= 18980
  wipe(g.InputTextDeactivatedState.TextA);
  g.InputTextDeactivatedState.ID = 0;  // Or ImGui gives the field what was wiped: an empty text.
#endif
#if IMGUI_VERSION_NUM >= 18700
  wipe_behind(g.InputEventsQueue);
  wipe_behind(g.InputEventsTrail);
#endif
#if defined(_WIN32) || defined(__APPLE__)
  wipe(g.ClipboardHandlerData);  // A copy of what was pasted; elsewhere it is the clipboard itself.
#endif
  if (g.IO.InputQueueCharacters.Size == 0) wipe(g.IO.InputQueueCharacters);
}

}  // namespace shim
}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
