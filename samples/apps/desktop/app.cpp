// See app.hpp.
#include "apps/desktop/app.hpp"

#include "apps/common/labels.hpp"
#include "apps/common/scenery.hpp"

#include <hellojohn/imgui/draw.hpp>
#include <hellojohn/imgui/focus.hpp>

#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace desktop {

namespace ui = hellojohn::imgui;
namespace widgets = hellojohn::widgets;
using widgets::Action;
using widgets::MessageId;
using widgets::Role;

namespace {

constexpr ImGuiWindowFlags plain = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                   ImGuiWindowFlags_NoSavedSettings;

ImU32 rgb(ui::Color color) { return IM_COL32(color.r, color.g, color.b, 255); }

void begin_panel(const char* name, ImVec2 at, ImVec2 size, ui::Color color, ImVec2 padding,
                 ImGuiWindowFlags more = 0) {
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, rgb(color));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::Begin(name, nullptr, plain | ImGuiWindowFlags_NoBringToFrontOnFocus | more);
  ImGui::PopStyleVar(3);
}

void end_panel() {
  ImGui::End();
  ImGui::PopStyleColor();
}

widgets::Screen make_quit_question() {
  widgets::Screen screen;
  const auto say = [&](Role role, MessageId id) -> widgets::Element& {
    widgets::Message message;
    message.id = id;
    return screen.add(role, message);
  };
  say(Role::heading, MessageId::codes_leave_title);
  say(Role::paragraph, MessageId::codes_leave_text);
  widgets::Element& leave = say(Role::button, MessageId::yes_leave);
  leave.action = Action::leave;
  leave.emphasis = widgets::Emphasis::danger;
  widgets::Element& stay = say(Role::button, MessageId::stay);
  stay.action = Action::stay;
  stay.emphasis = widgets::Emphasis::primary;
  screen.focus = 3;
  return screen;
}

samples::DesktopHostOptions host_options(const Arguments& arguments,
                                         const samples::DemoWorld* world) {
  samples::DesktopHostOptions options;
  options.app = "hellojohn-desktop";
  options.save_folder = arguments.save_folder;
  options.forget_note = world != nullptr;
  options.clock = world != nullptr ? &world->clock() : nullptr;
  return options;
}

}  // namespace

App::App(const Arguments& arguments, std::unique_ptr<samples::DemoWorld> world,
         hellojohn::Client client, samples::Window& window)
    : arguments_(arguments),
      world_(std::move(world)),
      client_(std::move(client)),
      window_(window),
      host_(host_options(arguments, world_.get())),
      quit_question_(make_quit_question()),
      look_{arguments.theme.value_or(ui::Theme::dark), arguments.language},
      speaker_(arguments.speech, arguments.language),
      reader_(speaker_.hook()),
      screen_reader_("Sky Game", samples::Window::wake),
      drawer_open_(arguments.drawer) {
  // The mailbox of the embedded mock is in the drawer.
  if (world_ != nullptr) host_.open_mail = [this] { drawer_open_ = true; };
  host_.hide_from_capture = [this](bool hide) { window_.hide_from_capture(hide); };
  window_.on_key = [this](int key, int modifiers) {
    if (key == GLFW_KEY_F12) drawer_open_ = !drawer_open_;
    if (key == GLFW_KEY_F8) reader_.say_all(access_->view(), text_);
    if (key == GLFW_KEY_F9) {
      reader_.say_secret(access_->view(), text_, ui::focus_of(items_, access_->view()));
    }
    if (modifiers == GLFW_MOD_CONTROL) take_shortcut(key);
  };
  window_.on_focus = [this](bool has_focus) {
    if (!has_focus) access_->hide_secrets();
    screen_reader_.set_active(has_focus);
  };
  // This host shows the page in a viewer instead of sending it to a printer.
  text_.set(widgets::Language::en, MessageId::codes_printed, "Saved as a page to print.");
  text_.set(widgets::Language::es, MessageId::codes_printed,
            "Guardado como p\xC3\xA1gina para imprimir.");
  begin();
}

void App::take_shortcut(int key) {
  constexpr float step = 1.25F;
  if (key == GLFW_KEY_Q) window_.close();
  if (key == GLFW_KEY_EQUAL) look_.zoom = std::min(look_.zoom * step, 3.0F);
  if (key == GLFW_KEY_MINUS) look_.zoom = std::max(look_.zoom / step, 0.5F);
  if (key == GLFW_KEY_0) look_.zoom = 1;
}

void App::begin() {
  widgets::AccountAccessOptions options;
  options.codes.clear_clipboard_after = arguments_.clear_clipboard_after;
  access_.emplace(client_, host_.hooks(), widgets::Branding{"Sky Game", "help@example.com", {}},
                  options);
}

widgets::Time App::now() const {
  const hellojohn::Clock& clock = world_ != nullptr ? world_->clock() : hellojohn::system_clock();
  return clock.now() + clock.suspended();
}

void App::words_of_ours() {
  if (look_.language == text_.language()) return;
  look_.language = samples::language_with_font(look_.language, false);
  text_.set_language(look_.language);
  host_.language = look_.language;
  window_.set_language(look_.language);
  speaker_.set_language(look_.language);
}

void App::run() {
  while (step()) {
  }
}

bool App::step() {
  if (window_.closing()) return false;
  window_.set_zoom(look_.zoom);
  // A screen that waits for an answer moves; any other stands still until something happens.
  const auto due =
      access_->view().main->busy ? std::chrono::milliseconds(16) : client_.time_to_poll();
  window_.frame(window_.patience(due), ui::palette(look_.theme).background, [this] { frame(); });
  const bool may_close = quit_answered_ || !access_->view().has_unsaved_codes;
  if (!window_.closing() || may_close) return true;
  window_.stay_open();
  asks_to_quit_ = true;
  asked_at_ = now();
  ++quit_question_.arrival;
  return true;
}

void App::frame() {
  trace_.count_input();
  (void)client_.poll();
  host_.update();
  access_->update(now());
  words_of_ours();
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const float em = ImGui::GetFontSize();
  const float bar = std::floor(em * 3.2F);
  const float drawer = drawer_open_ ? std::floor(std::min(size.x * 0.55F, em * 24)) : 0;
  draw_bar({size.x, bar});
  const ImVec2 page(std::max(em * 8, size.x - drawer), size.y - bar);
  widgets::Intents intents = draw_page({0, bar}, page);
  draw_quit_question();
  speak();
  hear_screen_reader(intents);
  trace();  // Before something changes what was drawn.
  access_->apply(intents);
  if (!drawer_open_) return;
  Bench bench{world_.get(), host_, *access_, look_, now()};
  drawer_.draw(bench, {size.x - drawer, bar}, {drawer, size.y - bar});
  if (bench.restart) begin();
}

void App::speak() {
  if (asks_to_quit_) {
    reader_.update(quit_question_, text_, ui::focus_of(quit_items_, quit_question_));
  } else {
    reader_.update(access_->view(), text_, ui::focus_of(items_, access_->view()));
  }
}

/// What a screen reader pressed counts as if it had been clicked.
void App::hear_screen_reader(widgets::Intents& intents) {
  if (asks_to_quit_) {
    widgets::AccountAccessView view;
    view.main = &quit_question_;
    answer_quit_question(
        screen_reader_.update(view, text_, ui::focus_of(quit_items_, quit_question_), now()));
    return;
  }
  const widgets::AccountAccessView view = access_->view();
  for (const widgets::Intent& one :
       screen_reader_.update(view, text_, ui::focus_of(items_, view), now())) {
    intents.add(one.action, one.index, one.part);
  }
}

void App::trace() {
  if (!arguments_.trace) return;
  trace_.print({access_->view(), items_, now(), &quit_question_, &quit_items_,
                access_->host().clipboard().left(now()).count() > 0, host_.secrets_on_screen(),
                host_.last_file(), window_.rest().frames, window_.rest().seconds});
}

void App::draw_bar(ImVec2 size) {
  const ui::Palette colors = ui::palette(look_.theme);
  const float em = ImGui::GetFontSize();
  begin_panel("##bar", {0, 0}, size, colors.surface, {em, 0}, ImGuiWindowFlags_NoScrollbar);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRectFullScreen();
  list.AddLine({0, size.y - 1}, {size.x, size.y - 1}, rgb(colors.border), 1);
  list.PopClipRect();
  const float middle = size.y / 2;
  const ImVec2 mark(em * 1.9F, middle);
  list.AddCircleFilled(mark, em * 0.85F, rgb(colors.primary), 32);
  list.AddCircleFilled({mark.x + em * 0.35F, mark.y - em * 0.25F}, em * 0.65F, rgb(colors.surface),
                       32);
  ImFont* font = window_.fonts().heading;
  if (font == nullptr) font = ImGui::GetFont();
  list.AddText(font, em * 1.2F, {em * 3.3F, middle - em * 0.65F}, rgb(colors.text), "Sky Game");
  ImGui::PushStyleColor(ImGuiCol_Button, rgb(colors.surface));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, rgb(colors.background));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, rgb(colors.background));
  ImGui::PushStyleColor(ImGuiCol_Text, rgb(colors.quiet));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, em * 0.3F);
  const widgets::Language other = look_.language != widgets::Language::en ? widgets::Language::en
                                  : arguments_.language == widgets::Language::en
                                      ? widgets::Language::es
                                      : arguments_.language;
  // A font for English has no Chinese characters, but every font has those of the tag.
  const widgets::LanguageInfo info = widgets::language_info(other);
  const bool latin = other == widgets::Language::en || other == widgets::Language::es;
  const char* language = (latin ? info.name : info.tag).data();
  const char* drawer = label(look_.language, drawer_open_ ? samples::Label::close_drawer
                                                          : samples::Label::open_drawer)
                           .data();
  const float width = ImGui::CalcTextSize(language).x + ImGui::CalcTextSize(drawer).x + em * 3;
  ImGui::SetCursorPos({size.x - width, middle - ImGui::GetFrameHeight() / 2});
  if (ImGui::Button(language)) look_.language = other;
  ImGui::SameLine();
  if (ImGui::Button(drawer)) drawer_open_ = !drawer_open_;
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(4);
  end_panel();
}

widgets::Intents App::draw_page(ImVec2 at, ImVec2 size) {
  const ui::Palette colors = ui::palette(look_.theme);
  const float em = ImGui::GetFontSize();
  const float picture = size.x > em * 56 ? std::floor(size.x * 0.4F) : 0;
  if (picture > 0) {
    samples::draw_scenery(*ImGui::GetBackgroundDrawList(), at, {at.x + picture, at.y + size.y}, 0);
  }
  const float top = size.y > em * 40 ? std::floor(size.y * 0.08F) : em * 1.5F;
  if (std::exchange(just_opened_, false)) ImGui::SetNextWindowFocus();
  ImGui::PushStyleColor(ImGuiCol_ScrollbarBg, rgb(colors.background));
  ImGui::PushStyleColor(ImGuiCol_ScrollbarGrab, rgb(colors.border));
  begin_panel("##page", {at.x + picture, at.y}, {size.x - picture, size.y}, colors.background,
              {em * 1.5F, top});
  ui::Style style;
  style.theme = look_.theme;
  style.heading = window_.fonts().heading;
  style.mono = window_.fonts().mono;
  style.couch = look_.couch;
  style.items = &items_;
  items_.clear();
  const widgets::Intents intents = ui::draw(access_->view(), style, text_);
  end_panel();
  ImGui::PopStyleColor(2);
  return intents;
}

void App::draw_quit_question() {
  quit_items_.clear();
  const bool open = ImGui::IsPopupOpen("##quit");
  if (!asks_to_quit_ && !open) return;
  const ui::Palette colors = ui::palette(look_.theme);
  const float em = ImGui::GetFontSize();
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  ImGui::GetStyle().Colors[ImGuiCol_ModalWindowDimBg] = ImVec4(0, 0, 0, 0.5F);
  if (!open) ImGui::OpenPopup("##quit");
  ImGui::SetNextWindowPos({size.x / 2, size.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize({std::min(size.x, em * 26), 0});
  ImGui::PushStyleColor(ImGuiCol_PopupBg, rgb(colors.background));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(em * 1.2F, em * 1.2F));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, em * 0.5F);
  if (ImGui::BeginPopupModal("##quit", nullptr, plain | ImGuiWindowFlags_AlwaysAutoResize)) {
    ui::Style style;
    style.theme = look_.theme;
    style.heading = window_.fonts().heading;
    style.items = &quit_items_;
    const widgets::Intents intents = ui::draw(quit_question_, style, text_);
    const bool guarded = now() - asked_at_ < widgets::Component::press_guard;
    if (guarded) {
      quit_items_.clear();
    } else {
      answer_quit_question(intents);
    }
    if (!asks_to_quit_) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor();
}

void App::answer_quit_question(const widgets::Intents& intents) {
  for (const widgets::Intent& intent : intents) {
    asks_to_quit_ = false;
    quit_answered_ = intent.action == Action::leave;
    if (quit_answered_) window_.close();
  }
}

}  // namespace desktop
