// Reads Retry-After and X-RateLimit-Reset (RFC 9110 10.2.3). Pure: the time is the answer's own Date, never a clock of
// this device, which may be days off.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// The answer's Date; empty if it has none that can be read.
using AnsweredAt = std::optional<std::chrono::system_clock::time_point>;

/// The delay: seconds, fractions rounded up, or an HTTP date seen from `answered_at`. Between 0 and 24 h. Empty if it is
/// neither, or a date in an answer without a Date.
[[nodiscard]] std::optional<std::chrono::seconds> read_retry_after(std::string_view value,
                                                                   AnsweredAt answered_at) noexcept;

/// X-RateLimit-Reset: unix seconds seen from `answered_at`, with the same bounds. Empty if `remaining` is above 0, for
/// milliseconds and for deltas, which differ from the Date by more than a year.
[[nodiscard]] std::optional<std::chrono::seconds> read_rate_limit_reset(
    std::string_view value, std::string_view remaining, AnsweredAt answered_at) noexcept;

/// Seconds of a JSON number as it is written, rounded up; between 0 and 24 h. Empty for a negative number and for text
/// that is not a number.
[[nodiscard]] std::optional<std::chrono::seconds> whole_wait(std::string_view written) noexcept;

}  // namespace v0
}  // namespace hellojohn
