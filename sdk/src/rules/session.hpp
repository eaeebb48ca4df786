// Which session is in force, which may take its place, and what the store is to hold. Holds no token: sessions are numbers.
// Pure: events come in, a decision comes out. No I/O, no clock, no thread, no allocation.
#pragma once

#include <cstdint>

namespace hellojohn {
inline namespace v0 {

class Session {
 public:
  /// Names the bytes of one session in the store. 0: no session.
  using Version = std::uint64_t;

  /// What a call knew when it began, or when it was last sent.
  struct Seen {
    std::uint64_t person =
        0;                   ///< Another number after each sign-in and sign-out; 0: not yet known.
    std::uint64_t pair = 0;  ///< Another number with each new pair of tokens.
  };
  enum class Source : std::uint8_t {
    signed_in,  ///< A sign-in, a verified challenge or an adopted session.
    restored,   ///< Read from the store.
    renewed,    ///< The same person with a new pair of tokens.
  };
  /// What is to be written, so that the store holds what is in force.
  enum class Follow : std::uint8_t { nothing, save, erase };

  [[nodiscard]] const Seen& now() const noexcept { return now_; }
  [[nodiscard]] bool in_force() const noexcept { return in_force_; }
  [[nodiscard]] bool closed() const noexcept { return closed_; }
  /// The person whom a call saw is still the one who is signed in.
  [[nodiscard]] bool is_of(const Seen& seen) const noexcept {
    return in_force_ && seen.person == now_.person;
  }
  /// A new pair of tokens came after the call was sent.
  [[nodiscard]] bool is_newer_than(const Seen& seen) const noexcept {
    return seen.pair != now_.pair;
  }

  /// Whether a session may take the place. `seen`: by the call that brings it. `awaited`: its caller has not cancelled.
  [[nodiscard]] bool accepts(Source source, const Seen& seen, bool awaited) const noexcept;
  /// It takes the place. `version` names its bytes: they are in the store, or on their way there.
  void arrive(Source source, Version version) noexcept;
  /// Signed out or ended: no session is in force, and earlier loads and renewals no longer count.
  void leave() noexcept;
  /// The Client is shutting down: nothing arrives any more.
  void close() noexcept { closed_ = true; }

  [[nodiscard]] Version new_version() noexcept { return ++last_version_; }
  /// The session in force is the one with this version.
  [[nodiscard]] bool is_version(Version version) const noexcept {
    return in_force_ && version_ == version;
  }
  /// A save or an erase is queued.
  void on_write_queued() noexcept { ++writes_open_; }
  /// One has ended. `version`: what it wrote; 0 for an erase. Also where it failed: to write the same once more at once
  /// would fail as well.
  void on_write_ended(Version version) noexcept;
  /// Another process wrote a newer pair, which was read and is in force from now on.
  void on_taken_over() noexcept;
  /// To be asked after each end of a write.
  [[nodiscard]] Follow follow() const noexcept;
  /// What is in force is queued as this version.
  void on_follow_queued(Version version) noexcept;

 private:
  Seen now_{1, 0};
  bool in_force_ = false;
  bool closed_ = false;
  Version version_ = 0;  // Of the session in force.
  Version last_version_ = 0;
  Version held_ = 0;  // By the store. 0: none, or what an earlier run of the program left.
  unsigned writes_open_ = 0;
};

}  // namespace v0
}  // namespace hellojohn
