// Time as the service counts and reads it: milliseconds, dates, durations such as "1h". It writes dates by base/dates.hpp.
// Knows nothing of which clock the time came from.
#pragma once

#include "base/dates.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

using Time = std::chrono::system_clock::time_point;

[[nodiscard]] std::int64_t unix_seconds(Time time);
[[nodiscard]] std::int64_t unix_millis(Time time);
[[nodiscard]] Time from_millis(std::int64_t millis);

/// Reads "2024-01-15", "…T10:00:00Z", fractions and offsets.
[[nodiscard]] std::optional<Time> parse_rfc3339(std::string_view text);
/// Reads ^[1-9][0-9]*(s|m|h|d)$.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
