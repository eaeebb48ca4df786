// The authenticator, the backup codes and the audit log on the self-hosted face.
// Knows nothing of sign-in.
#include <hellojohn/secret.hpp>

#include "self_hosted.hpp"

#include <algorithm>
#include <charconv>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock::self_hosted {
namespace {

User& caller(World& world, const Call& call) {
  User* user = world.user(call.session->tenant_id, call.session->user_id);
  if (user == nullptr) refuse(401, "TOKEN_INVALID", "unauthorized");
  return *user;
}

json::array new_set(World& world, Call& call, User& user) {
  const std::vector<std::string> codes = world.issue_codes(user, world.options.codes_per_set);
  call.note("codes_generated", {{"user", user.id}, {"live_codes", codes.size()}});
  return json::array(codes.begin(), codes.end());
}

/// The password and a code; a backup code is spent. Wrong ones are not counted here.
void check_proof(World& world, Call& call, User& user) {
  const std::string password = needed(call, "password");
  const std::string recovery = text_of(call, "recovery");
  const std::string code = recovery.empty() ? needed(call, "code") : std::string();
  if (!password_is(user, password)) refuse(401, "invalid_password", "invalid password");
  const bool good = recovery.empty() ? take_totp(world, call, user, code)
                                     : take_backup_code(call, user, recovery);
  if (!good) refuse(401, "invalid_mfa_code", "invalid code");
}

int number_of(const std::map<std::string, std::string>& query, const char* name, int otherwise) {
  const auto found = query.find(name);
  if (found == query.end()) return otherwise;
  int value = -1;
  const std::string& text = found->second;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

json::object flat(const json::object& entry) {
  const json::object& actor = entry.at("actor").as_object();
  const json::object& target = entry.at("resource").as_object();
  return {{"id", entry.at("id")},
          {"tenant_id", ""},
          {"type", entry.at("type")},
          {"actor_id", actor.at("id")},
          {"actor_type", actor.at("type")},
          {"target_id", target.at("id")},
          {"target_type", target.at("type")},
          {"ip_address", "127.0.0.1/32"},
          {"user_agent", ""},
          {"metadata", entry.at("metadata")},
          {"result", entry.at("result")},
          {"created_at", entry.at("created_at")}};
}

}  // namespace

Factor* totp_of(User& user) {
  for (Factor& factor : user.factors)
    if (factor.type == "totp" && factor.status != FactorStatus::disabled) return &factor;
  return nullptr;
}

json::array available_factors(User& user) {
  json::array out;
  const Factor* totp = totp_of(user);
  if (totp != nullptr && totp->status == FactorStatus::active) out.push_back("totp");
  if (user.email_verified) out.push_back("email");
  return out;
}

bool take_totp(World& world, Call& call, User& user, std::string_view code) {
  Factor* factor = totp_of(user);
  if (factor == nullptr || !match_totp(*factor, code, world.now())) return false;
  factor->last_step = unix_seconds(world.now()) / 30;
  call.note("totp_used", {{"user", user.id}, {"factor", factor->id}});
  return true;
}

bool take_backup_code(Call& call, User& user, std::string_view code) {
  if (!user.codes) return false;
  // Blanks around are forgiven, lower case and a dash are not.
  while (!code.empty() && code.front() == ' ') code.remove_prefix(1);
  while (!code.empty() && code.back() == ' ') code.remove_suffix(1);
  const std::string hash = salted_hash(user.codes->salt, code);
  if (std::erase(user.codes->live, hash) == 0) return false;
  call.note("code_burned", {{"user", user.id},
                            {"code_id", hash.substr(0, 12)},
                            {"live_codes", user.codes->live.size()}});
  return true;
}

std::string preferred_factor(User& user) {
  const json::array names = available_factors(user);
  for (const json::value& name : names)
    if (name.as_string() == json::string_view(user.preferred_factor)) return user.preferred_factor;
  return names.empty() ? std::string() : std::string(names.front().as_string());
}

Reply prefer_factor(World& world, Call& call) {
  User& user = caller(world, call);
  const std::string wanted = text_of(call, "factor");
  if (wanted != "totp" && wanted != "email" && wanted != "sms")
    refuse(400, "invalid_mfa_factor", "no such factor");
  const json::array names = available_factors(user);
  if (std::find(names.begin(), names.end(), json::value(wanted)) == names.end())
    refuse(422, "mfa_factor_not_available", "the factor is not available");
  user.preferred_factor = wanted;
  call.note("factor_preferred", {{"user", user.id}, {"factor", wanted}});
  return {200, json::object{{"preferred_factor", wanted}}};
}

Reply list_factors(World& world, Call& call) {
  User& user = caller(world, call);
  json::array names = available_factors(user);
  json::object out{{"available_factors", names}};
  if (!names.empty()) out["preferred_factor"] = preferred_factor(user);
  return {200, std::move(out)};
}

Reply enroll(World& world, Call& call) {
  User& user = caller(world, call);
  Factor* factor = totp_of(user);
  if (factor == nullptr) {
    user.factors.push_back({world.new_id("fac_"), "totp", "Authenticator app"});
    factor = &user.factors.back();
    factor->created_at = world.now();
  }
  // A confirmed one stays confirmed: the old app is useless from here on, and the new key is good at once.
  factor->secret = world.secrets.bytes(20);
  factor->last_step = -1;
  const std::string secret = base32(factor->secret);
  call.note("factor_enrolled", {{"user", user.id}, {"factor", factor->id}});
  audit_user(world, call, user, {"user.mfa_enroll", "user", user.id});
  return {200, json::object{{"secret_base32", secret},
                            {"otpauth_url",
                             "otpauth://totp/HelloJohn:?algorithm=SHA1&digits=6&issuer=HelloJohn"
                             "&period=30&secret=" +
                                 secret}}};
}

Reply confirm(World& world, Call& call) {
  User& user = caller(world, call);
  const std::string code = needed(call, "code");
  Factor* factor = totp_of(user);
  if (factor == nullptr) refuse(400, "mfa_not_initialized", "mfa is not initialised");
  if (!take_totp(world, call, user, code)) refuse(401, "invalid_mfa_code", "invalid code");
  json::object out{{"enabled", true}};
  // Only the first confirmation brings codes.
  if (factor->status == FactorStatus::pending) out["recovery_codes"] = new_set(world, call, user);
  factor->status = FactorStatus::active;
  call.note("factor_confirmed", {{"user", user.id}, {"factor", factor->id}});
  audit_user(world, call, user, {"user.mfa_verify", "user", user.id});
  return {200, std::move(out)};
}

Reply disable(World& world, Call& call) {
  User& user = caller(world, call);
  if (totp_of(user) == nullptr) refuse(400, "mfa_not_initialized", "mfa is not initialised");
  check_proof(world, call, user);
  const std::string id = totp_of(user)->id;
  // The backup codes live on, until the next confirmation makes a new set.
  std::erase_if(user.factors, [&](const Factor& factor) { return factor.id == id; });
  call.note("factor_removed", {{"user", user.id}, {"factor", id}});
  audit_user(world, call, user, {"user.mfa_disable", "user", user.id});
  return {200, json::object{{"disabled", true}}};
}

Reply rotate(World& world, Call& call) {
  User& user = caller(world, call);
  if (totp_of(user) == nullptr && !user.codes)
    refuse(400, "mfa_not_initialized", "mfa is not initialised");
  check_proof(world, call, user);
  return {200, json::object{{"rotated", true}, {"recovery_codes", new_set(world, call, user)}}};
}

Reply list_audit(World& world, Call& call) {
  const auto query = parse_query(call.query);
  const int limit = std::min(number_of(query, "limit", 50), 100);
  const int offset = number_of(query, "offset", 0);
  if (limit < 1 || offset < 0) refuse(400, "BAD_REQUEST", "bad limit or offset");
  const auto keeps = [&](const char* name, const json::value& value) {
    const auto found = query.find(name);
    return found == query.end() || value.as_string() == json::string_view(found->second);
  };
  json::array data;
  int total = 0;
  for (auto entry = world.audit.rbegin(); entry != world.audit.rend(); ++entry) {
    const bool visible = entry->tenant_id == call.tenant->id &&
                         entry->created_at <= world.now() - world.options.audit_delay;
    const json::object shown = flat(entry->body);
    if (!visible || !keeps("event_type", shown.at("type")) ||
        !keeps("actor_id", shown.at("actor_id")) || !keeps("target_id", shown.at("target_id")) ||
        !keeps("result", shown.at("result")))
      continue;
    const int index = total++;
    if (index >= offset && index < offset + limit) data.push_back(shown);
  }
  json::object out{{"data", nullptr}, {"limit", limit}, {"offset", offset}, {"total", total}};
  if (!data.empty()) out["data"] = std::move(data);
  return {200, std::move(out)};
}

}  // namespace testing::mock::self_hosted
}  // namespace v0
}  // namespace hellojohn
