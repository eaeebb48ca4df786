// Sign-in, sign-up, the signed-in user and the key set.
// Knows nothing of how a route is found or a credential is read.
#include <hellojohn/secret.hpp>

#include "handlers.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

json::array available_factors(const User& user) {
  json::array out;
  for (const Factor& factor : user.factors) {
    if (factor.status != FactorStatus::active) continue;
    out.push_back({{"id", factor.id}, {"type", factor.type}, {"name", factor.name}});
  }
  if (user.codes && !user.codes->live.empty()) {
    out.push_back({{"id", "backup_codes"}, {"type", "backup_codes"}});
  }
  return out;
}

[[noreturn]] void demand_mfa(World& world, Call& call, const User& user) {
  Challenge challenge{world.new_id("chl_"), user.tenant_id, user.id,
                      world.now() + world.options.challenge_life};
  for (const Factor& factor : user.factors) {
    if (factor.status != FactorStatus::active || factor.type == "totp") continue;
    challenge.otp_hashes[factor.id] = mail_otp(world, factor);
  }
  call.note("challenge_opened", {{"user", user.id}, {"challenge", challenge.id}});
  Refusal refusal{403, "mfa_required", "A second factor is required"};
  refusal.extra = {{"challenge_id", challenge.id}, {"available_factors", available_factors(user)}};
  std::string id = challenge.id;
  world.challenges.emplace(std::move(id), std::move(challenge));
  throw refusal;
}

[[noreturn]] void refuse_login(World& world, Call& call, const User* user) {
  if (user != nullptr) {
    audit_user(world, call, *user,
               {"user.login_failed", "user", user->id, false, {{"reason", "password"}}});
    call.note("login_refused", {{"user", user->id}});
  }
  refuse(401, "invalid_credentials", "E-mail or password is wrong");
}

}  // namespace

Reply sign_in(World& world, Call& call) {
  const std::string email = required_text(call, "email");
  const std::string password = required_text(call, "password");
  (void)optional_text(call, "captcha_token");
  User* user = world.user_by_email(call.tenant->id, email);
  // An unknown address costs the same work, so that time tells nothing.
  const std::string hash = password_hash(user != nullptr ? user->salt : "no-such-user", password);
  if (user == nullptr || !equal_constant_time(hash, user->password_hash)) {
    refuse_login(world, call, user);
  }
  if (user->locked) refuse(403, "account_locked", "The account is locked");
  if (user->has_active_factor()) demand_mfa(world, call, *user);
  json::object body = signed_in(world, *user, call, false);
  audit_user(world, call, *user, {"user.login", "user", user->id});
  return {200, std::move(body)};
}

Reply sign_up(World& world, Call& call) {
  const std::string email = required_text(call, "email");
  const std::string password = required_text(call, "password");
  const std::string name = optional_text(call, "name").value_or("");
  (void)optional_text(call, "username");
  const json::value* metadata = call.body.if_contains("metadata");
  if (metadata != nullptr && !metadata->is_object()) {
    refuse_validation("metadata must be an object");
  }
  if (!is_email(email)) refuse(422, "invalid_email", "The e-mail address is malformed");
  if (password.size() < 8) refuse(422, "password_too_weak", "At least 8 characters");
  if (world.user_by_email(call.tenant->id, email) != nullptr) {
    refuse(409, "email_already_exists", "This e-mail address is taken");
  }
  User user{world.new_id("usr_"), call.tenant->id, email, name, world.secrets.bytes(16), {}};
  user.password_hash = password_hash(user.salt, password);
  user.email_verified = false;
  user.created_at = world.now();
  const User& stored = world.users.emplace(user.id, user).first->second;
  call.note("user_created", {{"user", stored.id}});
  audit_user(world, call, stored, {"user.created", "user", stored.id});
  return {201, signed_in(world, stored, call, false)};
}

Reply me(World& world, Call& call) {
  const User* user = world.user(call.session->tenant_id, call.session->user_id);
  json::object body = user_json(*user);
  body["mfa_enabled"] = user->has_active_factor();
  return {200, std::move(body)};
}

Reply key_set(World& world, Call&) {
  Reply reply{200, make_jwks(world.key)};
  // Documented: verifiers keep the keys for an hour or more.
  reply.cache_control = "public, max-age=3600";
  return reply;
}

json::object user_json(const User& user) {
  return {{"id", user.id},
          {"email", user.email},
          {"name", user.name},
          {"email_verified", user.email_verified},
          {"created_at", write_rfc3339(user.created_at)}};
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
