// What a Client does to its session and its store when steps overlap: late stores, late answers, the end of the Client.
#include "client/clock_seam.hpp"
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"
#include "worlds/slow_store.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

class OwnClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::steady_clock::time_point now() const noexcept override {
    return std::chrono::steady_clock::time_point{};
  }
  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const noexcept override {
    return std::chrono::system_clock::time_point{};
  }
};

}  // namespace

TEST_CASE("after the Client every call fails, whatever the host has taken away") {
  auto store = std::make_unique<SlowStore>();
  auto world = std::make_unique<ClientWorld>(with(*store));
  Auth auth = world->client->auth();
  Mfa mfa = world->client->mfa();
  User user = world->client->user();
  Recovery recovery = world->client->recovery();
  auto opening = recovery.verify(SecretView("tok"));
  world->transport->respond(200, R"({"access_token":"rec","session_type":"recovery"})");
  RecoverySession session = std::move(opening).take().value();
  world.reset();  // The clock goes with it.
  store.reset();
  const auto over = [](auto pending) {
    REQUIRE(pending.ready());
    const auto result = std::move(pending).take();
    REQUIRE_FALSE(result);
    CHECK(result.error().code == Errc::shutting_down);
    CHECK(result.error().outcome == Outcome::not_sent);
  };
  over(auth.restore());
  over(auth.sign_out());
  over(auth.access_token());
  over(auth.adopt({SecretView("a.b.c")}));
  over(auth.sign_in({"a@example.com", SecretView("pw")}));
  over(mfa.verify({"c", "totp", "1"}));
  over(user.mfa().factors());
  over(user.mfa().generate_backup_codes());
  over(recovery.request("a@example.com"));
  over(session.factors());
  over(session.generate_backup_codes());
  over(session.end());
  CHECK(session.expires_in() == 0s);
  CHECK_FALSE(auth.current());
}

TEST_CASE("restore: what the store held does not replace a newer sign-in") {
  SlowStore store;
  {
    ClientWorld before(with(store));
    sign_in(before, store);
  }
  ClientWorld world(with(store));
  auto restored = world.client->auth().restore();
  REQUIRE(store.open.size() == 1);
  auto adopted = world.client->auth().sign_in({"b@example.com", SecretView("pw")});
  world.transport->respond(200, other_answer);
  // The load ends last, where the store was given both.
  if (store.open.size() > 1) std::swap(store.open[0], store.open[1]);
  store.finish();
  REQUIRE(std::move(adopted).take());
  REQUIRE(restored.ready());
  REQUIRE(world.client->auth().current());
  CHECK(world.client->auth().current()->user_id == "usr_2");
}

TEST_CASE("events: each tells of the session as it was then") {
  ClientWorld world;
  std::vector<std::string> seen;
  auto listening = world.client->auth().on_auth_state_change([&](AuthEvent e, const SignedIn* s) {
    seen.push_back(std::string(to_string(e)) + " " + (s != nullptr ? s->user_id : "nobody"));
  });
  world.sign_in();
  std::move(world.client->auth().sign_out()).detach();
  world.client->poll();
  CHECK(seen == std::vector<std::string>{"signed_in usr_1", "signed_out nobody"});
}

TEST_CASE("events: a listener that throws is logged, and the others are called") {
  CollectingLog log;
  ClientOptions options;
  options.log = &log;
  ClientWorld world(std::move(options));
  int heard = 0;
  auto first = world.client->auth().on_auth_state_change(
      [](AuthEvent, const SignedIn*) { throw std::runtime_error("listener"); });
  auto second =
      world.client->auth().on_auth_state_change([&](AuthEvent, const SignedIn*) { ++heard; });
  world.sign_in();
  world.client->poll();
  CHECK(heard == 1);
  CHECK(log.lines.back() == "callback_threw  ");
}

TEST_CASE("the log has no line of a call that sent nothing") {
  CollectingLog log;
  ClientOptions options;
  options.log = &log;
  ClientWorld world(std::move(options));
  world.sign_in();
  log.lines.clear();
  CHECK(std::move(world.client->auth().access_token()).take());
  CHECK(log.lines.empty());
}

TEST_CASE("a save that fails reaches the user, and the session lasts") {
  SlowStore store;
  ClientWorld world(with(store));
  std::vector<AuthEvent> events;
  auto listening = world.client->auth().on_auth_state_change(
      [&](AuthEvent event, const SignedIn*) { events.push_back(event); });
  auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  world.transport->respond(200, signed_in_answer);
  store.step(true);
  CHECK(std::move(pending).take());
  world.client->poll();
  CHECK(events == std::vector<AuthEvent>{AuthEvent::signed_in, AuthEvent::session_not_stored});
  CHECK(std::string(to_string(AuthEvent::session_not_stored)) == "session_not_stored");
  CHECK(world.client->auth().current());
}

TEST_CASE("a host's own clock: the built-in transport hears the same moment in its own time") {
  OwnClock clock;  // Begins at zero, as a game's does.
  auto owned = std::make_unique<testing::ScriptedTransport>();
  auto* inner = owned.get();
  detail::ClockSeam seam(std::move(owned), clock);
  struct Nobody final : ExchangeSink {
    bool on_last_write(ExchangeId) noexcept override { return true; }
    void on_response(ExchangeId, HttpResponse&&) noexcept override {}
    void on_failure(ExchangeId, TransportFailure&&) noexcept override {}
    void on_wake() noexcept override {}
  } sink;
  HttpRequest request;
  request.deadline = clock.now() + 30s;
  const auto before = std::chrono::steady_clock::now();
  seam.start(1, std::move(request), sink);
  const auto after = std::chrono::steady_clock::now();
  CHECK(inner->open().request.deadline >= before + 30s);
  CHECK(inner->open().request.deadline <= after + 30s);
  inner->fail(failed(Errc::connection_lost, Sent::none));
}

TEST_CASE("store: a sign-out between a renewal's answer and its save leaves nothing behind") {
  SlowStore store;
  ClientWorld world(with(store));
  sign_in(world, store);
  world.clock.advance(50min);
  auto waiting = token(world);
  world.transport->respond(200, renewed_answer);
  REQUIRE(store.open.size() == 1);
  std::move(world.client->auth().sign_out()).detach();
  store.finish();
  CHECK(store.bytes.empty());
  CHECK_FALSE(world.client->auth().current());
  CHECK(store.most_at_once == 1);
}

TEST_CASE("store: a sign-in cancelled while it is written is not there at the next start") {
  SlowStore store;
  ClientWorld world(with(store));
  auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  world.transport->respond(200, signed_in_answer);
  REQUIRE(store.open.size() == 1);
  SECTION("nobody was signed in") {
    pending.cancel();
    store.finish();
    CHECK(store.bytes.empty());
  }
  SECTION("another person is signed in: that session is there again") {
    store.finish();
    REQUIRE(std::move(pending).take());
    const std::string before = store.bytes;
    auto second = world.client->auth().sign_in({"b@example.com", SecretView("pw")});
    world.transport->respond(200, other_answer);
    second.cancel();
    store.finish();
    CHECK(store.bytes == before);
  }
  CHECK(store.most_at_once == 1);
}

TEST_CASE("store: the last wish wins, and a queued save that an erase follows is not written") {
  SlowStore store;
  ClientWorld world(with(store));
  sign_in(world, store);
  auto restored = world.client->auth().restore();
  auto second = world.client->auth().sign_in({"b@example.com", SecretView("pw")});
  world.transport->respond(200, other_answer);
  std::move(world.client->auth().sign_out()).detach();
  store.step();
  REQUIRE(store.open.size() == 1);
  CHECK(store.open.front().kind == 'e');
  store.finish();
  CHECK(std::move(second).take());
  // The second sign-in ended after the sign-out of the first: what is in force is what is stored.
  REQUIRE(world.client->auth().current());
  CHECK(world.client->auth().current()->user_id == "usr_2");
  CHECK(store.bytes.find("usr_2") != std::string::npos);
  CHECK(store.most_at_once == 1);
}
