// What a desktop lends the components (hellojohn/widgets/host.hpp): clipboard, folders, printer, the note between runs.
// Nothing of it waits for another program, so that no frame is lost.
//
// On Linux the clipboard is ImGui's, which here is GLFW's. GLFW owns the selection of X11 and Wayland itself and offers only
// plain text, so that the mark password managers set for clipboard histories (x-kde-passwordManagerHint) cannot be added: the
// codes are taken away after 30 s, and a history may have kept them. On Windows the text has its marks.
#pragma once

#include "apps/common/children.hpp"

#include <hellojohn/clock.hpp>
#include <hellojohn/widgets/host.hpp>
#include <hellojohn/widgets/text.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace samples {

struct DesktopHostOptions {
  std::string app;           ///< Of folders; no spaces.
  std::string save_folder;   ///< Empty: the person's documents.
  bool forget_note = false;  ///< The note of an earlier run speaks of a server that is gone.
  const hellojohn::Clock* clock = nullptr;  ///< Null: the system's.
};

/// **Thread** that of the ImGui context. **Lifetime** must outlive what its hooks were given to.
class DesktopHost {
 public:
  explicit DesktopHost(DesktopHostOptions options);
  DesktopHost(const DesktopHost&) = delete;
  DesktopHost& operator=(const DesktopHost&) = delete;

  [[nodiscard]] hellojohn::widgets::Host hooks();
  /// Once a frame.
  void update() noexcept { children_.reap(); }

  // What the app decides and shows.
  hellojohn::widgets::Streaming streaming = hellojohn::widgets::Streaming::no;
  hellojohn::widgets::Language language = hellojohn::widgets::Language::en;
  /// Not set: a new mail in the person's mail program.
  std::function<void()> open_mail{};
  /// Not set: secrets come on screen as everything else does.
  std::function<void(bool hide)> hide_from_capture{};
  [[nodiscard]] bool secrets_on_screen() const noexcept { return secrets_on_screen_; }
  /// The file that was written last.
  [[nodiscard]] const std::string& last_file() const noexcept { return last_file_; }
  [[nodiscard]] const std::string& note() const noexcept { return note_; }

 private:
  [[nodiscard]] std::string save(std::string_view name, hellojohn::SecretView text);
  [[nodiscard]] bool print(hellojohn::SecretView codes);
  [[nodiscard]] bool write_note(std::string_view text);

  DesktopHostOptions options_;
  Children children_;
  std::string note_file_;
  std::string note_;
  std::string last_file_;
  bool secrets_on_screen_ = false;
};

}  // namespace samples
