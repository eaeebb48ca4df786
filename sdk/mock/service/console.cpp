// Implementation of console.hpp.
#include "console.hpp"

#include "control.hpp"
#include "mock/service/console_files.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

constexpr std::size_t most_requests = 200;

HttpResponse file(std::string_view content_type, std::string_view text) {
  HttpResponse out;
  out.status = 200;
  out.headers = {{"Content-Type", std::string(content_type)},
                 {"Cache-Control", "no-store"},
                 {"Content-Security-Policy",
                  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
                 {"Cross-Origin-Opener-Policy", "same-origin"},
                 {"Cross-Origin-Resource-Policy", "same-origin"},
                 {"Referrer-Policy", "no-referrer"},
                 {"X-Content-Type-Options", "nosniff"}};
  out.body = Secret(text);
  return out;
}

json::object factor_json(const World& world, const Factor& factor) {
  json::object out{{"id", factor.id},
                   {"type", factor.type},
                   {"name", factor.name},
                   {"status", to_string(factor.status)}};
  if (factor.secret.empty()) return out;
  out["code"] = totp_now(world, factor);
  out["valid_for_s"] = 30 - unix_seconds(world.now()) % 30;
  return out;
}

json::object user_json(World& world, const User& user) {
  json::array factors;
  for (const Factor& factor : user.factors) factors.push_back(factor_json(world, factor));
  const auto person = std::find_if(world.seeded.begin(), world.seeded.end(),
                                   [&](const SeedPerson& p) { return p.id == user.id; });
  const std::vector<std::string> codes = live_seeded_codes(world, user.id);
  json::object out{
      {"id", user.id},
      {"email", user.email},
      {"password", person == world.seeded.end() ? "(set at sign-up)" : person->password},
      {"factors", std::move(factors)},
      {"backup_codes", json::array(codes.begin(), codes.end())},
      {"codes_left", nullptr}};
  if (user.codes) out["codes_left"] = user.codes->live.size();
  return out;
}

/// The routes that are served. Those of the open-source server are not described.
std::string description_of(ServerDialect dialect) {
  if (dialect == ServerDialect::v1) return openapi_json;
  json::object all = json::parse(openapi_json).as_object();
  json::object control;
  for (const auto& path : all.at("paths").as_object()) {
    if (path.key().starts_with("/__mock/")) control.insert(path);
  }
  all["paths"] = std::move(control);
  all["info"].as_object()["description"] =
      "The control routes of the mock server. The routes of the open-source server are not here.";
  return json::serialize(all);
}

}  // namespace

std::optional<HttpResponse> console_file(std::string_view target, ServerDialect dialect) {
  if (target == "/__mock/") return file("text/html; charset=utf-8", console_html);
  if (target == "/__mock/console.css") return file("text/css; charset=utf-8", console_css);
  if (target == "/__mock/openapi.json") return file("application/json", description_of(dialect));
  if (target == "/__mock/console.js") return file("text/javascript; charset=utf-8", console_js);
  return std::nullopt;
}

json::object console_state(World& world) {
  json::array users, faults;
  for (const auto& entry : world.users) users.push_back(user_json(world, entry.second));
  for (const Fault& fault : world.faults) faults.push_back(describe(fault));
  return {{"now", write_rfc3339_millis(world.now())},
          {"virtual", world.options.virtual_clock},
          {"users", std::move(users)},
          {"outbox", outbox_json(world)},
          {"faults", std::move(faults)},
          {"requests", json::array(world.requests.begin(), world.requests.end())},
          {"audit", audit_json(world)}};
}

void remember_request(World& world, const Call& call, std::string_view answer) {
  json::array effects;
  for (const json::object& effect : call.effects) effects.push_back(effect.at("effect"));
  if (world.requests.size() == most_requests) world.requests.pop_front();
  world.requests.push_back({{"time", write_rfc3339_millis(world.now())},
                            {"method", call.method},
                            {"path", call.path},
                            {"answer", answer},
                            {"effects", std::move(effects)},
                            {"request_id", call.request_id}});
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
