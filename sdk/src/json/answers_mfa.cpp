// Reads errors, token claims and timestamps. The shapes: docs/contract/assumptions.md#error-shapes
#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/display_text.hpp"
#include "json/fields.hpp"
#include "json/token_life.hpp"
#include "rules/retry_after.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace codec {

namespace {

/// The code, or nothing: one without a letter is the status again, as in Azure's {"error":{"code":"404"}}.
std::string safe_code(std::string_view text) {
  const auto is_letter = [](char c) { return ascii::is_lower(c) || ascii::is_upper(c); };
  const bool safe = text.size() <= 64 && std::any_of(text.begin(), text.end(), is_letter) &&
                    std::all_of(text.begin(), text.end(), [](char c) {
                      return ascii::is_alnum(c) || c == '_' || c == '.' || c == '-';
                    });
  return safe ? std::string(text) : std::string();
}

/// True if `text` consists of `letters`, in any case and with anything between them.
bool spells(std::string_view text, std::string_view letters) noexcept {
  for (const char c : text) {
    if (!ascii::is_alnum(c)) continue;
    if (letters.empty() || ascii::lower(c) != letters.front()) return false;
    letters.remove_prefix(1);
  }
  return letters.empty();
}

/// The words of a status line, however a gateway writes them into "error": they are no code of the service.
bool is_reason_phrase(std::string_view text) noexcept {
  constexpr std::string_view phrases[] = {
      "badrequest",          "unauthorized",        "forbidden",  "notfound",
      "methodnotallowed",    "requesttimeout",      "conflict",   "gone",
      "payloadtoolarge",     "unprocessableentity", "locked",     "toomanyrequests",
      "internalservererror", "notimplemented",      "badgateway", "serviceunavailable",
      "gatewaytimeout"};
  return std::any_of(std::begin(phrases), std::end(phrases),
                     [&](std::string_view phrase) { return spells(text, phrase); });
}

/// Takes what it can: an error answer is never refused for its shape.
class ErrorVisitor final : public Visitor {
 public:
  explicit ErrorVisitor(ServerError& out) : out_(out) {}
  Problem on_text(std::string_view path, std::string_view value) override {
    note(path, !value.empty());
    if (path == "error" && is_reason_phrase(value)) return nullptr;
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
  Problem on_bool(std::string_view path, bool value) override {
    note(path, value);
    return nullptr;
  }
  Problem on_integer(std::string_view path, std::int64_t value) override {
    note(path, value != 0);
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
  void note(std::string_view path, bool says_something) noexcept {
    const bool error = path == "error" || path.starts_with("error.");
    out_.is_named = out_.is_named || (error && says_something);
  }

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

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn
