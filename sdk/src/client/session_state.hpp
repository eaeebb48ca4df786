// The signed-in session as the Client holds it, and its form in a SessionStore.
// Decides when an access token is due; knows nothing of how it is renewed.
#pragma once

#include <hellojohn/clock.hpp>
#include <hellojohn/secret.hpp>
#include <hellojohn/session.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hellojohn::inline v0::detail {

struct SessionState {
  using Time = std::chrono::steady_clock::time_point;

  Secret access;
  Secret refresh;  // Empty: cannot be renewed.
  std::string user_id;
  Time expires_at{};
  Time renew_at{};  // 75 % of the life, give or take 10 %.
  std::optional<Time>
      proved_at{};  // Last sign-in or verify here (docs/contract/assumptions.md#fresh-sign-in).
  bool adopted = false;
  /// The operation that wrote it to the store, or after which it was read there; 0: none.
  std::uint64_t stored_as = 0;
  int lost_renewals = 0;  // In a row, with an unknown outcome: the refresh token may be spent.

  [[nodiscard]] SignedIn summary() const { return {user_id, expires_at, adopted}; }
  [[nodiscard]] bool due(Time now) const noexcept { return !refresh.empty() && now >= renew_at; }
  [[nodiscard]] bool over(Time now) const noexcept { return now >= expires_at; }
};

/// The time by which sessions grow old: it runs on while the machine sleeps.
[[nodiscard]] inline SessionState::Time session_now(const Clock& clock) noexcept {
  return clock.now() + clock.suspended();
}

/// Sets the times of a token that lives `life` from `now`. `random` is 0 <= random < 1.
void set_life(SessionState& session, SessionState::Time now, std::chrono::seconds life,
              double random) noexcept;

/// Bytes for a SessionStore: a version line, then fields with their lengths. The end is stored as wall time.
[[nodiscard]] Secret store_form(const SessionState& session, const Clock& clock);
/// Empty where the bytes are damaged or of another version.
[[nodiscard]] std::optional<SessionState> read_store_form(std::string_view bytes,
                                                          const Clock& clock, double random);

}  // namespace hellojohn::inline v0::detail
