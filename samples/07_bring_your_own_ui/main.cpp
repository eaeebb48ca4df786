// Bring your own UI: a component has a view, takes intents, and is updated once a frame. Here each view is printed as the
// tree that a screen reader would get; an engine draws its own widgets from the same elements.
#include "apps/common/embedded_mock.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/text.hpp>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

namespace {

using namespace std::chrono_literals;
namespace ui = hellojohn::widgets;

const char* role_name(ui::Role role) {
  switch (role) {
    case ui::Role::heading: return "heading";
    case ui::Role::text_field: return "text field";
    case ui::Role::password_field: return "password field";
    case ui::Role::code_field: return "code field";
    case ui::Role::button: return "button";
    case ui::Role::link: return "link";
    case ui::Role::checkbox: return "checkbox";
    case ui::Role::notice: return "notice";
    case ui::Role::error: return "error";
    case ui::Role::value: return "value";
    default: return "text";
  }
}

void print(const ui::Screen& screen, const ui::Text& text) {
  char label[ui::longest_sentence];
  for (const ui::Element& element : screen) {
    const auto said = text.format(element.label, label);
    std::printf("  %-14s %.*s%s\n", role_name(element.role), static_cast<int>(said.size()),
                said.data(), element.enabled ? "" : "  (not now)");
  }
  std::printf("\n");
}

/// Frames, until the screen changes or two seconds pass. A game has its own loop.
void run_frames(hellojohn::Client& client, ui::AccountAccess& access) {
  const auto before = access.view().main->arrival;
  const auto* screen = access.view().main;
  for (int i = 0; i < 200; ++i) {
    (void)client.poll();
    access.update(std::chrono::steady_clock::now());
    const bool changed = access.view().main != screen || access.view().main->arrival != before;
    if (changed && i > 50) return;
    std::this_thread::sleep_for(10ms);
  }
}

}  // namespace

int main() {
  samples::EmbeddedMock mock;
  auto client = hellojohn::Client::create(mock.client_options());
  if (!client) return samples::report(client.error());
  ui::AccountAccess access(*client, ui::Host{}, {"My game", "", {}});
  const ui::Text text(ui::Language::en);

  run_frames(*client, access);
  print(*access.view().main, text);

  // What a person types goes straight into the component's own wiped buffer.
  access.view().main->find(ui::Role::text_field)->input->assign(samples::bob_email);
  access.view().main->find(ui::Role::password_field)->input->assign(samples::bob_password);
  access.apply({ui::Action::submit});
  run_frames(*client, access);
  print(*access.view().main, text);

  access.apply({ui::Action::use_backup_code});
  run_frames(*client, access);
  if (const auto* field = access.view().main->find(ui::Role::code_field); field != nullptr) {
    (void)field->code->paste(mock.backup_code());
  }
  access.apply({ui::Action::submit});
  run_frames(*client, access);
  print(*access.view().main, text);
  return access.view().signed_in ? 0 : 1;
}
