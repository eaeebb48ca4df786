// The one reader and writer of dates: RFC 3339 in JSON, RFC 9110 in header fields. Free of locale and time zone.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// "2024-01-15T10:00:00Z"; fractions and offsets are read. Empty for other text and outside 1900-2199.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> read_rfc3339(
    std::string_view text) noexcept;

/// "2024-01-15T10:00:00Z": UTC, cut to whole seconds.
[[nodiscard]] std::string write_rfc3339(std::chrono::system_clock::time_point time);
/// "2024-01-15T10:00:00.000Z"
[[nodiscard]] std::string write_rfc3339_millis(std::chrono::system_clock::time_point time);

/// "Sun, 06 Nov 1994 08:49:37 GMT", and the two obsolete forms of RFC 9110 5.6.7.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> read_http_date(
    std::string_view text) noexcept;

/// "Sun, 06 Nov 1994 08:49:37 GMT"
[[nodiscard]] std::string write_http_date(std::chrono::system_clock::time_point time);

}  // namespace v0
}  // namespace hellojohn
