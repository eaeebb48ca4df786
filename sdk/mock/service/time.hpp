// Time as the service writes and reads it: RFC 3339 and HTTP dates, durations such as "1h".
// Knows nothing of which clock the time came from.
#pragma once

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

/// "2024-01-15T10:00:00Z"
[[nodiscard]] std::string rfc3339(Time time);
/// "2024-01-15T10:00:00.000Z"
[[nodiscard]] std::string rfc3339_millis(Time time);
/// "Mon, 15 Jan 2024 10:00:00 GMT"
[[nodiscard]] std::string http_date(Time time);

/// Reads "2024-01-15", "…T10:00:00Z", fractions and offsets.
[[nodiscard]] std::optional<Time> parse_rfc3339(std::string_view text);
/// Reads ^[1-9][0-9]*(s|m|h|d)$.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
