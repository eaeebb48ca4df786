// Waits and HTTP dates. Hand-written because the standard library's date parsing follows the locale.
#include "rules/retry_after.hpp"

#include "base/ascii.hpp"
#include "base/decimal.hpp"

#include <charconv>
#include <cstdint>
#include <limits>

namespace hellojohn {
inline namespace v0 {

namespace {

using std::chrono::seconds;
using std::chrono::system_clock;
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

int read_two(std::string_view text, std::size_t at) noexcept {
  if (!ascii::is_digit(text[at]) || !ascii::is_digit(text[at + 1])) return -1;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

int month_of(std::string_view name) noexcept {
  constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = names.find(name);
  return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<int>(at / 3) + 1;
}

using Date = std::optional<system_clock::time_point>;

/// `time` is "08:49:37".
Date date_of(int year, int month, int day, std::string_view time) noexcept {
  if (time[2] != ':' || time[5] != ':') return {};
  const int hour = read_two(time, 0);
  const int minute = read_two(time, 3);
  const int second = read_two(time, 6);
  // The clock counts nanoseconds: it overflows before 1678 and after 2261.
  if (year < 1900 || year > 2199 || month < 1 || day < 1 || hour < 0 || hour > 23 || minute < 0 ||
      minute > 59 || second < 0 || second > 60)
    return {};
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return {};
  return sys_days(date) + hours(hour) + minutes(minute) + seconds(second);
}

int read_four(std::string_view text, std::size_t at) noexcept {
  const int century = read_two(text, at);
  const int year = read_two(text, at + 2);
  return century < 0 || year < 0 ? -1 : century * 100 + year;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT"
Date read_imf_fixdate(std::string_view text) noexcept {
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT") return {};
  if (text[7] != ' ' || text[11] != ' ' || text[16] != ' ') return {};
  return date_of(read_four(text, 12), month_of(text.substr(8, 3)), read_two(text, 5),
                 text.substr(17, 8));
}

/// "Sunday, 06-Nov-94 08:49:37 GMT"; two digits of a year are of 1970 to 2069.
Date read_rfc850_date(std::string_view text) noexcept {
  const std::size_t comma = text.find(", ");
  if (comma == std::string_view::npos || comma < 6 || comma > 9) return {};
  text.remove_prefix(comma + 2);
  if (text.size() != 22 || text.substr(18) != " GMT") return {};
  if (text[2] != '-' || text[6] != '-' || text[9] != ' ') return {};
  const int year = read_two(text, 7);
  return date_of(year < 0 ? -1 : year + (year < 70 ? 2000 : 1900), month_of(text.substr(3, 3)),
                 read_two(text, 0), text.substr(10, 8));
}

/// "Sun Nov  6 08:49:37 1994"
Date read_asctime_date(std::string_view text) noexcept {
  if (text.size() != 24 || text[3] != ' ' || text[7] != ' ' || text[10] != ' ' || text[19] != ' ')
    return {};
  const bool one_digit = text[8] == ' ' && ascii::is_digit(text[9]);
  const int day = one_digit ? text[9] - '0' : read_two(text, 8);
  return date_of(read_four(text, 20), month_of(text.substr(4, 3)), day, text.substr(11, 8));
}

}  // namespace

std::optional<system_clock::time_point> read_http_date(std::string_view text) noexcept {
  // Fixed widths, so places are checked instead of tokens. All three forms are to be read (RFC 9110 5.6.7).
  if (const Date date = read_imf_fixdate(text)) return date;
  if (const Date date = read_asctime_date(text)) return date;
  return read_rfc850_date(text);
}

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
