// poll() never blocks and allocates nothing.
#include "worlds/allocations_impl.hpp"
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <memory>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

/// What one poll() asked for, and how many continuations it ran.
struct Poll {
  std::size_t memory = 0;
  std::size_t ran = 0;
};

Poll poll(Client& client) {
  const std::size_t before = allocations();
  const auto ran = static_cast<std::size_t>(client.poll());
  return {allocations() - before, ran};
}

}  // namespace

TEST_CASE("pending: the counter counts") {
  const std::size_t before = allocations();
  const auto some = std::make_unique<int>(8);
  CHECK(*some == 8);
  CHECK(allocations() == before + 1);
}

TEST_CASE("pending: poll allocates nothing while nothing is asked for") {
  ClientWorld world;
  for (int i = 0; i < 100; ++i) {
    world.clock.advance(16ms);
    CHECK(poll(*world.client).memory == 0);
  }
}

TEST_CASE("pending: poll neither waits nor allocates while calls are out") {
  ClientWorld world;
  std::vector<Pending<Unit>> calls;
  for (int i = 0; i < 50; ++i) calls.push_back(world.client->recovery().request("a@example.com"));
  // Nobody answers: a poll that waited would never come back, as this clock stands still.
  for (int i = 0; i < 100; ++i) {
    const Poll one = poll(*world.client);
    CHECK(one.memory == 0);
    CHECK(one.ran == 0);
  }
}

TEST_CASE("pending: poll delivers without allocating") {
  ClientWorld world;
  int delivered = 0;
  std::vector<Subscription> subscriptions;
  for (int i = 0; i < 50; ++i) {
    subscriptions.push_back(
        world.client->recovery().request("a@example.com").then([&](auto) { ++delivered; }));
  }
  for (int i = 0; i < 50; ++i) world.transport->respond(200, "{}");
  const Poll one = poll(*world.client);
  CHECK(one.ran == 50);
  CHECK(delivered == 50);
  CHECK(one.memory == 0);
}
