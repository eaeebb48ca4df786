// What only a secret key may do: impersonation and the tenant's settings.
// Knows nothing of how a key is checked.
#include "handlers.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr std::chrono::seconds longest_session = std::chrono::hours{24};

std::chrono::seconds read_life(const Call& call) {
  const auto life = parse_duration(optional_text(call, "expires_in").value_or("1h"));
  if (!life) refuse_validation("expires_in must be like 30m or 1h");
  return std::min(*life, longest_session);
}

}  // namespace

Reply impersonate(World& world, Call& call) {
  const std::string user_id = required_text(call, "user_id");
  const std::string reason = required_text(call, "reason");
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos) {
    refuse_validation("reason must not be blank");
  }
  const std::chrono::seconds life = read_life(call);
  const User* user = world.user(call.tenant->id, user_id);
  if (user == nullptr) refuse(404, "not_found", "No such user");
  const Session& session = open_session(world, *user, SessionKind::impersonation);
  call.note("impersonated", {{"user", user->id}, {"session", session.id}});
  audit_caller(world, call,
               {"admin.user_impersonated",
                "user",
                user->id,
                true,
                {{"reason", reason}, {"session_id", session.id}, {"expires_in", life.count()}}});
  return {200, json::object{{"access_token", make_access_token(world, session, world.now() + life)},
                            {"session_id", session.id},
                            {"expires_in", life.count()},
                            {"session_type", "impersonation"}}};
}

Reply patch_config(World&, Call& call) {
  const json::value* value = call.body.if_contains("mfa_required");
  if (call.body.size() != 1 || value == nullptr || !value->is_bool()) {
    refuse_validation("Only mfa_required can be set, to true or false");
  }
  call.tenant->mfa_required = value->get_bool();
  call.note("config_changed", {{"mfa_required", call.tenant->mfa_required}});
  return {200, json::object{{"mfa_required", call.tenant->mfa_required}}};
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
