// A call whose answer cannot be taken in because memory ran out: what the service said is still true.
#include "worlds/allocations.hpp"
#include "worlds/catch.hpp"

#include "client/core.hpp"
#include "client/make_core.hpp"

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

  template <class Decode>
  Pending<Unit> start(Decode decode, bool local = false) {
    detail::Plan plan;
    plan.op = Operation::generate;
    plan.local = local;
    return core->start<Unit>(std::move(plan),
                             [decode](HttpResponse& response, detail::CallBase& call) {
                               return decode(response, call);
                             });
  }

  testing::VirtualClock clock;
  testing::ScriptedTransport* transport = nullptr;
  std::shared_ptr<detail::Core> core;
};

Result<Unit> no_room(HttpResponse&, detail::CallBase&) { throw std::bad_alloc(); }
Result<Unit> well(HttpResponse&, detail::CallBase&) { return Unit{}; }

}  // namespace

TEST_CASE("out of memory: if it runs out at any point while a yes is looked at, it is done") {
  std::size_t nth = 1;
  for (bool refused = true; refused; ++nth) {
    World world;
    auto pending = world.start(well);
    // Not through the transport, which would be refused as well.
    const ExchangeId id = world.transport->open().id;
    REQUIRE(world.transport->last_write());
    HttpResponse response;
    response.status = 200;
    response.headers.push_back({"Content-Type", "application/json"});
    response.body = Secret(R"({"error":null,"message":"not an error, for it has no code at all",)"
                           R"("request_id":"a name that no short string holds"})");
    tests::refuse_allocation(nth);
    world.core->calls().on_response(id, std::move(response));
    refused = tests::refuse_allocation(0);
    CAPTURE(nth);
    REQUIRE(pending.ready());
    const auto result = std::move(pending).take();
    CHECK(result.has_value() == !refused);
    if (result) continue;
    CHECK(result.error().code == Errc::resource);
    CHECK(result.error().outcome == Outcome::done_answer_lost);
  }
  CHECK(nth > 3);
}

TEST_CASE("out of memory: the answer was a yes, so it is done and its content lost") {
  World world;
  auto pending = world.start(no_room);
  world.transport->respond(200, "{}");
  const auto error = std::move(pending).take().error();
  CHECK(error.code == Errc::resource);
  CHECK(error.outcome == Outcome::done_answer_lost);
  CHECK(error.http_status == 200);
}

TEST_CASE("out of memory: a call that asks nobody has done nothing") {
  World world;
  auto pending = world.start(no_room, true);
  REQUIRE(pending.ready());
  const auto error = std::move(pending).take().error();
  CHECK(error.code == Errc::resource);
  CHECK(error.outcome == Outcome::not_sent);
  CHECK(world.transport->started_count() == 0);
}
