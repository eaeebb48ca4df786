// Hand-written because the standard library's reading of dates follows the locale.
#include "base/dates.hpp"

#include "base/ascii.hpp"

#include <cstdio>

namespace hellojohn {
inline namespace v0 {

namespace {

using std::chrono::system_clock;
using Date = std::optional<system_clock::time_point>;

bool take_number(std::string_view& text, std::size_t digits, int& out) noexcept {
  if (text.size() < digits) return false;
  out = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (!ascii::is_digit(text[i])) return false;
    out = out * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return true;
}

bool take_one_of(std::string_view& text, std::string_view wanted, char& out) noexcept {
  if (text.empty() || wanted.find(text.front()) == std::string_view::npos) return false;
  out = text.front();
  text.remove_prefix(1);
  return true;
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

/// A time in UTC, taken apart.
struct Parts {
  int year;
  unsigned month, day, weekday;
  int hour, minute, second, thousandths;
};

Parts parts_of(system_clock::time_point time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::milliseconds>(time - day));
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          std::chrono::weekday(day).c_encoding(),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count()),
          static_cast<int>(clock.subseconds().count())};
}

constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

template <class... Values>
std::string written(const char* form, Values... values) {
  char text[96];
  const int size = std::snprintf(text, sizeof text, form, values...);
  return std::string(text, static_cast<std::size_t>(size));
}

}  // namespace

std::optional<system_clock::time_point> read_http_date(std::string_view text) noexcept {
  // Fixed widths, so places are checked instead of tokens. All three forms are to be read (RFC 9110 5.6.7).
  if (const Date date = read_imf_fixdate(text)) return date;
  if (const Date date = read_asctime_date(text)) return date;
  return read_rfc850_date(text);
}

std::optional<std::chrono::system_clock::time_point> read_rfc3339(std::string_view text) noexcept {
  using namespace std::chrono;
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  char c = 0;
  if (!take_number(text, 4, y) || !take_one_of(text, "-", c) || !take_number(text, 2, mo) ||
      !take_one_of(text, "-", c) || !take_number(text, 2, d) || !take_one_of(text, "Tt ", c) ||
      !take_number(text, 2, h) || !take_one_of(text, ":", c) || !take_number(text, 2, mi) ||
      !take_one_of(text, ":", c) || !take_number(text, 2, s))
    return {};
  int thousandths = 0;
  if (take_one_of(text, ".", c)) {
    int scale = 100;
    if (text.empty() || !ascii::is_digit(text.front())) return {};
    for (; !text.empty() && ascii::is_digit(text.front()); text.remove_prefix(1), scale /= 10)
      thousandths += (text.front() - '0') * scale;
  }
  int offset = 0;
  if (!take_one_of(text, "Zz", c)) {
    int oh = 0, om = 0;
    if (!take_one_of(text, "+-", c) || !take_number(text, 2, oh)) return {};
    const char sign = c;
    if (!take_one_of(text, ":", c) || !take_number(text, 2, om) || oh > 23 || om > 59) return {};
    offset = (oh * 60 + om) * (sign == '-' ? -1 : 1);
  }
  const year_month_day date{year(y), month(static_cast<unsigned>(mo)),
                            day(static_cast<unsigned>(d))};
  if (!text.empty() || !date.ok() || y < 1900 || y > 2199 || h > 23 || mi > 59 || s > 60) return {};
  return sys_days(date) + hours(h) + minutes(mi - offset) + seconds(s) + milliseconds(thousandths);
}

std::string write_rfc3339(system_clock::time_point time) {
  const Parts p = parts_of(time);
  return written("%04d-%02u-%02uT%02d:%02d:%02dZ", p.year, p.month, p.day, p.hour, p.minute,
                 p.second);
}

std::string write_rfc3339_millis(system_clock::time_point time) {
  const Parts p = parts_of(time);
  return written("%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", p.year, p.month, p.day, p.hour, p.minute,
                 p.second, p.thousandths);
}

std::string write_http_date(system_clock::time_point time) {
  const Parts p = parts_of(time);
  return written("%s, %02u %s %04d %02d:%02d:%02d GMT", weekdays[p.weekday], p.day,
                 months[p.month - 1], p.year, p.hour, p.minute, p.second);
}

}  // namespace v0
}  // namespace hellojohn
