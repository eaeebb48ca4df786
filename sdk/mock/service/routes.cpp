// The table of routes and the way to them.
// Knows nothing of faults and of what an endpoint does.
#include "routes.hpp"

#include "access.hpp"
#include "handlers.hpp"

#include <algorithm>
#include <array>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr std::size_t most_body = std::size_t{64} * 1024;

constexpr RouteRule open_to_all{Access::open};
constexpr RouteRule public_page{Access::nothing};
constexpr RouteRule with_secret_key{Access::secret};
constexpr RouteRule of_self{Access::secret_or_self};
constexpr RouteRule of_self_or_recovery{Access::secret_or_self, Recovery::allowed};
constexpr RouteRule with_session{Access::session, Recovery::allowed, TenantHeader::optional};

struct Route {
  const char* method;
  const char* path;
  RouteRule rule;
  Reply (*handler)(World&, Call&);
  const char* limit_name = nullptr;
  int per_minute = 0;
};

constexpr std::array<Route, 22> v1_routes{{
    {"POST", "/v1/users/:user_id/mfa/backup-codes/generate", of_self_or_recovery, generate_codes},
    {"POST", "/v1/auth/mfa/verify", {Access::maybe_publishable}, verify_mfa},
    {"POST", "/v1/mfa/verify", {Access::maybe_publishable}, verify_mfa},
    {"POST", "/v1/auth/mfa/recovery", open_to_all, request_recovery},
    {"POST", "/v1/auth/mfa/recovery/verify", open_to_all, verify_recovery},
    {"DELETE", "/v1/users/:user_id/mfa/factors/:factor_id", of_self, remove_factor},
    {"POST", "/v1/admin/users/impersonate", with_secret_key, impersonate},
    {"GET", "/v1/users/:user_id/mfa/factors", of_self_or_recovery, list_factors},
    {"POST", "/v1/users/:user_id/mfa/factors", of_self_or_recovery, enroll_factor},
    {"POST", "/v1/users/:user_id/mfa/factors/:factor_id/confirm", of_self_or_recovery,
     confirm_factor},
    {"POST", "/v1/auth/sign-in", {Access::publishable}, sign_in, "sign-in", 10},
    {"POST", "/v1/auth/sign-up", {Access::publishable}, sign_up, "sign-up", 5},
    {"POST", "/v1/auth/token/refresh", open_to_all, refresh, "refresh", 60},
    {"POST", "/v1/auth/sign-out", with_session, sign_out},
    {"GET", "/v1/auth/me", with_session, me},
    {"POST", "/v1/sessions/verify", with_secret_key, verify_session},
    {"DELETE", "/v1/sessions/:session_id", with_secret_key, delete_session},
    {"GET",
     "/v1/audit-logs",
     {Access::secret, Recovery::refused, TenantHeader::optional},
     list_audit},
    {"PATCH", "/v1/admin/config", with_secret_key, patch_config},
    {"GET", "/.well-known/jwks.json", public_page, key_set},
    {"GET", "/v1/.well-known/jwks.json", public_page, key_set},
    {"GET", "/recover", public_page, landing_page},
}};

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> out;
  for (;;) {
    const std::size_t end = path.find('/');
    out.push_back(path.substr(0, end));
    if (end == std::string_view::npos) return out;
    path.remove_prefix(end + 1);
  }
}

void read_segments(const Route& route, Call& call) {
  const std::vector<std::string_view> names = split(route.path);
  const std::vector<std::string_view> values = split(call.path);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!names[i].starts_with(':')) continue;
    const auto value = percent_decode(values[i]);
    if (!value) refuse(404, "not_found", "No such route");
    call.segments[std::string(names[i].substr(1))] = *value;
  }
}

const Route& find_route(Call& call) {
  std::string allowed;
  for (const Route& route : v1_routes) {
    if (!path_matches(route.path, call.path)) continue;
    call.route = route.path;
    if (route.method == call.method) {
      read_segments(route, call);
      return route;
    }
    allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
  }
  if (allowed.empty()) refuse(404, "not_found", "No such route");
  throw Refusal{405, "method_not_allowed", "Use " + allowed, {{"Allow", allowed}}};
}

void count_route(World& world, Call& call, const Route& route) {
  const std::string who = call.tenant != nullptr ? call.tenant->id : "all";
  if (route.limit_name != nullptr) {
    return count_hit(world, call, route.limit_name + ("/" + who),
                     {route.per_minute, std::chrono::minutes{1}});
  }
  const std::string key = who + "/" + std::to_string(static_cast<int>(call.caller)) +
                          (call.session != nullptr ? "/" + call.session->id : "");
  if (call.method == "GET") return count_hit(world, call, "read/" + key, {1000});
  count_hit(world, call, "write/" + key, {500});
}

void read_body(const HttpRequest& request, Call& call) {
  const std::string_view text = request.body.reveal();
  const bool may_be_empty = call.route.ends_with("/generate") || call.route.ends_with("/sign-out");
  if (call.method == "GET" || call.method == "DELETE" || (text.empty() && may_be_empty)) return;
  const std::string type = lower(request_header(request, "Content-Type"));
  if (!type.empty() && type != "application/json" && !type.starts_with("application/json;") &&
      !type.starts_with("application/json ")) {
    refuse(400, "invalid_json", "Content-Type must be application/json");
  }
  call.body = parse_body(text);
}

Reply answer(World& world, const HttpRequest& request, Call& call) {
  if (request.body.size() > most_body) refuse(413, "payload_too_large", "64 KB at most");
  const Route& route = find_route(call);
  check_access(world, request, call, route.rule);
  count_route(world, call, route);
  read_body(request, call);
  return route.handler(world, call);
}

}  // namespace

void read_target(const HttpRequest& request, Call& call) {
  const std::string_view target = request.target;
  const std::size_t mark = target.find('?');
  call.method = request.method;
  call.path = target.substr(0, mark);
  call.query = mark == std::string_view::npos ? "" : target.substr(mark + 1);
  call.route = call.path;
}

Reply process(World& world, const HttpRequest& request, Call& call) {
  call.user_agent = request_header(request, "User-Agent");
  try {
    return answer(world, request, call);
  } catch (const Refusal& refusal) {
    if (call.effects.empty()) {
      json::object more{{"code", refusal.code}};
      if (call.session != nullptr) more["user"] = call.session->user_id;
      call.note("refused", std::move(more));
    }
    return error_reply(refusal, call.request_id);
  }
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
