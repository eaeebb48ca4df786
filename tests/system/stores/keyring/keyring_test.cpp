// The keyring store against a real keyring, or the want of one: keyring_session.sh makes the surroundings, a tag here is
// what is true in them.
#include "system/stores/store_calls.hpp"

#include "worlds/catch.hpp"
#include "worlds/client_world.hpp"

#include <hellojohn/stores/libsecret_store.hpp>

#include <chrono>
#include <memory>
#include <string>

using namespace hellojohn;
using namespace std::chrono_literals;
using tests::erase;
using tests::load;
using tests::save;

namespace {

std::unique_ptr<SessionStore> keyring(std::chrono::milliseconds limit = 10s,
                                      const char* application = "com.example.game") {
  return libsecret_store({application, "A game's session", limit});
}

/// Every operation fails with these words, well within the limit of the operation and a cancellation's answer.
void check_refused(SessionStore& store, const std::string& words) {
  const auto begun = std::chrono::steady_clock::now();
  const auto saved = save(store, "secret-session");
  REQUIRE(saved);
  CHECK(saved->code == Errc::storage);
  CHECK(saved->outcome == Outcome::not_sent);
  CHECK(saved->detail.find(words) != std::string::npos);
  CHECK(saved->detail.find("secret-session") == std::string::npos);
  const auto loaded = load(store);
  REQUIRE_FALSE(loaded.has_value());
  CHECK(loaded.error().code == Errc::storage);
  CHECK(loaded.error().detail.find(words) != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - begun < 20s);
}

/// The user is still signed in, and the log says that it will not outlive the process.
void check_session_in_memory(SessionStore& store) {
  tests::CollectingLog log;
  ClientOptions options;
  options.store = &store;
  options.log = &log;
  tests::ClientWorld world(std::move(options));
  auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  world.transport->respond(200, tests::signed_in_answer);
  REQUIRE(std::move(pending).get().has_value());
  CHECK(world.client->auth().access_token().get()->reveal() == "access-one");
  bool told = false;
  for (const std::string& line : log.lines) told = told || line.find("session_not_stored") == 0;
  CHECK(told);
}

}  // namespace

TEST_CASE("keyring: nothing, kept, replaced, erased, one entry per application", "[unlocked]") {
  const auto store = keyring();
  const auto other = keyring(10s, "com.example.other");
  CHECK(load(*store)->empty());
  REQUIRE_FALSE(save(*store, "first"));
  REQUIRE_FALSE(save(*other, "of another"));
  const std::string octets("se\0cond \xff\n", 10);
  REQUIRE_FALSE(save(*store, octets));
  CHECK(load(*store)->reveal() == octets);
  CHECK(load(*keyring())->reveal() == octets);
  REQUIRE_FALSE(erase(*store));
  CHECK_FALSE(erase(*store));
  CHECK(load(*store)->empty());
  CHECK(load(*other)->reveal() == "of another");
  CHECK(save(*keyring(10s, ""), "x")->code == Errc::usage);
}

TEST_CASE("keyring: a session for the next log-in", "[unlocked]") {
  const auto store = keyring();
  ClientOptions options;
  options.store = store.get();
  tests::ClientWorld world(std::move(options));
  auto pending = world.client->auth().sign_in({"a@example.com", SecretView("pw")});
  world.transport->respond(200, tests::signed_in_answer);
  REQUIRE(std::move(pending).get().has_value());
}

TEST_CASE("keyring: the session of the log-in before", "[next]") {
  const auto store = keyring();
  ClientOptions options;
  options.store = store.get();
  tests::ClientWorld world(std::move(options));
  const auto restored = world.client->auth().restore().get();
  REQUIRE(restored.has_value());
  REQUIRE(restored->has_value());
  CHECK((*restored)->user_id == "usr_1");
}

TEST_CASE("keyring: locked, and nobody to unlock it", "[locked]") {
  const auto store = keyring();
  check_refused(*store, "locked");
  check_session_in_memory(*store);
}

TEST_CASE("keyring: a service that has stopped", "[stopped]") {
  const auto store = keyring(300ms);
  check_refused(*store, "did not answer in time");
  check_session_in_memory(*store);
}

TEST_CASE("keyring: no service", "[no-service]") {
  const auto store = keyring();
  check_refused(*store, "no keyring service");
  check_session_in_memory(*store);
}

TEST_CASE("keyring: no session bus", "[no-bus]") {
  const auto store = keyring();
  check_refused(*store, "no keyring service");
  check_session_in_memory(*store);
}
