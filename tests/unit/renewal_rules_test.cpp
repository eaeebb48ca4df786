// When a token is renewed, and the steps of a renewal, as tables.
#include "rules/renewal.hpp"
#include "worlds/catch.hpp"

#include <chrono>
#include <string>
#include <string_view>

using namespace hellojohn;
using namespace std::chrono_literals;
using Action = Renewal::Action;

namespace {

constexpr TokenLife::Time t0{std::chrono::hours(1)};

TokenLife hour_from_t0() {
  TokenLife life;
  life.expires_at = t0 + 60min;
  life.renew_at = t0 + 45min;
  return life;
}

/// A renewal that holds the store's lock and reads the store.
Renewal reading() {
  Renewal renewal;
  (void)renewal.on_begin(true);
  (void)renewal.on_lock_ended(renewal.number(), true);
  return renewal;
}

}  // namespace

TEST_CASE(
    "renewal rules: what a call needs, by the token's age and what the call has been through") {
  struct Row {
    std::chrono::minutes age;
    bool renewable, refused, renewed;
    TokenNeed need;
  };
  constexpr Row rows[] = {
      {0min, true, false, false, TokenNeed::none},
      {44min, true, false, false, TokenNeed::none},
      {45min, true, false, false, TokenNeed::renewal},
      {45min, false, false, false, TokenNeed::none},
      {45min, true, false, true, TokenNeed::none},
      {59min, true, false, false, TokenNeed::renewal},
      {60min, true, false, false, TokenNeed::renewal},
      {60min, false, false, false, TokenNeed::sign_in},
      {60min, true, false, true, TokenNeed::sign_in},
      {0min, true, true, false, TokenNeed::renewal},
      {0min, false, true, false, TokenNeed::sign_in},
      {0min, true, true, true, TokenNeed::none},
      {60min, true, true, true, TokenNeed::sign_in},
  };
  for (const Row& row : rows) {
    CAPTURE(row.age.count(), row.renewable, row.refused, row.renewed);
    CHECK(need_of(hour_from_t0(), row.renewable, {row.refused, row.renewed}, t0 + row.age) ==
          row.need);
  }
}

TEST_CASE("renewal rules: a renewal that failed is tried again later, and never too late") {
  TokenLife life = hour_from_t0();
  const auto now = t0 + 50min;
  SECTION("certainly not made: half a minute, each time") {
    for (int i = 0; i < 3; ++i) {
      postpone(life, false, now);
      CHECK(life.renew_at == now + 30s);
    }
    CHECK(life.lost_renewals == 0);
  }
  SECTION("a pause never becomes shorter") {
    life.renew_at = now + 5min;
    postpone(life, false, now);
    CHECK(life.renew_at == now + 5min);
  }
  SECTION("perhaps made: once after 2 seconds, then a minute before the end") {
    postpone(life, true, now);
    CHECK(life.renew_at == now + 2s);
    postpone(life, true, now);
    CHECK(life.renew_at == t0 + 59min);
    postpone(life, true, t0 + 59min + 45s);
    CHECK(life.renew_at == t0 + 59min + 45s + 30s);
    CHECK(life.lost_renewals == 3);
  }
}

TEST_CASE("renewal rules: the steps, one row for each way") {
  // b: begins with a store, B: without one. n: the store is not shared. l: the lock is held, L: it cannot be had.
  // f: a fresh pair was read, r: none. e: ended. u: unlocked. c: the client closes. Answers: the first letters of actions.
  struct Row {
    const char* events;
    const char* actions;
  };
  constexpr Row rows[] = {
      {"Be", "sw"},         // Without a store there is nothing to lock.
      {"bne", "lsw"},       // Not shared.
      {"blre", "lrsu"},     // Locked, nothing new, sent, unlocked.
      {"blfe", "lrtu"},     // Another process has renewed.
      {"bLe", "lsw"},       // The lock cannot be had: a renewal is worth more.
      {"bel", "lwu"},       // Cancelled; the lock comes too late.
      {"beL", "lww"},       // Cancelled; the lock never comes.
      {"bebl", "lwsu"},     // The next one does not wait for the lock of the one before.
      {"blreb", "lrsus"},   // As long as the lock is on its way back, none is asked for.
      {"blreub", "lrsul"},  // ("u" has no answer.)
      {"blc", "lru"},       // The end of the client gives it back,
      {"bc", "lu"},         // also one that was not held yet;
      {"bcl", "luw"},       // what comes later finds nothing to do.
      {"Bc", "sw"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.events);
    Renewal renewal;
    Renewal::Number asked = 0;
    std::string actions;
    const auto done = [&](Action action) {
      constexpr char letters[] = {'w', 'l', 'r', 's', 't', 'u'};
      actions += letters[static_cast<int>(action)];
    };
    for (const char event : std::string_view(row.events)) {
      switch (event) {
        case 'B': done(renewal.on_begin(false)); break;
        case 'b':
          done(renewal.on_begin(true));
          if (asked == 0) asked = renewal.number();
          break;
        case 'n': done(renewal.on_not_locked(renewal.number())); break;
        case 'l': done(renewal.on_lock_ended(asked, true)); break;
        case 'L': done(renewal.on_lock_ended(asked, false)); break;
        case 'f': done(renewal.on_read(renewal.number(), true)); break;
        case 'r': done(renewal.on_read(renewal.number(), false)); break;
        case 'e': done(renewal.on_ended(renewal.number())); break;
        case 'u': renewal.on_unlocked(); break;
        default: done(renewal.on_closed());
      }
    }
    CHECK(actions == row.actions);
  }
}

TEST_CASE("renewal rules: what was begun for one renewal does nothing to the next") {
  Renewal renewal = reading();
  const auto first = renewal.number();
  CHECK(renewal.on_ended(first) == Action::unlock);
  renewal.on_unlocked();
  CHECK_FALSE(renewal.running());
  CHECK(renewal.on_begin(true) == Action::lock);
  CHECK(renewal.number() != first);
  CHECK(renewal.on_read(first, true) == Action::wait);
  CHECK(renewal.on_ended(first) == Action::wait);
  CHECK(renewal.running());
}
