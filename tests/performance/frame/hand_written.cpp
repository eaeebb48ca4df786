// See hand_written.hpp. Written for Dear ImGui 1.86, one font size and one width, as such windows are.
#include "performance/frame/hand_written_items.hpp"

namespace hellojohn::bench {

namespace {

Action sign_in(const widgets::AccountAccessView& view, const Fonts& fonts) {
  const widgets::Screen& screen = *view.main;
  Action action = Action::none;
  push_style();
  heading(fonts, "Sign in to Sky Game");
  space(8);
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  input("E-mail", "##email", *screen.find(widgets::Role::text_field), 0);
  space(11);
  input("Password", "##password", *screen.find(widgets::Role::password_field),
        ImGuiInputTextFlags_Password);
  space(11);
  if (link_below("Lost access?")) action = Action::lost_access;
  space(4);
  if (link_below("Get help")) action = Action::ask_help;
  space(15);
  ImGui::SetCursorPosX(457);
  if (primary_button("Sign in")) action = Action::submit;
  pop_style();
  return action;
}

Action challenge(const widgets::AccountAccessView& view, const Fonts& fonts) {
  push_style();
  heading(fonts, "Confirm it's you");
  space(7);
  hint("Account");
  ImGui::TextUnformatted("al\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2@example.com");
  space(11);
  ImGui::TextUnformatted("One of your backup codes");
  Action action = code_field(*view.main->find(widgets::Role::code_field)->code, 8, true, true);
  space(7);
  hint("Codes have 8 characters.");
  hint("Any of your saved codes, in any order.");
  space(15);
  if (button("Show")) action = Action::reveal_input;
  ImGui::SameLine();
  if (button("Paste")) action = Action::paste;
  space(11);
  if (link_below("Use authenticator instead")) action = Action::use_authenticator;
  space(4);
  if (link_below("Lost access?")) action = Action::lost_access;
  space(15);
  ImGui::SetCursorPosX(356);
  if (button("Cancel")) action = Action::cancel;
  ImGui::SameLine();
  if (primary_button("Continue")) action = Action::submit;
  if (ImGui::IsWindowFocused() && pressed(ImGuiKey_Escape)) action = Action::cancel;
  pop_style();
  return action;
}

}  // namespace

ByHand by_hand(std::string_view name) {
  if (name == "sign_in") return sign_in;
  if (name == "challenge_backup_typed") return challenge;
  if (name == "codes_copied") return codes_copied;
  if (name == "codes_streaming") return codes_streaming;
  if (name == "enrol") return enrol;
  return nullptr;
}

}  // namespace hellojohn::bench
