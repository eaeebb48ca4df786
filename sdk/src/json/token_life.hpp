// How long an access token is of use, from whatever the answer with it says. Pure: asks no clock.
#pragma once

#include "json/json.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace codec {

using WallTime = std::chrono::system_clock::time_point;

/// The times in an access token, read without checking its signature.
struct TokenTimes {
  std::optional<WallTime> issued_at{}, expires_at{};
};
[[nodiscard]] TokenTimes read_token_times(std::string_view jwt);

/// Returns how long a token lives that was received just now; never negative.
///
/// The server's own measure is the first that is there: `expires_in`; the end against the answer's `Date`; the end against
/// the token's `iat`. A device's clock may be wrong: it is asked last, and never shortens a life below 15 minutes.
/// `answered_at` is empty if the answer had no `Date`.
[[nodiscard]] std::chrono::seconds token_life(const Tokens& tokens,
                                              std::optional<WallTime> answered_at,
                                              WallTime device_now);

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn
