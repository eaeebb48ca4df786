// The traps of one-time codes and renewals that a client without a screen can meet.
#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <set>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

const char* const reused = R"({"error":{"code":"REFRESH_TOKEN_REUSE"}})";

/// A store that processes share; a test plays the other process.
class SharedStore final : public SessionStore {
 public:
  void load(StoreOpId id, StoreSink& sink) noexcept override {
    steps += "load ";
    sink.on_store_loaded(id, Secret(bytes));
  }
  void save(StoreOpId id, SecretView secret, StoreSink& sink) noexcept override {
    steps += "save ";
    bytes = std::string(secret.reveal());
    if (hold_save) {
      held_id = id;
      held_sink = &sink;
      return;
    }
    sink.on_store_done(id, {});
  }
  void erase(StoreOpId id, StoreSink& sink) noexcept override {
    steps += "erase ";
    bytes.clear();
    sink.on_store_done(id, {});
  }
  bool lock(StoreOpId id, StoreSink& sink) noexcept override {
    steps += "lock ";
    if (hold_lock) {
      held_id = id;
      held_sink = &sink;
      return true;
    }
    sink.on_store_done(id, std::move(lock_error));
    return true;
  }
  void unlock() noexcept override { steps += "unlock "; }
  void release() { held_sink->on_store_done(held_id, {}); }

  std::string bytes, steps;
  bool hold_lock = false, hold_save = false;
  std::optional<Error> lock_error{};
  StoreOpId held_id = 0;
  StoreSink* held_sink = nullptr;
};

ClientOptions with(SessionStore& store) {
  ClientOptions options;
  options.store = &store;
  return options;
}

std::string refresh_body(ClientWorld& world) {
  return std::string(world.transport->open().request.body.reveal());
}

}  // namespace

TEST_CASE("traps: generate, answer lost: never sent again, and said for what it is") {
  ClientWorld world;
  world.sign_in();
  const auto sent_before = world.transport->started_count();
  auto pending = world.client->user().mfa().generate_backup_codes();
  SECTION("nothing came back") {
    world.transport->fail(failed(Errc::connection_lost, Sent::all));
    CHECK(std::move(pending).take().error().outcome == Outcome::unknown);
  }
  SECTION("a yes came back, the codes did not") {
    world.transport->fail(failed(Errc::connection_lost, Sent::all, 200));
    CHECK(std::move(pending).take().error().outcome == Outcome::done_answer_lost);
  }
  SECTION("the codes came back in no shape") {
    world.transport->respond(200, R"({"codes":"ABCD-EFGH"})");
    CHECK(std::move(pending).take().error().outcome == Outcome::done_answer_lost);
  }
  CHECK(world.transport->started_count() == sent_before + 1);
}

TEST_CASE(
    "traps: verify, answer lost: the same code again is the caller's act, and its answers differ") {
  ClientWorld world;
  const auto verify = [&] {
    return world.client->mfa().verify({"chl_1", factor::backup_codes, "ABCD-EFGH"});
  };
  auto first = verify();
  world.transport->fail(failed(Errc::connection_lost, Sent::all));
  CHECK(std::move(first).take().error().outcome == Outcome::unknown);
  world.clock.advance(60s);
  world.client->poll();
  CHECK(world.transport->started_count() == 1);
  auto again = verify();
  SECTION("gone challenge") {
    world.transport->respond(400, R"({"error":{"code":"invalid_challenge"}})");
    CHECK(std::move(again).take().error().code == Errc::challenge_expired);
  }
  SECTION("refused code") {
    world.transport->respond(401, R"({"error":{"code":"invalid_mfa_code"}})");
    CHECK(std::move(again).take().error().code == Errc::invalid_code);
  }
}

TEST_CASE("traps: a late generate: a set that is not the one on screen is not counted as it") {
  ClientWorld world;
  world.sign_in();
  auto made = world.client->user().mfa().generate_backup_codes();
  world.transport->respond(200, codes_answer);
  REQUIRE(std::move(made).take());
  const auto status = [&](const char* created) {
    auto pending = world.client->user().mfa().backup_codes_status();
    world.transport->respond(
        200, std::string(R"({"data":[{"id":"backup_codes","type":"backup_codes","created_at":")") +
                 created + "\"}]}");
    return *std::move(pending).take();
  };
  CHECK(status("2024-01-15T10:00:00Z").certainty == BackupCodesStatus::Certainty::at_most);
  const auto other = status("2024-01-15T10:00:09Z");
  CHECK(other.certainty == BackupCodesStatus::Certainty::unknown);
  CHECK(other.set_created_at == "2024-01-15T10:00:09Z");
}

TEST_CASE("traps: a 401 to a code touches no session") {
  ClientWorld world;
  world.sign_in();
  for (const char* body :
       {R"({"error":{"code":"token_expired"}})", R"({"code":"x"})", "", "<html>"}) {
    const auto before = world.transport->started_count();
    auto pending = world.client->mfa().verify({"chl_1", factor::totp, "123456"});
    world.transport->respond(401, body);
    // Only the service itself says that a code is wrong; a page of another is no answer to it.
    const bool of_the_service = body[0] == '{';
    const Error error = std::move(pending).take().error();
    CHECK(error.code == (of_the_service ? Errc::invalid_code : Errc::body));
    CHECK(error.outcome == (of_the_service ? Outcome::refused : Outcome::unknown));
    CHECK(world.transport->started_count() == before + 1);
    CHECK(world.client->auth().current());
  }
}

TEST_CASE("traps: one renewal for all, whichever caller cancels") {
  ClientWorld world;
  world.sign_in();
  world.clock.advance(50min);
  auto first = token(world);
  auto second = token(world);
  first.cancel();
  CHECK_FALSE(world.transport->open().cancelled);
  world.transport->respond(200, renewed_answer);
  CHECK(std::move(second).take()->reveal() == "access-two");
  CHECK(world.transport->started_count() == 2);
}

TEST_CASE(
    "traps: processes that share a store: locked, read again, renewed only where it is still "
    "needed") {
  SharedStore store;
  ClientWorld world(with(store));
  world.sign_in();
  const std::string before = store.bytes;
  world.clock.advance(50min);
  store.steps.clear();
  SECTION("nobody else renewed") {
    auto pending = token(world);
    CHECK(store.steps == "lock load ");
    world.transport->respond(200, renewed_answer);
    CHECK(std::move(pending).take()->reveal() == "access-two");
    CHECK(store.steps == "lock load save unlock ");
  }
  SECTION("another process has renewed") {
    SharedStore theirs;
    ClientWorld other(with(theirs));
    other.sign_in();
    other.clock.advance(50min);
    auto pending = token(other);
    other.transport->respond(200, renewed_answer);
    REQUIRE(std::move(pending).take());
    store.bytes = theirs.bytes;
    const auto sent = world.transport->started_count();
    auto ours = token(world);
    REQUIRE(ours.ready());
    CHECK(std::move(ours).take()->reveal() == "access-two");
    CHECK(world.transport->started_count() == sent);
    CHECK(store.steps == "lock load unlock ");
  }
  SECTION("another person's session is not taken over") {
    SharedStore theirs;
    ClientWorld other(with(theirs));
    auto pending = other.client->auth().sign_in({"b@example.com", SecretView("pw")});
    other.transport->respond(
        200,
        R"({"access_token":"b-one","refresh_token":"rft_b","expires_in":9000,"user":{"id":"usr_2"}})");
    REQUIRE(std::move(pending).take());
    store.bytes = theirs.bytes;
    auto ours = token(world);
    CHECK(refresh_body(world).find("rft_one") != std::string::npos);
    world.transport->respond(200, renewed_answer);
    CHECK(std::move(ours).take()->reveal() == "access-two");
  }
  SECTION("another process has renewed, but long ago: its pair is renewed, not ours") {
    SharedStore theirs;
    ClientWorld other(with(theirs));
    other.sign_in();
    other.clock.advance(50min);
    auto pending = token(other);
    other.transport->respond(
        200, R"({"access_token":"access-two","refresh_token":"rft_two","expires_in":60})");
    REQUIRE(std::move(pending).take());
    store.bytes = theirs.bytes;
    world.clock.advance(2min);
    auto ours = token(world);
    REQUIRE(world.transport->open_count() == 1);
    CHECK(refresh_body(world) == R"({"refresh_token":"rft_two"})");
    world.transport->respond(200, R"({"access_token":"access-three","expires_in":3600})");
    CHECK(std::move(ours).take()->reveal() == "access-three");
  }
  SECTION("while a cancelled renewal still waits for the lock, the next goes without") {
    store.hold_lock = true;
    auto pending = token(world);
    world.clock.advance(30s);
    world.client->poll();
    CHECK(std::move(pending).take().error().code == Errc::timeout);
    world.clock.advance(30s);
    auto again = token(world);
    REQUIRE(world.transport->open_count() == 1);
    CHECK(store.steps == "lock ");
    world.transport->respond(200, renewed_answer);
    CHECK(std::move(again).take()->reveal() == "access-two");
    store.release();
    CHECK(store.steps == "lock save unlock ");
  }
  SECTION("a lock that cannot be had is done without") {
    store.lock_error.emplace();
    auto pending = token(world);
    world.transport->respond(200, renewed_answer);
    CHECK(std::move(pending).take()->reveal() == "access-two");
    CHECK(store.steps == "lock save ");
  }
  SECTION("a lock that comes too late is given back at once") {
    store.hold_lock = true;
    auto pending = token(world);
    CHECK(world.transport->open_count() == 0);
    world.clock.advance(30s);
    world.client->poll();
    CHECK(std::move(pending).take().error().code == Errc::timeout);
    store.release();
    CHECK(store.steps == "lock unlock ");
    CHECK(world.transport->open_count() == 0);
  }
  SECTION("the client's end gives it back") {
    auto pending = token(world);
    world.client.reset();
    CHECK(store.steps == "lock load unlock ");
    CHECK(store.bytes == before);
  }
}

TEST_CASE("traps: taking over another process's pair leaves the sign-in as fresh as it was") {
  SharedStore store, theirs;
  const char* const short_lived =
      R"({"access_token":"a","refresh_token":"rft_one","expires_in":60,"user":{"id":"usr_1"}})";
  ClientWorld world(with(store)), other(with(theirs));
  for (ClientWorld* each : {&world, &other}) {
    auto pending = each->client->auth().sign_in({"a@example.com", SecretView("pw")});
    each->transport->respond(200, short_lived);
    REQUIRE(std::move(pending).take());
    each->clock.advance(55s);
  }
  auto pending = token(other);
  other.transport->respond(200, renewed_answer);
  REQUIRE(std::move(pending).take());
  store.bytes = theirs.bytes;
  REQUIRE(std::move(token(world)).take()->reveal() == "access-two");
  auto made = world.client->user().mfa().generate_backup_codes();
  REQUIRE(world.transport->open_count() == 1);
  world.transport->respond(200, codes_answer);
  CHECK(std::move(made).take());
}

TEST_CASE("traps: a token that grew old while it was stored is still given") {
  SharedStore store;
  ClientWorld world(with(store));
  world.sign_in();
  world.clock.advance(50min);
  auto pending = token(world);
  store.hold_save = true;
  world.transport->respond(
      200, R"({"access_token":"access-two","refresh_token":"rft_two","expires_in":30})");
  world.clock.advance(27s);
  store.release();
  REQUIRE(pending.ready());
  CHECK(std::move(pending).take()->reveal() == "access-two");
  CHECK(world.transport->open_count() == 0);
}

TEST_CASE("traps: the new pair is stored before anyone has it") {
  SharedStore store;
  ClientWorld world(with(store));
  world.sign_in();
  world.clock.advance(50min);
  auto pending = token(world);
  store.hold_save = true;
  world.transport->respond(200, renewed_answer);
  CHECK_FALSE(pending.ready());
  CHECK(store.bytes.find("rft_two") != std::string::npos);
  SECTION("in time") {
    store.release();
    CHECK(std::move(pending).take()->reveal() == "access-two");
  }
  SECTION("after the renewal was cancelled: the pair is still kept") {
    world.clock.advance(31s);
    world.client->poll();
    REQUIRE(pending.ready());
    store.hold_save = false;
    store.release();
    CHECK(std::move(token(world)).take()->reveal() == "access-two");
    CHECK(world.transport->open_count() == 0);
  }
}

TEST_CASE("traps: a lost answer: the session stays, and the token is tried again twice") {
  // Reading the same pair in the store again changes nothing.
  SharedStore store;
  ClientWorld world(GENERATE(false, true) ? with(store) : ClientOptions{});
  world.sign_in();
  world.clock.advance(50min);
  const auto lose = [&] {
    auto pending = token(world);
    REQUIRE(world.transport->open_count() == 1);
    world.transport->fail(failed(Errc::connection_lost, Sent::all));
    return std::move(pending).take();
  };
  CHECK(lose()->reveal() == "access-one");
  const auto asks = [&] {
    auto pending = token(world);
    const bool sent = !pending.ready();
    if (sent) world.transport->fail(failed(Errc::connection_lost, Sent::all));
    CHECK(std::move(pending).take()->reveal() == "access-one");
    return sent;
  };
  CHECK_FALSE(asks());
  world.clock.advance(2s);
  CHECK(asks());
  for (int minute = 0; minute < 8; ++minute) {
    world.clock.advance(1min);
    CHECK_FALSE(asks());
  }
  world.clock.advance(1min);
  auto last = token(world);
  REQUIRE(world.transport->open_count() == 1);
  SECTION("a server that grants it once more") {
    world.transport->respond(200, renewed_answer);
    CHECK(std::move(last).take()->reveal() == "access-two");
    world.clock.advance(50min);
    auto next = token(world);
    CHECK(refresh_body(world).find("rft_two") != std::string::npos);
    next.cancel();
  }
  SECTION("a server that calls it a reuse: signed out, and the reason is ours") {
    world.transport->respond(401, reused);
    const auto error = std::move(last).take().error();
    CHECK(error.code == Errc::auth_expired);
    CHECK(error.detail.find("refresh_lost") != std::string::npos);
    CHECK_FALSE(world.client->auth().current());
  }
}

TEST_CASE("traps: a reuse that nothing was lost before is not called ours") {
  ClientWorld world;
  world.sign_in();
  world.clock.advance(50min);
  auto pending = token(world);
  world.transport->respond(401, reused);
  CHECK(std::move(pending).take().error().detail.find("refresh_lost") == std::string::npos);
}

TEST_CASE("traps: what comes late belongs to its own renewal") {
  ClientWorld world;
  world.sign_in();
  world.clock.advance(61min);
  auto first = token(world);
  (void)world.transport->last_write();
  world.clock.advance(30s);
  world.client->poll();
  const auto gone = std::move(first).take();
  CHECK(gone.error().code == Errc::timeout);
  CHECK(gone.error().outcome == Outcome::unknown);
  auto second = token(world);
  REQUIRE(world.transport->open_count() == 2);
  SECTION("the failure of the first does not end the second") {
    world.transport->fail(failed(Errc::cancelled, Sent::all), 0);
    CHECK_FALSE(second.ready());
    auto third = token(world);
    CHECK(world.transport->open_count() == 1);
    world.transport->respond(200, renewed_answer);
    CHECK(std::move(second).take()->reveal() == "access-two");
    CHECK(std::move(third).take()->reveal() == "access-two");
  }
  SECTION(
      "the answer to the first is the pair that counts; the refusal of the second ends nothing") {
    world.transport->respond(200, renewed_answer, 0);
    world.transport->respond(401, reused);
    REQUIRE(second.ready());
    CHECK(world.client->auth().current());
    CHECK(std::move(token(world)).take()->reveal() == "access-two");
  }
}

TEST_CASE("traps: what may pass keeps the session") {
  ClientWorld world;
  world.sign_in();
  world.clock.advance(61min);
  for (const int status : {403, 408, 429, 500, 502, 503}) {
    auto pending = token(world);
    for (int i = 0; i < 400 && !pending.ready(); ++i) {
      if (world.transport->open_count() != 0) world.transport->respond(status, "{}");
      world.clock.advance(100ms);
      world.client->poll();
    }
    CHECK_FALSE(std::move(pending).take());
    CHECK(world.client->auth().current());
    world.clock.advance(1min);
  }
}

TEST_CASE("traps: the moment of renewal is spread around three quarters of the life") {
  std::set<std::chrono::seconds::rep> moments;
  std::vector<std::unique_ptr<ClientWorld>> worlds;  // Alive together: no two are the same.
  for (int i = 0; i < 40; ++i) {
    ClientWorld& world = *worlds.emplace_back(std::make_unique<ClientWorld>());
    world.sign_in();
    auto step = 0s;
    for (; step < 3600s; step += 10s) {
      auto pending = token(world);
      if (!pending.ready()) break;
      world.clock.advance(10s);
    }
    CHECK(step >= 2420s);  // 67.5 % of an hour, less a step.
    CHECK(step <= 2980s);  // 82.5 %, and a step.
    moments.insert(step.count());
  }
  CHECK(moments.size() > 5);
}

TEST_CASE("traps: a recovery token of unknown fate may be sent again only by the user") {
  ClientWorld world;
  const auto open = [&] { return world.client->recovery().verify(SecretView("rec_tok_1")); };
  auto first = open();
  world.transport->fail(failed(Errc::connection_lost, Sent::all));
  CHECK(std::move(first).take().error().outcome == Outcome::unknown);
  world.clock.advance(1min);
  world.client->poll();
  CHECK(world.transport->started_count() == 1);
  auto again = open();
  world.transport->respond(401, R"({"error":{"code":"invalid_token"}})");
  const auto error = std::move(again).take().error();
  CHECK(error.code == Errc::token_used_or_expired);
  CHECK(error.outcome == Outcome::refused);
}

TEST_CASE("traps: a code of unknown fate is not counted as used") {
  ClientWorld world;
  world.sign_in();
  auto made = world.client->user().mfa().generate_backup_codes();
  world.transport->respond(200, codes_answer);
  REQUIRE(std::move(made).take());
  auto verify = world.client->mfa().verify({"chl_1", factor::backup_codes, "ABCD-EFGH"});
  world.transport->fail(failed(Errc::connection_lost, Sent::all));
  REQUIRE(std::move(verify).take().error().outcome == Outcome::unknown);
  auto pending = world.client->user().mfa().backup_codes_status();
  world.transport->respond(200, R"({"data":[{"id":"backup_codes","type":"backup_codes",)"
                                R"("created_at":"2024-01-15T10:00:00Z"}]})");
  CHECK(std::move(pending).take()->count == 2);
}

TEST_CASE("traps: a renewal of one person is never stored under another") {
  SharedStore store;
  ClientWorld world(with(store));
  world.sign_in();
  world.clock.advance(61min);
  auto old = token(world);
  REQUIRE(world.transport->open_count() == 1);
  auto sign_in = world.client->auth().sign_in({"b@example.com", SecretView("pw")});
  world.transport->respond(
      200,
      R"({"access_token":"b-one","refresh_token":"rft_b","expires_in":3600,"user":{"id":"usr_2"}})",
      1);
  REQUIRE(std::move(sign_in).take());
  world.transport->respond(200, renewed_answer, 0);
  CHECK(std::move(old).take().error().code == Errc::auth_expired);
  CHECK(world.client->auth().current()->user_id == "usr_2");
  CHECK(std::move(token(world)).take()->reveal() == "b-one");
  CHECK(store.bytes.find("rft_two") == std::string::npos);
}

TEST_CASE(
    "traps: a factor that is not there: a removal is sent once, and the list tells what is known") {
  ClientWorld world;
  world.sign_in();
  auto pending = world.client->user().mfa().remove("fac_1");
  SECTION("a wrong id: nobody can say that nothing changed") {
    world.transport->respond(404, R"({"error":{"code":"not_found"}})");
    world.transport->respond(200, R"({"data":[]})");
    const auto error = std::move(pending).take().error();
    CHECK(error.code == Errc::not_found);
    CHECK(error.outcome == Outcome::unknown);
  }
  SECTION("an answer that is lost: nothing is sent again") {
    const auto sent = world.transport->started_count();
    world.transport->fail(failed(Errc::connection_lost, Sent::all));
    const auto error = std::move(pending).take().error();
    CHECK(error.code == Errc::connection_lost);
    CHECK(error.outcome == Outcome::unknown);
    world.clock.advance(1s);
    world.client->poll();
    CHECK(world.transport->started_count() == sent);
  }
}
