// See desktop_host.hpp.
#include "apps/common/desktop_host.hpp"

#include "apps/common/clipboard.hpp"
#include "apps/common/printable_sheet.hpp"
#include "apps/common/private_file.hpp"

#include <imgui.h>

#include <utility>

namespace samples {

using hellojohn::Secret;
using hellojohn::SecretView;
namespace widgets = hellojohn::widgets;

DesktopHost::DesktopHost(DesktopHostOptions options) : options_(std::move(options)) {
  if (options_.clock == nullptr) options_.clock = &hellojohn::system_clock();
  if (options_.save_folder.empty()) options_.save_folder = documents_folder();
  const std::string folder = state_folder(options_.app);
  if (!folder.empty()) note_file_ = folder + "/note";
  if (options_.forget_note) {
    (void)write_note({});
  } else if (!note_file_.empty()) {
    note_ = read_file(note_file_);
  }
}

bool DesktopHost::write_note(std::string_view text) {
  note_ = text;
  return !note_file_.empty() && replace_file(note_file_, text);
}

std::string DesktopHost::save(std::string_view name, SecretView text) {
  const std::string path = write_new_file(options_.save_folder, name, text);
  if (path.empty()) return {};
  last_file_ = path;
  return options_.save_folder;
}

bool DesktopHost::print(SecretView codes) {
  const bool spanish = language == widgets::Language::es;
  SheetPage page;
  page.title = spanish ? "C\xC3\xB3"
                         "digos de respaldo"
                       : "Backup codes";
  page.hint = spanish ? "Cada uno sirve una sola vez. Marca el que uses."
                      : "Each works once. Tick the one you used.";
  page.codes = codes;
  const Secret pdf = printable_sheet(page);
  if (pdf.empty()) return false;
  const std::string path = write_new_file(options_.save_folder, "signin-sheet.pdf", pdf.view());
  if (path.empty()) return false;
  last_file_ = path;
  return children_.print(path);
}

widgets::Host DesktopHost::hooks() {
  widgets::Host host;
  host.write_clipboard = write_concealed;
  host.read_clipboard = [] {
    const char* text = ImGui::GetClipboardText();
    return Secret(text != nullptr ? text : "");
  };
  host.save = [this](std::string_view name, SecretView text) { return save(name, text); };
  host.is_synced_folder = [](std::string_view folder) { return looks_synced(folder); };
  if (Children::can_print()) {
    host.print = [this](SecretView codes) { return print(codes); };
  }
  host.open_mail = [this] {
    if (open_mail) return open_mail();
    (void)children_.open("mailto:");
  };
  host.write_note = [this](std::string_view text) { return write_note(text); };
  host.read_note = [this] { return note_; };
  host.capture = [this](bool on) {
    secrets_on_screen_ = on;
    if (hide_from_capture) hide_from_capture(on);
  };
  host.streaming = [this] { return streaming; };
  host.wall_time = [clock = options_.clock] { return clock->wall_now(); };
  return host;
}

}  // namespace samples
