// Backup code sets, and listing and removing factors.
// Knows nothing of how a code is checked.
#include "handlers.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

/// A code set is worth a whole account, so an old session is not enough where step_up is on.
void demand_fresh_sign_in(const World& world, const Call& call) {
  if (!world.options.step_up || call.session == nullptr || call.is_recovery()) return;
  const auto& last = call.session->authenticated_at;
  if (!last || world.now() - *last > std::chrono::minutes{5}) {
    refuse(403, "reauthentication_required", "Sign in again first");
  }
}

}  // namespace

User& user_of_route(World& world, const Call& call) {
  User* user = world.user(call.tenant->id, call.segments.at("user_id"));
  if (user == nullptr) refuse(404, "not_found", "No such user");
  return *user;
}

json::object factor_json(const User& user, const Factor& factor) {
  json::object out{{"id", factor.id},
                   {"user_id", user.id},
                   {"type", factor.type},
                   {"name", factor.name},
                   {"status", to_string(factor.status)},
                   {"created_at", write_rfc3339(factor.created_at)},
                   {"last_used_at", nullptr}};
  if (factor.last_used_at) out["last_used_at"] = write_rfc3339(*factor.last_used_at);
  return out;
}

Reply generate_codes(World& world, Call& call) {
  User& user = user_of_route(world, call);
  demand_fresh_sign_in(world, call);
  if (world.options.codes_need_factor && !user.has_active_factor())
    refuse(409, "mfa_not_enrolled", "Backup codes stand in for a factor, and there is none");
  const std::vector<std::string> codes = world.issue_codes(user, world.options.codes_per_set);
  call.note("codes_generated", {{"user", user.id}, {"live_codes", codes.size()}});
  audit_caller(world, call,
               {"mfa.backup_codes_generated", "user", user.id, true, {{"count", codes.size()}}});
  return {200, json::object{{"codes", json::array(codes.begin(), codes.end())},
                            {"generated_at", write_rfc3339(user.codes->created_at)}}};
}

Reply list_factors(World& world, Call& call) {
  const User& user = user_of_route(world, call);
  json::array data;
  for (const Factor& factor : user.factors) {
    json::object entry = factor_json(user, factor);
    // Documented: entries of the list are shorter than a single factor.
    entry.erase("user_id");
    entry.erase("last_used_at");
    data.push_back(std::move(entry));
  }
  if (user.codes) {
    data.push_back({{"id", "backup_codes"},
                    {"type", "backup_codes"},
                    {"name", "Backup codes"},
                    {"status", "active"},
                    {"created_at", write_rfc3339(user.codes->created_at)}});
  }
  const std::size_t total = data.size();
  json::object out{{"data", std::move(data)}, {"total", total}};
  if (world.options.backup_codes_remaining && user.codes) {
    out["backup_codes_remaining"] = user.codes->live.size();
  }
  return {200, std::move(out)};
}

Reply remove_factor(World& world, Call& call) {
  User& user = user_of_route(world, call);
  const std::string factor_id = call.segments["factor_id"];
  const Factor* factor = user.factor(factor_id);
  if (factor == nullptr) refuse(404, "not_found", "No such factor");
  const bool was_active = factor->status == FactorStatus::active;
  const std::string type = factor->type;
  std::erase_if(user.factors, [&](const Factor& f) { return f.id == factor_id; });
  call.note("factor_removed", {{"user", user.id}, {"factor", factor_id}});
  if (was_active && !user.has_active_factor() && user.codes) {
    user.codes.reset();
    call.note("codes_voided", {{"user", user.id}});
  }
  const bool own = call.session != nullptr && call.session->user_id == user.id;
  audit_caller(world, call,
               {own ? "mfa.removed" : "mfa.factor_removed_by_admin",
                "mfa_factor",
                factor_id,
                true,
                {{"user_id", user.id}, {"factor_type", type}}});
  return {204};
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
