// One journey over both servers of the mock, over real sockets with TLS: what works where, printed as a small table.
#include "worlds/catch.hpp"
#include "worlds/mock_people.hpp"

#include <hellojohn/admin/admin.hpp>
#include <hellojohn/hellojohn.hpp>
#include <hellojohn/testing/mock_server.hpp>

#include <chrono>
#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

constexpr const char* tenant = "tnt_01HABCDEF654321";

struct World {
  explicit World(ServerDialect with) : dialect(with), server(start(with)) {
    ClientOptions options;
    options.base_url = server.base_url();
    options.tenant_id = tenant;
    options.dialect = with;
    if (with == ServerDialect::v1) options.publishable_key = "pk_live_abc123";
    if (with == ServerDialect::self_hosted) options.client_id = "game";
    options.network.ca_pem = server.ca_pem();
    client = std::make_unique<Client>(Client::create(std::move(options)).value());
  }
  static testing::MockServer start(ServerDialect dialect) {
    testing::MockServerOptions options;
    options.service.dialect = dialect;
    options.service.virtual_clock = true;
    return testing::MockServer::start(std::move(options)).value();
  }

  /// The code that the app shows next: the earlier one may be spent.
  std::string next_totp(std::string_view factor_id) {
    server.service().advance(std::chrono::seconds(30));
    return server.service().totp(factor_id);
  }
  Result<SignInResult> sign_in() {
    return client->auth().sign_in({alice, SecretView(alice_password)}).get();
  }
  Challenge challenge() { return *sign_in().value().challenge(); }
  std::string backup_code(std::size_t index) {
    return server.service().seeded_backup_codes(alice_id).at(index);
  }
  /// The authenticator that was enrolled last, under the service's own id.
  [[nodiscard]] std::string last_factor() {
    const std::string journal = server.service().journal();
    const std::size_t at = journal.rfind("\"fac_");
    return journal.substr(at + 1, journal.find('"', at + 1) - at - 1);
  }
  [[nodiscard]] UserMfa mfa() const { return client->user().mfa(); }
  [[nodiscard]] bool own() const { return dialect == ServerDialect::self_hosted; }

  ServerDialect dialect;
  testing::MockServer server;
  std::unique_ptr<Client> client;
};

/// "yes", or why not.
template <class T>
std::string word(const Result<T>& answer) {
  if (answer) return "yes";
  return std::string(to_string(answer.error().code)) + ", " + to_string(answer.error().outcome);
}

struct Step {
  std::string name, came;
  const char* v1;
  const char* self_hosted;
};

/// From the first sign-in to the sign-out, in the order in which a player meets it.
std::vector<Step> journey(World& world) {
  std::vector<Step> steps;
  const auto note = [&](const char* name, std::string came, const char* v1, const char* own) {
    steps.push_back({name, std::move(came), v1, own});
  };
  constexpr const char* yes = "yes";
  constexpr const char* no_call = "unsupported, not_sent";
  const auto same = [&](const char* name, std::string came, const char* both = "yes") {
    note(name, std::move(came), both, both);
  };
  Mfa mfa = world.client->mfa();

  const Challenge challenge = world.challenge();
  same("wrong backup code", word(mfa.verify_backup_code(challenge, "ZZZZ-ZZZZ").get()),
       "invalid_code, refused");
  const std::string code = world.backup_code(0);
  same("backup code", word(mfa.verify_backup_code(challenge, code).get()));
  const std::string reused = word(mfa.verify_backup_code(world.challenge(), code).get());
  same("the same backup code again", reused, "invalid_code, refused");

  const Challenge second = world.challenge();
  same("code of the app", word(mfa.verify({second.id, world.own() ? factor::totp : alice_factor,
                                           world.next_totp(alice_factor)})
                                   .get()));
  same("list of factors", word(world.mfa().factors().get()));
  note("new codes without a proof", word(world.mfa().generate_backup_codes().get()), yes,
       "reauthentication_required, not_sent");
  const std::string app_code = world.next_totp(alice_factor);
  const auto fresh =
      world.mfa().generate_backup_codes({SecretView(alice_password), factor::totp, app_code}).get();
  same("new codes with a proof", word(fresh));
  const auto status = world.mfa().backup_codes_status().get();
  same("count of codes",
       status && status->count
           ? (status->certainty == BackupCodesStatus::Certainty::at_most ? "at most" : "exact")
           : "unknown",
       "at most");
  const auto another = world.mfa().enroll({}).get();
  note("a second authenticator", word(another), yes, "conflict, not_sent");

  const std::string proof_code(fresh->codes.at(0).reveal());
  const std::string_view factor_id = world.own() ? factor::totp : alice_factor;
  same("remove the authenticator",
       word(world.mfa()
                .remove(factor_id, {SecretView(alice_password), factor::backup_codes, proof_code})
                .get()));
  auto enrolment = world.mfa().enroll({}).get();
  same("enrol an authenticator", word(enrolment));
  const auto confirmed =
      world.mfa().confirm(enrolment->factor_id, world.next_totp(world.last_factor())).get();
  same("confirm it", word(confirmed));
  note("codes with the confirmation", confirmed && confirmed->backup_codes ? yes : "no", "no", yes);

  note("recovery by mail", word(world.client->recovery().request(alice).get()), yes, no_call);
  note("another code by mail", word(mfa.send_code(world.challenge(), "email").get()), no_call, yes);
  world.server.service().advance(std::chrono::hours(2));
  same("a call after the token expired", word(world.mfa().factors().get()));
  same("sign out", word(world.client->auth().sign_out().get()));
  const std::string journal = world.server.service().journal();
  same("the server ended the session",
       journal.find("\"signed_out\"") != std::string::npos ? yes : "no");
  return steps;
}

/// What the support desk has: the audit log to its end, and an override.
std::vector<Step> desk(World& world) {
  admin::ClientOptions options;
  options.base_url = world.server.base_url();
  options.tenant_id = tenant;
  options.dialect = world.dialect;
  options.secret_key = Secret("sk_live_abc123");
  options.network.ca_pem = world.server.ca_pem();
  auto client = admin::Client::create(std::move(options)).value();
  admin::AuditQuery query;
  query.limit = 3;
  std::set<std::string> ids;
  long long total = -1;
  admin::AuditPager pages = client.audit().pages(query);
  while (!pages.finished()) {
    const auto page = pages.next().get();
    REQUIRE(page);
    total = page->total.value_or(-1);
    for (const auto& record : page->data) ids.insert(record.id);
  }
  const bool whole = static_cast<long long>(ids.size()) == total && total > 3;
  return {{"the whole audit log in pages", whole ? "yes" : "no", "yes", "yes"},
          {"check of a session", word(client.verify_session(SecretView("token")).get()), "yes",
           "unsupported, not_sent"}};
}

}  // namespace

TEST_CASE("dialects: one journey over both servers") {
  World v1(ServerDialect::v1);
  World own(ServerDialect::self_hosted);
  std::vector<Step> left = journey(v1);
  std::vector<Step> right = journey(own);
  for (Step& step : desk(v1)) left.push_back(std::move(step));
  for (Step& step : desk(own)) right.push_back(std::move(step));
  REQUIRE(left.size() == right.size());
  std::printf("%-32s | %-24s | %s\n", "step", "v1", "self_hosted");
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::printf("%-32s | %-24s | %s\n", left[i].name.c_str(), left[i].came.c_str(),
                right[i].came.c_str());
    CAPTURE(left[i].name);
    CHECK(left[i].came == left[i].v1);
    CHECK(right[i].came == right[i].self_hosted);
  }
}

TEST_CASE("self-hosted: ten wrong backup codes lock the rest, and the app still signs in") {
  World world(ServerDialect::self_hosted);
  Mfa mfa = world.client->mfa();
  const Challenge challenge = world.challenge();
  for (int i = 0; i < 10; ++i)
    CHECK(word(mfa.verify_backup_code(challenge, "ZZZZZZZZZZ").get()) == "invalid_code, refused");
  const auto locked = mfa.verify_backup_code(challenge, world.backup_code(0)).get();
  CHECK(word(locked) == "rate_limited, refused");
  CHECK_FALSE(locked.error().retry_after.has_value());
  CHECK(locked.error().detail.find("up to a day") != std::string::npos);
  CHECK(mfa.verify({challenge.id, factor::totp, world.next_totp(alice_factor)}).get());
}

TEST_CASE("self-hosted: a v1 client finds no service there, and nothing is certain") {
  World world(ServerDialect::self_hosted);
  ClientOptions options;
  options.base_url = world.server.base_url();
  options.tenant_id = tenant;
  options.publishable_key = "pk_live_abc123";
  options.network.ca_pem = world.server.ca_pem();
  auto client = Client::create(std::move(options)).value();
  const auto answer = client.auth().sign_in({alice, SecretView(alice_password)}).get();
  REQUIRE_FALSE(answer);
  CHECK(answer.error().outcome == Outcome::unknown);
  CHECK(answer.error().http_status == 404);
}
