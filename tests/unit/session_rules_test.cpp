// The session as a state machine: what may take the place, and what the store is to hold after each step.
#include "rules/session.hpp"
#include "worlds/catch.hpp"

#include <string>
#include <string_view>

using namespace hellojohn;
using Follow = Session::Follow;
using Source = Session::Source;

namespace {

/// A session in force, and stored.
Session stored_session() {
  Session session;
  const auto version = session.new_version();
  session.on_write_queued();
  session.on_write_ended(version);
  session.arrive(Source::signed_in, version);
  return session;
}

}  // namespace

TEST_CASE("session: which one may take the place, by where it comes from and what happened since") {
  struct Row {
    const char*
        since;  // "s": somebody signed in, "o": signed out, "r": renewed, "w": a write is queued, "c": closed.
    bool awaited;
    bool signed_in, restored, renewed;
  };
  constexpr Row rows[] = {
      {"", true, true, true, true},     {"", false, false, false, true},
      {"s", true, true, false, false},  {"o", true, true, false, false},
      {"r", true, true, true, false},   {"w", true, true, false, true},
      {"c", true, false, false, false}, {"os", true, true, false, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.since, row.awaited);
    Session session = stored_session();
    const auto seen = session.now();
    for (const char step : std::string_view(row.since)) {
      if (step == 's') session.arrive(Source::signed_in, session.new_version());
      if (step == 'o') session.leave();
      if (step == 'r') session.arrive(Source::renewed, session.new_version());
      if (step == 'w') session.on_write_queued();
      if (step == 'c') session.close();
    }
    CHECK(session.accepts(Source::signed_in, seen, row.awaited) == row.signed_in);
    CHECK(session.accepts(Source::restored, seen, row.awaited) == row.restored);
    CHECK(session.accepts(Source::renewed, seen, row.awaited) == row.renewed);
  }
}

TEST_CASE("session: a renewal needs a session, a sign-in and a restore do not") {
  const Session nobody;
  CHECK(nobody.accepts(Source::signed_in, nobody.now(), true));
  CHECK(nobody.accepts(Source::restored, nobody.now(), true));
  CHECK_FALSE(nobody.accepts(Source::renewed, nobody.now(), true));
}

TEST_CASE("session: a call belongs to the person whom it saw, and knows of newer tokens") {
  Session session = stored_session();
  const auto seen = session.now();
  CHECK(session.is_of(seen));
  CHECK_FALSE(session.is_newer_than(seen));
  session.arrive(Source::renewed, session.new_version());
  CHECK(session.is_of(seen));
  CHECK(session.is_newer_than(seen));
  session.on_taken_over();
  CHECK(session.is_of(seen));
  session.leave();
  CHECK_FALSE(session.is_of(seen));
  CHECK_FALSE(session.is_of(session.now()));
  session.arrive(Source::signed_in, session.new_version());
  CHECK_FALSE(session.is_of(seen));
}

TEST_CASE("session: what the store holds follows what is in force") {
  Session session;
  SECTION("what an earlier run left is not touched") { CHECK(session.follow() == Follow::nothing); }
  SECTION("a restored session is in the store already") {
    session.arrive(Source::restored, session.new_version());
    CHECK(session.follow() == Follow::nothing);
  }
  SECTION("a written sign-in that came into force needs no more") {
    CHECK(stored_session().follow() == Follow::nothing);
  }
  SECTION("a written sign-in that was cancelled is erased") {
    session.on_write_queued();
    session.on_write_ended(session.new_version());
    CHECK(session.follow() == Follow::erase);
    session.on_follow_queued(0);
    CHECK(session.follow() == Follow::nothing);
    session.on_write_ended(0);
    CHECK(session.follow() == Follow::nothing);
  }
  SECTION("a written sign-in that was cancelled makes room for the session in force") {
    session = stored_session();
    session.on_write_queued();
    session.on_write_ended(session.new_version());
    CHECK(session.follow() == Follow::save);
    const auto again = session.new_version();
    session.on_follow_queued(again);
    CHECK(session.follow() == Follow::nothing);
    session.on_write_ended(again);
    CHECK(session.follow() == Follow::nothing);
    CHECK(session.is_version(again));
  }
  SECTION("as long as a write is queued, that one decides") {
    session.on_write_queued();
    session.on_write_queued();
    session.on_write_ended(session.new_version());
    CHECK(session.follow() == Follow::nothing);
    session.on_write_ended(0);
    CHECK(session.follow() == Follow::nothing);
  }
  SECTION("an erase that overtook a save of the session in force is followed by a save") {
    const auto version = session.new_version();
    session.on_write_queued();
    session.on_write_queued();
    session.on_write_ended(version);  // Dropped from the queue, which counts as written.
    session.arrive(Source::signed_in, version);
    session.on_write_ended(0);
    CHECK(session.follow() == Follow::save);
  }
  SECTION("another process's pair is in the store already") {
    session = stored_session();
    session.on_taken_over();
    CHECK(session.follow() == Follow::nothing);
  }
  SECTION("the end of the client does not keep a given-up sign-in") {
    session.on_write_queued();
    session.close();
    session.on_write_ended(session.new_version());
    CHECK(session.follow() == Follow::erase);
  }
}
