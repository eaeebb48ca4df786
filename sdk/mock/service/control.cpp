// Implementation of control.hpp.
// Knows nothing of who may call the routes; the server checks that.
#include "control.hpp"

#include "console.hpp"
#include "keys.hpp"
#include "snapshot.hpp"

#include <algorithm>
#include <stdexcept>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

json::object health_json(const World& world) {
  return {
      {"status", "ok"}, {"now", write_rfc3339_millis(world.now())}, {"seed", world.options.seed}};
}

/// The body of an order that has this one member.
json::object body_with(std::string_view name, const HttpRequest& request) {
  json::object body = parse_body(request.body.reveal());
  if (const auto other = unknown_key(body, {name}))
    refuse_validation(*other + " is not a member of this order");
  return body;
}

void move_clock(World& world, const HttpRequest& request) {
  constexpr std::chrono::milliseconds most_at_once = std::chrono::days{1000};
  const json::object body = body_with("advance_ms", request);
  const json::value* by = body.if_contains("advance_ms");
  if (by == nullptr || !by->is_int64() || by->get_int64() < 0 ||
      by->get_int64() > most_at_once.count())
    refuse_validation("advance_ms must be a whole number from 0 to " +
                      std::to_string(most_at_once.count()));
  const std::chrono::milliseconds moved =
      world.clock_offset + std::chrono::milliseconds{by->get_int64()};
  if (moved > most_clock_offset) refuse_validation("The clock moves 100 years at most");
  world.clock_offset = moved;
}

Reply clock_reply(World& world, const Call& call, const HttpRequest& request) {
  if (call.method == "POST") move_clock(world, request);
  return {200, json::object{{"now", write_rfc3339_millis(world.now())},
                            {"unix_ms", unix_millis(world.now())},
                            {"virtual", world.options.virtual_clock}}};
}

Reply faults_reply(World& world, const Call& call, const HttpRequest& request) {
  if (call.method == "DELETE") {
    world.faults.clear();
    return {204};
  }
  if (call.method == "POST") {
    const json::object order = parse_body(request.body.reveal());
    try {
      world.faults.push_back(parse_fault(order));
    } catch (const std::invalid_argument& problem) {
      refuse_validation(problem.what());
    }
    return {201, describe(world.faults.back())};
  }
  json::array list;
  for (const Fault& fault : world.faults) list.push_back(describe(fault));
  return {200, json::object{{"faults", std::move(list)}}};
}

Reply scanner_reply(World& world, const HttpRequest& request) {
  const json::object body = body_with("on", request);
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

Reply state_reply(World& world, const Call& call, const HttpRequest& request) {
  if (call.method == "GET") return {200, state_of(world)};
  const json::object state = parse_body(request.body.reveal());
  try {
    World loaded = world_from(state, world.options);
    loaded.public_origin = world.public_origin;
    world = std::move(loaded);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    refuse_validation("This is not a state that GET /__mock/state returned");
  }
  return {200, json::object{{"loaded", true}}};
}

Reply reset_reply(World& world) {
  World fresh(world.options);
  fresh.public_origin = world.public_origin;
  world = std::move(fresh);
  return {200, json::object{{"reset", true}}};
}

using Handler = Reply (*)(World&, const Call&, const HttpRequest&);
struct Row {
  ControlRoute route;
  Handler handler;
};

constexpr Row control_rows[] = {
    {{"GET", "/__mock/health", "status, now, seed"},
     [](World& w, const Call&, const HttpRequest&) {
       return Reply{200, health_json(w)};
     }},
    {{"GET", "/__mock/world", "tenant, keys and users, as in the start line"},
     [](World& w, const Call&, const HttpRequest&) {
       return Reply{200, describe_world(w)};
     }},
    {{"GET", "/__mock/console", "everything that the console shows"},
     [](World& w, const Call&, const HttpRequest&) {
       return Reply{200, console_state(w)};
     }},
    {{"GET", "/__mock/outbox", "mails: to, kind, link, token"},
     [](World& w, const Call&, const HttpRequest&) {
       return Reply{200, outbox_json(w)};
     }},
    {{"GET", "/__mock/audit", "the audit log of all tenants"},
     [](World& w, const Call&, const HttpRequest&) {
       return Reply{200, audit_json(w)};
     }},
    {{"GET", "/__mock/journal", "what really happened, as JSON lines"},
     [](World& w, const Call&, const HttpRequest&) { return journal_reply(w); }},
    {{"GET", "/__mock/totp/:factor_id", "code, valid_for_s, used"},
     [](World& w, const Call& call, const HttpRequest&) {
       return totp_reply(w, std::string_view(call.path).substr(sizeof "/__mock/totp/" - 1));
     }},
    {{"GET", "/__mock/clock", "now, unix_ms, virtual"}, clock_reply},
    {{"POST", "/__mock/clock", R"(moves the clock: {"advance_ms": 30000})"}, clock_reply},
    {{"GET", "/__mock/faults", "the faults that are ordered"}, faults_reply},
    {{"POST", "/__mock/faults", "orders a fault"}, faults_reply},
    {{"DELETE", "/__mock/faults", "removes all faults"}, faults_reply},
    {{"POST", "/__mock/scanner", R"({"on": true}: a mail scanner opens each link first)"},
     [](World& w, const Call&, const HttpRequest& r) { return scanner_reply(w, r); }},
    {{"GET", "/__mock/state", "users, codes, sessions, mails and the clock, to be loaded later"},
     state_reply},
    {{"POST", "/__mock/state", "loads what GET returned"}, state_reply},
    {{"POST", "/__mock/reset", "puts everything back to the seed"},
     [](World& w, const Call&, const HttpRequest&) { return reset_reply(w); }},
};

}  // namespace

std::vector<ControlRoute> control_routes() {
  std::vector<ControlRoute> out;
  for (const Row& row : control_rows) out.push_back(row.route);
  return out;
}

Reply control_reply(World& world, const HttpRequest& request, Call& call) {
  bool known = false;
  for (const Row& row : control_rows) {
    if (!path_matches(row.route.path, call.path)) continue;
    if (call.method == row.route.method) return row.handler(world, call, request);
    known = true;
  }
  if (known) refuse(405, "method_not_allowed", "Not with this method");
  refuse(404, "not_found", "No such control route");
}

json::array audit_json(const World& world) {
  json::array out;
  for (const AuditEntry& entry : world.audit) out.push_back(entry.body);
  return out;
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
  const Tenant& tenant = world.tenants.at(std::string(main_tenant));
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
  if (world.options.dialect == ServerDialect::self_hosted) out["client_id"] = "game";
  if (!world.seed_error.empty()) out["seed_error"] = world.seed_error;
  return out;
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
