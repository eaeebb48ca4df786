// Implementation of faults.hpp.
// Knows nothing of what the requests mean.
#include "faults.hpp"

#include <array>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr std::array<const char*, 6> kind_names{"status",     "delay",    "drop_before",
                                                "drop_after", "truncate", "garbage"};

/// Reads the fields of a JSON object; `ok` turns false at the first one of a wrong type.
class Fields {
 public:
  explicit Fields(const json::object& object) : object_(object) {}

  void text(std::string_view name, std::string& out) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return;
    ok = ok && value->is_string();
    if (value->is_string()) out = std::string(value->get_string());
  }

  std::optional<std::int64_t> number(std::string_view name, std::int64_t low, std::int64_t high) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return std::nullopt;
    const bool good = value->is_int64() && value->get_int64() >= low && value->get_int64() <= high;
    ok = ok && good;
    return good ? std::optional(value->get_int64()) : std::nullopt;
  }

  void flag(std::string_view name, bool& out) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return;
    ok = ok && value->is_bool();
    if (value->is_bool()) out = value->get_bool();
  }

  void headers(std::string_view name, std::vector<HttpHeader>& out) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return;
    ok = ok && value->is_object();
    if (!value->is_object()) return;
    for (const auto& entry : value->get_object()) {
      ok = ok && entry.value().is_string();
      if (!entry.value().is_string()) return;
      out.push_back({std::string(entry.key()), std::string(entry.value().get_string())});
    }
  }

  bool ok = true;

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

}  // namespace

const char* to_string(FaultKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<Fault> parse_fault(const json::value& value) {
  if (!value.is_object()) return std::nullopt;
  Fields fields(value.get_object());
  Fault fault;
  std::string kind;
  fields.text("kind", kind);
  fields.text("method", fault.method);
  fields.text("path", fault.path);
  if (value.get_object().contains("body")) fields.text("body", fault.body.emplace());
  fields.headers("headers", fault.headers);
  fault.status = static_cast<int>(fields.number("status", 100, 599).value_or(503));
  fault.retry_after = fields.number("retry_after", 0, 1'000'000'000);
  fault.delay_ms = fields.number("delay_ms", 0, 3'600'000).value_or(0);
  fault.left = fields.number("first_n", 1, 1'000'000'000);
  fields.flag("after", fault.after);
  const std::optional<FaultKind> parsed = parse_kind(kind);
  if (!fields.ok || !parsed || fault.method.empty() || fault.path.empty()) return std::nullopt;
  fault.kind = *parsed;
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
