// What becomes of a sign-in, a sign-out and a renewal if the store fails, is late, or never answers.
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"
#include "worlds/slow_store.hpp"

#include <memory>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

/// Answers the only open request with the service's yes to a sign-out.
void answer_sign_out(ClientWorld& world) { world.transport->respond(200, "{}"); }

std::vector<AuthEvent> events_of(ClientWorld& world, void (*act)(ClientWorld&)) {
  std::vector<AuthEvent> events;
  auto listening = world.client->auth().on_auth_state_change(
      [&](AuthEvent event, const SignedIn*) { events.push_back(event); });
  act(world);
  world.client->poll();
  return events;
}

void let_time_pass(ClientWorld& world) {
  world.clock.advance(31s);
  world.client->poll();
}

}  // namespace

TEST_CASE("sign-out: done when the store is empty, not before") {
  SlowStore store;
  ClientWorld world(with(store));
  sign_in(world, store);
  auto out = world.client->auth().sign_out();
  CHECK_FALSE(world.client->auth().current());
  SECTION("the service answers first") {
    answer_sign_out(world);
    CHECK_FALSE(out.ready());
    store.step();
  }
  SECTION("the store answers first") {
    store.step();
    CHECK_FALSE(out.ready());
    answer_sign_out(world);
  }
  REQUIRE(out.ready());
  CHECK(std::move(out).take());
  CHECK(store.bytes.empty());
}

TEST_CASE("sign-out: the call fails if the store cannot erase, for the next start would sign in") {
  SlowStore store;
  ClientWorld world(with(store));
  sign_in(world, store);
  auto out = world.client->auth().sign_out();
  const bool service_first = GENERATE(true, false);
  CAPTURE(service_first);
  if (service_first) answer_sign_out(world);
  store.step(true);
  if (!service_first) answer_sign_out(world);
  REQUIRE(out.ready());
  const auto error = std::move(out).take().error();
  CHECK(error.code == Errc::storage);
  CHECK(error.outcome == Outcome::done_answer_lost);
  CHECK_FALSE(world.client->auth().current());
}

TEST_CASE("sign-out: what an earlier run left goes, also if nobody is signed in") {
  SlowStore store;
  {
    ClientWorld before(with(store));
    sign_in(before, store);
  }
  REQUIRE_FALSE(store.bytes.empty());
  ClientWorld world(with(store));
  SECTION("nothing else is under way") {
    auto out = world.client->auth().sign_out();
    store.finish();
    CHECK(std::move(out).take());
    CHECK(world.transport->open_count() == 0);
  }
  SECTION("a restore is under way: the later wish counts") {
    auto restored = world.client->auth().restore();
    auto out = world.client->auth().sign_out();
    store.finish();
    CHECK(std::move(out).take());
    REQUIRE(restored.ready());
    CHECK_FALSE(std::move(restored).take().value());
  }
  CHECK(store.bytes.empty());
  CHECK_FALSE(world.client->auth().current());
}

TEST_CASE("restore: a sign-in that was cancelled while it was written is not restored") {
  SlowStore store;
  ClientWorld world(with(store));
  auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  world.transport->respond(200, signed_in_answer);
  auto restored = world.client->auth().restore();
  pending.cancel();
  store.finish();
  CHECK_FALSE(std::move(restored).take().value());
  CHECK_FALSE(world.client->auth().current());
  CHECK(store.bytes.empty());
}

TEST_CASE(
    "a store that never answers: a sign-in goes on in time, and an event says that it is not "
    "stored") {
  SlowStore store;
  ClientWorld world(with(store));
  const auto events = events_of(world, [](ClientWorld& w) {
    auto pending = w.client->auth().sign_in({"a@example.com", SecretView("pw")});
    w.transport->respond(200, signed_in_answer);
    CHECK_FALSE(pending.ready());
    let_time_pass(w);
    REQUIRE(pending.ready());
    CHECK(std::move(pending).take());
  });
  CHECK(events == std::vector<AuthEvent>{AuthEvent::signed_in, AuthEvent::session_not_stored});
  REQUIRE(world.client->auth().current());
  CHECK(store.open.size() == 1);
  SECTION("the next calls do not wait for it") {
    auto second = world.client->auth().sign_in({"b@example.com", SecretView("pw")});
    world.transport->respond(200, other_answer);
    REQUIRE(second.ready());
    CHECK(std::move(second).take());
    auto out = world.client->auth().sign_out();
    answer_sign_out(world);
    REQUIRE(out.ready());
    CHECK(std::move(out).take().error().code == Errc::storage);
    CHECK(store.open.size() == 1);
    store.finish();
    CHECK(store.bytes.empty());
  }
  SECTION("when it answers at last, it is given what is in force by then") {
    auto second = world.client->auth().sign_in({"b@example.com", SecretView("pw")});
    world.transport->respond(200, other_answer);
    REQUIRE(std::move(second).take());
    store.finish();
    CHECK(store.bytes.find("usr_2") != std::string::npos);
  }
  SECTION("the session that it was busy with needs no second save") {
    store.step();
    CHECK(store.open.empty());
    CHECK(store.bytes.find("access-one") != std::string::npos);
  }
  CHECK(store.most_at_once == 1);
}

TEST_CASE("a store that never answers: a renewal and a sign-out end in time") {
  SlowStore store;
  ClientWorld world(with(store));
  sign_in(world, store);
  SECTION("renewal") {
    world.clock.advance(50min);
    auto waiting = token(world);
    world.transport->respond(200, renewed_answer);
    CHECK_FALSE(waiting.ready());
    let_time_pass(world);
    REQUIRE(waiting.ready());
    CHECK(std::move(token(world)).take()->reveal() == "access-two");
    store.finish();
    CHECK(store.bytes.find("access-two") != std::string::npos);
  }
  SECTION("sign-out") {
    auto out = world.client->auth().sign_out();
    answer_sign_out(world);
    let_time_pass(world);
    REQUIRE(out.ready());
    CHECK(std::move(out).take().error().code == Errc::storage);
  }
  SECTION("a load that blocks a save: what came meanwhile is saved after it") {
    auto restored = world.client->auth().restore();
    auto second = world.client->auth().sign_in({"b@example.com", SecretView("pw")});
    world.transport->respond(200, other_answer);
    let_time_pass(world);
    CHECK(std::move(second).take());
    auto third = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
    world.transport->respond(200, signed_in_answer);
    CHECK(std::move(third).take());
    store.finish();
    CHECK(store.bytes.find("usr_1") != std::string::npos);
    CHECK(world.client->auth().current()->user_id == "usr_1");
  }
}

TEST_CASE("the end of a client: the log names an erase that the store has no time for") {
  CollectingLog log;
  SlowStore store;
  ClientOptions options = with(store);
  options.log = &log;
  ClientWorld world(std::move(options));
  sign_in(world, store);
  auto restored = world.client->auth().restore();
  auto out = world.client->auth().sign_out();
  answer_sign_out(world);
  world.client->shutdown(0ms);
  CHECK(std::move(out).take().error().code == Errc::shutting_down);
  CHECK(log.lines.back() == "store_not_written  the store did not answer in time");
}

TEST_CASE("a renewal that is refused after another person signed in ends nothing") {
  ClientWorld world;
  world.sign_in();
  world.clock.advance(50min);
  auto waiting = token(world);
  auto second = world.client->auth().sign_in({"b@example.com", SecretView("pw")});
  world.transport->respond(200, other_answer, 1);
  REQUIRE(std::move(second).take());
  world.transport->respond(401, R"({"error":{"code":"refresh_token_invalid"}})", 0);
  CHECK(std::move(waiting).take().error().code == Errc::auth_expired);
  REQUIRE(world.client->auth().current());
  CHECK(world.client->auth().current()->user_id == "usr_2");
}

namespace {

const char* const set_of_codes =
    R"({"data":[{"id":"backup_codes","type":"backup_codes","created_at":"2024-01-15T10:00:00Z"}],)"
    R"("total":1})";

BackupCodesStatus status_of(ClientWorld& world) {
  auto status = world.client->user().mfa().backup_codes_status();
  world.transport->respond(200, set_of_codes);
  return std::move(status).take().value();
}

}  // namespace

TEST_CASE("backup codes: those that come with a confirmed factor begin the count") {
  // The date names the set; without one, it is the last set that was made before the answer.
  for (const char* date : {R"("2024-01-15T10:00:00Z")", "null", "1705312800"}) {
    CAPTURE(date);
    ClientWorld world;
    world.sign_in();
    auto confirmed = world.client->user().mfa().confirm("fac_1", "123456");
    world.transport->respond(200, R"({"id":"fac_1","backup_codes":["ABCD-EFGH","IJKL-MNOP"],)"
                                  R"("generated_at":)" +
                                      std::string(date) + "}");
    REQUIRE(std::move(confirmed).take());
    const auto status = status_of(world);
    CHECK(status.certainty == BackupCodesStatus::Certainty::at_most);
    CHECK(status.count == 2);
  }
}

TEST_CASE("backup codes: one user's count is not shown to another, whatever the dates say") {
  ClientWorld world;
  world.sign_in();
  auto made = world.client->user().mfa().generate_backup_codes();
  world.transport->respond(200, codes_answer);
  REQUIRE(std::move(made).take());
  CHECK(status_of(world).count == 2);
  auto second = world.client->auth().sign_in({"b@example.com", SecretView("pw")});
  world.transport->respond(200, other_answer);
  REQUIRE(std::move(second).take());
  const auto status = status_of(world);
  CHECK(status.certainty == BackupCodesStatus::Certainty::unknown);
  CHECK_FALSE(status.count);
}
