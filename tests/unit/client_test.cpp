// Client over a scripted transport: options, sign-in, sessions, renewal, recovery, events. No real time, no sockets.
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <chrono>
#include <map>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

/// Counts what a client wants to send, also after the client is gone.
class CountingTransport final : public Transport {
 public:
  explicit CountingTransport(int& started) : started_(started) {}
  void start(ExchangeId, HttpRequest&&, ExchangeSink&) noexcept override { ++started_; }
  void cancel(ExchangeId) noexcept override {}
  void shutdown(std::chrono::steady_clock::time_point) noexcept override {}

 private:
  int& started_;
};

ClientOptions options_with_key(const char* key, int& started) {
  ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = key;
  options.transport = std::make_unique<CountingTransport>(started);
  return options;
}

std::string header_of(const HttpRequest& request, std::string_view name) {
  for (const HttpHeader& h : request.headers)
    if (h.name == name) return h.value;
  return {};
}

// {"sub":"usr_9","exp":1705316400}: one hour after the virtual clock's start.
const char* const jwt = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfOSIsImV4cCI6MTcwNTMxNjQwMH0.c2ln";

std::string recovery_answer() {
  return std::string(R"({"access_token":")") + jwt +
         R"(","session_type":"recovery","requires_mfa_reenrollment":true})";
}

/// A store that a test answers by hand or at once.
class FakeStore final : public SessionStore {
 public:
  void load(StoreOpId id, StoreSink& sink) noexcept override {
    if (hold) {
      held_id = id;
      held_sink = &sink;
    } else {
      sink.on_store_loaded(id, Secret(bytes));
    }
  }
  void save(StoreOpId id, SecretView secret, StoreSink& sink) noexcept override {
    bytes = std::string(secret.reveal());
    ++saves;
    if (hold) {
      held_id = id;
      held_sink = &sink;
    } else {
      sink.on_store_done(id, std::move(error));
    }
  }
  void erase(StoreOpId id, StoreSink& sink) noexcept override {
    bytes.clear();
    sink.on_store_done(id, {});
  }
  void release() { held_sink->on_store_done(held_id, {}); }
  void release_load() { held_sink->on_store_loaded(held_id, Secret(bytes)); }

  std::string bytes;
  int saves = 0;
  bool hold = false;
  std::optional<Error> error{};
  StoreOpId held_id = 0;
  StoreSink* held_sink = nullptr;
};

}  // namespace

TEST_CASE("cancelled while the session is being saved: the code is still spent") {
  FakeStore store;
  ClientOptions options;
  options.store = &store;
  ClientWorld world(std::move(options));
  store.hold = true;
  auto pending = world.client->mfa().verify({"chl_1", factor::backup_codes, "ABCD-EFGH"});
  world.transport->respond(200, signed_in_answer);
  REQUIRE_FALSE(pending.ready());
  pending.cancel();
  CHECK(std::move(pending).take().error().outcome == Outcome::done_answer_lost);
  store.release();
  CHECK_FALSE(world.client->auth().current());
}

TEST_CASE("options: what is refused, and that nothing was sent") {
  int started = 0;
  SECTION("secret keys, whatever else is wrong") {
    for (const char* key :
         {"sk_live_abc123", "sk_test_abc123", "sk_", "pk_sk_live_abc123", "pk_live_1,sk_live_2"}) {
      ClientOptions options = options_with_key(key, started);
      options.base_url = "nonsense";
      auto client = Client::create(std::move(options));
      REQUIRE_FALSE(client.has_value());
      CHECK(client.error().code == Errc::usage);
      CHECK(client.error().detail.find("secret key") != std::string::npos);
      CHECK(client.error().detail.find("abc123") == std::string::npos);
    }
  }
  SECTION("keys that are not publishable") {
    for (const char* key : {"", "abc", "pk live", "pk_\r\n"})
      CHECK_FALSE(Client::create(options_with_key(key, started)).has_value());
  }
  SECTION("tenant, URL, route, format, retry") {
    const auto refused = [&started](auto change) {
      ClientOptions options = options_with_key("pk_test_a", started);
      change(options);
      return !Client::create(std::move(options)).has_value();
    };
    CHECK(refused([](ClientOptions& o) { o.tenant_id = ""; }));
    CHECK(refused([](ClientOptions& o) { o.tenant_id = "a b"; }));
    CHECK(refused([](ClientOptions& o) { o.base_url = "http://auth.example.com"; }));
    CHECK(refused([](ClientOptions& o) { o.base_url = "http://127.0.0.1"; }));
    CHECK(refused([](ClientOptions& o) { o.backup_code_format.groups = 0; }));
    CHECK(refused([](ClientOptions& o) { o.backup_codes_route.origin = "https://b.example"; }));
    CHECK(refused([](ClientOptions& o) { o.backup_codes_route = {"http://b.example", "/codes"}; }));
    CHECK(refused([](ClientOptions& o) { o.retry.max_attempts = 0; }));
    CHECK_FALSE(refused([](ClientOptions& o) {
      o.base_url = "http://127.0.0.1";
      o.allow_http_on_loopback = true;
    }));
  }
  SECTION("a call without a deadline is refused") {
    ClientOptions options;
    options.timeouts.other = 0ms;
    ClientWorld world(std::move(options));
    auto result = std::move(world.client->recovery().request("a@b.c")).take();
    CHECK(result.error().code == Errc::usage);
    CHECK(world.transport->started_count() == 0);
  }
  CHECK(started == 0);
}

TEST_CASE("sign_in: request, session, challenge, refusal") {
  ClientWorld world;
  auto pending = world.client->auth().sign_in({"a@example.com", SecretView("p\"w")});
  const auto sent = world.transport->open();
  CHECK(sent.request.method == "POST");
  CHECK(sent.request.origin == "https://auth.example.com");
  CHECK(sent.request.target == "/v1/auth/sign-in");
  CHECK(header_of(sent.request, "X-Tenant-ID") == "tnt_1");
  CHECK(sent.request.authorization.reveal() == "Bearer pk_test_abcdef");
  CHECK(sent.request.body.reveal() == R"({"email":"a@example.com","password":"p\"w"})");

  SECTION("signed in") {
    world.transport->respond(200, signed_in_answer);
    const auto result = std::move(pending).take();
    REQUIRE(result.has_value());
    REQUIRE(result->signed_in() != nullptr);
    CHECK(result->challenge() == nullptr);
    CHECK(result->signed_in()->user_id == "usr_1");
    CHECK(result->signed_in()->access_expires_at == world.clock.now() + 1h);
    CHECK(world.client->auth().current()->user_id == "usr_1");
  }
  for (const int status : {403, 200}) {
    DYNAMIC_SECTION("challenge with " << status) {
      world.transport->respond(status, status == 403 ? challenge_answer
                                                     : R"({"mfa_required":true,)"
                                                       R"("challenge_id":"chl_1",)"
                                                       R"("available_factors":["totp",)"
                                                       R"("backup_codes"]})");
      const auto result = std::move(pending).take();
      REQUIRE(result.has_value());
      REQUIRE(result->challenge() != nullptr);
      CHECK(result->challenge()->id == "chl_1");
      CHECK(result->challenge()->factors.size() == 2);
      CHECK_FALSE(world.client->auth().current().has_value());
    }
  }
  SECTION("challenge with 200, in the form of an error") {
    world.transport->respond(200, challenge_answer);
    const auto result = std::move(pending).take();
    REQUIRE(result.has_value());
    REQUIRE(result->challenge() != nullptr);
    CHECK(result->challenge()->id == "chl_1");
  }
  SECTION("mfa_required without a challenge id is no challenge") {
    world.transport->respond(403, R"({"error":{"code":"mfa_required","message":"m"}})");
    CHECK_FALSE(std::move(pending).take().has_value());
  }
  SECTION("refused") {
    world.transport->respond(401, R"({"error":{"code":"invalid_credentials","message":"no",)"
                                  R"("request_id":"req_7"}})");
    const auto result = std::move(pending).take();
    CHECK(result.error().code == Errc::invalid_credentials);
    CHECK(result.error().outcome == Outcome::refused);
    CHECK(result.error().http_status == 401);
    CHECK(result.error().server_code == "invalid_credentials");
    CHECK(result.error().request_id == "req_7");
    CHECK(result.error().server_text == "no");
  }
  SECTION("an answer without a token is done, and lost") {
    world.transport->respond(200, R"({"user":{"id":"usr_1"}})");
    const auto result = std::move(pending).take();
    CHECK(result.error().code == Errc::body);
    CHECK(result.error().outcome == Outcome::done_answer_lost);
  }
}

TEST_CASE("verify: the code goes once, and no refusal touches the session") {
  ClientWorld world;
  world.sign_in();
  Challenge challenge;
  challenge.id = "chl_1";
  SECTION("a backup code is folded to its shape") {
    auto pending = world.client->mfa().verify_backup_code(challenge, " abcd efgh ");
    CHECK(world.transport->open().request.body.reveal() ==
          R"({"challenge_id":"chl_1","factor_id":"backup_codes","code":"ABCD-EFGH"})");
    CHECK(world.transport->open().request.target == "/v1/auth/mfa/verify");
    world.transport->respond(200, signed_in_answer);
    CHECK(std::move(pending).take()->session.user_id == "usr_1");
  }
  SECTION("a 401 neither renews nor signs out") {
    for (const char* code : {"invalid_mfa_code", "token_expired", "whatever"}) {
      auto pending = world.client->mfa().verify({"chl_1", "totp", "123456"});
      const auto before = world.transport->started_count();
      world.transport->respond(401, std::string(R"({"error":{"code":")") + code + R"("}})");
      CHECK(std::move(pending).take().error().code == Errc::invalid_code);
      CHECK(world.transport->started_count() == before);
      CHECK(world.client->auth().current().has_value());
    }
  }
  SECTION("an answer that is lost is not asked for again") {
    auto pending = world.client->mfa().verify_challenge({"chl_1", "totp", "123456"});
    const auto before = world.transport->started_count();
    world.transport->fail(failed(Errc::connection_lost, Sent::all));
    REQUIRE(pending.ready());
    CHECK(std::move(pending).take().error().outcome == Outcome::unknown);
    CHECK(world.transport->started_count() == before);
  }
  SECTION("a connection that failed before is repeated automatically") {
    auto pending = world.client->mfa().verify_challenge({"chl_1", "totp", "123456"});
    const auto before = world.transport->started_count();
    world.transport->fail(failed(Errc::connect, Sent::none));
    CHECK_FALSE(pending.ready());
    world.clock.advance(200ms);
    world.client->poll();
    CHECK(world.transport->started_count() == before + 1);
    world.transport->respond(200, signed_in_answer);
    CHECK(std::move(pending).take().has_value());
  }
  SECTION("the count comes from the server or not at all") {
    auto pending = world.client->mfa().verify_backup_code(challenge, "ABCD-EFGH");
    world.transport->respond(
        200, R"({"access_token":"t","expires_in":60,"session_id":"s","user":{"id":"u"},)"
             R"("backup_codes_remaining":2})");
    CHECK(std::move(pending).take()->backup_codes_remaining == 2);
  }
}

TEST_CASE("access_token: renewed when due, once for all, saved before use") {
  FakeStore store;
  ClientOptions options;
  options.store = &store;
  ClientWorld world(std::move(options));
  world.sign_in();
  CHECK(store.saves == 1);

  SECTION("not due: no request") {
    auto pending = token(world);
    REQUIRE(pending.ready());
    CHECK(std::move(pending).take()->reveal() == "access-one");
    CHECK(world.transport->started_count() == 1);
  }
  SECTION("due: 100 callers, one request") {
    world.clock.advance(50min);
    std::vector<Pending<Secret>> callers;
    for (int i = 0; i < 100; ++i) callers.push_back(token(world));
    CHECK(world.transport->started_count() == 2);
    CHECK(world.transport->open().request.target == "/v1/auth/token/refresh");
    CHECK(world.transport->open().request.body.reveal() == R"({"refresh_token":"rft_one"})");
    CHECK(world.transport->open().request.authorization.empty());
    store.hold = true;
    world.transport->respond(200, renewed_answer);
    CHECK(store.bytes.find("rft_two") != std::string::npos);
    for (const auto& caller : callers) CHECK_FALSE(caller.ready());
    store.release();
    for (auto& caller : callers) CHECK(std::move(caller).take()->reveal() == "access-two");
  }
  SECTION("the first caller's cancel does not end it for the others") {
    world.clock.advance(50min);
    auto first = token(world);
    auto second = token(world);
    first.cancel();
    world.transport->respond(200, renewed_answer);
    CHECK(std::move(second).take()->reveal() == "access-two");
  }
  SECTION("an outage keeps the session and hands out the old token to its end") {
    world.clock.advance(50min);
    auto pending = token(world);
    world.transport->respond(500, "{}");
    CHECK(std::move(pending).take()->reveal() == "access-one");
    CHECK(world.client->auth().current().has_value());
    CHECK(std::move(token(world)).take()->reveal() == "access-one");
    world.clock.advance(11min);
    auto late = token(world);
    world.transport->respond(500, "{}");
    const auto result = std::move(late).take();
    CHECK(result.error().code == Errc::server);
    CHECK(result.error().outcome == Outcome::unknown);
    CHECK(world.client->auth().current().has_value());
  }
  SECTION("a refusal ends the session") {
    std::vector<AuthEvent> events;
    auto sub = world.client->auth().on_auth_state_change(
        [&](AuthEvent event, const SignedIn*) { events.push_back(event); });
    world.clock.advance(50min);
    auto pending = token(world);
    world.transport->respond(401, R"({"error":{"code":"refresh_token_invalid"}})");
    CHECK(std::move(pending).take().error().code == Errc::auth_expired);
    CHECK_FALSE(world.client->auth().current().has_value());
    CHECK(store.bytes.empty());
    world.client->poll();
    CHECK(events == std::vector<AuthEvent>{AuthEvent::session_expired});
  }
  SECTION("the renewal's own deadline frees those who wait") {
    world.clock.advance(61min);
    auto pending = token(world);
    world.clock.advance(30s);
    world.client->poll();
    REQUIRE(pending.ready());
    CHECK(std::move(pending).take().error().code == Errc::timeout);
    CHECK(world.client->auth().current().has_value());
  }
  SECTION("a call whose token the server calls expired is renewed and repeated once") {
    auto pending = world.client->user().mfa().factors();
    CHECK(world.transport->open().request.authorization.reveal() == "Bearer access-one");
    world.transport->respond(401, R"({"error":{"code":"token_expired"}})");
    CHECK(world.transport->open().request.target == "/v1/auth/token/refresh");
    world.transport->respond(200, renewed_answer);
    CHECK(world.transport->open().request.authorization.reveal() == "Bearer access-two");
    world.transport->respond(200, R"({"data":[],"total":0})");
    CHECK(std::move(pending).take().has_value());
  }
  SECTION("a renewal for one person does not land in another's session") {
    world.clock.advance(50min);
    auto pending = token(world);
    const auto refresh_index = world.transport->open_count() - 1;
    std::move(world.client->auth().sign_out()).detach();
    world.transport->respond(200, renewed_answer, refresh_index);
    CHECK(std::move(pending).take().error().code == Errc::auth_expired);
    CHECK_FALSE(world.client->auth().current().has_value());
  }
  SECTION("a failing store leaves the session in memory") {
    store.error = Error{};
    store.error->code = Errc::storage;
    world.clock.advance(50min);
    auto pending = token(world);
    world.transport->respond(200, renewed_answer);
    CHECK(std::move(pending).take()->reveal() == "access-two");
  }
}

TEST_CASE("restore takes up what the store holds") {
  FakeStore store;
  {
    ClientOptions options;
    options.store = &store;
    ClientWorld world(std::move(options));
    world.sign_in();
  }
  REQUIRE_FALSE(store.bytes.empty());
  ClientOptions options;
  options.store = &store;
  ClientWorld world(std::move(options));
  SECTION("a session") {
    auto restored = std::move(world.client->auth().restore()).take();
    REQUIRE(restored.has_value());
    CHECK((*restored)->user_id == "usr_1");
    CHECK(std::move(world.client->auth().access_token()).take()->reveal() == "access-one");
    SECTION("which is not fresh: no codes without a sign-in") {
      auto codes = std::move(world.client->user().mfa().generate_backup_codes()).take();
      CHECK(codes.error().code == Errc::reauthentication_required);
      CHECK(codes.error().outcome == Outcome::not_sent);
    }
  }
  SECTION("and tells who listens") {
    std::vector<AuthEvent> events;
    auto sub = world.client->auth().on_auth_state_change(
        [&](AuthEvent event, const SignedIn*) { events.push_back(event); });
    REQUIRE(std::move(world.client->auth().restore()).take());
    world.client->poll();
    CHECK(events == std::vector<AuthEvent>{AuthEvent::signed_in});
  }
  SECTION("not for a caller who cancelled") {
    store.hold = true;
    auto pending = world.client->auth().restore();
    pending.cancel();
    store.release_load();
    CHECK(std::move(pending).take().error().code == Errc::cancelled);
    CHECK_FALSE(world.client->auth().current());
  }
  SECTION("not after the end of the client") {
    store.hold = true;
    auto pending = world.client->auth().restore();
    world.client->shutdown(1s);
    store.release_load();
    CHECK(std::move(pending).take().error().code == Errc::shutting_down);
    CHECK_FALSE(world.client->auth().current());
  }
  SECTION("nothing") {
    store.bytes.clear();
    auto restored = std::move(world.client->auth().restore()).take();
    REQUIRE(restored.has_value());
    CHECK_FALSE(restored->has_value());
  }
  SECTION("damage, at every length") {
    const std::string whole = store.bytes;
    for (std::size_t n = 1; n < whole.size(); ++n) {
      store.bytes = whole.substr(0, n);
      CHECK(std::move(world.client->auth().restore()).take().error().code == Errc::storage);
    }
    store.bytes = whole + "x";
    CHECK_FALSE(std::move(world.client->auth().restore()).take().has_value());
  }
}

TEST_CASE("sign_out forgets first and tells the server after") {
  ClientWorld world;
  world.sign_in();
  auto pending = world.client->auth().sign_out();
  CHECK_FALSE(world.client->auth().current().has_value());
  CHECK(world.transport->open().request.target == "/v1/auth/sign-out");
  CHECK(world.transport->open().request.authorization.reveal() == "Bearer access-one");
  world.transport->respond(204, "");
  CHECK(std::move(pending).take().has_value());
  CHECK(std::move(world.client->auth().sign_out()).take().has_value());
}

TEST_CASE("adopt takes in a session from elsewhere") {
  ClientWorld world;
  auto adopted = std::move(world.client->auth().adopt({SecretView(jwt)})).take();
  REQUIRE(adopted.has_value());
  CHECK(adopted->user_id == "usr_9");
  CHECK(adopted->adopted);
  CHECK(adopted->access_expires_at == world.clock.now() + 1h);
  SECTION("it ends with its token") {
    world.clock.advance(61min);
    CHECK(std::move(world.client->auth().access_token()).take().error().code == Errc::auth_expired);
    CHECK(world.transport->started_count() == 0);
  }
  SECTION("an explicit end wins over the claim") {
    auto again =
        std::move(world.client->auth().adopt({SecretView(jwt), {}, world.clock.wall_now() + 5min}))
            .take();
    CHECK(again->access_expires_at == world.clock.now() + 5min);
  }
  SECTION("what cannot be a token is refused") {
    for (const char* text : {"", "abc", "a b.c.d", "a.b.c\r\nX: y"})
      CHECK(std::move(world.client->auth().adopt({SecretView(text)})).take().error().code ==
            Errc::usage);
  }
}

TEST_CASE("generate: freshness, route, lost answers") {
  SECTION("within five minutes of a sign-in") {
    ClientWorld world;
    world.sign_in();
    world.clock.advance(5min);
    auto pending = world.client->user().mfa().generate_backup_codes();
    CHECK(world.transport->open().request.target == "/v1/users/usr_1/mfa/backup-codes/generate");
    CHECK(world.transport->open().request.body.empty());
    world.transport->respond(200, codes_answer);
    const auto codes = std::move(pending).take();
    REQUIRE(codes.has_value());
    CHECK(codes->codes.size() == 2);
    CHECK(codes->codes[0].reveal() == "ABCD-EFGH");
    CHECK(codes->generated_at == "2024-01-15T10:00:00Z");
  }
  SECTION("later: a fresh sign-in first, and nothing is sent") {
    ClientWorld world;
    world.sign_in();
    world.clock.advance(5min + 1s);
    auto result = std::move(world.client->user().mfa().generate_backup_codes()).take();
    CHECK(result.error().code == Errc::reauthentication_required);
    CHECK(result.error().outcome == Outcome::not_sent);
    CHECK(world.transport->started_count() == 1);
  }
  SECTION("nobody signed in") {
    ClientWorld world;
    auto result = std::move(world.client->user().mfa().generate_backup_codes()).take();
    CHECK(result.error().code == Errc::auth_expired);
    CHECK(world.transport->started_count() == 0);
  }
  SECTION("through the studio's backend") {
    ClientOptions options;
    options.backup_codes_route = {"https://backend.example/", "/account/codes"};
    ClientWorld world(std::move(options));
    world.sign_in();
    auto pending = world.client->user().mfa().generate_backup_codes();
    CHECK(world.transport->open().request.origin == "https://backend.example");
    CHECK(world.transport->open().request.target == "/account/codes");
    CHECK(world.transport->open().request.authorization.reveal() == "Bearer access-one");
  }
  SECTION("a bad answer: the old codes are dead, the new ones unseen") {
    ClientWorld world;
    world.sign_in();
    for (const char* body : {"", "{", R"({"codes":[]})", R"({"codes":["short","ok"]})",
                             R"({"codes":[1]})", R"({"codes":"ABCD-EFGH"})"}) {
      auto pending = world.client->user().mfa().generate_backup_codes();
      world.transport->respond(200, body);
      const auto result = std::move(pending).take();
      INFO(body);
      if (std::string(body) == R"({"codes":["short","ok"]})") {
        CHECK(result.error().code == Errc::body);
        continue;
      }
      CHECK(result.error().code == Errc::body);
      CHECK(result.error().outcome == Outcome::done_answer_lost);
    }
  }
}

TEST_CASE("backup_codes_status: exact, at most or unknown, never invented") {
  ClientWorld world;
  world.sign_in();
  const auto status = [&](const char* body) {
    auto pending = world.client->user().mfa().backup_codes_status();
    world.transport->respond(200, body);
    return std::move(pending).take().value();
  };
  using Certainty = BackupCodesStatus::Certainty;
  const char* const with_set =
      R"({"data":[{"id":"backup_codes","type":"backup_codes","status":"active",)"
      R"("created_at":"2024-01-15T10:00:00Z"}],"total":1})";
  CHECK(status(with_set).certainty == Certainty::unknown);
  CHECK(status(with_set).has_set);
  CHECK_FALSE(status(R"({"data":[],"total":0})").has_set);
  CHECK(status(R"({"data":[],"total":0,"backup_codes_remaining":4})").count == 4);
  auto made = world.client->user().mfa().generate_backup_codes();
  world.transport->respond(200, codes_answer);
  REQUIRE(std::move(made).take().has_value());
  CHECK(status(with_set).certainty == Certainty::at_most);
  CHECK(status(with_set).count == 2);
  const char* const other_set =
      R"({"data":[{"id":"backup_codes","type":"backup_codes","status":"active",)"
      R"("created_at":"2024-01-16T10:00:00Z"}],"total":1})";
  CHECK(status(other_set).certainty == Certainty::unknown);
  CHECK_FALSE(status(other_set).count.has_value());
}

TEST_CASE("backup_codes_status: the count of an accepted code speaks of the set then in force") {
  ClientWorld world;
  world.sign_in();
  const Challenge challenge{"chl_1", {}};
  auto verified = world.client->mfa().verify_backup_code(challenge, "ABCD-EFGH");
  std::string answer = signed_in_answer;
  answer.insert(answer.size() - 1, R"(,"backup_codes_remaining":2)");
  world.transport->respond(200, answer);
  REQUIRE(std::move(verified).take().value().backup_codes_remaining == 2);
  const auto status_of_set = [&](const std::string& made) {
    auto pending = world.client->user().mfa().backup_codes_status();
    world.transport->respond(200, R"({"data":[{"id":"backup_codes","type":"backup_codes",)"
                                  R"("status":"active","created_at":")" +
                                      made + R"("}],"total":1})");
    return std::move(pending).take().value();
  };
  using Certainty = BackupCodesStatus::Certainty;
  CHECK(status_of_set("2024-01-15T09:59:59Z").certainty == Certainty::at_most);
  CHECK(status_of_set("2024-01-15T09:59:59Z").count == 2);
  // Made in the same second or later, it may be another set; an unreadable date proves nothing.
  for (const char* made : {"2024-01-15T10:00:00Z", "2024-01-15T10:00:01Z", "yesterday"}) {
    INFO(made);
    CHECK(status_of_set(made).certainty == Certainty::unknown);
    CHECK_FALSE(status_of_set(made).count.has_value());
  }
  // Another person on this device learns nothing from it.
  auto other = world.client->auth().sign_in({"b@example.com", SecretView("pw")});
  std::string bob = signed_in_answer;
  bob.replace(bob.find("usr_1"), 5, "usr_2");
  world.transport->respond(200, bob);
  REQUIRE(std::move(other).take().has_value());
  CHECK(status_of_set("2024-01-15T09:59:59Z").certainty == Certainty::unknown);
}

TEST_CASE("factors, enroll, confirm, remove: paths and answers") {
  ClientWorld world;
  world.sign_in();
  auto mfa = world.client->user().mfa();
  SECTION("ids are percent-encoded") {
    auto pending = mfa.remove("fac?x y");
    CHECK(world.transport->open().request.target == "/v1/users/usr_1/mfa/factors/fac%3Fx%20y");
    CHECK(world.transport->open().request.method == "DELETE");
    world.transport->respond(204, "");
    CHECK(std::move(pending).take().has_value());
  }
  SECTION("ids that could leave their place are never sent") {
    for (const char* id :
         {"", ".", "..", "a/b", "x/../admin", "a\\b", "%2e%2e", "a%2Fb", "a\nb", "\x7F"}) {
      INFO(id);
      const auto sent = world.transport->started_count();
      CHECK(std::move(mfa.remove(id)).take().error().code == Errc::usage);
      CHECK(std::move(mfa.confirm(id, "123456")).take().error().code == Errc::usage);
      CHECK(world.transport->started_count() == sent);
    }
  }
  SECTION("enroll") {
    auto pending = mfa.enroll({});
    CHECK(world.transport->open().request.body.reveal().find(R"("type":"totp")") !=
          std::string_view::npos);
    world.transport->respond(
        201,
        R"({"factor_id":"fac_2","type":"totp","status":"pending",)"
        R"("totp":{"secret":"JBSWY3DPEHPK3PXP","uri":"otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"}})");
    const auto enrolment = std::move(pending).take();
    REQUIRE(enrolment.has_value());
    CHECK(enrolment->factor_id == "fac_2");
    CHECK(enrolment->totp_secret.reveal() == "JBSWY3DPEHPK3PXP");
  }
  SECTION("usage") {
    CHECK(std::move(mfa.enroll({factor::sms})).take().error().code == Errc::usage);
    CHECK(std::move(mfa.enroll({""})).take().error().code == Errc::usage);
    CHECK(std::move(mfa.confirm("", "1")).take().error().code == Errc::usage);
    CHECK(std::move(mfa.remove("")).take().error().code == Errc::usage);
  }
  SECTION("confirm with and without a body") {
    for (const char* body : {"", R"({"id":"fac_2","type":"totp","status":"active"})"}) {
      auto pending = mfa.confirm("fac_2", "123456");
      CHECK(world.transport->open().request.target == "/v1/users/usr_1/mfa/factors/fac_2/confirm");
      world.transport->respond(body[0] == '\0' ? 204 : 200, body);
      CHECK(std::move(pending).take()->factor_id == "fac_2");
    }
  }
}

TEST_CASE("recovery: only accepted, and a separate kind of session") {
  ClientWorld world;
  SECTION("request") {
    auto pending = world.client->recovery().request("a@example.com");
    CHECK(world.transport->open().request.authorization.empty());
    CHECK(world.transport->open().request.body.reveal() == R"({"email":"a@example.com"})");
    world.transport->respond(200, R"({"anything":"at all"})");
    CHECK(std::move(pending).take().has_value());
  }
  SECTION("verify_token opens a recovery session and no sign-in") {
    std::vector<AuthEvent> events;
    auto sub = world.client->auth().on_auth_state_change(
        [&](AuthEvent event, const SignedIn*) { events.push_back(event); });
    auto pending = world.client->recovery().verify(SecretView("rec_tok_1"));
    CHECK(world.transport->open().request.body.reveal() == R"({"token":"rec_tok_1"})");
    world.transport->respond(200, recovery_answer());
    auto opened = std::move(pending).take();
    REQUIRE(opened.has_value());
    RecoverySession session = std::move(opened).value();
    CHECK_FALSE(world.client->auth().current().has_value());
    CHECK(session.expires_in() == 1h);
    CHECK_FALSE(session.expiry_is_assumed());
    CHECK(session.requires_reenrolment());

    SECTION("its calls carry its own token") {
      auto codes = session.generate_backup_codes();
      CHECK(world.transport->open().request.target == "/v1/users/usr_9/mfa/backup-codes/generate");
      CHECK(world.transport->open().request.authorization.reveal() == std::string("Bearer ") + jwt);
    }
    SECTION("a refused token is not renewed") {
      auto factors = session.factors();
      const auto before = world.transport->started_count();
      world.transport->respond(401, R"({"error":{"code":"token_expired"}})");
      CHECK(std::move(factors).take().error().code == Errc::auth_expired);
      CHECK(world.transport->started_count() == before);
    }
    SECTION("no enrolment in the last minute, no call after the end") {
      world.clock.advance(59min + 1s);
      CHECK(std::move(session.enroll({})).take().error().code == Errc::usage);
      world.clock.advance(1min);
      CHECK(session.expires_in() == 0s);
      const auto result = std::move(session.factors()).take();
      CHECK(result.error().code == Errc::auth_expired);
      CHECK(result.error().outcome == Outcome::not_sent);
    }
    SECTION("events: started, expiring twice, ended") {
      world.client->poll();
      world.clock.advance(50min);
      world.client->poll();
      world.clock.advance(8min);
      world.client->poll();
      world.clock.advance(2min);
      world.client->poll();
      world.client->poll();
      CHECK(events ==
            std::vector<AuthEvent>{AuthEvent::recovery_started, AuthEvent::recovery_expiring,
                                   AuthEvent::recovery_expiring, AuthEvent::recovery_ended});
    }
    SECTION("end: forgotten here at once") {
      auto end = session.end();
      CHECK(session.expires_in() == 0s);
      world.transport->respond(204, "");
      CHECK(std::move(end).take().has_value());
      CHECK(std::move(session.end()).take().has_value());
      world.client->poll();
      CHECK(events.back() == AuthEvent::recovery_ended);
    }
    SECTION("dropping it ends it") {
      { const RecoverySession gone = std::move(session); }
      world.client->poll();
      CHECK(events.back() == AuthEvent::recovery_ended);
    }
    SECTION("it may outlive the client") {
      world.client.reset();
      CHECK(std::move(session.factors()).take().error().code == Errc::shutting_down);
    }
  }
  SECTION(
      "a wrong local clock changes nothing: the server's Date is what its times are measured by") {
    auto pending = world.client->recovery().verify_token(SecretView("rec_tok_1"));
    HttpResponse response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/json"},
                        {"Date", "Mon, 15 Jan 2024 10:30:00 GMT"}};
    response.body = Secret(recovery_answer());
    world.transport->respond(std::move(response));
    CHECK(std::move(pending).take()->expires_in() == 30min);
  }
  SECTION("another session type is never taken in") {
    auto pending = world.client->recovery().verify_token(SecretView("rec_tok_1"));
    world.transport->respond(
        200, std::string(R"({"access_token":")") + jwt + R"(","session_type":"full"})");
    const auto result = std::move(pending).take();
    CHECK(result.error().code == Errc::body);
    CHECK(result.error().outcome == Outcome::done_answer_lost);
  }
  SECTION("a token without an end is assumed to live an hour") {
    auto pending = world.client->recovery().verify_token(SecretView("rec_tok_1"));
    world.transport->respond(200, R"({"access_token":"opaque","session_type":"recovery"})");
    auto opened = std::move(pending).take();
    REQUIRE(opened.has_value());
    CHECK(opened->expiry_is_assumed());
    CHECK(opened->expires_in() == 1h);
  }
  SECTION("parse_link uses the client's hosts") {
    CHECK(world.client->recovery()
              .parse_link("https://auth.example.com/r?token=rec_tok_abc")
              ->reveal() == "rec_tok_abc");
    CHECK(world.client->recovery()
              .parse_link("https://evil.example/r?token=rec_tok_abc")
              .error()
              .code == Errc::forbidden);
  }
}

TEST_CASE("events: order, listeners, throwing nothing away") {
  ClientWorld world;
  std::vector<std::string> log;
  auto first = world.client->auth().on_auth_state_change([&](AuthEvent event, const SignedIn* s) {
    log.push_back(std::string("1:") + to_string(event) + (s != nullptr ? "+" : "-"));
  });
  {
    auto second = world.client->auth().on_auth_state_change(
        [&](AuthEvent, const SignedIn*) { log.push_back("2"); });
  }
  auto challenge = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  world.transport->respond(403, challenge_answer);
  world.sign_in();
  std::move(world.client->auth().sign_out()).detach();
  CHECK(log.empty());
  world.client->poll();
  CHECK(log == std::vector<std::string>{"1:mfa_required-", "1:signed_in+", "1:signed_out-"});
}

TEST_CASE("the log holds templates and no secret") {
  CollectingLog log;
  ClientOptions options;
  options.log = &log;
  ClientWorld world(std::move(options));
  world.sign_in();
  auto pending = world.client->user().mfa().remove("fac_secret");
  world.transport->respond(500, R"({"error":{"code":"x","message":"rft_one ABCD-EFGH"}})");
  world.clock.advance(1s);
  world.client->poll();
  CHECK(log.lines.size() >= 2);
  for (const auto& line : log.lines)
    for (const char* secret : {"access-one", "rft_one", "pw", "fac_secret", "usr_1", "ABCD-EFGH",
                               "a@example.com", "pk_test"})
      CHECK(line.find(secret) == std::string::npos);
}

TEST_CASE("waits are read from header, body and reset, in that order") {
  ClientWorld world;
  const auto wait = [&](std::vector<HttpHeader> headers, const char* body) {
    auto pending = world.client->mfa().verify_challenge({"c", "totp", "1"});
    HttpResponse response;
    response.status = 429;
    response.headers = std::move(headers);
    response.headers.push_back({"Content-Type", "application/json"});
    response.body = Secret(body);
    world.transport->respond(std::move(response));
    return std::move(pending).take().error().retry_after;
  };
  CHECK(wait({{"Retry-After", "7"}}, R"({"error":"x","retry_after":9})") == 7s);
  CHECK(wait({}, R"({"error":"rate_limit_exceeded","retry_after":9})") == 9s);
  const HttpHeader date{"Date", "Mon, 15 Jan 2024 10:00:00 GMT"};
  CHECK(wait({{"X-RateLimit-Reset", "1705312811"}, date}, "{}") == 11s);
  CHECK(wait({{"X-RateLimit-Reset", "1705312811"}}, "{}") == 30s);
  CHECK(wait({}, "{}") == 30s);  // Not said: a wait is still shown.
}
