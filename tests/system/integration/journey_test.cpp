// The client against the mock server over real TLS: sign-in, backup codes, recovery, renewal, faults.
#include "worlds/catch.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/testing/mock_server.hpp>

#include <chrono>
#include <string>
#include <utility>

using namespace hellojohn;
using namespace std::chrono_literals;

namespace {

constexpr const char* alice_id = "usr_01HABCDEF123456";
constexpr const char* alice_factor = "fac_01HABCDEF555444";

struct World {
  explicit World(testing::MockOptions options = {})
      : server(start(std::move(options))), client(make_client(server)) {}

  static testing::MockServer start(testing::MockOptions options) {
    testing::MockServerOptions server_options;
    server_options.service = std::move(options);
    return testing::MockServer::start(std::move(server_options)).value();
  }
  static Client make_client(testing::MockServer& server) {
    ClientOptions options;
    options.base_url = server.base_url();
    options.tenant_id = "tnt_01HABCDEF654321";
    options.publishable_key = "pk_live_abc123";
    options.network.ca_pem = server.ca_pem();
    return Client::create(std::move(options)).value();
  }

  Challenge challenge() {
    auto result =
        client.auth().sign_in({"alice@example.com", SecretView("correct horse battery")}).get();
    return *result.value().challenge();
  }
  std::string backup_code(std::size_t index) {
    return server.service().seeded_backup_codes(alice_id).at(index);
  }
  void fault(const char* json) {
    HttpRequest request;
    request.method = "POST";
    request.target = "/__mock/faults";
    request.body = Secret(json);
    REQUIRE(server.service().control(request).status == 201);
  }

  testing::MockServer server;
  Client client;
};

}  // namespace

TEST_CASE("a backup code signs in once, over TLS") {
  World world;
  const std::string code = world.backup_code(0);
  auto verified = world.client.mfa().verify_backup_code(world.challenge(), code).get();
  REQUIRE(verified.has_value());
  CHECK(verified->session.user_id == alice_id);
  CHECK_FALSE(verified->backup_codes_remaining.has_value());
  CHECK(world.client.auth().access_token().get().has_value());

  auto again = world.client.mfa().verify_backup_code(world.challenge(), code).get();
  CHECK(again.error().code == Errc::invalid_code);
  CHECK(again.error().outcome == Outcome::refused);
  CHECK(world.client.auth().current().has_value());
}

TEST_CASE("a new set kills the old one") {
  World world;
  REQUIRE(world.client.mfa().verify_backup_code(world.challenge(), world.backup_code(0)).get());
  const std::string old_code = world.backup_code(1);
  auto fresh = world.client.user().mfa().generate_backup_codes().get();
  REQUIRE(fresh.has_value());
  CHECK(fresh->codes.size() == 8);
  CHECK(world.client.user().mfa().backup_codes_status().get()->count == 8);
  CHECK_FALSE(world.client.mfa().verify_backup_code(world.challenge(), old_code).get());
  CHECK(world.client.mfa()
            .verify_backup_code(world.challenge(), fresh->codes[3].reveal())
            .get()
            .has_value());
}

TEST_CASE("lost access: mail, recovery session, new factor, new codes") {
  testing::MockOptions options;
  options.virtual_clock = true;
  World world(std::move(options));
  CHECK(world.client.recovery().request("nobody@example.com").get().has_value());
  CHECK(world.server.service().outbox().empty());
  REQUIRE(world.client.recovery().request("alice@example.com").get().has_value());
  const auto mail = world.server.service().outbox().at(0);
  const auto token = world.client.recovery().parse_link(mail.link);
  REQUIRE(token.has_value());
  CHECK(token->reveal() == mail.token);

  auto opened = world.client.recovery().verify_token(token->view()).get();
  REQUIRE(opened.has_value());
  RecoverySession session = std::move(opened).value();
  CHECK(session.account().get()->email == "alice@example.com");
  CHECK_FALSE(world.client.auth().current().has_value());

  auto enrolment = session.enroll({}).get();
  REQUIRE(enrolment.has_value());
  const std::string code = world.server.service().totp(enrolment->factor_id);
  REQUIRE(session.confirm(enrolment->factor_id, code).get().has_value());
  CHECK(session.generate_backup_codes().get()->codes.size() == 8);
  CHECK(session.end().get().has_value());
  CHECK(session.factors().get().error().code == Errc::auth_expired);

  CHECK(world.client.recovery().verify_token(token->view()).get().error().code ==
        Errc::token_used_or_expired);
  world.server.service().advance(30s);
  const auto old_factor = world.client.mfa()
                              .verify_challenge({world.challenge().id, alice_factor,
                                                 world.server.service().totp(alice_factor)})
                              .get();
  CHECK_FALSE(old_factor.has_value());
  CHECK(world.client.mfa()
            .verify_challenge({world.challenge().id, enrolment->factor_id,
                               world.server.service().totp(enrolment->factor_id)})
            .get()
            .has_value());
}

TEST_CASE("faults: the outcome is what really happened") {
  World world;
  SECTION("processed, then the connection dropped: unknown, and the code is burned") {
    const auto challenge = world.challenge();
    const std::string code = world.backup_code(0);
    world.fault(
        R"({"method":"POST","path":"/v1/auth/mfa/verify","kind":"drop_after","first_n":1})");
    auto lost = world.client.mfa().verify_backup_code(challenge, code).get();
    CHECK(lost.error().code == Errc::connection_lost);
    CHECK(lost.error().outcome == Outcome::unknown);
    CHECK(world.client.mfa().verify_backup_code(world.challenge(), code).get().error().code ==
          Errc::invalid_code);
  }
  SECTION("a success cut short: done, and its answer lost") {
    const auto challenge = world.challenge();
    world.fault(R"({"method":"POST","path":"/v1/auth/mfa/verify","kind":"truncate","first_n":1})");
    auto lost = world.client.mfa().verify_backup_code(challenge, world.backup_code(0)).get();
    CHECK(lost.error().outcome == Outcome::done_answer_lost);
  }
  SECTION("no HTTP at all: unknown") {
    const auto challenge = world.challenge();
    world.fault(R"({"method":"POST","path":"/v1/auth/mfa/verify","kind":"garbage","first_n":1})");
    auto lost = world.client.mfa().verify_backup_code(challenge, world.backup_code(0)).get();
    CHECK(lost.error().outcome == Outcome::unknown);
  }
  SECTION("a read is repeated automatically") {
    REQUIRE(world.client.mfa().verify_backup_code(world.challenge(), world.backup_code(0)).get());
    world.fault(R"({"method":"GET","path":"*","kind":"drop_after","first_n":2})");
    CHECK(world.client.user().mfa().factors().get().has_value());
  }
  SECTION("refused with a wait") {
    world.fault(R"({"method":"POST","path":"*","kind":"status","status":429,"retry_after":7})");
    auto refused = world.client.recovery().request("alice@example.com").get();
    CHECK(refused.error().code == Errc::rate_limited);
    CHECK(refused.error().outcome == Outcome::refused);
    CHECK(refused.error().retry_after == 7s);
  }
}

TEST_CASE("nobody listens: not sent") {
  ClientOptions options;
  options.base_url = "https://localhost:1";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_live_abc123";
  options.network.ca_pem = World().server.ca_pem();
  auto client = Client::create(std::move(options)).value();
  auto result = client.recovery().request("a@example.com").get();
  CHECK(result.error().outcome == Outcome::not_sent);
}

TEST_CASE("a foreign authority is not trusted, and nothing is sent") {
  World world;
  World other;
  ClientOptions options;
  options.base_url = world.server.base_url();
  options.tenant_id = "tnt_01HABCDEF654321";
  options.publishable_key = "pk_live_abc123";
  options.network.ca_pem = other.server.ca_pem();
  auto client = Client::create(std::move(options)).value();
  auto result = client.recovery().request("a@example.com").get();
  CHECK(result.error().code == Errc::tls_trust);
  CHECK(result.error().outcome == Outcome::not_sent);
}

TEST_CASE("100 calls in flight do not hold the destructor") {
  World world;
  world.fault(R"({"method":"POST","path":"*","kind":"delay","delay_ms":20000})");
  std::vector<Pending<Unit>> calls;
  for (int i = 0; i < 100; ++i) calls.push_back(world.client.recovery().request("a@example.com"));
  const auto begun = std::chrono::steady_clock::now();
  { const Client gone = std::move(world.client); }
  CHECK(std::chrono::steady_clock::now() - begun < 2s);
  for (auto& call : calls) CHECK(std::move(call).take().error().code == Errc::shutting_down);
}
