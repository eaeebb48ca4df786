// A life that is too long costs one refused call and a renewal; one that is too short would renew before each call.
#include "json/token_life.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace codec {

namespace {

using std::chrono::seconds;

constexpr seconds assumed{900};  // The shortest life that the service documents.
constexpr seconds longest{366LL * 24 * 3600};

seconds between(WallTime from, WallTime to) noexcept {
  return std::chrono::duration_cast<seconds>(to - from);
}

}  // namespace

seconds token_life(const Tokens& tokens, std::optional<WallTime> answered_at, WallTime device_now) {
  if (tokens.expires_in) return std::clamp(*tokens.expires_in, seconds(0), longest);
  const TokenTimes times = read_token_times(tokens.access_token.reveal());
  const std::optional<WallTime> end = tokens.expires_at ? tokens.expires_at : times.expires_at;
  if (!end) return assumed;
  if (answered_at) return std::clamp(between(*answered_at, *end), seconds(0), longest);
  if (times.issued_at && *times.issued_at < *end)
    return std::min(between(*times.issued_at, *end), longest);
  return std::clamp(between(device_now, *end), assumed, longest);
}

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn
