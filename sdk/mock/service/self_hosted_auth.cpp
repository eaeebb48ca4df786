// Signing in, renewing and signing out on the self-hosted face.
// Knows nothing of how factors are enrolled.
#include <hellojohn/secret.hpp>

#include "self_hosted.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock::self_hosted {
namespace {

constexpr std::chrono::seconds access_life{900};
constexpr std::chrono::hours session_life{24 * 30};
constexpr LimitRule wrong_code_limit{10, std::chrono::hours{24}};

json::object tokens_of(World& world, const Session& session, json::array amr,
                       std::chrono::seconds life) {
  const Time now = world.now();
  const json::object claims{{"iss", world.public_origin}, {"sub", session.user_id},
                            {"tid", session.tenant_id},   {"sid", session.id},
                            {"amr", std::move(amr)},      {"jti", world.new_id("")},
                            {"iat", unix_seconds(now)},   {"exp", unix_seconds(now + access_life)}};
  std::string refresh = base64url(world.secrets.bytes(32));
  world.refresh_tokens[world.lookup_hash(refresh)] = {session.id, now + session_life};
  return {{"access_token", make_jwt(world.key, claims)},
          {"token_type", "Bearer"},
          {"expires_in", life.count()},
          {"refresh_token", std::move(refresh)}};
}

json::object signed_in(World& world, Call& call, const User& user, json::array amr,
                       std::chrono::seconds life) {
  const Session& session = open_session(world, user, SessionKind::normal);
  call.note("signed_in", {{"user", user.id}, {"session", session.id}});
  audit_user(world, call, user, {"user.login", "user", user.id});
  return tokens_of(world, session, std::move(amr), life);
}

/// The tenant and the application that the body names; the header does not count here.
void read_client(World& world, Call& call) {
  const auto found = world.tenants.find(text_of(call, "tenant_id"));
  if (found == world.tenants.end() || text_of(call, "client_id").empty())
    refuse(400, "CLIENT_NOT_FOUND", "client not found");
  call.tenant = &found->second;
}

void refuse_met(const Challenge& challenge) {
  if (challenge.met_until) refuse(400, "invalid_grant", "mfa token is not valid");
}

struct Met {
  std::map<std::string, Challenge>::iterator challenge;
  User* user;
};

Met challenge_of(World& world, const Call& call) {
  const auto found = world.challenges.find(needed(call, "mfa_token"));
  if (found == world.challenges.end() || world.now() >= found->second.expires_at ||
      (found->second.met_until && world.now() >= *found->second.met_until))
    refuse(400, "invalid_grant", "mfa token is not valid");
  if (found->second.tenant_id != call.tenant->id) refuse(401, "invalid_client", "another tenant");
  return {found, world.user(found->second.tenant_id, found->second.user_id)};
}

/// That server looks at a challenge before it ends it, so requests that arrive before the answer left find it as it was.
/// With TOTP they may all succeed; only one of them can spend a backup code.
void end_challenge(World& world, const Call& call, const Met& met, std::string_view totp) {
  if (totp.empty() || call.withheld.count() == 0) {
    world.challenges.erase(met.challenge);
    return;
  }
  met.challenge->second.met_until = world.now() + call.withheld;
  met.challenge->second.met_code = totp;
}

Reply finish(World& world, Call& call, const Met& met, bool good, std::string_view totp = {}) {
  if (!good) {
    call.note("code_refused", {{"user", met.user->id}});
    audit_user(world, call, *met.user, {"user.login_failed", "user", met.user->id, false});
    refuse(401, "invalid_mfa_code", "invalid code");
  }
  end_challenge(world, call, met, totp);
  return {200, signed_in(world, call, *met.user, {"pwd", "mfa"}, access_life)};
}

}  // namespace

bool password_is(const User& user, std::string_view password) {
  return equal_constant_time(password_hash(user.salt, password), user.password_hash);
}

Reply login(World& world, Call& call) {
  read_client(world, call);
  User* user = world.user_by_email(call.tenant->id, text_of(call, "email"));
  // Before the password is looked at: that server tells a disabled account to anybody.
  if (user != nullptr && user->locked) refuse(423, "user_disabled", "user is disabled");
  if (user == nullptr || !password_is(*user, text_of(call, "password"))) {
    if (user != nullptr)
      audit_user(world, call, *user, {"user.login_failed", "user", user->id, false});
    refuse(401, "INVALID_CREDENTIALS", "invalid credentials");
  }
  const Factor* totp = totp_of(*user);
  if (totp == nullptr || totp->status != FactorStatus::active)
    return {200, signed_in(world, call, *user, {"pwd"}, access_life - std::chrono::seconds{1})};
  Challenge challenge{base64url(world.secrets.bytes(32)), user->tenant_id, user->id,
                      world.now() + world.options.challenge_life};
  call.note("challenge_opened", {{"user", user->id}});
  const std::string token = challenge.id;
  world.challenges.emplace(token, std::move(challenge));
  return {200, json::object{{"mfa_required", true},
                            {"mfa_token", token},
                            {"amr", {"pwd"}},
                            {"available_factors", available_factors(*user)},
                            {"preferred_factor", preferred_factor(*user)}}};
}

Reply challenge_totp(World& world, Call& call) {
  const Met met = challenge_of(world, call);
  const std::string recovery = text_of(call, "recovery");
  if (recovery.empty()) {
    const std::string code = needed(call, "code");
    const Challenge& open = met.challenge->second;
    if (open.met_until && code == open.met_code) {
      call.note("totp_used", {{"user", met.user->id}, {"simultaneous", true}});
      return {200, signed_in(world, call, *met.user, {"pwd", "mfa"}, access_life)};
    }
    refuse_met(open);
    return finish(world, call, met, take_totp(world, call, *met.user, code), code);
  }
  refuse_met(met.challenge->second);
  const std::string key = "recovery/" + met.user->id;
  // The lock says nothing of a wait, and the headers go on to speak of the general limit.
  if (world.limited() && !world.limits.look(key, wrong_code_limit, world.now()).allowed)
    refuse(429, "RATE_LIMIT_EXCEEDED", "too many recovery attempts");
  const bool good = take_backup_code(call, *met.user, recovery);
  if (!good && world.limited()) world.limits.hit(key, wrong_code_limit, world.now());
  return finish(world, call, met, good);
}

Reply send_email(World& world, Call& call) {
  const Met met = challenge_of(world, call);
  if (!met.user->email_verified) refuse(400, "mfa_email_not_available", "no verified address");
  const std::string code = world.secrets.pick("0123456789", 6);
  world.outbox.push_back({met.user->email, "otp", "", code});
  met.challenge->second.otp_hashes["email"] = world.lookup_hash(code);
  call.note("code_mailed", {{"user", met.user->id}});
  return {202, json::object{{"sent", true}, {"expires_in", 300}}};
}

Reply challenge_email(World& world, Call& call) {
  const Met met = challenge_of(world, call);
  refuse_met(met.challenge->second);
  const std::string code = needed(call, "code");
  const auto& sent = met.challenge->second.otp_hashes;
  const auto found = sent.find("email");
  const bool good =
      found != sent.end() && equal_constant_time(found->second, world.lookup_hash(code));
  if (good) call.note("otp_used", {{"user", met.user->id}});
  return finish(world, call, met, good);
}

Reply refresh(World& world, Call& call) {
  const auto found = world.refresh_tokens.find(world.lookup_hash(text_of(call, "refresh_token")));
  if (found == world.refresh_tokens.end()) refuse(401, "SESSION_EXPIRED", "session expired");
  Session& session = world.sessions.at(found->second.session_id);
  if (session.revoked || world.now() >= found->second.expires_at)
    refuse(401, "UNAUTHORIZED", "unauthorized");
  if (found->second.spent) {
    // The whole family dies, the newest token included.
    session.revoked = true;
    call.note("family_revoked", {{"user", session.user_id}, {"session", session.id}});
    refuse(401, "REFRESH_TOKEN_REUSE", "refresh token reuse");
  }
  found->second.spent = true;
  call.note("refreshed", {{"user", session.user_id}, {"session", session.id}});
  return {200, tokens_of(world, session, {"refresh"}, access_life)};
}

Reply userinfo(World& world, Call& call) {
  const User& user = *world.user(call.session->tenant_id, call.session->user_id);
  return {200, json::object{{"sub", user.id}, {"email", user.email}}};
}

Reply me(World&, Call& call) {
  return {200, json::object{{"sub", call.session->user_id}, {"tid", call.session->tenant_id}}};
}

/// What an application may know before anybody signs in.
Reply config(World& world, Call& call) {
  if (parse_query(call.query)["client_id"].empty())
    refuse(400, "CLIENT_NOT_FOUND", "client not found");
  return {200, json::object{{"tenant_name", world.tenants.begin()->second.id},
                            {"password_enabled", true},
                            {"features", json::object{{"mfa_enabled", true},
                                                      {"smtp_enabled", true},
                                                      {"social_login_enabled", false}}}}};
}

Reply logout(World& world, Call& call) {
  // Without the refresh token this answers 204 as well, and revokes nothing.
  const auto found = world.refresh_tokens.find(world.lookup_hash(text_of(call, "refresh_token")));
  if (found == world.refresh_tokens.end()) return {204};
  Session& session = world.sessions.at(found->second.session_id);
  session.revoked = true;
  call.note("signed_out", {{"user", session.user_id}, {"session", session.id}});
  return {204};
}

}  // namespace testing::mock::self_hosted
}  // namespace v0
}  // namespace hellojohn
