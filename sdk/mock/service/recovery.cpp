// Recovery links: asking for one, opening it, spending its token.
// Knows nothing of what a recovery session may do; the routes say that.
#include "handlers.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr LimitRule request_limit{5, std::chrono::minutes{10}};

void send_link(World& world, Call& call, const User& user, const std::string& token,
               const std::string& hash) {
  std::erase_if(world.recovery_tokens,
                [&](const auto& entry) { return entry.second.user_id == user.id; });
  world.recovery_tokens[hash] = {user.tenant_id, user.id,
                                 world.now() + world.options.recovery_link_life};
  world.outbox.push_back(
      {user.email, "recovery", world.public_origin + "/recover?token=" + token, token});
  audit_user(world, call, user, {"mfa.recovery_requested", "user", user.id});
}

void open_link(World& world, Call& call, const std::string& token) {
  const auto found = world.recovery_tokens.find(world.lookup_hash(token));
  if (found == world.recovery_tokens.end()) return;
  const json::object about{{"user", found->second.user_id},
                           {"token_id", found->first.substr(0, 12)}};
  if (!world.options.lax) return call.note("link_opened", about);
  world.recovery_tokens.erase(found);
  call.note("token_burned_by_get", about);
}

}  // namespace

Reply request_recovery(World& world, Call& call) {
  const std::string email = required_text(call, "email");
  if (!is_email(email)) refuse_validation("email is malformed");
  count_hit(world, call, "recovery/" + call.tenant->id + "/" + lower(email), request_limit);
  const User* user = world.user_by_email(call.tenant->id, email);
  // Drawn and hashed for unknown addresses too: same work, and the same randomness afterwards.
  const std::string token = world.new_id("rec_tok_");
  const std::string hash = world.lookup_hash(token);
  const std::string address_id = world.lookup_hash(email).substr(0, 12);
  if (user != nullptr) {
    send_link(world, call, *user, token, hash);
    call.note("recovery_mailed", {{"user", user->id}, {"token_id", hash.substr(0, 12)}});
    if (world.scanner) open_link(world, call, token);
  } else {
    // Done and taken back, so that the time tells nothing either.
    User nobody;
    nobody.id = "usr_00000000000000";
    nobody.tenant_id = call.tenant->id;
    nobody.email = email;
    send_link(world, call, nobody, token, hash);
    world.recovery_tokens.erase(hash);
    world.outbox.pop_back();
    world.audit.pop_back();
    call.note("recovery_unknown_address", {{"address_id", address_id}});
    if (world.options.lax) refuse(404, "not_found", "No such user");
  }
  return {200, json::object{{"success", true}}};
}

Reply verify_recovery(World& world, Call& call) {
  const std::string token = required_text(call, "token");
  const auto found = world.recovery_tokens.find(world.lookup_hash(token));
  if (found == world.recovery_tokens.end() || found->second.tenant_id != call.tenant->id) {
    refuse(401, "invalid_token", "The recovery token is not known or was used");
  }
  const User* user = world.user(found->second.tenant_id, found->second.user_id);
  if (user == nullptr) refuse(401, "invalid_token", "The recovery token is not known or was used");
  if (world.now() >= found->second.expires_at) {
    refuse(401, "token_expired", "The recovery token is over");
  }
  const std::string token_id = found->first.substr(0, 12);
  world.recovery_tokens.erase(found);
  const Session& session = open_session(world, *user, SessionKind::recovery);
  call.note("token_spent", {{"user", user->id}, {"token_id", token_id}, {"session", session.id}});
  audit_user(world, call, *user,
             {"mfa.recovery_used", "user", user->id, true, {{"session_id", session.id}}});
  const Time expires = world.now() + world.options.recovery_session_life;
  return {200, json::object{{"access_token", make_access_token(world, session, expires)},
                            {"session_type", "recovery"},
                            {"requires_mfa_reenrollment", true}}};
}

Reply landing_page(World& world, Call& call) {
  const auto query = parse_query(call.query);
  const auto token = query.find("token");
  if (token != query.end()) open_link(world, call, token->second);
  Reply reply;
  reply.content_type = "text/html; charset=utf-8";
  // The same page whatever the token, and without it: pages end up in caches and screenshots.
  reply.raw =
      "<!doctype html><title>Account recovery</title>"
      "<p>Go back to the application to continue.</p>\n";
  return reply;
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
