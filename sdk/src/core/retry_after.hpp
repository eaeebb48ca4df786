// Reads Retry-After and X-RateLimit-Reset (RFC 9110 10.2.3, contract.md A.1, E9). Pure: the wall time is an argument.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace hellojohn::inline v0 {

/// Delay asked for: whole seconds, or an HTTP date seen from `now`; at most 24 h, at least 0. Empty where it is neither.
[[nodiscard]] std::optional<std::chrono::seconds> read_retry_after(
    std::string_view value, std::chrono::system_clock::time_point now) noexcept;

/// X-RateLimit-Reset: unix seconds seen from `now`, with the same bounds.
[[nodiscard]] std::optional<std::chrono::seconds> read_rate_limit_reset(
    std::string_view value, std::chrono::system_clock::time_point now) noexcept;

/// "Sun, 06 Nov 1994 08:49:37 GMT", and the two obsolete forms of RFC 9110 5.6.7.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> read_http_date(
    std::string_view text) noexcept;

}  // namespace hellojohn::inline v0
