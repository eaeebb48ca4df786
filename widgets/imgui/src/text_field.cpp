// Addresses, passwords, links: ImGui's own text field over the component's wiped buffer, and nothing left behind in ImGui.
#include "canvas.hpp"

#include <hellojohn/widgets/fixed_text.hpp>

namespace hellojohn::inline v0::imgui {

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
  ImGui::PushStyleColor(shim::focus_color, rgb(canvas.colors.focus));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 1.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 0.35F * canvas.em);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0.6F * canvas.em, 0.5F * canvas.em));
  ImGui::SetNextItemWidth(canvas.width);
  if (canvas.takes_focus) ImGui::SetKeyboardFocusHere();
  canvas.takes_focus = false;
  const ImGuiID id = ImGui::GetID("##text");
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
  ImGui::PopStyleColor(4);
  if (ImGui::IsItemActive()) {
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    shim::add_rect(canvas.list, min, max, rgb(canvas.colors.focus), 0.35F * canvas.em, 2);
    if (shim::pad_active()) canvas.intents.want_keyboard();
  }
  if (ImGui::IsItemEdited() || enter || ImGui::IsItemDeactivated()) element.input->resized();
  if (too_long) element.input->overflow();
  if (ImGui::IsItemDeactivated()) shim::scrub_text();
  if (enter && element.action != widgets::Action::none) canvas.press(element.action, element.index);
}

}  // namespace hellojohn::inline v0::imgui
