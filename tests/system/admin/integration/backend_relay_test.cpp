// The backend relay between a player's client and the service: who gets codes, and who does not.
#include "12_backend_relay/relay.hpp"
#include "apps/common/http_call.hpp"
#include "desk_world.hpp"
#include "worlds/catch.hpp"

#include <thread>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

std::string text_at(const std::string& json, const std::string& name) {
  const std::string key = '"' + name + "\":\"";
  const std::size_t at = json.find(key);
  REQUIRE(at != std::string::npos);
  return json.substr(at + key.size(), json.find('"', at + key.size()) - at - key.size());
}

/// The service's time, so that a test can let it pass.
class ServiceClock final : public Clock {
 public:
  explicit ServiceClock(const testing::MockService& service) : service_(service) {}
  std::chrono::steady_clock::time_point now() const noexcept override {
    return std::chrono::steady_clock::now();
  }
  std::chrono::system_clock::time_point wall_now() const noexcept override {
    return service_.now();
  }

 private:
  const testing::MockService& service_;
};

testing::MockOptions virtual_time() {
  testing::MockOptions options;
  options.virtual_clock = true;
  return options;
}

struct RelayWorld : DeskWorld {
  RelayWorld()
      : DeskWorld(virtual_time()),
        clock(server.service()),
        relay(io, 0, desk, clock),
        thread([this] { io.run(); }),
        player(client_with(through_relay())) {}
  ~RelayWorld() {
    io.stop();
    thread.join();
  }

  [[nodiscard]] std::string origin() const {
    return "http://127.0.0.1:" + std::to_string(relay.port());
  }
  [[nodiscard]] ClientOptions through_relay() const {
    ClientOptions options;
    options.allow_http_on_loopback = true;
    options.backup_codes_route = {origin(), "/account/backup-codes"};
    options.fresh_sign_in = 24h;  // So that the relay is the one that refuses.
    return options;
  }
  [[nodiscard]] HttpResponse post(std::string_view token, const std::string& target,
                                  const std::string& body = "") const {
    HttpRequest request;
    request.method = "POST";
    request.origin = origin();
    request.target = target;
    request.headers = {{"X-User-ID", "usr_01HABCDEF222222"}, {"X-Tenant-ID", mock_tenant}};
    if (!token.empty()) request.authorization = Secret("Bearer " + std::string(token));
    if (!body.empty()) request.body = Secret(body);
    return samples::http_call(request, {});
  }
  /// The service itself, beside the client.
  [[nodiscard]] std::string ask(const std::string& target, const std::string& body) {
    HttpRequest request;
    request.method = "POST";
    request.target = target;
    request.headers = {{"X-Tenant-ID", mock_tenant}};
    request.authorization = Secret("Bearer pk_live_abc123");
    request.body = Secret(body);
    return std::string(server.service().serve(request).response.body.reveal());
  }
  [[nodiscard]] std::size_t sets_made() {
    const std::string journal = server.service().journal();
    std::size_t count = 0;
    for (auto at = journal.find("codes_generated"); at != std::string::npos;
         at = journal.find("codes_generated", at + 1))
      ++count;
    return count;
  }

  ServiceClock clock;
  boost::asio::io_context io;
  relay::Relay relay;
  std::thread thread;
  Client player;
};

}  // namespace

TEST_CASE("relay: a player with a fresh sign-in gets codes, and the desk's key makes them") {
  RelayWorld world;
  REQUIRE(sign_in_with_totp(world, world.player).has_value());
  const auto made = world.player.user().mfa().generate_backup_codes().get();
  REQUIRE(made.has_value());
  CHECK(made->codes.size() == 8);
  CHECK_FALSE(made->generated_at.empty());
  const auto log = world.desk.audit().list({"mfa.backup_codes_generated"}).get();
  REQUIRE(log.has_value());
  REQUIRE(log->data.size() == 1);
  CHECK(log->data[0].actor_type == "api_key");
  CHECK(log->data[0].resource_id == alice_id);
  // One of them opens the account.
  auto other = world.client_with({});
  const auto begun = other.auth().sign_in({alice, SecretView(alice_password)}).get();
  REQUIRE(begun.has_value());
  CHECK(other.mfa()
            .verify({begun->challenge()->id, factor::backup_codes, made->codes.front().reveal()})
            .get()
            .has_value());
}

TEST_CASE("relay: a foreign user id in the request changes nothing") {
  RelayWorld world;
  REQUIRE(sign_in_with_totp(world, world.player).has_value());
  const auto token = world.player.auth().access_token().get();
  REQUIRE(token.has_value());
  // In the body and in a header; the target is fixed, so that one in the query is a 404.
  const auto answer =
      world.post(token->reveal(), "/account/backup-codes", R"({"user_id":"usr_01HABCDEF222222"})");
  CHECK(answer.status == 200);
  CHECK(world.post(token->reveal(), "/account/backup-codes?user_id=usr_01HABCDEF222222").status ==
        404);
  const auto log = world.desk.audit().list({"mfa.backup_codes_generated"}).get();
  REQUIRE(log.has_value());
  REQUIRE(log->data.size() == 1);
  CHECK(log->data[0].resource_id == alice_id);
  // Bob's codes are alive: they are forgotten here once they are replaced.
  CHECK(world.server.service().seeded_backup_codes("usr_01HABCDEF222222").size() > 0);
}

TEST_CASE("relay: a stale sign-in is sent back to sign in, also with a renewed token") {
  RelayWorld world;
  REQUIRE(sign_in_with_totp(world, world.player).has_value());
  world.server.service().advance(6min);
  const auto stale = world.player.user().mfa().generate_backup_codes().get();
  REQUIRE_FALSE(stale.has_value());
  CHECK(stale.error().code == Errc::reauthentication_required);
  CHECK(stale.error().outcome == Outcome::refused);
  CHECK(world.sets_made() == 0);

  // A renewed token is young, and nobody was there.
  const std::string begun = world.ask(
      "/v1/auth/sign-in", R"({"email":"alice@example.com","password":"correct horse battery"})");
  const std::string verified =
      world.ask("/v1/auth/mfa/verify", R"({"challenge_id":")" + text_at(begun, "challenge_id") +
                                           R"(","factor_id":"fac_01HABCDEF555444","code":")" +
                                           world.server.service().totp(alice_factor) + R"("})");
  const auto status = [&](const std::string& body) {
    return world.post(text_at(body, "access_token"), "/account/backup-codes").status;
  };
  CHECK(status(verified) == 200);
  world.server.service().advance(6min);
  const std::string renewed =
      world.ask("/v1/auth/token/refresh",
                R"({"refresh_token":")" + text_at(verified, "refresh_token") + R"("})");
  CHECK(world.desk.verify_session(SecretView(text_at(renewed, "access_token"))).get()->issued_at ==
        world.clock.wall_now());
  CHECK(status(renewed) == 403);
  CHECK(world.sets_made() == 1);
}

TEST_CASE("relay: tokens that prove too little get nothing") {
  RelayWorld world;
  const auto status = [&](std::string_view token) {
    return world.post(token, "/account/backup-codes").status;
  };
  CHECK(status("") == 401);
  CHECK(status("nonsense") == 401);
  CHECK(status("pk_live_abc123") == 401);
  // An impersonation session is valid, and of nobody who proved anything.
  const auto opened = world.desk.impersonate({alice_id}, checked).get();
  REQUIRE(opened.has_value());
  CHECK(status(opened->access_token.reveal()) == 403);
  // No second factor on the account.
  auto carol = world.client_with({});
  REQUIRE(carol.auth()
              .sign_in({"carol@example.com", SecretView("plain sailing today")})
              .get()
              .has_value());
  CHECK(status(carol.auth().access_token().get()->reveal()) == 403);
  // Ended on the server.
  REQUIRE(sign_in_with_totp(world, world.player).has_value());
  const auto token = world.player.auth().access_token().get();
  REQUIRE(token.has_value());
  REQUIRE(world.player.auth().sign_out().get().has_value());
  CHECK(status(token->reveal()) == 401);
  // Nothing else is served.
  CHECK(world.post(token->reveal(), "/").status == 404);
  CHECK(world.sets_made() == 0);
}

TEST_CASE("relay: what is uncertain stays uncertain on its way through") {
  struct Row {
    const char* fault;
    Outcome outcome;
    Errc code;
  };
  const Row rows[] = {
      {R"({"kind":"drop_after","path":"/v1/users/:id/mfa/backup-codes/generate"})",
       Outcome::unknown, Errc::unavailable},
      {R"({"kind":"status","status":429,"retry_after":7,"path":"/v1/users/:id/mfa/backup-codes/generate"})",
       Outcome::refused, Errc::rate_limited},
      {R"({"kind":"status","status":403,"path":"/v1/audit-logs"})", Outcome::refused,
       Errc::forbidden}};
  for (const Row& row : rows) {
    CAPTURE(row.fault);
    RelayWorld world;
    REQUIRE(sign_in_with_totp(world, world.player).has_value());
    HttpRequest plant;
    plant.method = "POST";
    plant.target = "/__mock/faults";
    plant.body = Secret(row.fault);
    REQUIRE(world.server.service().control(plant).status < 300);
    const auto made = world.player.user().mfa().generate_backup_codes().get();
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().outcome == row.outcome);
    CHECK(made.error().code == row.code);
    if (row.code == Errc::rate_limited) CHECK(made.error().retry_after == 7s);
  }
}
