// Client at the edges of what it is given: arguments, answers and options that are barely right or barely wrong.
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

// {"sub":"usr_9","exp":1705316400}: one hour after the virtual clock's start.
const char* const jwt = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfOSIsImV4cCI6MTcwNTMxNjQwMH0.c2ln";

RecoverySession recovered(ClientWorld& world, const std::string& token = jwt) {
  auto pending = world.client->recovery().verify(SecretView("rec_tok_1"));
  world.transport->respond(200, R"({"access_token":")" + token + R"(","session_type":"recovery"})");
  return std::move(pending).take().value();
}

template <class T>
void check_usage(ClientWorld& world, Pending<T>&& pending) {
  REQUIRE(pending.ready());
  const auto result = std::move(pending).take();
  REQUIRE_FALSE(result);
  CHECK(result.error().code == Errc::usage);
  CHECK(result.error().outcome == Outcome::not_sent);
  CHECK_FALSE(result.error().detail.empty());
  CHECK(world.transport->started_count() == 0);
}

}  // namespace

TEST_CASE("arguments: what is empty is not sent") {
  ClientWorld world;
  auto& client = *world.client;
  check_usage(world, client.auth().sign_in({"", SecretView("pw")}));
  check_usage(world, client.auth().sign_in({"a@example.com", SecretView("")}));
  check_usage(world, client.mfa().verify({"", "totp", "1"}));
  check_usage(world, client.mfa().verify({"c", "", "1"}));
  check_usage(world, client.mfa().verify({"c", "totp", ""}));
  check_usage(world, client.recovery().request(""));
  check_usage(world, client.recovery().verify(SecretView("")));
}

TEST_CASE("adopt: a token whose end has come is taken only where it can be renewed") {
  ClientWorld world;
  world.clock.advance(2h);
  check_usage(world, world.client->auth().adopt({SecretView(jwt)}));
  auto adopted = std::move(world.client->auth().adopt({SecretView(jwt), SecretView("rft")})).take();
  REQUIRE(adopted);
  auto token = world.client->auth().access_token();
  CHECK(world.transport->open().request.target == "/v1/auth/token/refresh");
  world.transport->respond(200, R"({"access_token":"two","expires_in":60})");
  CHECK(std::move(token).take()->reveal() == "two");
}

TEST_CASE("options: the last value that is taken, and the first that is not") {
  const auto taken = [](auto change) {
    ClientOptions options;
    options.base_url = "https://auth.example.com";
    options.tenant_id = "tnt_1";
    options.publishable_key = "pk_test_a";
    options.transport = std::make_unique<testing::ScriptedTransport>();
    change(options);
    return Client::create(std::move(options)).has_value();
  };
  using O = ClientOptions;
  CHECK(taken([](O& o) { o.tenant_id = std::string(128, 't'); }));
  CHECK_FALSE(taken([](O& o) { o.tenant_id = std::string(129, 't'); }));
  CHECK_FALSE(taken([](O& o) { o.tenant_id = "t\x7F"; }));
  CHECK(taken([](O& o) { o.publishable_key = "pk_" + std::string(253, 'k'); }));
  CHECK_FALSE(taken([](O& o) { o.publishable_key = "pk_" + std::string(254, 'k'); }));
  CHECK(taken([](O& o) { o.backup_code_format.groups = 16; }));
  CHECK_FALSE(taken([](O& o) { o.backup_code_format.groups = 17; }));
  CHECK(taken([](O& o) { o.backup_code_format.group_size = 32; }));
  CHECK_FALSE(taken([](O& o) { o.backup_code_format.group_size = 33; }));
  CHECK_FALSE(taken([](O& o) { o.backup_code_format.group_size = 0; }));
  CHECK(taken([](O& o) {
    o.retry.max_attempts = 1;
    o.retry.base_delay = o.retry.max_delay = 0ms;
  }));
  CHECK_FALSE(taken([](O& o) { o.retry.base_delay = -1ms; }));
  CHECK_FALSE(taken([](O& o) { o.retry.max_delay = -1ms; }));
  CHECK(taken([](O& o) { o.backup_codes_route = {"https://b.example", "/codes"}; }));
  for (const char* target : {"", "codes", "/a b", "/a\r\nX: y"})
    CHECK_FALSE(taken([&](O& o) { o.backup_codes_route = {"https://b.example", target}; }));
}

TEST_CASE("a client that another takes the place of ends as if destroyed") {
  ClientWorld world, other;
  auto left = world.client->recovery().request("a@example.com");
  *world.client = std::move(*other.client);
  REQUIRE(left.ready());
  CHECK(std::move(left).take().error().code == Errc::shutting_down);
  auto pending = world.client->recovery().request("a@example.com");
  other.transport->respond(200, "{}");
  CHECK(std::move(pending).take());
  Client& same = *world.client;
  *world.client = std::move(same);
  auto again = world.client->recovery().request("a@example.com");
  other.transport->respond(200, "{}");
  CHECK(std::move(again).take());
}

TEST_CASE("a client that was moved from has nothing to do") {
  ClientWorld world;
  const Client taken = std::move(*world.client);
  CHECK(world.client->poll() == 0);  // NOLINT(bugprone-use-after-move): that is the promise.
  world.client->shutdown(1s);
}

TEST_CASE("a recovery session that another takes the place of is ended") {
  ClientWorld world;
  std::vector<AuthEvent> events;
  auto sub = world.client->auth().on_auth_state_change(
      [&](AuthEvent event, const SignedIn*) { events.push_back(event); });
  const auto ended = [&] {
    world.client->poll();
    return std::count(events.begin(), events.end(), AuthEvent::recovery_ended);
  };
  RecoverySession session = recovered(world);
  RecoverySession& same = session;
  session = std::move(same);
  CHECK(ended() == 0);
  CHECK(session.expires_in() == 1h);
  session = recovered(world);
  CHECK(ended() == 1);
  CHECK(session.expires_in() == 1h);
  std::move(session.end()).detach();
  world.transport->respond(204, "");
  session = recovered(world);
  CHECK(ended() == 2);  // Ended once, by end().
}

TEST_CASE("a recovery session learns whose it is from the account") {
  ClientWorld world;
  RecoverySession session = recovered(world, "opaque");
  SECTION("and names that person from then on") {
    auto account = session.account();
    CHECK(world.transport->open().request.target == "/v1/auth/me");
    CHECK(world.transport->open().request.authorization.reveal() == "Bearer opaque");
    world.transport->respond(200, R"({"id":"usr_7","email":"a@example.com"})");
    CHECK(std::move(account).take()->email == "a@example.com");
    auto factors = session.factors();
    CHECK(world.transport->open().request.target == "/v1/users/usr_7/mfa/factors");
  }
  SECTION("not from an answer that does not say") {
    auto account = session.account();
    world.transport->respond(200, R"({"email":"a@example.com"})");
    const auto result = std::move(account).take();
    CHECK(result.error().code == Errc::body);
    CHECK(result.error().outcome == Outcome::done_answer_lost);
  }
}

TEST_CASE("how long a token lives: said, written into it, or assumed") {
  // The world's clock shows 2024-01-15, 10:00.
  const auto life = [](const std::string& members,
                       const char* date = "Mon, 15 Jan 2024 10:00:00 GMT") {
    ClientWorld world;
    auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
    HttpResponse response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/json"}};
    if (date != nullptr) response.headers.push_back({"Date", date});
    response.body = Secret("{" + members + R"(,"user":{"id":"usr_1"}})");
    world.transport->respond(std::move(response));
    return std::move(pending).take()->signed_in()->access_expires_at - world.clock.now();
  };
  const std::string signed_token = std::string(R"("access_token":")") + jwt + '"';
  CHECK(life(R"("access_token":"t","expires_in":60)") == 60s);
  CHECK(life(signed_token + R"(,"expires_in":60)") == 60s);
  CHECK(life(signed_token + R"(,"access_token_expires_at":"2024-01-15T10:05:00Z")") == 5min);
  CHECK(life(signed_token) == 1h);
  CHECK(life(R"("access_token":"t")") == 15min);
  CHECK(life(R"("access_token":"t","expires_in":0)") == 15min);
  CHECK(life(R"("access_token":"t","access_token_expires_at":"2023-01-15T10:05:00Z")") == 0s);
  // Without a Date the device's clock does not end a token early.
  CHECK(life(R"("access_token":"t","access_token_expires_at":"2023-01-15T10:05:00Z")", nullptr) ==
        15min);
}

TEST_CASE("media types: JSON by any name that is one") {
  const auto taken = [](const char* type) {
    ClientWorld world;
    auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
    HttpResponse response;
    response.status = 200;
    if (type != nullptr) response.headers = {{"Content-Type", type}};
    response.body = Secret(signed_in_answer);
    world.transport->respond(std::move(response));
    auto result = std::move(pending).take();
    if (!result) CHECK(result.error().code == Errc::body);
    return result.has_value();
  };
  for (const char* type : {static_cast<const char*>(nullptr), "application/json",
                           "APPLICATION/JSON", "application/json; charset=utf-8",
                           "application/json ; charset=utf-8", "application/hal+json"})
    CHECK(taken(type));
  for (const char* type : {"text/html", "text/plain", "application/jsonp", "+json", "a/b"})
    CHECK_FALSE(taken(type));
}

TEST_CASE("an error names the request: by its body, else by its header, in printable signs") {
  const auto name = [](const char* header, const char* body) {
    ClientWorld world;
    auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
    HttpResponse response;
    response.status = 400;
    response.headers = {{"X-Request-ID", header}};
    response.body = Secret(body);
    world.transport->respond(std::move(response));
    return std::move(pending).take().error().request_id;
  };
  CHECK(name("req_h", R"({"error":{"request_id":"req_b"}})") == "req_b");
  CHECK(name("req_h", "{}") == "req_h");
  CHECK(name("re\x01q\x7F_\xC3\xA9h", "{}") == "req_h");
  CHECK(name(std::string(200, 'r').c_str(), "{}") == std::string(128, 'r'));
}

TEST_CASE("each event has its own name") {
  std::set<std::string> names;
  for (int i = 0; i <= static_cast<int>(AuthEvent::recovery_ended); ++i)
    names.insert(to_string(static_cast<AuthEvent>(i)));
  CHECK(names.size() == static_cast<std::size_t>(AuthEvent::recovery_ended) + 1);
  CHECK(names.count("unlisted") == 0);
  CHECK(to_string(static_cast<AuthEvent>(99)) == std::string("unlisted"));
  CHECK(to_string(static_cast<Errc>(9999)) == std::string("unlisted"));
  CHECK(to_string(static_cast<Outcome>(99)) == std::string("unlisted"));
  CHECK(to_string(static_cast<Remedy>(99)) == std::string("unlisted"));
}

TEST_CASE("restore: without a store there is nobody, and nothing goes wrong") {
  ClientWorld world;
  const auto restored = std::move(world.client->auth().restore()).take();
  REQUIRE(restored);
  CHECK_FALSE(restored->has_value());
}
