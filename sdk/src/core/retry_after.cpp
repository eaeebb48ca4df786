// See retry_after.hpp. Hand-written because the standard library's date parsing follows the locale.
#include "core/retry_after.hpp"

#include "core/ascii.hpp"

#include <charconv>
#include <cstdint>
#include <limits>

namespace hellojohn {

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

}  // namespace

std::optional<system_clock::time_point> read_http_date(std::string_view text) noexcept {
  // "Sun, 06 Nov 1994 08:49:37 GMT": fixed width, so places are checked instead of tokens.
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT") return {};
  if (text[7] != ' ' || text[11] != ' ' || text[16] != ' ' || text[19] != ':' || text[22] != ':')
    return {};
  const int day = read_two(text, 5);
  const int month = month_of(text.substr(8, 3));
  const int century = read_two(text, 12);
  const int year = read_two(text, 14);
  const int hour = read_two(text, 17);
  const int minute = read_two(text, 20);
  const int second = read_two(text, 23);
  if (day < 1 || month < 1 || century < 0 || year < 0 || hour < 0 || hour > 23 || minute < 0 ||
      minute > 59 || second < 0 || second > 60)
    return {};
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(century * 100 + year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return {};
  return sys_days(date) + hours(hour) + minutes(minute) + seconds(second);
}

std::optional<seconds> read_retry_after(std::string_view value,
                                        system_clock::time_point now) noexcept {
  if (const auto whole = read_integer(value)) return bounded(*whole);
  const auto date = read_http_date(value);
  if (!date) return {};
  return bounded(std::chrono::ceil<seconds>(*date - now).count());
}

std::optional<seconds> read_rate_limit_reset(std::string_view value,
                                             system_clock::time_point now) noexcept {
  const auto unix_seconds = read_integer(value);
  if (!unix_seconds) return {};
  const auto here = std::chrono::ceil<seconds>(now.time_since_epoch()).count();
  return bounded(*unix_seconds > here ? *unix_seconds - here : 0);
}

}  // namespace hellojohn
