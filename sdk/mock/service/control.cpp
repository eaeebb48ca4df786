// Implementation of mock_control.hpp.
// Knows nothing of who may call the routes; the server checks that.
#include "control.hpp"

#include "console.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

json::object health_json(const World& world) {
  return {{"status", "ok"}, {"now", rfc3339_millis(world.now())}, {"seed", world.options.seed}};
}

json::array audit_json(const World& world) {
  json::array out;
  for (const AuditEntry& entry : world.audit) out.push_back(entry.body);
  return out;
}

json::array outbox_json(const World& world) {
  json::array out;
  for (const MockMail& mail : world.outbox) {
    out.push_back(
        {{"to", mail.to}, {"kind", mail.kind}, {"link", mail.link}, {"token", mail.token}});
  }
  return out;
}

Reply clock_reply(World& world, const Call& call, const HttpRequest& request) {
  if (call.method == "POST") {
    const json::object body = parse_body(request.body.reveal());
    const json::value* by = body.if_contains("advance_ms");
    if (by == nullptr || !by->is_int64() || by->get_int64() < 0 ||
        by->get_int64() > std::int64_t{1000} * 86'400'000) {
      refuse_validation("advance_ms must be a whole number, not negative");
    }
    world.clock_offset += std::chrono::milliseconds{by->get_int64()};
  }
  return {200, json::object{{"now", rfc3339_millis(world.now())},
                            {"unix_ms", unix_millis(world.now())},
                            {"virtual", world.options.virtual_clock}}};
}

Reply faults_reply(World& world, const Call& call, const HttpRequest& request) {
  if (call.method == "DELETE") {
    world.faults.clear();
    return {204};
  }
  if (call.method == "POST") {
    std::optional<Fault> fault = parse_fault(parse_body(request.body.reveal()));
    if (!fault) refuse_validation("The fault has an unknown kind or a field of a wrong type");
    world.faults.push_back(std::move(*fault));
    return {201, describe(world.faults.back())};
  }
  json::array list;
  for (const Fault& fault : world.faults) list.push_back(describe(fault));
  return {200, json::object{{"faults", std::move(list)}}};
}

Reply scanner_reply(World& world, const HttpRequest& request) {
  const json::object body = parse_body(request.body.reveal());
  const json::value* on = body.if_contains("on");
  if (on == nullptr || !on->is_bool()) refuse_validation("on must be true or false");
  world.scanner = on->get_bool();
  return {200, json::object{{"on", world.scanner}}};
}

Reply totp_reply(World& world, std::string_view factor_id) {
  const Factor* factor = world.any_factor(factor_id);
  if (factor == nullptr || factor->secret.empty()) refuse(404, "not_found", "No such TOTP factor");
  const std::int64_t now = unix_seconds(world.now());
  return {200, json::object{{"code", totp_now(world, *factor)},
                            {"valid_for_s", 30 - now % 30},
                            {"used", factor->last_step >= now / 30}}};
}

Reply journal_reply(const World& world) {
  Reply reply;
  reply.raw = journal_lines(world);
  reply.content_type = "application/x-ndjson";
  return reply;
}

void allow(const Call& call, std::initializer_list<const char*> methods) {
  if (std::any_of(methods.begin(), methods.end(),
                  [&](const char* method) { return call.method == method; })) {
    return;
  }
  refuse(405, "method_not_allowed", "Not with this method");
}

}  // namespace

Reply control_reply(World& world, const HttpRequest& request, Call& call) {
  constexpr std::string_view prefix = "/__mock/";
  if (!call.path.starts_with(prefix)) refuse(404, "not_found", "No such control route");
  const std::string_view name = std::string_view(call.path).substr(prefix.size());
  if (name == "health") return allow(call, {"GET"}), Reply{200, health_json(world)};
  if (name == "world") return allow(call, {"GET"}), Reply{200, describe_world(world)};
  if (name == "console") return allow(call, {"GET"}), Reply{200, console_state(world)};
  if (name == "audit") return allow(call, {"GET"}), Reply{200, audit_json(world)};
  if (name == "outbox") return allow(call, {"GET"}), Reply{200, outbox_json(world)};
  if (name == "journal") return allow(call, {"GET"}), journal_reply(world);
  if (name == "clock") return allow(call, {"GET", "POST"}), clock_reply(world, call, request);
  if (name == "scanner") return allow(call, {"POST"}), scanner_reply(world, request);
  if (name.starts_with("totp/")) return allow(call, {"GET"}), totp_reply(world, name.substr(5));
  if (name == "faults") {
    return allow(call, {"GET", "POST", "DELETE"}), faults_reply(world, call, request);
  }
  if (name == "reset") allow(call, {"POST"});
  refuse(404, "not_found", "No such control route");
}

std::string journal_lines(const World& world) {
  std::string out;
  for (const json::object& entry : world.journal) out += json::serialize(entry) + "\n";
  return out;
}

std::vector<std::string> live_seeded_codes(World& world, std::string_view user_id) {
  std::vector<std::string> out;
  for (const SeedPerson& person : world.seeded) {
    if (person.id != user_id) continue;
    const User* user = world.user(person.tenant_id, person.id);
    if (user == nullptr || !user->codes) continue;
    const std::vector<std::string>& live = user->codes->live;
    for (const std::string& code : person.codes) {
      const std::string hash = salted_hash(user->codes->salt, code);
      if (std::find(live.begin(), live.end(), hash) != live.end()) out.push_back(code);
    }
  }
  return out;
}

json::object describe_world(World& world) {
  const Tenant& tenant = world.tenants.at("tnt_01HABCDEF654321");
  json::array users;
  for (const SeedPerson& person : world.seeded) {
    const std::vector<std::string> codes = live_seeded_codes(world, person.id);
    users.push_back({{"id", person.id},
                     {"tenant_id", person.tenant_id},
                     {"email", person.email},
                     {"password", person.password},
                     {"factors", json::array(person.factor_ids.begin(), person.factor_ids.end())},
                     {"backup_codes", json::array(codes.begin(), codes.end())}});
  }
  json::object out{{"tenant_id", tenant.id},
                   {"publishable_key", tenant.publishable_key},
                   {"secret_key", tenant.secret_key},
                   {"users", std::move(users)}};
  if (!world.seed_error.empty()) out["seed_error"] = world.seed_error;
  return out;
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
