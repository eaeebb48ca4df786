// Implementation of state.hpp, except the people, which are in seed.cpp.
// Knows nothing of routes or HTTP.
#include "state.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr std::string_view id_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view code_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
// 2024-01-15T10:00:00Z, the moment of the documented sample.
constexpr std::int64_t virtual_start = 1'705'312'800'000;

}  // namespace

World::World(MockOptions with)
    : options(std::move(with)),
      ids(options.seed, "ids"),
      secrets(options.seed, "secrets"),
      request_ids(options.seed, "requests"),
      key(Drbg(options.seed, "signing-key").bytes(32)),
      lookup_salt(Drbg(options.seed, "lookup-salt").bytes(16)) {
  if (options.dialect == ServerDialect::self_hosted) options.codes_per_set = 10;
  seed_world(*this);
}

Factor* User::factor(std::string_view factor_id) {
  const auto found = std::find_if(factors.begin(), factors.end(),
                                  [&](const Factor& f) { return f.id == factor_id; });
  return found == factors.end() ? nullptr : &*found;
}

bool User::has_active_factor() const {
  return std::any_of(factors.begin(), factors.end(),
                     [](const Factor& f) { return f.status == FactorStatus::active; });
}

Time World::now() const {
  const Time base =
      options.virtual_clock ? from_millis(virtual_start) : std::chrono::system_clock::now();
  return base + clock_offset;
}

std::string World::new_id(std::string_view prefix) {
  return std::string(prefix) + "01H" + ids.pick(id_alphabet, 23);
}

std::string World::lookup_hash(std::string_view token) const {
  return salted_hash(lookup_salt, token);
}

User* World::user(std::string_view tenant_id, std::string_view user_id) {
  const auto found = users.find(std::string(user_id));
  if (found == users.end() || found->second.tenant_id != tenant_id) return nullptr;
  return &found->second;
}

User* World::user_by_email(std::string_view tenant_id, std::string_view email) {
  const std::string wanted = lower(email);
  for (auto& [id, user] : users) {
    if (user.tenant_id == tenant_id && lower(user.email) == wanted) return &user;
  }
  return nullptr;
}

Factor* World::any_factor(std::string_view factor_id) {
  for (auto& [id, user] : users) {
    if (Factor* factor = user.factor(factor_id)) return factor;
  }
  return nullptr;
}

std::vector<std::string> World::issue_codes(User& user, std::size_t count) {
  // Drawn before the codes, so that each seed keeps the codes it always had.
  std::string salt = secrets.bytes(16);
  std::vector<std::string> codes;
  while (codes.size() < count) {
    std::string code = options.dialect == ServerDialect::self_hosted
                           ? secrets.pick("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 10)
                           : secrets.pick(code_alphabet, 8).insert(4, "-");
    if (std::find(codes.begin(), codes.end(), code) == codes.end())
      codes.push_back(std::move(code));
  }
  keep_codes(user, std::move(salt), codes);
  return codes;
}

void World::set_codes(User& user, const std::vector<std::string>& codes) {
  keep_codes(user, secrets.bytes(16), codes);
}

void World::keep_codes(User& user, std::string salt, const std::vector<std::string>& codes) const {
  CodeSet set{std::move(salt), {}, now()};
  for (const std::string& code : codes) set.live.push_back(salted_hash(set.salt, code));
  user.codes = std::move(set);
}

json::array outbox_json(const World& world) {
  json::array out;
  for (const MockMail& mail : world.outbox) {
    out.push_back(
        {{"to", mail.to}, {"kind", mail.kind}, {"link", mail.link}, {"token", mail.token}});
  }
  return out;
}

const char* to_string(FactorStatus status) {
  switch (status) {
    case FactorStatus::pending: return "pending";
    case FactorStatus::active: return "active";
    case FactorStatus::disabled: return "disabled";
  }
  return "disabled";
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string totp_now(const World& world, const Factor& factor) {
  return totp_code(factor.secret, unix_seconds(world.now()) / 30);
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
