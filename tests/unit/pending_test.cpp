// The rules of Pending: when continuations run, how often, and what cancelling and the end of the client do.
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <hellojohn/await.hpp>

#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstdlib>
#include <exception>
#include <functional>
#include <new>
#include <thread>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

struct Task {
  struct promise_type {
    Task get_return_object() {
      return Task{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  explicit Task(std::coroutine_handle<promise_type> h) : handle(h) {}
  Task(Task&& other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (handle) handle.destroy();
  }
  std::coroutine_handle<promise_type> handle;
};

Task await_request(Client& client, std::vector<std::string>& log) {
  auto result = co_await client.recovery().request("a@example.com");
  log.push_back(result ? "ok" : to_string(result.error().code));
}

Pending<Unit> ask(ClientWorld& world) { return world.client->recovery().request("a@example.com"); }

}  // namespace

TEST_CASE("pending: continuations run only inside poll, first in first out, never inline") {
  ClientWorld world;
  std::vector<int> order;
  auto first = ask(world).then([&](Result<Unit>) { order.push_back(1); });
  auto second = ask(world).then([&](Result<Unit>) { order.push_back(2); });
  world.transport->respond(200, "{}", 1);
  world.transport->respond(200, "{}", 0);
  CHECK(order.empty());
  CHECK(world.client->poll() == 2);
  CHECK(order == std::vector<int>{2, 1});

  SECTION("also when the call had finished before then() was called") {
    auto pending = ask(world);
    world.transport->respond(200, "{}");
    REQUIRE(pending.ready());
    bool ran = false;
    auto sub = std::move(pending).then([&](Result<Unit>) { ran = true; });
    CHECK_FALSE(ran);
    world.client->poll();
    CHECK(ran);
  }
  SECTION("no lock is held: a continuation may make calls and poll again") {
    int depth = 0;
    auto outer = ask(world).then([&](Result<Unit>) {
      auto inner = ask(world);
      world.transport->respond(200, "{}");
      auto sub = std::move(inner).then([&](Result<Unit>) { ++depth; });
      world.client->poll();
      ++depth;
    });
    world.transport->respond(200, "{}");
    world.client->poll();
    CHECK(depth == 2);
  }
}

TEST_CASE("pending: exactly once, or never when the owner went first") {
  ClientWorld world;
  int runs = 0;
  SECTION("once") {
    auto sub = ask(world).then([&](Result<Unit>) { ++runs; });
    world.transport->respond(200, "{}");
    world.client->poll();
    world.client->poll();
    CHECK(runs == 1);
  }
  SECTION("never, when the subscription went before the answer") {
    {
      auto sub = ask(world).then([&](Result<Unit>) { ++runs; });
    }
    CHECK(world.transport->open(0).cancelled);
    world.transport->respond(200, "{}");
    world.client->poll();
    CHECK(runs == 0);
  }
  SECTION("never, when the subscription went between the answer and poll") {
    {
      auto sub = ask(world).then([&](Result<Unit>) { ++runs; });
      world.transport->respond(200, "{}");
    }
    world.client->poll();
    CHECK(runs == 0);
  }
  SECTION("dropping a Pending cancels the call") {
    { auto pending = ask(world); }
    CHECK(world.transport->open(0).cancelled);
  }
  SECTION("detach is explicit: the call goes on") {
    std::move(ask(world)).detach();
    CHECK_FALSE(world.transport->open(0).cancelled);
    auto sub = ask(world).then([&](Result<Unit>) { ++runs; });
    sub.detach();
    world.transport->respond(200, "{}", 1);
    world.client->poll();
    CHECK(runs == 1);
  }
  SECTION("a destroyed frame never resumes") {
    std::vector<std::string> log;
    { auto task = await_request(*world.client, log); }
    world.transport->respond(200, "{}");
    world.client->poll();
    CHECK(log.empty());
  }
  SECTION("a subscription may be reset inside its own callback") {
    Subscription sub;
    sub = ask(world).then([&](Result<Unit>) {
      sub.reset();
      ++runs;
    });
    world.transport->respond(200, "{}");
    world.client->poll();
    CHECK(runs == 1);
  }
}

TEST_CASE("pending: cancel is local and immediate, and tells the truth") {
  ClientWorld world;
  auto pending = ask(world);
  SECTION("before the last write: not sent, and the last bytes are then withheld") {
    pending.cancel();
    REQUIRE(pending.ready());
    const auto result = std::move(pending).take();
    CHECK(result.error().code == Errc::cancelled);
    CHECK(result.error().outcome == Outcome::not_sent);
    CHECK(world.transport->open(0).cancelled);
    CHECK_FALSE(world.transport->last_write());
  }
  SECTION("after the last write: unknown") {
    CHECK(world.transport->last_write());
    pending.cancel();
    CHECK(std::move(pending).take().error().outcome == Outcome::unknown);
  }
  SECTION("after the answer: the answer stays") {
    world.transport->respond(200, "{}");
    pending.cancel();
    CHECK(std::move(pending).take().has_value());
  }
  SECTION("a late answer to a cancelled call changes nothing") {
    pending.cancel();
    world.transport->respond(200, "{}");
    CHECK(std::move(pending).take().error().code == Errc::cancelled);
  }
}

TEST_CASE("pending: every call has a default deadline") {
  ClientWorld world;
  auto pending = ask(world);
  world.clock.advance(29'999ms);
  world.client->poll();
  CHECK_FALSE(pending.ready());
  world.clock.advance(1ms);
  world.client->poll();
  REQUIRE(pending.ready());
  const auto result = std::move(pending).take();
  CHECK(result.error().code == Errc::timeout);
  CHECK(result.error().outcome == Outcome::not_sent);
  CHECK(world.transport->open(0).cancelled);

  SECTION("a sensitive call has the shorter one, and after the last write it is unknown") {
    auto verify = world.client->mfa().verify_challenge({"chl", "totp", "123456"});
    CHECK(world.transport->last_write(1));
    world.clock.advance(15s);
    world.client->poll();
    REQUIRE(verify.ready());
    CHECK(std::move(verify).take().error().outcome == Outcome::unknown);
  }
  SECTION("a complete answer wins over a deadline that passed in the same tick") {
    auto late = ask(world);
    world.clock.advance(60s);
    world.transport->respond(200, "{}", 1);
    world.client->poll();
    CHECK(std::move(late).take().has_value());
  }
}

TEST_CASE("pending: get on the transport's thread says would_deadlock") {
  std::atomic<int> code{0};
  auto transport = std::make_unique<testing::FakeTransport>([](const HttpRequest&) {
    testing::MockAnswer answer;
    answer.response.status = 200;
    return answer;
  });
  class Log final : public LogSink {
   public:
    void on_log(const LogRecord&) noexcept override {
      if (const auto once = std::exchange(act, nullptr)) once();
    }
    std::function<void()> act;
  } log;
  ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_abcdef";
  options.transport = std::move(transport);
  options.log = &log;
  auto client = Client::create(std::move(options)).value();
  // The log sink is called on the transport's thread, which makes it a way to be on it.
  log.act = [&] {
    code = static_cast<int>(client.recovery().request("b@example.com").get().error().code);
  };
  CHECK(client.recovery().request("a@example.com").get().has_value());
  CHECK(static_cast<Errc>(code.load()) == Errc::would_deadlock);
}

TEST_CASE("pending: shutdown fails live calls with their outcome, wakes get, refuses new calls") {
  ClientWorld world;
  SECTION("outcomes") {
    auto unsent = ask(world);
    auto sent = ask(world);
    CHECK(world.transport->last_write(1));
    world.client->shutdown(100ms);
    const auto first = std::move(unsent).take();
    const auto second = std::move(sent).take();
    CHECK(first.error().code == Errc::shutting_down);
    CHECK(first.error().outcome == Outcome::not_sent);
    CHECK(second.error().code == Errc::shutting_down);
    CHECK(second.error().outcome == Outcome::unknown);
    const auto late = std::move(ask(world)).take();
    CHECK(late.error().code == Errc::shutting_down);
    CHECK(late.error().outcome == Outcome::not_sent);
  }
  SECTION("a blocked get wakes") {
    auto pending = ask(world);
    std::thread stopper([&] { world.client->shutdown(100ms); });
    const auto result = std::move(pending).get();
    stopper.join();
    CHECK(result.error().code == Errc::shutting_down);
  }
}

TEST_CASE("pending: the Client may go inside its own callback, and with calls in flight") {
  ClientWorld world;
  SECTION("inside its own callback") {
    std::vector<std::string> log;
    auto first = ask(world).then([&](Result<Unit>) {
      world.client.reset();
      log.push_back("gone");
    });
    auto second = ask(world).then(
        [&](Result<Unit> result) { log.push_back(to_string(result.error().code)); });
    world.transport->respond(200, "{}");
    world.client->poll();
    CHECK(log == std::vector<std::string>{"shutting_down", "gone"});
  }
  SECTION("with 100 calls in flight: each completes once, none later") {
    int done = 0;
    std::vector<Subscription> subs;
    for (int i = 0; i < 100; ++i)
      subs.push_back(ask(world).then([&](Result<Unit> result) {
        CHECK(result.error().code == Errc::shutting_down);
        ++done;
      }));
    world.client.reset();
    CHECK(done == 100);
  }
  SECTION("with a suspended coroutine") {
    std::vector<std::string> log;
    auto task = await_request(*world.client, log);
    world.client.reset();
    CHECK(log == std::vector<std::string>{"shutting_down"});
  }
  SECTION("handles and facades may outlive it") {
    auto auth = world.client->auth();
    auto pending = ask(world);
    world.client.reset();
    CHECK(std::move(pending).take().error().code == Errc::shutting_down);
    CHECK(std::move(auth.access_token()).take().error().code == Errc::shutting_down);
  }
  SECTION("two clients in one process do not meet") {
    ClientWorld other;
    auto here = ask(world);
    auto there = ask(other);
    world.client.reset();
    CHECK_FALSE(there.ready());
    other.transport->respond(200, "{}");
    CHECK(std::move(there).take().has_value());
  }
}

TEST_CASE("misuse of a handle is an error, not a crash") {
  ClientWorld world;
  CHECK(Pending<Unit>().ready());
  CHECK(std::move(Pending<Unit>()).take().error().code == Errc::usage);
  auto pending = ask(world);
  CHECK(std::move(pending).take().error().code == Errc::usage);
  CHECK(world.transport->open(0).cancelled);
}

TEST_CASE("get_for ends with timeout and the outcome of that moment") {
  // The virtual clock moves on another thread, so that nothing here depends on how fast the machine is.
  ClientWorld world;
  auto pending = ask(world);
  std::atomic<bool> done{false};
  std::thread time([&] {
    while (!done) {
      world.clock.advance(5ms);
      std::this_thread::yield();
    }
  });
  const auto result = std::move(pending).get_for(20ms);
  done = true;
  time.join();
  CHECK(result.error().code == Errc::timeout);
  CHECK(result.error().outcome == Outcome::not_sent);
}

TEST_CASE("a race of cancel and answer ends in exactly one result") {
  for (int round = 0; round < 300; ++round) {
    ClientWorld world;
    auto pending = ask(world);
    std::thread answerer([&] { world.transport->respond(200, "{}"); });
    pending.cancel();
    int results = 0;
    const auto waiting = std::move(pending).then([&](Result<Unit> result) {
      ++results;
      if (!result) CHECK(result.error().code == Errc::cancelled);
    });
    answerer.join();
    // One look would miss a second result that comes later.
    for (int look = 0; look < 3; ++look) (void)world.client->poll();
    CHECK(results == 1);
    CHECK(world.transport->open_count() == 0);
    CHECK(world.transport->started_count() == 1);
  }
}
