// Implementation of snapshot.hpp. Bytes are written in base64url, times in milliseconds since 1970.
#include "snapshot.hpp"

#include "keys.hpp"

#include <set>
#include <stdexcept>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr std::int64_t snapshot_version = 1;
// 2200-01-01. std::chrono::system_clock counts nanoseconds on many systems, which end in 2262.
constexpr std::int64_t last_millis = 7'258'118'400'000;

json::value time_json(const std::optional<Time>& time) {
  return time ? json::value(unix_millis(*time)) : json::value(nullptr);
}
json::array list_json(const std::vector<std::string>& list) {
  return json::array(list.begin(), list.end());
}

std::string text(const json::object& from, std::string_view name) {
  return json::value_to<std::string>(from.at(name));
}
std::string bytes(const json::object& from, std::string_view name) {
  const auto read = base64url_decode(text(from, name));
  if (!read) throw std::invalid_argument("base64url");
  return *read;
}
bool flag(const json::object& from, std::string_view name) { return from.at(name).as_bool(); }
Time time(const json::object& from, std::string_view name) {
  const std::int64_t millis = from.at(name).as_int64();
  if (millis < -last_millis || millis > last_millis) throw std::out_of_range("time");
  return from_millis(millis);
}
std::optional<Time> maybe_time(const json::object& from, std::string_view name) {
  return from.at(name).is_null() ? std::nullopt : std::optional(time(from, name));
}
std::vector<std::string> list(const json::object& from, std::string_view name) {
  return json::value_to<std::vector<std::string>>(from.at(name));
}

template <class Range, class Write>
json::array each(const Range& range, Write write) {
  json::array out;
  for (const auto& entry : range) out.push_back(write(entry));
  return out;
}
template <class Read>
void for_each(const json::object& from, std::string_view name, Read read) {
  for (const json::value& entry : from.at(name).as_array()) read(entry.as_object());
}

/// Throws if there is an entry of this key already: it would be lost.
template <class Map>
void keep(Map& map, std::string key, typename Map::mapped_type entry) {
  if (!map.emplace(std::move(key), std::move(entry)).second) throw std::invalid_argument("twice");
}

json::object write(const Factor& factor) {
  return {{"id", factor.id},
          {"type", factor.type},
          {"name", factor.name},
          {"status", to_string(factor.status)},
          {"created_at", unix_millis(factor.created_at)},
          {"last_used_at", time_json(factor.last_used_at)},
          {"secret", base64url(factor.secret)},
          {"last_step", factor.last_step},
          {"otp_hash", factor.otp_hash},
          {"destination", factor.destination}};
}

Factor read_factor(const json::object& from) {
  const std::string status = text(from, "status");
  Factor factor{text(from, "id"), text(from, "type"), text(from, "name")};
  factor.status = status == "active"    ? FactorStatus::active
                  : status == "pending" ? FactorStatus::pending
                                        : FactorStatus::disabled;
  factor.created_at = time(from, "created_at");
  factor.last_used_at = maybe_time(from, "last_used_at");
  factor.secret = bytes(from, "secret");
  factor.last_step = from.at("last_step").as_int64();
  factor.otp_hash = text(from, "otp_hash");
  factor.destination = text(from, "destination");
  return factor;
}

json::object write(const User& user) {
  json::object out{{"id", user.id},
                   {"tenant_id", user.tenant_id},
                   {"email", user.email},
                   {"name", user.name},
                   {"salt", base64url(user.salt)},
                   {"password_hash", user.password_hash},
                   {"email_verified", user.email_verified},
                   {"locked", user.locked},
                   {"created_at", unix_millis(user.created_at)},
                   {"factors", each(user.factors, [](const Factor& f) { return write(f); })},
                   {"codes", nullptr}};
  if (!user.preferred_factor.empty()) out["preferred_factor"] = user.preferred_factor;
  if (user.codes)
    out["codes"] = {{"salt", base64url(user.codes->salt)},
                    {"live", list_json(user.codes->live)},
                    {"created_at", unix_millis(user.codes->created_at)}};
  return out;
}

User read_user(const json::object& from) {
  User user{text(from, "id"),   text(from, "tenant_id"), text(from, "email"),
            text(from, "name"), bytes(from, "salt"),     text(from, "password_hash")};
  user.email_verified = flag(from, "email_verified");
  user.locked = flag(from, "locked");
  if (from.contains("preferred_factor")) user.preferred_factor = text(from, "preferred_factor");
  user.created_at = time(from, "created_at");
  for_each(from, "factors", [&](const json::object& f) { user.factors.push_back(read_factor(f)); });
  if (const json::value& codes = from.at("codes"); !codes.is_null())
    user.codes = CodeSet{bytes(codes.as_object(), "salt"), list(codes.as_object(), "live"),
                         time(codes.as_object(), "created_at")};
  return user;
}

json::object write(const Session& session) {
  return {{"id", session.id},
          {"tenant_id", session.tenant_id},
          {"user_id", session.user_id},
          {"kind", static_cast<int>(session.kind)},
          {"mfa_verified", session.mfa_verified},
          {"revoked", session.revoked},
          {"authenticated_at", time_json(session.authenticated_at)}};
}

Session read_session(const json::object& from) {
  const std::int64_t kind = from.at("kind").as_int64();
  if (kind < 0 || kind > static_cast<int>(SessionKind::impersonation))
    throw std::invalid_argument("kind");
  return {text(from, "id"),
          text(from, "tenant_id"),
          text(from, "user_id"),
          static_cast<SessionKind>(kind),
          flag(from, "mfa_verified"),
          flag(from, "revoked"),
          maybe_time(from, "authenticated_at")};
}

void write_tokens(const World& world, json::object& out) {
  out["challenges"] = each(world.challenges, [](const auto& entry) {
    const Challenge& c = entry.second;
    // One that is met has no life left in another process.
    const Time end = c.met_until ? Time{} : c.expires_at;
    return json::object{{"id", c.id},
                        {"tenant_id", c.tenant_id},
                        {"user_id", c.user_id},
                        {"expires_at", unix_millis(end)},
                        {"otp_hashes", json::value_from(c.otp_hashes)}};
  });
  out["sessions"] = each(world.sessions, [](const auto& entry) { return write(entry.second); });
  out["refresh_tokens"] = each(world.refresh_tokens, [](const auto& entry) {
    return json::object{{"hash", entry.first},
                        {"session_id", entry.second.session_id},
                        {"expires_at", unix_millis(entry.second.expires_at)},
                        {"spent", entry.second.spent}};
  });
  out["recovery_tokens"] = each(world.recovery_tokens, [](const auto& entry) {
    return json::object{{"hash", entry.first},
                        {"tenant_id", entry.second.tenant_id},
                        {"user_id", entry.second.user_id},
                        {"expires_at", unix_millis(entry.second.expires_at)}};
  });
}

void read_tokens(const json::object& from, World& world) {
  for_each(from, "challenges", [&](const json::object& c) {
    keep(world.challenges, text(c, "id"),
         {text(c, "id"), text(c, "tenant_id"), text(c, "user_id"), time(c, "expires_at"),
          json::value_to<std::map<std::string, std::string>>(c.at("otp_hashes"))});
  });
  for_each(from, "sessions",
           [&](const json::object& s) { keep(world.sessions, text(s, "id"), read_session(s)); });
  for_each(from, "refresh_tokens", [&](const json::object& t) {
    keep(world.refresh_tokens, text(t, "hash"),
         {text(t, "session_id"), time(t, "expires_at"), flag(t, "spent")});
  });
  for_each(from, "recovery_tokens", [&](const json::object& t) {
    keep(world.recovery_tokens, text(t, "hash"),
         {text(t, "tenant_id"), text(t, "user_id"), time(t, "expires_at")});
  });
}

void write_logs(const World& world, json::object& out) {
  out["audit"] = each(world.audit, [](const AuditEntry& entry) {
    return json::object{{"seq", entry.seq},
                        {"created_at", unix_millis(entry.created_at)},
                        {"tenant_id", entry.tenant_id},
                        {"body", entry.body}};
  });
  out["outbox"] = outbox_json(world);
}

void read_logs(const json::object& from, World& world) {
  for_each(from, "audit", [&](const json::object& entry) {
    world.audit.push_back({entry.at("seq").to_number<std::uint64_t>(), time(entry, "created_at"),
                           text(entry, "tenant_id"), entry.at("body").as_object()});
  });
  for_each(from, "outbox", [&](const json::object& mail) {
    world.outbox.push_back(
        {text(mail, "to"), text(mail, "kind"), text(mail, "link"), text(mail, "token")});
  });
}

void read_people(const json::object& from, World& world) {
  world.tenants.clear();
  world.users.clear();
  world.seeded.clear();
  for_each(from, "tenants", [&](const json::object& t) {
    keep(world.tenants, text(t, "id"),
         {text(t, "id"), text(t, "publishable_key"), text(t, "secret_key"),
          flag(t, "mfa_required")});
  });
  for_each(from, "users",
           [&](const json::object& u) { keep(world.users, text(u, "id"), read_user(u)); });
  std::set<std::string> seeded;
  for_each(from, "seeded", [&](const json::object& p) {
    if (!seeded.insert(text(p, "id")).second) throw std::invalid_argument("twice");
    world.seeded.push_back({text(p, "id"), text(p, "tenant_id"), text(p, "email"),
                            text(p, "password"), list(p, "factors"), list(p, "backup_codes")});
  });
}

}  // namespace

json::object state_of(const World& world) {
  json::object out{
      {"version", snapshot_version},
      {"seed", world.options.seed},
      {"virtual_clock", world.options.virtual_clock},
      {"clock_offset_ms", world.clock_offset.count()},
      {"drawn", {world.ids.position(), world.secrets.position(), world.request_ids.position()}},
      {"audit_seq", world.audit_seq}};
  out["tenants"] = each(world.tenants, [](const auto& entry) {
    const Tenant& t = entry.second;
    return json::object{{"id", t.id},
                        {"publishable_key", t.publishable_key},
                        {"secret_key", t.secret_key},
                        {"mfa_required", t.mfa_required}};
  });
  out["users"] = each(world.users, [](const auto& entry) { return write(entry.second); });
  out["seeded"] = each(world.seeded, [](const SeedPerson& p) {
    return json::object{{"id", p.id},
                        {"tenant_id", p.tenant_id},
                        {"email", p.email},
                        {"password", p.password},
                        {"factors", list_json(p.factor_ids)},
                        {"backup_codes", list_json(p.codes)}};
  });
  write_tokens(world, out);
  write_logs(world, out);
  return out;
}

World world_from(const json::object& state, const MockOptions& options) {
  if (state.at("version").as_int64() != snapshot_version) throw std::invalid_argument("version");
  if (unknown_key(state, {"version", "seed", "virtual_clock", "clock_offset_ms", "drawn",
                          "audit_seq", "tenants", "users", "seeded", "challenges", "sessions",
                          "refresh_tokens", "recovery_tokens", "audit", "outbox"}))
    throw std::invalid_argument("unknown key");
  const std::int64_t offset = state.at("clock_offset_ms").as_int64();
  if (offset < -most_clock_offset.count() || offset > most_clock_offset.count())
    throw std::out_of_range("clock_offset_ms");
  // The signing key and the salt of the token hashes follow from the seed.
  MockOptions as_then = options;
  as_then.seed = state.at("seed").to_number<std::uint64_t>();
  as_then.virtual_clock = flag(state, "virtual_clock");
  as_then.seed_json.clear();
  World world(std::move(as_then));
  world.options.seed_json = options.seed_json;
  world.clock_offset = std::chrono::milliseconds{offset};
  const json::array& drawn = state.at("drawn").as_array();
  world.ids.seek(drawn.at(0).to_number<std::uint64_t>());
  world.secrets.seek(drawn.at(1).to_number<std::uint64_t>());
  world.request_ids.seek(drawn.at(2).to_number<std::uint64_t>());
  world.audit_seq = state.at("audit_seq").to_number<std::uint64_t>();
  read_people(state, world);
  read_tokens(state, world);
  read_logs(state, world);
  // The start line and /__mock/world name this tenant.
  if (!world.tenants.contains(std::string(main_tenant))) throw std::invalid_argument("tenants");
  return world;
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
