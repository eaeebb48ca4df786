// What a host lends the components: clipboard, files, printer, memory of a note, capture. A hook that is not set hides
// what needs it. Hooks are called on the thread that calls apply() and update(), and must not block.
#pragma once

#include <hellojohn/secret.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
struct Challenge;
struct Factor;
}  // namespace v0
}  // namespace hellojohn

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// Whether somebody else may see the screen.
enum class Streaming : std::uint8_t {
  no,           ///< Nobody.
  yes,          ///< The screen is shared, recorded or streamed.
  cannot_tell,  ///< Counts as yes.
};

/// One struct of hooks. Copied by the component.
struct Host {
  /// Puts text on the clipboard, marked as concealed if the platform can. Empty text clears it. False: it failed.
  std::function<bool(SecretView text)> write_clipboard{};
  /// Reads the clipboard. Needed to clear it only while it still holds our text, and for paste by a button.
  std::function<Secret()> read_clipboard{};

  /// Lets the person choose a file and writes it, that only its owner can read. `name` is a neutral proposal. The answer is
  /// the folder for the result line; empty: cancelled or failed.
  std::function<std::string(std::string_view name, SecretView text)> save{};
  /// True for a folder that is known to be copied to a cloud, after save: a warning is shown.
  std::function<bool(std::string_view folder)> is_synced_folder{};
  std::function<bool(SecretView text)> print{};  ///< Prints the sheet. False: cancelled or failed.

  /// Answers a factor that is not a typed code, such as a security key, and signs the person in through the Client. True:
  /// it began. Not set: such a factor is named as not available.
  std::function<bool(const hellojohn::Challenge& challenge, const Factor& factor)> answer_factor{};

  std::function<void()> open_mail{};  ///< Opens the mail program.
  /// Opens an otpauth:// link; a secret. False: nothing took it.
  std::function<bool(SecretView otpauth)> open_authenticator{};
  /// Called by AccountAccess when a text field takes characters from a gamepad, and when it no longer does: the
  /// platform's keyboard is to be shown, or hidden. What it gives goes into Element::input, which ends the editing.
  std::function<void(bool on)> on_screen_keyboard{};

  /// Keeps a short note without secrets between runs; empty text removes it. It must be on disk when the hook returns.
  std::function<bool(std::string_view text)> write_note{};
  std::function<std::string()> read_note{};  ///< What write_note() kept; empty if there is none.

  /// Told when secrets come on screen and leave it: exclude the window from capture, or not.
  std::function<void(bool secrets_on_screen)> capture{};
  /// Called when few codes are left (event backup_codes_low), with the count if it is known.
  std::function<void(std::optional<int> left)> backup_codes_low{};
  /// Asked while secrets could be shown. Not set: no.
  std::function<Streaming()> streaming{};

  /// The wall clock, for the words "made today at 14:02" and for a cool-down that survives a restart. Not set: neither.
  std::function<std::chrono::system_clock::time_point()> wall_time{};

  /// `size` unpredictable bytes, for the clipboard's hash and the choice of the code to be typed back. Not set: the
  /// system's generator.
  std::function<void(void* bytes, std::size_t size)> entropy{};
};

/// Who the host is, for texts. Copied.
struct Branding {
  std::string app{"this app"};  ///< In headings and on the sheet.
  std::string support{};        ///< Contact line of the help screen; empty: none.
  std::string support_url{};    ///< Shown as a QR code on the help screen; empty: none.
};

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
