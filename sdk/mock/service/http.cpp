// Implementation of http.hpp.
// Knows nothing of single endpoints.
#include "http.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

bool Call::is_recovery() const {
  return session != nullptr && session->kind == SessionKind::recovery;
}

void Call::note(std::string_view effect, json::object more) {
  more["effect"] = effect;
  effects.push_back(std::move(more));
}

void refuse(int status, std::string code, std::string message) {
  throw Refusal{status, std::move(code), std::move(message)};
}

void refuse_validation(std::string message) {
  refuse(422, "validation_failed", std::move(message));
}

void refuse_limit(const LimitState& state, Time now) {
  const auto wait = std::chrono::ceil<std::chrono::seconds>(state.reset - now).count();
  throw Refusal{429,
                "rate_limit_exceeded",
                "Too many requests",
                {{"Retry-After", std::to_string(std::max<std::int64_t>(1, wait))}}};
}

std::string_view request_header(const HttpRequest& request, std::string_view name, bool* many) {
  std::string_view found;
  int count = 0;
  for (const HttpHeader& header : request.headers) {
    if (!ascii::equal_ignore_case(header.name, name)) continue;
    if (count++ == 0) found = header.value;
  }
  if (many != nullptr) *many = count > 1;
  return found;
}

std::optional<std::string> percent_decode(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const std::size_t high = digits.find(lower(text.substr(i + 1, 1)));
    const std::size_t low = digits.find(lower(text.substr(i + 2, 1)));
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::map<std::string, std::string> parse_query(std::string_view query) {
  std::map<std::string, std::string> out;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    std::string pair(query.substr(0, end));
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    std::replace(pair.begin(), pair.end(), '+', ' ');
    const std::size_t equals = pair.find('=');
    const auto name = percent_decode(std::string_view(pair).substr(0, equals));
    const auto value =
        percent_decode(equals == std::string::npos ? std::string_view{}
                                                   : std::string_view(pair).substr(equals + 1));
    if (!name || !value) refuse_validation("The query is malformed");
    if (!out.emplace(*name, *value).second) refuse_validation(*name + " is given twice");
  }
  return out;
}

std::string required_text(const Call& call, std::string_view name) {
  std::optional<std::string> value = optional_text(call, name);
  if (!value || value->empty()) refuse_validation(std::string(name) + " is required");
  return std::move(*value);
}

std::optional<std::string> optional_text(const Call& call, std::string_view name) {
  const json::value* value = call.body.if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) refuse_validation(std::string(name) + " must be a string");
  return std::string(value->get_string());
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.size() > 254) return false;
  const std::string_view domain = text.substr(at + 1);
  const std::size_t dot = domain.find('.');
  if (domain.find('@') != std::string_view::npos || dot == std::string_view::npos) return false;
  if (dot == 0 || domain.back() == '.') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c != '\x7f'; });
}

void count_hit(World& world, Call& call, const std::string& key, LimitRule rule) {
  if (!world.limited()) return;
  call.limit = world.limits.hit(key, rule, world.now());
  if (!call.limit->allowed) refuse_limit(*call.limit, world.now());
}

Reply error_reply(const Refusal& refusal, const std::string& request_id) {
  json::object error{{"code", refusal.code},
                     {"message", refusal.message},
                     {"status", refusal.status},
                     {"request_id", request_id}};
  for (const auto& entry : refusal.extra) error[entry.key()] = entry.value();
  Reply reply{refusal.status, json::object{{"error", std::move(error)}}};
  reply.headers = refusal.headers;
  return reply;
}

HttpResponse finish(const World& world, const Call& call, const Reply& reply) {
  const Time now = world.now();
  const LimitState limit =
      call.limit.value_or(LimitState{1000, 1000, now + std::chrono::seconds{60}, true});
  HttpResponse out;
  out.status = reply.status;
  out.headers = {{"Date", write_http_date(now)},
                 {"Content-Type", reply.content_type},
                 {"Cache-Control", reply.cache_control},
                 {"X-Request-ID", call.request_id},
                 {"X-RateLimit-Remaining", std::to_string(limit.remaining)},
                 {"X-RateLimit-Reset", std::to_string(unix_seconds(limit.reset))}};
  if (world.options.dialect == ServerDialect::v1) {
    out.headers.push_back({"X-HelloJohn-Version", "1.4.2"});
    out.headers.push_back({"X-RateLimit-Limit", std::to_string(limit.limit)});
  }
  out.headers.insert(out.headers.end(), reply.headers.begin(), reply.headers.end());
  out.body = Secret(reply.body ? json::serialize(*reply.body) : reply.raw);
  return out;
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
