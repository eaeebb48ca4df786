// The signed-in session as the Client holds it, and its form in a SessionStore.
// Knows nothing of when and how it is renewed.
#pragma once

#include "json/json.hpp"
#include "rules/renewal.hpp"

#include <hellojohn/clock.hpp>
#include <hellojohn/secret.hpp>
#include <hellojohn/session.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace detail {

struct SessionState : TokenLife {
  Secret access;
  Secret refresh;  // Empty: cannot be renewed.
  std::string user_id;
  std::optional<Time>
      proved_at{};  // Last sign-in or verify here (docs/contract/assumptions.md#fresh-sign-in).
  bool adopted = false;

  [[nodiscard]] SignedIn summary() const { return {user_id, expires_at, adopted}; }
  [[nodiscard]] bool renewable() const noexcept { return !refresh.empty(); }
  [[nodiscard]] bool due(Time now) const noexcept { return renewable() && now >= renew_at; }
};

/// The time by which sessions grow old: it runs on while the machine sleeps.
[[nodiscard]] inline SessionState::Time session_now(const Clock& clock) noexcept {
  return clock.now() + clock.suspended();
}

/// Sets the times of a token that lives `life` from `now`. `random` is 0 <= random < 1.
void set_life(SessionState& session, SessionState::Time now, std::chrono::seconds life,
              double random) noexcept;

/// A session made of an answer. `answered_at` is the answer's own Date, empty if it had none: the server's timestamps are
/// compared with that, not with our clock.
[[nodiscard]] SessionState session_of(
    codec::Tokens&& tokens, std::optional<std::chrono::system_clock::time_point> answered_at,
    const Clock& clock, double random);

/// Bytes for a SessionStore: a version line, then fields with their lengths. The end is stored as wall time.
[[nodiscard]] Secret store_form(const SessionState& session, const Clock& clock);
/// Empty if the bytes are damaged or of another version.
[[nodiscard]] std::optional<SessionState> read_store_form(std::string_view bytes,
                                                          const Clock& clock, double random);

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
