// Reads errors, token claims and timestamps. The shapes: docs/contract/assumptions.md#error-shapes
#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/display_text.hpp"
#include "json/fields.hpp"
#include "json/token_life.hpp"
#include "rules/retry_after.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace codec {

namespace {

std::string safe_code(std::string_view text) {
  const bool safe = text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
                      return ascii::is_alnum(c) || c == '_' || c == '.' || c == '-';
                    });
  return safe ? std::string(text) : std::string();
}

/// Takes what it can: an error answer is never refused for its shape.
class ErrorVisitor final : public Visitor {
 public:
  explicit ErrorVisitor(ServerError& out) : out_(out) {}
  Problem on_text(std::string_view path, std::string_view value) override {
    if (path == "error.code" || path == "code" || path == "error") {
      if (out_.code.empty() || path == "error.code") out_.code = safe_code(value);
    } else if (path == "error.message" || path == "message" || path == "detail" ||
               path == "title") {
      if (out_.message.empty() || path == "error.message")
        out_.message = display_text(value, longest_message);
    } else if (path == "error.request_id" || path == "request_id") {
      if (value.size() <= 128 && std::all_of(value.begin(), value.end(), ascii::is_printable))
        out_.request_id = std::string(value);
    }
    return nullptr;
  }
  Problem on_integer(std::string_view path, std::int64_t value) override {
    if ((path == "retry_after" || path == "error.retry_after") && value >= 0)
      out_.retry_after = std::chrono::seconds(std::min<std::int64_t>(value, 24 * 3600));
    return nullptr;
  }
  Problem on_number(std::string_view path, std::string_view written) override {
    if (path != "retry_after" && path != "error.retry_after") return nullptr;
    out_.retry_after = whole_wait(written);
    return nullptr;
  }

 private:
  ServerError& out_;
};

/// Reads the middle part of a token into `visitor`.
bool read_payload(std::string_view jwt, Visitor& visitor) {
  const std::size_t first = jwt.find('.');
  const std::size_t second = first == std::string_view::npos ? first : jwt.find('.', first + 1);
  if (second == std::string_view::npos) return false;
  Secret payload;
  return base64::decode_url(jwt.substr(first + 1, second - first - 1), payload) &&
         read_json(payload.reveal(), visitor) == nullptr;
}

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

}  // namespace

void read_error(std::string_view body, ServerError& out) {
  ErrorVisitor visitor(out);
  // A body that is not JSON has no code; the status then decides.
  if (read_json(body, visitor) != nullptr) out = ServerError{};
}

std::optional<std::chrono::system_clock::time_point> unix_time(
    const std::optional<std::int64_t>& seconds) noexcept {
  constexpr std::int64_t latest = 7258118399;  // The end of 2199: the clock overflows in 2262.
  if (!seconds || *seconds <= 0 || *seconds > latest) return {};
  return std::chrono::system_clock::time_point(std::chrono::seconds(*seconds));
}

std::string write_rfc3339(std::chrono::system_clock::time_point time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(seconds - day);
  char text[48];
  const int size = std::snprintf(
      text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  return std::string(text, static_cast<std::size_t>(size));
}

std::optional<Claims> read_claims(std::string_view jwt) {
  Claims claims;
  std::optional<std::int64_t> exp;
  const std::array table{Field{"sub", &claims.subject}, Field{"exp", &exp}};
  Fields visitor(table);
  if (!read_payload(jwt, visitor)) return {};
  claims.expires_at = unix_time(exp);
  return claims;
}

TokenTimes read_token_times(std::string_view jwt) {
  std::optional<std::int64_t> iat, exp;
  const std::array table{Field{"iat", &iat}, Field{"exp", &exp}};
  Fields visitor(table);
  if (!read_payload(jwt, visitor)) return {};
  return {unix_time(iat), unix_time(exp)};
}

std::optional<std::chrono::system_clock::time_point> read_rfc3339(std::string_view text) {
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

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn
