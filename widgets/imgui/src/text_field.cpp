// Addresses, passwords, links: ImGui's own text field over the component's wiped buffer, and nothing left behind in ImGui.
#include "canvas.hpp"

#include <hellojohn/widgets/fixed_text.hpp>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

namespace {

/// Around the field just drawn, if it has the focus. Edited from a gamepad, it wants a keyboard on screen.
void draw_ring_of_field(Canvas& canvas) noexcept {
  if (!ImGui::IsItemActive() && !shim::last_item_shows_focus()) return;
  const ImVec2 min = ImGui::GetItemRectMin();
  const ImVec2 max = ImGui::GetItemRectMax();
  shim::add_rect(canvas.list, min, max, rgb(canvas.colors.focus), 0.35F * canvas.em, 2);
  if (ImGui::IsItemActive() && shim::pad_active()) canvas.intents.want_keyboard();
}

}  // namespace

void draw_text_field(Canvas& canvas, const widgets::Element& element) noexcept {
  Sentence words;
  text_item(canvas, body(canvas), canvas.colors.text, say(canvas, element.label, words));
  const bool secret = element.role == widgets::Role::password_field || canvas.screen.streamed;
  const ImGuiInputTextFlags flags = ImGuiInputTextFlags_EnterReturnsTrue |
                                    ImGuiInputTextFlags_NoUndoRedo |
                                    (secret ? ImGuiInputTextFlags_Password : 0);
  ImGui::PushStyleColor(ImGuiCol_FrameBg, rgb(canvas.colors.field));
  ImGui::PushStyleColor(ImGuiCol_Border, rgb(canvas.colors.border));
  ImGui::PushStyleColor(ImGuiCol_Text, rgb(canvas.colors.text));
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, rgb(canvas.colors.selection));
  ImGui::PushStyleColor(shim::focus_color, 0);  // One ring: ours.
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 0.35F * canvas.em);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0.6F * canvas.em, 0.5F * canvas.em));
  ImGui::SetNextItemWidth(canvas.width);
  const ImGuiID id = ImGui::GetID("##text");
  if (canvas.takes_focus) {
    if (element.selected) shim::edit_anew(id);
    ImGui::SetKeyboardFocusHere();
  }
  canvas.takes_focus = false;
  if (!element.enabled) {
    shim::end_edit(id);
    ImGui::BeginDisabled();
  }
  shim::yield_edit(id, element.input->view().reveal());
  bool enter = false;
  bool too_long = false;
  shim::expect_typing();
  {
    const std::size_t room = element.input->capacity() - 1 - element.input->size();
    const shim::TypedPaste paste(id, room);
    enter = ImGui::InputText("##text", element.input->data(), element.input->capacity(), flags);
    too_long = paste.too_long();
  }
  note_item(canvas);
  // North asks for the pad's keyboard, also in a field that is edited from the start. What else it does differs: ImGui 1.86
  // begins an edit by it, 1.90 ends one.
  if (element.enabled && ImGui::IsItemFocused() && shim::pressed(shim::Button::north)) {
    if (!ImGui::IsItemActive()) ImGui::SetKeyboardFocusHere(-1);
    shim::edit_by_pad();
  }
  if (!element.enabled) ImGui::EndDisabled();
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor(5);
  draw_ring_of_field(canvas);
  // Leaving a field does not change it: an error that was said of its text stays.
  if (ImGui::IsItemEdited() || element.input->data()[element.input->size()] != '\0') {
    element.input->resized();
    canvas.typed = true;
  }
  if (too_long) element.input->overflow();
  if (ImGui::IsItemDeactivated()) shim::scrub_text();
  if (!enter) return;
  if (element.action == widgets::Action::none) return ImGui::SetKeyboardFocusHere();  // The next.
  canvas.press(element.action, element.index);
}

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
