// Implementation of faults.hpp.
// Knows nothing of what the requests mean.
#include "faults.hpp"

#include "keys.hpp"

#include "base/ascii.hpp"
#include "base/http_token.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr std::array<const char*, 6> kind_names{"status",     "delay",    "drop_before",
                                                "drop_after", "truncate", "garbage"};

[[noreturn]] void refuse_member(std::string_view name, const std::string& why) {
  throw std::invalid_argument(std::string(name) + " " + why);
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f';
  });
}

/// Reads the members of a fault; throws std::invalid_argument at the first one that is of a wrong type or out of bounds.
class Fields {
 public:
  explicit Fields(const json::object& object) : object_(object) {}

  [[nodiscard]] bool has(std::string_view name) const { return object_.contains(name); }

  void text(std::string_view name, std::string& out) const {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return;
    if (!value->is_string()) refuse_member(name, "must be a string");
    out = std::string(value->get_string());
  }

  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name, std::int64_t low,
                                                   std::int64_t high) const {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_int64() || value->get_int64() < low || value->get_int64() > high)
      refuse_member(name, "must be a whole number from " + std::to_string(low) + " to " +
                              std::to_string(high));
    return value->get_int64();
  }

  void flag(std::string_view name, bool& out) const {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return;
    if (!value->is_bool()) refuse_member(name, "must be true or false");
    out = value->get_bool();
  }

  void headers(std::vector<HttpHeader>& out) const {
    const json::value* value = object_.if_contains("headers");
    if (value == nullptr) return;
    if (!value->is_object()) refuse_member("headers", "must be an object");
    for (const auto& entry : value->get_object()) {
      const std::string_view name = entry.key();
      if (!is_http_token(name)) refuse_member("headers", "must have names that HTTP allows");
      if (!entry.value().is_string() || has_control_character(entry.value().get_string()))
        refuse_member("headers",
                      "must hold a string without control characters as " + std::string(name));
      // A second word on where the answer ends would break the connection.
      if (ascii::equal_ignore_case(name, "Content-Length") ||
          ascii::equal_ignore_case(name, "Transfer-Encoding"))
        refuse_member("headers", "must not hold " + std::string(name));
      out.push_back({std::string(name), std::string(entry.value().get_string())});
    }
  }

 private:
  const json::object& object_;
};

std::optional<FaultKind> parse_kind(std::string_view name) {
  for (std::size_t i = 0; i < kind_names.size(); ++i) {
    if (name == kind_names[i]) return static_cast<FaultKind>(i);
  }
  return std::nullopt;
}

std::string_view take_segment(std::string_view& path) {
  const std::size_t end = path.find('/');
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
  return segment;
}

bool applies(const Fault& fault, std::string_view method, std::string_view path) {
  if (fault.left && *fault.left <= 0) return false;
  if (fault.method != "*" && fault.method != method) return false;
  return fault.path == "*" || path_matches(fault.path, path);
}

/// What would never match, or have no effect.
void check_effect(const Fault& fault, const Fields& fields) {
  const bool any_method = fault.method == "*";
  const bool small = std::any_of(fault.method.begin(), fault.method.end(), ascii::is_lower);
  if (!any_method && (!is_http_token(fault.method) || small))
    refuse_member("method", "must be * or a method in capital letters");
  if (fault.path != "*" &&
      (!fault.path.starts_with('/') || fault.path.find_first_of("?#") != std::string::npos))
    refuse_member("path", "must be * or a path that begins with / and has no query");
  if (fault.kind == FaultKind::delay && fault.delay_ms == 0)
    refuse_member("delay_ms", "must be above 0 with the kind delay");
  const bool answers = fault.kind == FaultKind::status || fault.kind == FaultKind::delay ||
                       fault.kind == FaultKind::truncate;
  if (!answers && !fault.headers.empty())
    refuse_member("headers", "has no effect with this kind: no answer arrives");
  if ((fault.status == 204 || fault.status == 304) && fault.body)
    refuse_member("body", "has no effect with this status: HTTP allows none");
  if (fault.kind == FaultKind::status) return;
  for (const char* name : {"status", "body", "retry_after"}) {
    if (fields.has(name)) refuse_member(name, "has no effect without the kind status");
  }
  if (fault.after) refuse_member("after", "has no effect without the kind status");
}

}  // namespace

const char* to_string(FaultKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

Fault parse_fault(const json::object& order) {
  if (const auto name = unknown_key(order, {"kind", "method", "path", "first_n", "status", "body",
                                            "retry_after", "headers", "after", "delay_ms"}))
    refuse_member(*name, "is not a member of a fault");
  const Fields fields(order);
  Fault fault;
  std::string kind;
  fields.text("kind", kind);
  const std::optional<FaultKind> parsed = parse_kind(kind);
  if (!parsed)
    refuse_member("kind", "must be status, delay, drop_before, drop_after, truncate or garbage");
  fault.kind = *parsed;
  fields.text("method", fault.method);
  fields.text("path", fault.path);
  if (fields.has("body")) fields.text("body", fault.body.emplace());
  fields.headers(fault.headers);
  // 1xx does not end an exchange: another answer follows.
  fault.status = static_cast<int>(fields.number("status", 200, 599).value_or(fault.status));
  fault.retry_after = fields.number("retry_after", 0, 1'000'000'000);
  fault.delay_ms = fields.number("delay_ms", 0, 3'600'000).value_or(0);
  fault.left = fields.number("first_n", 1, 1'000'000'000);
  fields.flag("after", fault.after);
  check_effect(fault, fields);
  return fault;
}

json::object describe(const Fault& fault) {
  json::object out{{"kind", to_string(fault.kind)},
                   {"method", fault.method},
                   {"path", fault.path},
                   {"hits", fault.hits},
                   {"delay_ms", fault.delay_ms},
                   {"after", fault.after}};
  if (fault.kind == FaultKind::status) out["status"] = fault.status;
  if (fault.body) out["body"] = *fault.body;
  if (fault.retry_after) out["retry_after"] = *fault.retry_after;
  if (fault.left) out["left"] = *fault.left;
  json::object headers;
  for (const HttpHeader& header : fault.headers) headers[header.name] = header.value;
  if (!headers.empty()) out["headers"] = std::move(headers);
  return out;
}

bool path_matches(std::string_view pattern, std::string_view path) {
  if (pattern == path) return true;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = take_segment(pattern);
    const std::string_view found = take_segment(path);
    const bool any = wanted.size() > 1 && wanted.front() == ':' && !found.empty();
    if (!any && wanted != found) return false;
  }
  return pattern.empty() && path.empty();
}

std::optional<Fault> take_fault(std::vector<Fault>& table, std::string_view method,
                                std::string_view path) {
  for (Fault& fault : table) {
    if (!applies(fault, method, path)) continue;
    ++fault.hits;
    if (fault.left) --*fault.left;
    return fault;
  }
  return std::nullopt;
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
