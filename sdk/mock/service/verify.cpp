// Finishing a challenge with a one-time code or a backup code, and counting wrong ones.
// Knows nothing of how factors are enrolled.
#include <hellojohn/secret.hpp>

#include "handlers.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr LimitRule failure_limit{5, std::chrono::minutes{10}};

struct Attempt {
  Challenge& challenge;
  User& user;
  std::string factor_id, code;
};

bool burn_code(const Attempt& attempt, Call& call) {
  if (!attempt.user.codes) return false;
  CodeSet& set = *attempt.user.codes;
  const std::string hash = salted_hash(set.salt, attempt.code);
  const auto found = std::find(set.live.begin(), set.live.end(), hash);
  if (found == set.live.end()) return false;
  set.live.erase(found);
  call.note("code_burned", {{"user", attempt.user.id},
                            {"code_id", hash.substr(0, 12)},
                            {"live_codes", set.live.size()}});
  return true;
}

bool use_totp(World& world, Factor& factor, const Attempt& attempt, Call& call) {
  const auto step = match_totp(factor, attempt.code, world.now());
  if (!step) return false;
  factor.last_step = *step;
  call.note("totp_used", {{"user", attempt.user.id}, {"factor", factor.id}, {"step", *step}});
  return true;
}

bool use_sent_code(World& world, const Factor& factor, const Attempt& attempt, Call& call) {
  const auto sent = attempt.challenge.otp_hashes.find(factor.id);
  if (sent == attempt.challenge.otp_hashes.end()) return false;
  if (!equal_constant_time(sent->second, world.lookup_hash(attempt.code))) return false;
  call.note("otp_used", {{"user", attempt.user.id}, {"factor", factor.id}});
  return true;
}

bool accept(World& world, const Attempt& attempt, Call& call) {
  if (attempt.factor_id == "backup_codes") return burn_code(attempt, call);
  Factor* factor = attempt.user.factor(attempt.factor_id);
  if (factor == nullptr || factor->status != FactorStatus::active) {
    refuse(404, "not_found", "No such factor");
  }
  const bool good = factor->type == "totp" ? use_totp(world, *factor, attempt, call)
                                           : use_sent_code(world, *factor, attempt, call);
  if (good) factor->last_used_at = world.now();
  return good;
}

[[noreturn]] void count_failure(World& world, Call& call, const Attempt& attempt,
                                const std::string& limit_key) {
  if (world.limited()) call.limit = world.limits.hit(limit_key, failure_limit, world.now());
  audit_user(world, call, attempt.user,
             {"user.login_failed",
              "user",
              attempt.user.id,
              false,
              {{"reason", "mfa"}, {"factor_id", attempt.factor_id}}});
  call.note("code_refused", {{"user", attempt.user.id}, {"factor", attempt.factor_id}});
  refuse(401, "invalid_mfa_code", "The code is wrong or was used before");
}

void record_success(World& world, const Call& call, const Attempt& attempt) {
  if (attempt.factor_id == "backup_codes") {
    audit_user(world, call, attempt.user,
               {"mfa.backup_code_used",
                "user",
                attempt.user.id,
                true,
                {{"remaining", attempt.user.codes->live.size()}}});
  }
  audit_user(world, call, attempt.user,
             {"user.login", "user", attempt.user.id, true, {{"factor_id", attempt.factor_id}}});
}

}  // namespace

Reply verify_mfa(World& world, Call& call) {
  const std::string challenge_id = required_text(call, "challenge_id");
  const std::string factor_id = required_text(call, "factor_id");
  const std::string code = required_text(call, "code");
  const auto found = world.challenges.find(challenge_id);
  if (found == world.challenges.end() || found->second.tenant_id != call.tenant->id ||
      world.now() >= found->second.expires_at) {
    refuse(401, "invalid_challenge", "The challenge is not known or over");
  }
  User& user = *world.user(call.tenant->id, found->second.user_id);
  const std::string limit_key = "verify/" + user.id;
  if (world.limited()) {
    call.limit = world.limits.look(limit_key, failure_limit, world.now());
    if (!call.limit->allowed) refuse_limit(*call.limit, world.now());
  }
  const Attempt attempt{found->second, user, factor_id, code};
  if (!accept(world, attempt, call)) count_failure(world, call, attempt, limit_key);
  json::object body = signed_in(world, user, call, true);
  record_success(world, call, attempt);
  world.challenges.erase(found);
  return {200, std::move(body)};
}

std::optional<std::int64_t> match_totp(const Factor& factor, std::string_view code, Time now) {
  const std::int64_t current = unix_seconds(now) / 30;
  for (std::int64_t step = current - 1; step <= current + 1; ++step) {
    if (step <= factor.last_step) continue;
    if (equal_constant_time(totp_code(factor.secret, step), code)) return step;
  }
  return std::nullopt;
}

std::string mail_otp(World& world, const Factor& factor) {
  std::string code = world.secrets.pick("0123456789", 6);
  world.outbox.push_back({factor.destination, "otp", "", code});
  return world.lookup_hash(code);
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
