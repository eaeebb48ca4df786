// Setting up an authenticator in a recovery session, written by hand: the time left, the QR code with the key beside it,
// the field for the first code.
#include "performance/frame/hand_written_items.hpp"

#include <hellojohn/widgets/qr_matrix.hpp>

#include <vector>

namespace hellojohn::bench {

namespace {

void progress() {
  hint("Step 2 of 3");
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float y = ImGui::GetItemRectMin().y + 5;
  for (int i = 0; i < 3; ++i) {
    const ImVec2 from(left + 75 + static_cast<float>(i) * 146, y);
    const ImVec2 to(from.x + 141, y + 5);
    list->AddRectFilled(from, to, i < 2 ? primary : surface, 2);
    list->AddRect(from, to, border, 2);
  }
}

Action banner(const widgets::Screen& screen) {
  const auto time = static_cast<int>(screen.find(widgets::Role::notice)->label.time.count());
  char said[64];
  std::snprintf(said, sizeof said, "Recovery session \xE2\x80\x93 %d:%02d left", time / 60,
                time % 60);
  const bool pressed_link = notice_with_link(said, 388, "Cancel recovery");
  space(11);
  progress();
  ImGui::Dummy(ImVec2(1, 10));
  return pressed_link ? Action::dismiss : Action::none;
}

/// What a QR library gave, kept as an array: nobody asks the library for each module in every frame. Of one code only.
const std::vector<char>& modules_of(const widgets::QrMatrix& qr) {
  static const std::vector<char> modules = [&qr] {
    std::vector<char> out;
    for (int y = 0; y < qr.size(); ++y) {
      for (int x = 0; x < qr.size(); ++x) out.push_back(qr.black(x, y) ? 1 : 0);
    }
    return out;
  }();
  return modules;
}

/// Black modules in runs on a white square; answers its side.
float qr_code(const widgets::QrMatrix& qr, ImVec2 at) {
  constexpr float module = 3;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const int size = qr.size();
  const float side = static_cast<float>(size + 8) * module;
  list->AddRectFilled(at, ImVec2(at.x + side, at.y + side), IM_COL32_WHITE);
  const char* row = modules_of(qr).data();
  for (int y = 0; y < size; ++y, row += size) {
    const float top = at.y + static_cast<float>(y + 4) * module;
    for (int x = 0; x < size; ++x) {
      if (row[x] == 0) continue;
      const int first = x;
      while (x < size && row[x] != 0) ++x;
      list->AddRectFilled(ImVec2(at.x + static_cast<float>(first + 4) * module, top),
                          ImVec2(at.x + static_cast<float>(x + 4) * module, top + module),
                          IM_COL32_BLACK);
    }
  }
  return side;
}

void key(std::string_view key, const Fonts& fonts) {
  hint("Key");
  ImGui::PushFont(fonts.mono);
  ImGui::PushTextWrapPos(left + width);
  ImGui::TextUnformatted(key.data(), key.data() + key.size());
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
}

/// The picture, and beside it the key and what can be done with it.
Action picture(const widgets::Screen& screen, const Fonts& fonts) {
  Action action = Action::none;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float side = qr_code(*screen.qr, at);
  ImGui::SetCursorScreenPos(ImVec2(at.x + side + 17, at.y));
  ImGui::BeginGroup();
  key(screen.find(widgets::MessageId::enrol_key)->secret_value.reveal(), fonts);
  space(7);
  hint("Shown in the app as");
  const std::string_view account = screen.find(widgets::MessageId::enrol_account)->value.text;
  ImGui::TextUnformatted(account.data(), account.data() + account.size());
  space(9);
  if (button("Copy key")) action = Action::copy_key;
  space(7);
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() - 4);
  if (link("New key")) action = Action::new_key;
  ImGui::EndGroup();
  const float bottom = std::max(at.y + side, ImGui::GetItemRectMax().y);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy(ImVec2(width, bottom - at.y));
  return action;
}

}  // namespace

Action enrol(const widgets::AccountAccessView& view, const Fonts& fonts) {
  const widgets::Screen& screen = *view.main;
  push_style();
  Action action = banner(*view.banner);
  heading(fonts, "Set up a new authenticator");
  space(11);
  notice("Your old authenticator stops working when you finish.", warning);
  space(11);
  ImGui::TextUnformatted("1. Open your authenticator app and choose to add an account.");
  space(11);
  ImGui::TextUnformatted("2. Scan this picture, or type the key.");
  space(11);
  const Action with_key = picture(screen, fonts);
  if (with_key != Action::none) action = with_key;
  space(11);
  ImGui::TextUnformatted("3. Type the 6-digit code that the app shows.");
  space(11);
  ImGui::TextUnformatted("Code");
  const Action typed = code_field(*screen.find(widgets::Role::code_field)->code, 6, false, false);
  if (typed != Action::none) action = typed;
  space(15);
  ImGui::SetCursorPosX(362);
  if (button("Cancel")) action = Action::cancel;
  ImGui::SameLine();
  (void)disabled_button("Confirm");
  if (ImGui::IsItemHovered()) hint("Codes have 6 characters.");
  if (ImGui::IsWindowFocused() && pressed(ImGuiKey_Escape)) action = Action::cancel;
  pop_style();
  return action;
}

}  // namespace hellojohn::bench
