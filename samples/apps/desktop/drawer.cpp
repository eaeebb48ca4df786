// See drawer.hpp.
#include "apps/desktop/drawer.hpp"

#include "apps/common/labels.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <array>
#include <cstdio>

namespace desktop {

namespace {

namespace widgets = hellojohn::widgets;
using namespace std::chrono_literals;
using hellojohn::imgui::Theme;
using samples::Label;
using samples::NetworkFault;

/// Into the field on screen, as if typed. False if there is none that fits.
bool type_into(const widgets::Screen& screen, widgets::Role role, std::string_view text) {
  const widgets::Element* element = screen.find(role);
  if (element == nullptr || !element->enabled) return false;
  if (element->input != nullptr) element->input->assign(text);
  if (element->code != nullptr) {
    element->code->clear();
    (void)element->code->paste(text);
  }
  return true;
}

void quiet(const char* text) {
  ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyle().Colors[ImGuiCol_TextDisabled]);
  ImGui::TextWrapped("%s", text);
  ImGui::PopStyleColor();
}

/// Stays open or closed when the language changes.
bool begin_section(const Bench& bench, Label title) {
  ImGui::PushID(static_cast<int>(title));
  const std::string name = std::string(label(bench.look.language, title)) + "###title";
  const bool open = ImGui::CollapsingHeader(name.c_str(), ImGuiTreeNodeFlags_DefaultOpen);
  ImGui::PopID();
  return open;
}

bool small_button(const Bench& bench, Label name) {
  return ImGui::SmallButton(label(bench.look.language, name).data());
}

/// The text, and what can be done with it.
void code_line(Bench& bench, const char* what, const std::string& code) {
  if (code.empty()) return;
  ImGui::PushID(code.c_str());
  if (small_button(bench, Label::type)) {
    (void)type_into(*bench.access.view().main, widgets::Role::code_field, code);
  }
  ImGui::SameLine();
  if (small_button(bench, Label::copy)) ImGui::SetClipboardText(code.c_str());
  ImGui::SameLine();
  ImGui::Text("%s %s", code.c_str(), what);
  ImGui::PopID();
}

void draw_clock(Bench& bench) {
  if (!begin_section(bench, Label::clock)) return;
  quiet("Time goes on by itself; these put client and service forward.");
  constexpr struct {
    const char* label;
    std::chrono::seconds by;
  } steps[] = {{"+30 s", 30s}, {"+1 min", 60s}, {"+10 min", 600s}, {"+1 h", 3600s}};
  for (const auto& step : steps) {
    if (&step != steps) ImGui::SameLine();
    if (ImGui::Button(step.label)) bench.world->forward(step.by);
  }
}

void draw_faults(Bench& bench) {
  if (!begin_section(bench, Label::network)) return;
  constexpr struct {
    const char* label;
    NetworkFault fault;
  } all[] = {{"Works", NetworkFault::none},
             {"Offline", NetworkFault::offline},
             {"Answers 500", NetworkFault::error_500},
             {"Answers 503, 20 s", NetworkFault::error_503},
             {"Slow, 3 s", NetworkFault::slow},
             {"Done, answer lost", NetworkFault::lost_answer}};
  for (std::size_t i = 0; i < std::size(all); ++i) {
    if (i % 2 != 0) ImGui::SameLine(ImGui::GetWindowWidth() / 2);
    if (ImGui::RadioButton(all[i].label, bench.world->fault() == all[i].fault)) {
      bench.world->set_fault(all[i].fault);
    }
  }
}

void draw_look(Bench& bench) {
  if (!begin_section(bench, Label::look)) return;
  static constexpr const char* themes[] = {"Host style", "Dark", "Light", "High contrast"};
  std::array<const char*, widgets::language_count - 1> languages{};
  for (std::size_t i = 0; i < languages.size(); ++i) {
    languages[i] = widgets::language_info(static_cast<widgets::Language>(i)).tag.data();
  }
  int theme = static_cast<int>(bench.look.theme);
  int language = static_cast<int>(bench.look.language);
  ImGui::PushItemWidth(-ImGui::GetFontSize() * 6);
  if (ImGui::Combo(label(bench.look.language, Label::theme).data(), &theme, themes, 4))
    bench.look.theme = static_cast<Theme>(theme);
  if (ImGui::Combo(label(bench.look.language, Label::language).data(), &language, languages.data(),
                   static_cast<int>(languages.size()))) {
    bench.look.language = static_cast<widgets::Language>(language);
  }
  ImGui::PopItemWidth();
  for (const float zoom : {0.8F, 1.0F, 1.25F, 1.5F, 2.0F}) {
    char label[16];
    std::snprintf(label, sizeof label, "%d %%", static_cast<int>(zoom * 100));
    if (zoom > 0.8F) ImGui::SameLine();
    if (ImGui::RadioButton(label, bench.look.zoom == zoom)) bench.look.zoom = zoom;
  }
  ImGui::Checkbox("Couch: large codes, one a line", &bench.look.couch);
  bool streams = bench.host.streaming != widgets::Streaming::no;
  if (ImGui::Checkbox("Streamer mode: somebody watches", &streams)) {
    bench.host.streaming = streams ? widgets::Streaming::yes : widgets::Streaming::no;
  }
}

void draw_host(Bench& bench) {
  if (!begin_section(bench, Label::asked)) return;
  ImGui::Text("Secrets on screen: %s", bench.host.secrets_on_screen() ? "yes" : "no");
  const auto left = bench.access.host().clipboard().left(bench.now);
  if (left.count() > 0) {
    ImGui::Text("Clipboard is ours for %d s", static_cast<int>(left.count()));
  } else {
    ImGui::TextUnformatted("Clipboard is not ours");
  }
  ImGui::Text("Unsaved codes: %s", bench.access.view().has_unsaved_codes ? "yes" : "no");
  if (!bench.host.last_file().empty()) {
    ImGui::TextWrapped("Last file: %s", bench.host.last_file().c_str());
  }
  if (ImGui::Button("Start again, as after a crash")) bench.restart = true;
}

}  // namespace

void Drawer::look_around(samples::DemoWorld& world) {
  if (ImGui::GetTime() < looked_at_ + 0.5 && looked_at_ >= 0) return;
  looked_at_ = ImGui::GetTime();
  for (std::size_t i = 0; i < std::size(samples::demo_people); ++i) {
    const samples::DemoPerson& person = samples::demo_people[i];
    seen_.codes[i] = world.backup_codes(person);
    if (person.factor != nullptr) seen_.totp[i] = world.totp(person.factor);
  }
  seen_.newest_totp = world.newest_totp();
  seen_.mails = world.outbox();
}

void Drawer::draw_people(Bench& bench) {
  if (!begin_section(bench, Label::people)) return;
  code_line(bench, "authenticator set up last", seen_.newest_totp);
  for (std::size_t i = 0; i < std::size(samples::demo_people); ++i) {
    const samples::DemoPerson& person = samples::demo_people[i];
    ImGui::PushID(person.id);
    if (small_button(bench, Label::type)) {
      const widgets::Screen& screen = *bench.access.view().main;
      if (type_into(screen, widgets::Role::text_field, person.email) &&
          bench.access.view().place == widgets::Place::sign_in) {
        (void)type_into(screen, widgets::Role::password_field, person.password);
      }
    }
    ImGui::SameLine();
    ImGui::TextUnformatted(person.email);
    ImGui::Indent();
    code_line(bench, "authenticator", seen_.totp[i]);
    if (!seen_.codes[i].empty() && ImGui::TreeNode("Backup codes on paper")) {
      for (const std::string& code : seen_.codes[i]) code_line(bench, "", code);
      ImGui::TreePop();
    }
    ImGui::Unindent();
    ImGui::PopID();
  }
}

void Drawer::draw_mail(Bench& bench) {
  if (!begin_section(bench, Label::outbox)) return;
  if (seen_.mails.empty()) quiet("No mail was sent yet.");
  int n = 0;
  for (auto mail = seen_.mails.rbegin(); mail != seen_.mails.rend() && n < 5; ++mail, ++n) {
    const std::string& content = mail->link.empty() ? mail->token : mail->link;
    ImGui::PushID(n);
    ImGui::Text("%s to %s", mail->kind.c_str(), mail->to.c_str());
    if (small_button(bench, Label::copy)) ImGui::SetClipboardText(content.c_str());
    if (!mail->link.empty()) {
      ImGui::SameLine();
      if (ImGui::SmallButton("Open in the app")) bench.access.receive_link(mail->link);
    }
    ImGui::SameLine();
    quiet((content.substr(0, 26) + "\xE2\x80\xA6").c_str());
    ImGui::PopID();
  }
}

void Drawer::draw(Bench& bench, ImVec2 at, ImVec2 size) {
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize(size);
  const float em = ImGui::GetFontSize();
  ImGui::PushStyleColor(ImGuiCol_WindowBg, IM_COL32(24, 26, 31, 255));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(em * 0.7F, em * 0.5F));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, em * 0.25F);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(em * 0.5F, em * 0.4F));
  if (ImGui::Begin("Developer drawer", nullptr,
                   ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                       ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                       ImGuiWindowFlags_NoFocusOnAppearing)) {
    if (bench.world != nullptr) {
      look_around(*bench.world);
      draw_people(bench);
      draw_mail(bench);
      draw_clock(bench);
      draw_faults(bench);
    } else {
      quiet("Mailbox, phone, clock and faults belong to the embedded mock.");
    }
    draw_look(bench);
    draw_host(bench);
  }
  ImGui::End();
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor();
}

}  // namespace desktop
