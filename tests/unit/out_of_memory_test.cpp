// A call whose answer cannot be taken in for want of memory: what the service said is still true.
#include "support/catch.hpp"

#include "runtime/core.hpp"
#include "runtime/make_core.hpp"

#include <hellojohn/testing/fake_transport.hpp>

#include <memory>
#include <new>
#include <utility>

using namespace hellojohn;

namespace {

struct World {
  World() {
    ClientOptions options;
    options.base_url = "https://auth.example.com";
    options.tenant_id = "tnt_1";
    auto owned = std::make_unique<testing::ScriptedTransport>();
    transport = owned.get();
    options.transport = std::move(owned);
    options.clock = &clock;
    core = std::move(detail::make_core(std::move(options), Secret("pk_test_a"))).value();
  }
  ~World() { core->close(); }

  Pending<Unit> start(bool local) {
    detail::Plan plan;
    plan.op = Operation::generate;
    plan.local = local;
    return core->start<Unit>(std::move(plan), [](HttpResponse&, detail::CallBase&) -> Result<Unit> {
      throw std::bad_alloc();
    });
  }

  testing::VirtualClock clock;
  testing::ScriptedTransport* transport = nullptr;
  std::shared_ptr<detail::Core> core;
};

}  // namespace

TEST_CASE("out of memory: the answer was a yes, so it is done and its content lost") {
  World world;
  auto pending = world.start(false);
  world.transport->respond(200, "{}");
  const auto error = std::move(pending).take().error();
  CHECK(error.code == Errc::resource);
  CHECK(error.outcome == Outcome::done_answer_lost);
  CHECK(error.http_status == 200);
}

TEST_CASE("out of memory: a call that asks nobody has done nothing") {
  World world;
  auto pending = world.start(true);
  REQUIRE(pending.ready());
  const auto error = std::move(pending).take().error();
  CHECK(error.code == Errc::resource);
  CHECK(error.outcome == Outcome::not_sent);
  CHECK(world.transport->started_count() == 0);
}
