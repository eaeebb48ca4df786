// See game.hpp.
#include "apps/overlay/game.hpp"

#include "apps/common/clipboard.hpp"
#include "apps/common/scenery.hpp"

#include <hellojohn/imgui/draw.hpp>
#include <hellojohn/imgui/fonts.hpp>

#include <cstdio>
#include <utility>

namespace overlay {

namespace ui = hellojohn::imgui;
namespace widgets = hellojohn::widgets;

namespace {

widgets::Host hooks(bool& keyboard_is_open) {
  widgets::Host host;
  host.on_screen_keyboard = [&keyboard_is_open](bool on) { keyboard_is_open = on; };
  host.write_clipboard = samples::write_concealed;
  host.read_clipboard = [] {
    const char* text = ImGui::GetClipboardText();
    return hellojohn::Secret(text != nullptr ? text : "");
  };
  return host;
}

widgets::Time time_of(const samples::DemoWorld* world) {
  const hellojohn::Clock& clock = world != nullptr ? world->clock() : hellojohn::system_clock();
  return clock.now() + clock.suspended();
}

}  // namespace

Game::Game(hellojohn::Client& client, samples::DemoWorld* world, widgets::Language language)
    : client_(client),
      world_(world),
      access_(client, hooks(keyboard_is_open_), {"Sky Game", "help@example.com", {}}),
      text_(language) {}

/// A font without the language's characters would draw squares or question marks.
void Game::check_fonts(const ui::Style& style) {
  const widgets::Language wanted = text_.language();
  text_.set_language(ui::language_with_fonts(wanted, style));
  if (text_.language() == wanted) return;
  std::fprintf(stderr, "the fonts lack characters of %s, English instead\n",
               widgets::language_info(wanted).tag.data());
}

/// What a console's own keyboard would type into the field that has the focus.
void Game::system_keyboard() {
  if (!keyboard_is_open_) return;
  for (const ui::Item& item : items_) {
    if (!item.focused || item.part != widgets::Part::main) continue;
    const widgets::Element& element = (*access_.view().main)[item.element];
    if (element.input == nullptr || element.label.id == widgets::MessageId::lost_paste) continue;
    const bool secret = element.role == widgets::Role::password_field;
    element.input->assign(secret ? samples::demo_people[0].password
                                 : samples::demo_people[0].email);
  }
}

/// The mail arrives on the player's phone; a second later the link is opened there and reaches the game.
void Game::phone() {
  if (world_ == nullptr) return;
  if (access_.view().main->find(widgets::MessageId::lost_sent_title) == nullptr) {
    mail_seen_ = 0;
    return;
  }
  if (mail_seen_ == 0) mail_seen_ = ImGui::GetTime();
  if (ImGui::GetTime() < mail_seen_ + 1) return;
  std::string link = world_->mailed_link();
  if (link.empty() || link == opened_link_) return;
  opened_link_ = std::move(link);
  access_.receive_link(opened_link_);
}

void Game::frame(const samples::Fonts& fonts) {
  times_.begin_frame();
  times_.enter_sdk();
  (void)client_.poll();
  access_.update(time_of(world_));
  times_.leave_sdk();
  samples::draw_scenery(*ImGui::GetBackgroundDrawList(), {0, 0}, ImGui::GetIO().DisplaySize,
                        ImGui::GetTime());
  draw_numbers(fonts);
  phone();
  system_keyboard();
  items_.clear();
  if (!open_) return access_.apply(widgets::Intents());
  // ImGui's own dims with grey; a night scene is dimmed with night.
  ImGui::GetStyle().Colors[ImGuiCol_ModalWindowDimBg] = ImVec4(0.02F, 0.03F, 0.08F, 0.5F);
  ui::Style style;
  style.theme = ui::Theme::dark;
  style.heading = fonts.heading;
  style.mono = fonts.mono;
  style.items = &items_;
  if (!std::exchange(fonts_checked_, true)) check_fonts(style);
  times_.enter_sdk();
  const widgets::Intents intents = ui::draw_modal(access_.view(), style, text_);
  access_.apply(intents);
  times_.leave_sdk();
}

void Game::draw_numbers(const samples::Fonts& fonts) {
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const float em = ImGui::GetFontSize();
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const ImU32 white = IM_COL32(255, 255, 255, 235);
  ImFont* font = fonts.heading != nullptr ? fonts.heading : ImGui::GetFont();
  list.AddText(font, em * 1.45F, {em * 1.2F, em}, white, "Sky Game");
  char line[160];
  std::snprintf(line, sizeof line,
                "%ld frames \xC2\xB7 %ld lost \xC2\xB7 longest in the SDK %.2f ms", times_.frames(),
                times_.lost(),
                std::chrono::duration<double, std::milli>(times_.longest_sdk()).count());
  const float width = em * 24;
  const ImVec2 low(size.x - width - em, size.y - em);
  const float high = em * 4;
  list.AddRectFilled({low.x - em * 0.7F, low.y - high - em * 2.2F},
                     {size.x - em * 0.3F, size.y - em * 0.3F}, IM_COL32(8, 10, 20, 190), em * 0.4F);
  list.AddText({low.x, low.y - high - em * 1.7F}, white, line);
  const float step = width / static_cast<float>(FrameTimes::shown);
  for (std::size_t i = 0; i < FrameTimes::shown; ++i) {
    const std::size_t at = (i + static_cast<std::size_t>(times_.offset())) % FrameTimes::shown;
    const float length = times_.lengths()[at];
    const float bar = length < 50 ? length / 50 * high : high;
    const bool late = length > 25;
    list.AddRectFilled({low.x + static_cast<float>(i) * step, low.y - bar},
                       {low.x + static_cast<float>(i + 1) * step - 0.5F, low.y},
                       late ? IM_COL32(255, 160, 120, 255) : IM_COL32(120, 214, 170, 255));
  }
  const float even = low.y - 16.667F / 50 * high;
  list.AddLine({low.x, even}, {low.x + width, even}, IM_COL32(255, 255, 255, 90), 1);
}

}  // namespace overlay
