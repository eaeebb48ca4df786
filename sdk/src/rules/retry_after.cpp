// See retry_after.hpp.
#include "rules/retry_after.hpp"

#include "base/ascii.hpp"
#include "base/dates.hpp"
#include "base/decimal.hpp"

#include <charconv>
#include <cstdint>
#include <limits>

namespace hellojohn {
inline namespace v0 {

namespace {

using std::chrono::seconds;
constexpr seconds longest{24 * 3600};

std::optional<std::int64_t> read_integer(std::string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.empty() || !ascii::is_digit(text.front())) return {};
  if (text.size() > 18 && text.find_first_not_of("0123456789") == std::string_view::npos)
    return std::numeric_limits<std::int64_t>::max();
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

/// "1.5" is 2: the whole part, and one more for a fraction that is not 0.
std::optional<std::int64_t> read_fraction(std::string_view text) noexcept {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return {};
  const auto whole = read_integer(text.substr(0, dot));
  const std::string_view part = text.substr(dot + 1);
  if (!whole || part.empty() || part.find_first_not_of("0123456789") != std::string_view::npos)
    return {};
  const bool more = part.find_first_not_of('0') != std::string_view::npos;
  return more && *whole < std::numeric_limits<std::int64_t>::max() ? *whole + 1 : *whole;
}

seconds bounded(std::int64_t value) noexcept {
  if (value < 0) return seconds(0);
  return value > longest.count() ? longest : seconds(value);
}

}  // namespace

std::optional<seconds> whole_wait(std::string_view written) noexcept {
  const auto number = read_decimal(written);
  const bool is_zero = number && number->whole == 0 && !number->has_fraction && !number->too_large;
  if (!number || (number->negative && !is_zero)) return {};
  if (number->too_large) return longest;
  return bounded(number->whole + (number->has_fraction ? 1 : 0));
}

std::optional<seconds> read_retry_after(std::string_view value, AnsweredAt answered_at) noexcept {
  if (const auto whole = read_integer(value)) return bounded(*whole);
  if (const auto whole = read_fraction(value)) return bounded(*whole);
  const auto date = read_http_date(value);
  if (!date || !answered_at) return {};
  return bounded(std::chrono::ceil<seconds>(*date - *answered_at).count());
}

std::optional<seconds> read_rate_limit_reset(std::string_view value, std::string_view remaining,
                                             AnsweredAt answered_at) noexcept {
  // Tries are left: another limit refused, and this reset says nothing of it.
  if (!remaining.empty() && read_integer(remaining) != 0) return {};
  const auto unix_seconds = read_integer(value);
  if (!unix_seconds || !answered_at) return {};
  const auto here = std::chrono::ceil<seconds>(answered_at->time_since_epoch()).count();
  constexpr std::int64_t year = 366 * 24 * 3600;
  if (*unix_seconds < here - year || *unix_seconds > here + year) return {};
  return bounded(*unix_seconds - here);
}

}  // namespace v0
}  // namespace hellojohn
