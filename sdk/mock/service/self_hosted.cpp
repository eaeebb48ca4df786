// The routes of the self-hosted face, and who may call them: tenant, token, method, body, in this order.
// Knows nothing of what a route does.
#include "self_hosted.hpp"

#include <algorithm>
#include <array>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock::self_hosted {
namespace {

enum class Who : std::uint8_t { anyone, user, ended, admin };

struct Route {
  const char* method;
  const char* path;
  Who who;
  Reply (*handler)(World&, Call&);
};

constexpr std::array<Route, 17> self_hosted_routes{{
    {"POST", "/v2/auth/login", Who::anyone, login},
    {"POST", "/v2/auth/refresh", Who::anyone, refresh},
    {"POST", "/v2/auth/logout", Who::ended, logout},
    {"POST", "/v2/mfa/totp/challenge", Who::anyone, challenge_totp},
    {"POST", "/v2/mfa/email/challenge", Who::anyone, challenge_email},
    {"POST", "/v2/mfa/email/send", Who::anyone, send_email},
    {"GET", "/v2/mfa/factors", Who::user, list_factors},
    {"PUT", "/v2/mfa/factors/preference", Who::user, prefer_factor},
    {"GET", "/userinfo", Who::user, userinfo},
    {"GET", "/v2/me", Who::user, me},
    {"GET", "/v2/auth/config", Who::anyone, config},
    {"POST", "/v2/mfa/totp/enroll", Who::user, enroll},
    {"POST", "/v2/mfa/totp/verify", Who::user, confirm},
    {"POST", "/v2/mfa/totp/disable", Who::user, disable},
    {"POST", "/v2/mfa/recovery/rotate", Who::user, rotate},
    {"GET", "/v2/admin/tenants/:tenant_id/audit-logs", Who::admin, list_audit},
    // Not a separate route: sign-out everywhere does what sign-out does here.
    {"POST", "/v2/auth/logout-all", Who::ended, logout},
}};

std::string_view bearer(const HttpRequest& request) {
  std::string_view value = request_header(request, "Authorization");
  if (!request.authorization.empty()) value = request.authorization.reveal();
  constexpr std::string_view scheme = "Bearer ";
  return value.starts_with(scheme) ? value.substr(scheme.size()) : std::string_view();
}

void read_tenant(World& world, const HttpRequest& request, Call& call) {
  const auto found = world.tenants.find(std::string(request_header(request, "X-Tenant-ID")));
  // Without the header that server takes the first label of the host, "127" on loopback.
  if (found == world.tenants.end()) refuse(404, "TENANT_NOT_FOUND", "tenant not found");
  call.tenant = &found->second;
}

[[noreturn]] void refuse_token(std::string code) {
  throw Refusal{401, std::move(code), "unauthorized", {{"WWW-Authenticate", "Bearer"}}};
}

void read_token(World& world, const HttpRequest& request, Call& call) {
  const std::string_view token = bearer(request);
  if (token.empty()) refuse_token("TOKEN_MISSING");
  const std::optional<json::object> claims = read_jwt(world.key, token);
  if (!claims || claims->at("exp").as_int64() <= unix_seconds(world.now()))
    refuse_token("TOKEN_INVALID");
  const auto found = world.sessions.find(std::string(claims->at("sid").as_string()));
  if (found == world.sessions.end()) refuse_token("TOKEN_INVALID");
  // An access token outlives its session, whatever ended that.
  call.caller = Caller::session;
  call.session = &found->second;
}

void check(World& world, const HttpRequest& request, Call& call, const Route& route) {
  const bool factors = call.path.starts_with("/v2/mfa/");
  if (factors) read_tenant(world, request, call);
  if (route.who == Who::user) read_token(world, request, call);
  if (route.who == Who::ended && bearer(request).empty())
    refuse(403, "CSRF_TOKEN_MISSING", "csrf token missing");
  if (route.who != Who::admin) return;
  // As an administrator's access token in the bearer, or as an API key in a separate header.
  const std::string_view key = request_header(request, "X-API-Key");
  for (auto& [id, tenant] : world.tenants)
    if (bearer(request) == tenant.secret_key || key == tenant.secret_key) call.tenant = &tenant;
  if (call.tenant == nullptr) refuse_token("UNAUTHORIZED");
  call.caller = Caller::secret_key;
}

void count(World& world, const Call& call) {
  if (!world.limited()) return;
  const std::string bucket = call.path.starts_with("/v2/mfa/") ? "/v2/mfa" : call.path;
  const LimitState state =
      world.limits.hit("self-hosted" + bucket, {100, std::chrono::minutes{1}}, world.now());
  if (state.allowed) return;
  const auto wait = unix_seconds(state.reset) - unix_seconds(world.now());
  throw Refusal{429,
                "RATE_LIMIT_EXCEEDED",
                "too many requests",
                {{"Retry-After", std::to_string(std::max<std::int64_t>(wait, 1))}}};
}

Reply not_found() {
  Reply reply{404};
  reply.raw = "404 page not found\n";
  reply.content_type = "text/plain; charset=utf-8";
  return reply;
}

Reply answer(World& world, const HttpRequest& request, Call& call) {
  const Route* known = nullptr;
  for (const Route& route : self_hosted_routes) {
    if (!path_matches(route.path, call.path)) continue;
    call.route = route.path;
    known = &route;
  }
  if (known == nullptr) return not_found();
  count(world, call);
  check(world, request, call, *known);
  if (known->method != call.method)
    throw Refusal{405, "METHOD_NOT_ALLOWED", "method not allowed", {{"Allow", known->method}}};
  const bool empty = request.body.empty();
  if (call.method != "GET" && !(empty && call.path.ends_with("/enroll")))
    call.body = parse_body(request.body.reveal());
  return known->handler(world, call);
}

}  // namespace

std::string text_of(const Call& call, std::string_view name) {
  const json::value* value = call.body.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string needed(const Call& call, std::string_view name) {
  std::string value = text_of(call, name);
  if (value.empty()) refuse(400, "MISSING_FIELDS", "missing fields");
  return value;
}

Reply error_reply(const Refusal& refusal) {
  const std::string code = refusal.code == "invalid_json" ? "INVALID_JSON" : refusal.code;
  Reply reply{refusal.status, json::object{{"code", code}, {"message", refusal.message}}};
  reply.headers = refusal.headers;
  return reply;
}

Reply process(World& world, const HttpRequest& request, Call& call) {
  call.user_agent = request_header(request, "User-Agent");
  try {
    return answer(world, request, call);
  } catch (const Refusal& refusal) {
    if (call.effects.empty()) call.note("refused", {{"code", refusal.code}});
    return error_reply(refusal);
  }
}

}  // namespace testing::mock::self_hosted
}  // namespace v0
}  // namespace hellojohn
