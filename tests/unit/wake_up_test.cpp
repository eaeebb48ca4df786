// A host that sleeps between frames hears of everything that poll() has to do, and knows how long it may sleep.
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"
#include "worlds/slow_store.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

constexpr auto never = std::chrono::milliseconds::max();

// {"sub":"usr_9","exp":1705316400}: one hour after the virtual clock's start.
const char* const recovery_answer =
    R"({"access_token":"eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfOSIsImV4cCI6MTcwNTMxNjQwMH0.c2ln",)"
    R"("session_type":"recovery","requires_mfa_reenrollment":true})";

ClientOptions counted(int& told, SessionStore* store = nullptr) {
  ClientOptions options;
  options.store = store;
  options.retry.jitter_seed = 1;  // By chance a delay is now and then too short to be looked at.
  options.on_ready = [&told] { ++told; };
  return options;
}

/// How often the host heard of work since the last look.
int told_since(int& told) { return std::exchange(told, 0); }

/// Polls until the host hears of no more work.
void come_to_rest(ClientWorld& world, int& told) {
  do {
    told = 0;
    (void)world.client->poll();
  } while (told != 0);
}

/// A transport with a timer that a test fires.
class TimedTransport final : public Transport {
 public:
  void start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept override {
    inner.start(id, std::move(request), sink);
  }
  void cancel(ExchangeId id) noexcept override { inner.cancel(id); }
  void shutdown(std::chrono::steady_clock::time_point deadline) noexcept override {
    inner.shutdown(deadline);
  }
  bool wake_at(std::chrono::steady_clock::time_point, ExchangeSink& sink) noexcept override {
    sink_ = &sink;
    return true;
  }
  void fire() { sink_->on_wake(); }

  testing::ScriptedTransport inner;

 private:
  ExchangeSink* sink_ = nullptr;
};

}  // namespace

TEST_CASE("wake-up: the host hears once of answers until it calls poll()") {
  int told = 0;
  ClientWorld world(counted(told));
  auto first = world.client->recovery().request("a@example.com");
  auto second = world.client->recovery().request("b@example.com");
  come_to_rest(world, told);

  world.transport->respond(200, "{}");
  CHECK(told_since(told) == 1);
  CHECK(first.ready());
  world.transport->respond(200, "{}");
  CHECK(told_since(told) == 0);

  (void)world.client->poll();
  auto third = world.client->recovery().request("c@example.com");
  come_to_rest(world, told);
  world.transport->respond(200, "{}");
  CHECK(told_since(told) == 1);
}

TEST_CASE("wake-up: a result that nobody waits for any more does not silence the next one") {
  int told = 0;
  ClientWorld world(counted(told));
  { auto dropped = world.client->recovery().request("a@example.com"); }
  come_to_rest(world, told);
  auto kept = world.client->recovery().request("b@example.com");
  come_to_rest(world, told);
  world.transport->fail(failed(Errc::cancelled, Sent::none));
  world.transport->respond(200, "{}");
  CHECK(told_since(told) == 1);
}

TEST_CASE("wake-up: the host hears of a continuation that a finished call gets") {
  int told = 0;
  ClientWorld world(counted(told));
  auto pending = world.client->recovery().request("");
  REQUIRE(pending.ready());
  come_to_rest(world, told);
  CHECK(world.client->time_to_poll() == never);
  bool ran = false;
  const auto subscription = std::move(pending).then([&](auto) { ran = true; });
  CHECK(told_since(told) == 1);
  CHECK(world.client->time_to_poll() == 0ms);
  CHECK(world.client->poll() == 1);
  CHECK(ran);
}

TEST_CASE("wake-up: the host hears of an event without a call, and poll() delivers it") {
  int told = 0;
  ClientWorld world(counted(told));
  std::vector<AuthEvent> events;
  const auto subscription = world.client->auth().on_auth_state_change(
      [&](AuthEvent event, const SignedIn*) { events.push_back(event); });
  auto pending = world.client->recovery().verify(SecretView("rec_tok_1"));
  world.transport->respond(200, recovery_answer);
  {
    const RecoverySession session = std::move(pending).take().value();
    come_to_rest(world, told);
    events.clear();
  }
  CHECK(told_since(told) == 1);
  CHECK(world.client->time_to_poll() == 0ms);
  (void)world.client->poll();
  CHECK(events == std::vector{AuthEvent::recovery_ended});
}

TEST_CASE("wake-up: the host hears of calls that a store ends") {
  int told = 0;
  SlowStore store;
  ClientWorld world(counted(told, &store));
  SECTION("a restore") {
    auto restored = world.client->auth().restore();
    come_to_rest(world, told);
    store.step();
    CHECK(told_since(told) == 1);
    CHECK(restored.ready());
  }
  SECTION("a sign-in that is written, and one that could not be") {
    for (const bool fails : {false, true}) {
      INFO(fails);
      auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
      world.transport->respond(200, signed_in_answer);
      come_to_rest(world, told);
      CHECK_FALSE(pending.ready());
      store.step(fails);
      CHECK(told_since(told) == 1);
      CHECK(pending.ready());
    }
  }
}

TEST_CASE(
    "wake-up: without a timer in the transport the host hears that something is due earlier") {
  int told = 0;
  ClientWorld world(counted(told));
  CHECK(world.client->time_to_poll() == never);
  auto pending = world.client->recovery().request("a@example.com");
  CHECK(told_since(told) == 1);
  come_to_rest(world, told);
  CHECK(world.client->time_to_poll() == 30s);

  // Not sent: it is tried again, after a delay that only poll() watches.
  world.transport->fail(failed(Errc::connect, Sent::none));
  CHECK(told_since(told) == 1);
  const auto retry = world.client->time_to_poll();
  CHECK(retry < 5s);
  come_to_rest(world, told);
  world.clock.advance(retry);
  CHECK(world.client->time_to_poll() == 0ms);
  (void)world.client->poll();
  CHECK(world.transport->open_count() == 1);

  world.clock.advance(30s);
  CHECK(world.client->time_to_poll() == 0ms);
  (void)world.client->poll();
  CHECK(std::move(pending).take().error().code == Errc::timeout);
  CHECK(world.client->time_to_poll() == never);
}

TEST_CASE("wake-up: the host hears of a deadline that the transport's timer finds") {
  int told = 0;
  testing::VirtualClock clock;
  auto owned = std::make_unique<TimedTransport>();
  TimedTransport* const transport = owned.get();
  ClientOptions options = counted(told);
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_abcdef";
  options.transport = std::move(owned);
  options.clock = &clock;
  auto client = Client::create(std::move(options)).value();
  auto pending = client.recovery().request("a@example.com");
  CHECK(told_since(told) == 0);
  clock.advance(30s);
  transport->fire();
  CHECK(told_since(told) == 1);
  CHECK(pending.ready());
}

TEST_CASE("wake-up: time_to_poll knows when the end of a recovery is announced") {
  int told = 0;
  ClientWorld world(counted(told));
  std::vector<AuthEvent> events;
  const auto subscription = world.client->auth().on_auth_state_change(
      [&](AuthEvent event, const SignedIn*) { events.push_back(event); });
  auto pending = world.client->recovery().verify(SecretView("rec_tok_1"));
  world.transport->respond(200, recovery_answer);
  const RecoverySession session = std::move(pending).take().value();
  come_to_rest(world, told);
  events.clear();
  for (const auto wait : {50min, 8min, 2min}) {
    CHECK(world.client->time_to_poll() == wait);
    world.clock.advance(world.client->time_to_poll());
    CHECK(world.client->time_to_poll() == 0ms);
    come_to_rest(world, told);
  }
  CHECK(events == std::vector{AuthEvent::recovery_expiring, AuthEvent::recovery_expiring,
                              AuthEvent::recovery_ended});
  CHECK(world.client->time_to_poll() == never);
}

TEST_CASE("wake-up: after shutdown() the host is not called any more") {
  int told = 0;
  ClientWorld world(counted(told));
  auto running = world.client->recovery().request("a@example.com");
  come_to_rest(world, told);
  world.client->shutdown(0ms);
  CHECK(told_since(told) == 1);
  CHECK(running.ready());
  (void)world.client->poll();
  auto late = world.client->recovery().request("b@example.com");
  REQUIRE(late.ready());
  const auto subscription = std::move(late).then([](auto) {});
  CHECK(told_since(told) == 0);
  CHECK(world.client->poll() == 1);
}

// A wake-up that is lost leaves the host asleep: then the wait below ends without the last results.
TEST_CASE("wake-up: a host that polls only when it hears of work misses nothing") {
  std::mutex mutex;
  std::condition_variable woken;
  bool ready = false;
  ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_abcdef";
  options.transport = std::make_unique<testing::FakeTransport>([](const HttpRequest&) {
    return testing::MockAnswer{HttpResponse{200, {}, Secret("{}")}, testing::Delivery::normal, 0ms};
  });
  options.on_ready = [&] {
    const std::lock_guard lock(mutex);
    ready = true;
    woken.notify_one();
  };
  auto client = Client::create(std::move(options)).value();
  constexpr int calls = 500;
  int delivered = 0;
  std::vector<Subscription> subscriptions;
  for (int i = 0; i < calls; ++i) {
    subscriptions.push_back(
        client.recovery().request("a@example.com").then([&](auto) { ++delivered; }));
  }
  while (delivered < calls) {
    {
      std::unique_lock lock(mutex);
      REQUIRE(woken.wait_for(lock, 60s, [&] { return ready; }));
      ready = false;
    }
    (void)client.poll();
  }
  CHECK(delivered == calls);
}
