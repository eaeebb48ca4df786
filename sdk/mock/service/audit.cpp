// The audit log: writing entries in the documented shape, filtering and paging them.
// Knows nothing of what led to an entry.
#include "handlers.hpp"

#include <algorithm>
#include <charconv>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

using Query = std::map<std::string, std::string>;

void write(World& world, const Call& call, json::object actor, AuditEvent event) {
  AuditEntry entry{++world.audit_seq, world.now(), call.tenant->id, {}};
  entry.body = {{"id", world.new_id("evt_audit_")},
                {"type", event.type},
                {"actor", std::move(actor)},
                {"resource", {{"id", event.resource_id}, {"type", event.resource_type}}},
                {"tenant_id", call.tenant->id},
                {"organization_id", nullptr},
                {"ip_address", "127.0.0.1"},
                {"user_agent", call.user_agent},
                {"country", nullptr},
                {"result", event.success ? "success" : "failure"},
                {"metadata", std::move(event.metadata)},
                {"created_at", write_rfc3339_millis(entry.created_at)}};
  world.audit.push_back(std::move(entry));
}

json::object user_actor(const User& user) {
  return {{"id", user.id}, {"email", user.email}, {"type", "user"}};
}

std::string text_at(const json::object& from, const char* outer, const char* inner = nullptr) {
  const json::value* value = from.if_contains(outer);
  if (value != nullptr && inner != nullptr) value = value->get_object().if_contains(inner);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool same(const Query& query, const char* name, const std::string& value) {
  const auto found = query.find(name);
  return found == query.end() || found->second == value;
}

bool type_matches(const Query& query, const std::string& type) {
  const auto found = query.find("type");
  if (found == query.end() || found->second == type) return true;
  const std::string& wanted = found->second;
  return wanted.ends_with("*") && type.starts_with(wanted.substr(0, wanted.size() - 1));
}

std::optional<Time> time_of(const Query& query, const char* name) {
  const auto found = query.find(name);
  if (found == query.end()) return std::nullopt;
  const auto time = parse_rfc3339(found->second);
  if (!time) refuse_validation(std::string(name) + " must be a date or time");
  return time;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::size_t read_limit(const Query& query) {
  const auto found = query.find("limit");
  if (found == query.end()) return 50;
  const auto value = number(found->second);
  if (!value || *value < 1 || *value > 200) refuse_validation("limit must be 1 to 200");
  return static_cast<std::size_t>(*value);
}

/// The number of the last entry already shown; nothing for the first page.
std::optional<std::uint64_t> read_cursor(const Query& query) {
  const auto found = query.find("cursor");
  if (found == query.end()) return std::nullopt;
  const auto bytes = base64url_decode(found->second);
  const auto seq =
      bytes && bytes->starts_with("a:") ? number(std::string_view(*bytes).substr(2)) : std::nullopt;
  if (!seq) refuse_validation("cursor is not one of ours");
  return seq;
}

struct Filter {
  Query query;
  std::optional<Time> from, to;
  Time visible_until{};
  std::string tenant_id;

  [[nodiscard]] bool keeps(const AuditEntry& entry) const {
    if (entry.tenant_id != tenant_id || entry.created_at > visible_until) return false;
    if ((from && entry.created_at < *from) || (to && entry.created_at > *to)) return false;
    const json::object& body = entry.body;
    return type_matches(query, text_at(body, "type")) &&
           same(query, "actor_id", text_at(body, "actor", "id")) &&
           same(query, "actor_type", text_at(body, "actor", "type")) &&
           same(query, "result", text_at(body, "result")) &&
           same(query, "ip_address", text_at(body, "ip_address")) &&
           same(query, "country", text_at(body, "country")) &&
           same(query, "resource_id", text_at(body, "resource", "id")) &&
           same(query, "resource_type", text_at(body, "resource", "type"));
  }
};

void check_words(const Query& query, const char* name, std::initializer_list<const char*> words) {
  const auto found = query.find(name);
  if (found == query.end()) return;
  const bool known = std::any_of(words.begin(), words.end(),
                                 [&](const char* word) { return found->second == word; });
  if (!known) refuse_validation(std::string(name) + " has an unknown value");
}

Filter read_filter(const World& world, const Call& call) {
  Filter filter{
      parse_query(call.query), {}, {}, world.now() - world.options.audit_delay, call.tenant->id};
  if (!same(filter.query, "tenant_id", call.tenant->id)) {
    refuse(403, "tenant_mismatch", "The key belongs to another tenant");
  }
  check_words(filter.query, "actor_type", {"user", "admin", "api_key", "system"});
  check_words(filter.query, "result", {"success", "failure"});
  filter.from = time_of(filter.query, "from");
  filter.to = time_of(filter.query, "to");
  return filter;
}

}  // namespace

void audit_user(World& world, const Call& call, const User& user, AuditEvent event) {
  write(world, call, user_actor(user), std::move(event));
}

void audit_caller(World& world, const Call& call, AuditEvent event) {
  if (call.session != nullptr) {
    const User* user = world.user(call.session->tenant_id, call.session->user_id);
    return write(world, call, user_actor(*user), std::move(event));
  }
  json::object actor{{"id", "key_" + world.lookup_hash(call.tenant->secret_key).substr(0, 16)},
                     {"email", nullptr},
                     {"type", "api_key"}};
  write(world, call, std::move(actor), std::move(event));
}

Reply list_audit(World& world, Call& call) {
  const Filter filter = read_filter(world, call);
  const std::size_t limit = read_limit(filter.query);
  const auto after = read_cursor(filter.query);
  json::array data;
  std::uint64_t total = 0;
  std::uint64_t last = 0;
  bool more = false;
  for (auto entry = world.audit.rbegin(); entry != world.audit.rend(); ++entry) {
    if (!filter.keeps(*entry)) continue;
    ++total;
    if (after && entry->seq >= *after) continue;
    more = data.size() == limit;
    if (more) continue;
    data.push_back(entry->body);
    last = entry->seq;
  }
  json::object meta{{"total", total}, {"limit", limit}, {"cursor", nullptr}};
  if (more) meta["cursor"] = base64url("a:" + std::to_string(last));
  return {200, json::object{{"data", std::move(data)}, {"meta", std::move(meta)}}};
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
