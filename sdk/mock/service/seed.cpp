// The people and tenants a mock service starts with, built-in and from MockOptions::seed_json.
// Knows nothing of routes or HTTP.
#include "keys.hpp"
#include "state.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <stdexcept>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

struct FactorPlan {
  std::string id, type = "totp", name = "Authenticator app", secret{};
};

struct PersonPlan {
  SeedPerson person;
  std::string name;
  bool locked = false;
  std::vector<FactorPlan> factors{};
  std::size_t code_count = 0;
  std::vector<std::string> codes{};  ///< Exactly these, if there are any.
};

void add_factor(World& world, User& user, FactorPlan plan) {
  Factor factor{plan.id, plan.type, plan.name, FactorStatus::active, user.created_at};
  if (plan.type == "totp") {
    factor.secret = plan.secret.empty() ? world.secrets.bytes(20) : std::move(plan.secret);
  } else {
    factor.destination = plan.type == "sms" ? "+15550100" : user.email;
  }
  user.factors.push_back(std::move(factor));
}

void add_person(World& world, PersonPlan plan) {
  SeedPerson person = std::move(plan.person);
  std::erase_if(world.seeded, [&](const SeedPerson& p) { return p.id == person.id; });
  User user{person.id, person.tenant_id, person.email, plan.name, world.secrets.bytes(16), {}};
  user.password_hash = password_hash(user.salt, person.password);
  user.locked = plan.locked;
  user.created_at = world.now();
  for (FactorPlan& factor : plan.factors) {
    person.factor_ids.push_back(factor.id);
    add_factor(world, user, std::move(factor));
  }
  if (!plan.codes.empty()) {
    world.set_codes(user, plan.codes);
    person.codes = std::move(plan.codes);
  } else if (plan.code_count > 0) {
    person.codes = world.issue_codes(user, plan.code_count);
  }
  world.users.insert_or_assign(user.id, std::move(user));
  world.seeded.push_back(std::move(person));
}

void add_builtin(World& world) {
  const std::string main_id = "tnt_01HABCDEF654321";
  const std::string other_id = "tnt_01HOTHER000000";
  world.tenants[main_id] = {main_id, "pk_live_abc123", "sk_live_abc123"};
  world.tenants[other_id] = {other_id, "pk_live_other000", "sk_live_other000"};
  add_person(world, {{"usr_01HABCDEF123456", main_id, "alice@example.com", "correct horse battery"},
                     "Alice Example",
                     false,
                     {{"fac_01HABCDEF555444"}},
                     world.options.codes_per_set});
  add_person(world, {{"usr_01HABCDEF222222", main_id, "bob@example.com", "staple orbit lantern"},
                     "Bob Example",
                     false,
                     {{"fac_01HABCDEF222222"}},
                     3});
  add_person(world, {{"usr_01HABCDEF333333", main_id, "carol@example.com", "plain sailing today"},
                     "Carol Example"});
  add_person(world, {{"usr_01HOTHER111111", other_id, "dave@example.org", "other side of town"},
                     "Dave Other"});
}

std::string text(const json::object& from, std::string_view name, const char* fallback = nullptr) {
  const json::value* value = from.if_contains(name);
  if (value == nullptr && fallback != nullptr) return fallback;
  if (value == nullptr || !value->is_string() || value->get_string().empty()) {
    throw std::invalid_argument("seed_json: " + std::string(name) + " must be a non-empty string");
  }
  return std::string(value->get_string());
}

const json::array& list(const json::object& from, std::string_view name) {
  static const json::array empty;
  const json::value* value = from.if_contains(name);
  if (value == nullptr) return empty;
  if (!value->is_array()) {
    throw std::invalid_argument("seed_json: " + std::string(name) + " must be a list");
  }
  return value->get_array();
}

const json::object& object(const json::value& value) {
  if (!value.is_object()) throw std::invalid_argument("seed_json: entries must be objects");
  return value.get_object();
}

void only_keys(const json::object& from, std::initializer_list<std::string_view> known) {
  if (const auto key = unknown_key(from, known))
    throw std::invalid_argument("seed_json: unknown key " + *key);
}

/// Throws if an id is in `ids` already: one of the two entries would have no effect.
void only_once(std::set<std::string>& ids, const std::string& id) {
  if (!ids.insert(id).second) throw std::invalid_argument("seed_json: " + id + " is there twice");
}

FactorPlan read_factor(const json::object& from) {
  only_keys(from, {"id", "type", "name", "secret"});
  FactorPlan plan{
      text(from, "id"), text(from, "type", "totp"), text(from, "name", "Authenticator app"), {}};
  if (plan.type != "totp" && plan.type != "sms" && plan.type != "email_otp") {
    throw std::invalid_argument("seed_json: type must be totp, sms or email_otp");
  }
  if (!from.contains("secret")) return plan;
  const auto secret = base32_decode(text(from, "secret"));
  if (!secret) throw std::invalid_argument("seed_json: secret must be base32 without padding");
  plan.secret = *secret;
  return plan;
}

/// A count, or the codes themselves in the shape in which users type them.
void read_codes(const json::value& from, PersonPlan& plan) {
  if (from.is_int64() && from.get_int64() >= 0 && from.get_int64() <= 64) {
    plan.code_count = static_cast<std::size_t>(from.get_int64());
    return;
  }
  const auto refuse = [] {
    throw std::invalid_argument(
        "seed_json: backup_codes must be a count from 0 to 64, or a list of up to 64 different "
        "codes "
        "of 4 to 128 visible ASCII characters");
  };
  if (!from.is_array() || from.get_array().size() > 64) refuse();
  for (const json::value& entry : from.get_array()) {
    if (!entry.is_string()) refuse();
    const std::string code(entry.get_string());
    const bool visible =
        std::all_of(code.begin(), code.end(), [](char c) { return c > ' ' && c <= '~'; });
    const bool known = std::find(plan.codes.begin(), plan.codes.end(), code) != plan.codes.end();
    if (code.size() < 4 || code.size() > 128 || !visible || known) refuse();
    plan.codes.push_back(code);
  }
}

PersonPlan read_person(const json::object& from) {
  only_keys(from,
            {"id", "tenant_id", "email", "password", "name", "factors", "backup_codes", "locked"});
  PersonPlan plan{{text(from, "id"), text(from, "tenant_id", "tnt_01HABCDEF654321"),
                   text(from, "email"), text(from, "password")},
                  text(from, "name", "")};
  for (const json::value& factor : list(from, "factors")) {
    plan.factors.push_back(read_factor(object(factor)));
  }
  if (const json::value* codes = from.if_contains("backup_codes")) read_codes(*codes, plan);
  if (const json::value* locked = from.if_contains("locked")) {
    if (!locked->is_bool()) throw std::invalid_argument("seed_json: locked must be true or false");
    plan.locked = locked->get_bool();
  }
  return plan;
}

void add_from_json(World& world) {
  json::error_code failed;
  const json::value root = json::parse(world.options.seed_json, failed);
  if (failed || !root.is_object()) throw std::invalid_argument("seed_json: not a JSON object");
  only_keys(root.get_object(), {"tenants", "users"});
  std::vector<Tenant> tenants;
  std::set<std::string> tenant_ids;
  std::set<std::string> user_ids;
  for (const json::value& entry : list(root.get_object(), "tenants")) {
    const json::object& from = object(entry);
    only_keys(from, {"id", "publishable_key", "secret_key"});
    tenants.push_back({text(from, "id"), text(from, "publishable_key"), text(from, "secret_key")});
    only_once(tenant_ids, tenants.back().id);
  }
  std::vector<PersonPlan> people;
  for (const json::value& entry : list(root.get_object(), "users")) {
    people.push_back(read_person(object(entry)));
    const SeedPerson& person = people.back().person;
    only_once(user_ids, person.id);
    if (!tenant_ids.contains(person.tenant_id) && !world.tenants.contains(person.tenant_id))
      throw std::invalid_argument("seed_json: the tenant_id " + person.tenant_id + " of " +
                                  person.id + " is not a tenant");
  }
  for (Tenant& tenant : tenants) world.tenants.insert_or_assign(tenant.id, tenant);
  for (PersonPlan& person : people) add_person(world, std::move(person));
}

}  // namespace

void seed_world(World& world) {
  add_builtin(world);
  if (world.options.seed_json.empty()) return;
  try {
    add_from_json(world);
  } catch (const std::invalid_argument& problem) {
    // The service still runs with the built-in people; describe() tells what was wrong.
    world.seed_error = problem.what();
  }
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
