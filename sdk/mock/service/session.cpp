// Sessions and their tokens: opening, refreshing, ending and checking them.
// Knows nothing of passwords and factors.
#include "handlers.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr std::chrono::hours refresh_life{24 * 30};

std::string issue_refresh_token(World& world, const Session& session) {
  std::string token = world.new_id("rft_");
  world.refresh_tokens[world.lookup_hash(token)] = {session.id, world.now() + refresh_life};
  return token;
}

void revoke(Session& session, Call& call, std::string_view effect) {
  session.revoked = true;
  call.note(effect, {{"user", session.user_id}, {"session", session.id}});
}

}  // namespace

Session& open_session(World& world, const User& user, SessionKind kind) {
  Session session{world.new_id("ses_"), user.tenant_id, user.id, kind};
  std::string id = session.id;
  return world.sessions.emplace(std::move(id), std::move(session)).first->second;
}

std::string make_access_token(World& world, const Session& session, Time expires) {
  const User* user = world.user(session.tenant_id, session.user_id);
  json::object claims{{"iss", world.public_origin},
                      {"sub", user->id},
                      {"tenant_id", session.tenant_id},
                      {"client_id", world.tenants.at(session.tenant_id).publishable_key},
                      {"email", user->email},
                      {"name", user->name},
                      {"session_id", session.id},
                      {"role", "user"},
                      {"org_id", nullptr},
                      {"mfa_verified", session.mfa_verified},
                      {"custom", json::object{}},
                      {"jti", world.new_id("jti_")},
                      {"iat", unix_seconds(world.now())},
                      {"exp", unix_seconds(expires)}};
  if (session.kind == SessionKind::recovery) claims["session_type"] = "recovery";
  if (session.kind == SessionKind::impersonation) claims["session_type"] = "impersonation";
  return make_jwt(world.key, claims);
}

json::object signed_in(World& world, const User& user, Call& call, bool mfa_verified) {
  const Time now = world.now();
  const Time expires = now + world.options.access_token_life;
  Session& session = open_session(world, user, SessionKind::normal);
  session.mfa_verified = mfa_verified;
  session.authenticated_at = now;
  call.note("signed_in", {{"user", user.id}, {"session", session.id}});
  json::object out{{"user", user_json(user)},
                   {"session",
                    {{"id", session.id},
                     {"access_token", make_access_token(world, session, expires)},
                     {"refresh_token", issue_refresh_token(world, session)},
                     {"access_token_expires_at", write_rfc3339(expires)},
                     {"refresh_token_expires_at", write_rfc3339(now + refresh_life)}}}};
  if (world.options.backup_codes_remaining && user.codes) {
    out["backup_codes_remaining"] = user.codes->live.size();
  }
  return out;
}

Reply refresh(World& world, Call& call) {
  const std::string token = required_text(call, "refresh_token");
  const auto found = world.refresh_tokens.find(world.lookup_hash(token));
  if (found == world.refresh_tokens.end()) {
    refuse(401, "refresh_token_invalid", "The refresh token is not known");
  }
  Session& session = world.sessions.at(found->second.session_id);
  if (session.tenant_id != call.tenant->id) {
    refuse(401, "refresh_token_invalid", "The refresh token is not known");
  }
  if (session.revoked) refuse(401, "session_revoked", "The session has ended");
  if (found->second.spent) {
    // A second use means that one of two holders is a thief; neither keeps the session.
    revoke(session, call, "family_revoked");
    refuse(401, "refresh_token_invalid", "The refresh token was used before");
  }
  if (world.now() >= found->second.expires_at) {
    refuse(401, "refresh_token_expired", "The refresh token is over");
  }
  found->second.spent = true;
  call.note("refreshed", {{"user", session.user_id}, {"session", session.id}});
  const auto life = world.options.access_token_life;
  return {200, json::object{{"access_token", make_access_token(world, session, world.now() + life)},
                            {"refresh_token", issue_refresh_token(world, session)},
                            {"expires_in", life.count()}}};
}

Reply sign_out(World&, Call& call) {
  revoke(*call.session, call, "signed_out");
  return {204};
}

Reply verify_session(World& world, Call& call) {
  const std::string token = required_text(call, "token");
  const json::object invalid{{"valid", false}};
  const std::optional<json::object> claims = read_jwt(world.key, token);
  if (!claims || claims->at("exp").as_int64() <= unix_seconds(world.now())) return {200, invalid};
  const auto found = world.sessions.find(std::string(claims->at("session_id").as_string()));
  if (found == world.sessions.end() || found->second.revoked) return {200, invalid};
  if (found->second.tenant_id != call.tenant->id) return {200, invalid};
  return {200, json::object{{"valid", true}, {"payload", *claims}}};
}

Reply delete_session(World& world, Call& call) {
  const auto found = world.sessions.find(call.segments["session_id"]);
  if (found == world.sessions.end() || found->second.tenant_id != call.tenant->id) {
    refuse(404, "not_found", "No such session");
  }
  revoke(found->second, call, "session_revoked");
  return {204};
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
