// What the components of one host share: its hooks, the note that survives a restart, and the clipboard that forgets.
#pragma once

#include <hellojohn/widgets/countdown.hpp>
#include <hellojohn/widgets/host.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

/// What is remembered between runs. No secrets, no addresses. Times are Unix seconds of Host::wall_time.
struct Note {
  std::optional<std::int64_t>
      unsaved_since{};          ///< A set was asked for then and never confirmed as saved.
  std::int64_t unsaved_of = 0;  ///< Whose set that was: a hash of the user id.
  std::array<std::int64_t, 4> snoozed_until{};  ///< Per level of LowCodesNotice; 0: not.
  std::int64_t resend_at = 0;                   ///< The recovery mail may be asked for again then.
  std::int32_t resend_count = 0;  ///< How often the mail was asked for; makes the next wait longer.

  ///@{
  /// Field by field.
  friend bool operator==(const Note&, const Note&) = default;
  ///@}
};

/// A note as one line: a version, the fields, a checksum.
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** any thread.
[[nodiscard]] std::string write_note(const Note& note);
/// Empty if the text is not a note of this version, damaged or tampered with.
/// **Exceptions** none. **Thread safety** any thread.
[[nodiscard]] std::optional<Note> read_note(std::string_view text) noexcept;

/// A copy on the clipboard that is taken away after a while, only if it is still ours. Keeps a keyed hash, no copy.
/// **Exceptions** none: the library is built without them, so it ends the program if memory runs out. A hook must not throw.
/// **Thread safety** one thread at a time.
/// **Lifetime** owns nothing of the clipboard but a hash.
class Clipboard {
 public:
  /// `clear_after` 0: it stays.
  bool copy(const Host& host, SecretView text, Time now, std::chrono::seconds clear_after);
  /// Takes the copy away when its time has come. Call it once a frame.
  void update(const Host& host, Time now);
  /// At once, if it still holds our text.
  void clear(const Host& host);
  /// Time until it is cleared, zero if it is not ours or stays.
  [[nodiscard]] std::chrono::seconds left(Time now) const noexcept { return until_.left(now); }

 private:
  std::array<std::uint64_t, 2> key_{};
  std::uint64_t hash_ = 0;
  bool ours_ = false;
  Countdown until_;
};

/// **Exceptions** none: the library is built without them, so it ends the program if memory runs out. A hook must not throw.
/// **Thread safety** the thread of the components. **Lifetime** must outlive the components made with it; clears the clipboard at its end.
class HostState {
 public:
  /// Reads the note; a damaged one counts as none.
  explicit HostState(Host host, Branding branding = {});
  ~HostState();
  HostState(const HostState&) = delete;
  HostState& operator=(const HostState&) = delete;

  ///@{
  /// What the host lends, and who it is. **Lifetime** this object's.
  [[nodiscard]] const Host& host() const noexcept { return host_; }
  [[nodiscard]] const Branding& branding() const noexcept { return branding_; }
  ///@}

  /// What is remembered now.
  [[nodiscard]] const Note& note() const noexcept { return note_; }
  /// True if the host keeps it; without a hook it lives as long as this object.
  bool keep(const Note& note);

  /// Whose account the components show from now on; what the note says of somebody else's codes is not shown.
  void set_user(std::string_view user_id) noexcept;
  /// A set was asked for and never confirmed as saved; its time in Unix seconds, 0 if there was no wall clock.
  [[nodiscard]] std::optional<std::int64_t> unsaved_since() const noexcept;
  void mark_unsaved();   ///< A set was asked for: noted before the call is sent.
  void clear_unsaved();  ///< The set was confirmed as saved, or is dead.

  ///@{
  /// Shared by all components, so that a later copy replaces an earlier one.
  [[nodiscard]] Clipboard& clipboard() noexcept { return clipboard_; }
  [[nodiscard]] const Clipboard& clipboard() const noexcept { return clipboard_; }
  ///@}

  /// Somebody else may see the screen, or the host cannot tell.
  [[nodiscard]] bool streaming() const;
  /// Unix seconds; 0 if the host has no wall clock.
  [[nodiscard]] std::int64_t wall_seconds() const;
  /// Unpredictable, below `limit`.
  [[nodiscard]] std::size_t random_below(std::size_t limit) const;

 private:
  Host host_;
  Branding branding_;
  Note note_;
  Clipboard clipboard_;
  std::int64_t user_ = 0;
};

/// The first two characters, three bullets and the host, as in "al...@example.com". For screens that others may see.
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** any thread.
[[nodiscard]] std::string mask_address(std::string_view email);

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
