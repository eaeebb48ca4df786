// Implementation of access.hpp.
// Knows nothing of what a route does.
#include "access.hpp"

#include <hellojohn/secret.hpp>

#include "base/ascii.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

std::string_view bearer(const HttpRequest& request) {
  bool many = false;
  std::string_view value = request_header(request, "Authorization", &many);
  if (many) refuse(401, "invalid_token", "More than one credential");
  if (!request.authorization.empty()) value = request.authorization.reveal();
  if (value.empty()) return {};
  constexpr std::string_view scheme = "Bearer ";
  if (value.size() <= scheme.size() ||
      !ascii::equal_ignore_case(value.substr(0, scheme.size()), scheme)) {
    refuse(401, "invalid_token", "Authorization must be a Bearer credential");
  }
  return value.substr(scheme.size());
}

Tenant* tenant_of_key(World& world, std::string_view key, std::string Tenant::*member) {
  for (auto& [id, tenant] : world.tenants) {
    if (equal_constant_time(tenant.*member, key)) return &tenant;
  }
  return nullptr;
}

void read_session(World& world, Call& call, std::string_view token) {
  const std::optional<json::object> claims = read_jwt(world.key, token);
  if (!claims) refuse(401, "invalid_token", "The token is not one of ours");
  const auto found = world.sessions.find(std::string(claims->at("session_id").as_string()));
  if (found == world.sessions.end()) refuse(401, "invalid_token", "The session is not known");
  if (claims->at("exp").as_int64() <= unix_seconds(world.now())) {
    refuse(401, "token_expired", "The token is over");
  }
  Session& session = found->second;
  // Documented: an ordinary access token lives until exp, whatever became of its session.
  if (session.revoked && session.kind == SessionKind::recovery) {
    refuse(401, "session_revoked", "The session has ended");
  }
  call.caller = Caller::session;
  call.session = &session;
  call.tenant = &world.tenants.at(session.tenant_id);
}

void read_credential(World& world, Call& call, std::string_view token) {
  if (token.starts_with("sk_")) {
    call.tenant = tenant_of_key(world, token, &Tenant::secret_key);
    call.caller = Caller::secret_key;
    if (call.tenant == nullptr) refuse(401, "invalid_api_key", "The key is not known");
  } else if (token.starts_with("pk_")) {
    call.tenant = tenant_of_key(world, token, &Tenant::publishable_key);
    call.caller = Caller::publishable_key;
    if (call.tenant == nullptr) refuse(401, "invalid_publishable_key", "The key is not known");
  } else {
    read_session(world, call, token);
  }
}

[[noreturn]] void refuse_permission() {
  refuse(403, "insufficient_permissions", "This credential may not do that");
}

void check_publishable(World& world, Call& call, std::string_view token) {
  if (!token.starts_with("pk_")) {
    refuse(401, "invalid_publishable_key", "A publishable key is needed");
  }
  read_credential(world, call, token);
}

void check_session_rights(const Call& call, RouteRule rule) {
  if (rule.access == Access::secret) refuse_permission();
  if (call.is_recovery() && rule.recovery == Recovery::refused) refuse_permission();
  if (rule.access == Access::secret_or_self &&
      call.segments.at("user_id") != call.session->user_id) {
    refuse_permission();
  }
}

void check_protected(World& world, Call& call, RouteRule rule, std::string_view token) {
  read_credential(world, call, token);
  if (call.caller == Caller::publishable_key) refuse_permission();
  if (call.caller == Caller::secret_key) {
    if (rule.access == Access::session) refuse_permission();
    return;
  }
  // A careless server: a recovery token may do anything.
  if (world.options.lax && call.is_recovery()) return;
  check_session_rights(call, rule);
}

void check_tenant(World& world, const HttpRequest& request, Call& call, RouteRule rule) {
  bool many = false;
  const std::string_view id = request_header(request, "X-Tenant-ID", &many);
  if (many) refuse(400, "tenant_mismatch", "X-Tenant-ID is given twice");
  if (id.empty()) {
    if (rule.tenant == TenantHeader::optional && call.tenant != nullptr) return;
    refuse(400, "tenant_mismatch", "X-Tenant-ID is required");
  }
  const auto found = world.tenants.find(std::string(id));
  if (found == world.tenants.end() || (call.tenant != nullptr && call.tenant != &found->second)) {
    refuse(403, "tenant_mismatch", "The credential belongs to another tenant");
  }
  call.tenant = &found->second;
}

}  // namespace

void check_access(World& world, const HttpRequest& request, Call& call, RouteRule rule) {
  if (rule.access == Access::nothing) return;
  if (rule.access != Access::open) {
    const std::string_view token = bearer(request);
    const bool publishable =
        rule.access == Access::publishable || rule.access == Access::maybe_publishable;
    if (token.empty() && rule.access != Access::maybe_publishable) {
      refuse(401, "missing_token", "A credential is required");
    }
    if (!token.empty() && publishable) check_publishable(world, call, token);
    if (!token.empty() && !publishable) check_protected(world, call, rule, token);
  }
  check_tenant(world, request, call, rule);
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
