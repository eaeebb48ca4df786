// Implementation of time.hpp with the calendar of <chrono>, independent of locale and zone.
// Knows nothing of which clock the time came from.
#include "time.hpp"

#include <array>
#include <cstdio>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

using std::chrono::days;
using std::chrono::duration_cast;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

struct Parts {
  int year, month, day, hour, minute, second, millis, weekday;
};

Parts split(Time time) {
  const auto day = floor<days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{floor<milliseconds>(time - day)};
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count()),
          static_cast<int>(clock.subseconds().count()),
          static_cast<int>(std::chrono::weekday{day}.c_encoding())};
}

/// Takes exactly `count` digits off the front.
std::optional<int> take(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take_char(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
  const auto year = take(text, 4);
  if (!year || !take_char(text, '-')) return std::nullopt;
  const auto month = take(text, 2);
  if (!month || !take_char(text, '-')) return std::nullopt;
  const auto day = take(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date};
}

std::optional<milliseconds> take_clock(std::string_view& text) {
  const auto hour = take(text, 2);
  if (!hour || !take_char(text, ':')) return std::nullopt;
  const auto minute = take(text, 2);
  if (!minute || !take_char(text, ':')) return std::nullopt;
  const auto second = take(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  milliseconds total = hours{*hour} + minutes{*minute} + seconds{*second};
  if (!take_char(text, '.')) return total;
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  int scale = 100;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    total += milliseconds{(text.front() - '0') * scale};
    scale /= 10;
    text.remove_prefix(1);
  }
  return total;
}

std::optional<minutes> take_offset(std::string_view& text) {
  if (take_char(text, 'Z')) return minutes{0};
  const int sign = take_char(text, '+') ? 1 : (take_char(text, '-') ? -1 : 0);
  const auto hour = sign == 0 ? std::nullopt : take(text, 2);
  if (!hour || !take_char(text, ':')) return std::nullopt;
  const auto minute = take(text, 2);
  if (!minute) return std::nullopt;
  return sign * (hours{*hour} + minutes{*minute});
}

template <class... Args>
std::string format(const char* pattern, Args... args) {
  std::array<char, 96> buffer{};
  const int size = std::snprintf(buffer.data(), buffer.size(), pattern, args...);
  return {buffer.data(), static_cast<std::size_t>(size)};
}

}  // namespace

std::int64_t unix_seconds(Time time) { return floor<seconds>(time).time_since_epoch().count(); }

std::int64_t unix_millis(Time time) { return floor<milliseconds>(time).time_since_epoch().count(); }

Time from_millis(std::int64_t millis) {
  return Time{duration_cast<Time::duration>(milliseconds{millis})};
}

std::string rfc3339(Time time) {
  const Parts p = split(time);
  return format("%04d-%02d-%02dT%02d:%02d:%02dZ", p.year, p.month, p.day, p.hour, p.minute,
                p.second);
}

std::string rfc3339_millis(Time time) {
  const Parts p = split(time);
  return format("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", p.year, p.month, p.day, p.hour, p.minute,
                p.second, p.millis);
}

std::string http_date(Time time) {
  static constexpr std::array<const char*, 7> names{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Parts p = split(time);
  return format("%s, %02d %s %04d %02d:%02d:%02d GMT", names[static_cast<std::size_t>(p.weekday)],
                p.day, months[static_cast<std::size_t>(p.month - 1)], p.year, p.hour, p.minute,
                p.second);
}

std::optional<Time> parse_rfc3339(std::string_view text) {
  const auto date = take_date(text);
  if (!date) return std::nullopt;
  if (text.empty()) return Time{*date};
  if (!take_char(text, 'T')) return std::nullopt;
  const auto clock = take_clock(text);
  if (!clock) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return Time{*date} + *clock - *offset;
}

std::optional<seconds> parse_duration(std::string_view text) {
  if (text.size() < 2 || text.size() > 10 || text.front() == '0') return std::nullopt;
  std::string_view digits = text.substr(0, text.size() - 1);
  const auto count = take(digits, digits.size());
  if (!count) return std::nullopt;
  switch (text.back()) {
    case 's': return seconds{*count};
    case 'm': return minutes{*count};
    case 'h': return hours{*count};
    case 'd': return days{*count};
    default: return std::nullopt;
  }
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
