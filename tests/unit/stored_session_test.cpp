// The form of a session in a store: read back as it was, and refused where anything about it is strange.
#include "worlds/catch.hpp"

#include "client/session_state.hpp"

#include <hellojohn/testing/fake_transport.hpp>

#include <string>

using namespace hellojohn;
using namespace hellojohn::detail;
using namespace std::chrono_literals;

namespace {

std::string field(const std::string& value) {
  return std::to_string(value.size()) + "\n" + value + "\n";
}

/// The end is a time on the wall; the virtual clock begins at 1705312800.
std::string stored(const std::string& access, const std::string& refresh, const std::string& end,
                   const std::string& adopted = "") {
  return "hellojohn-session 1\n" + field(access) + field(refresh) + field("usr_1") + field(end) +
         field(adopted);
}

}  // namespace

TEST_CASE("stored session: read back as it was") {
  const testing::VirtualClock clock;
  SessionState session;
  session.access = Secret("access\nwith a line end");
  session.refresh = Secret("refresh");
  session.user_id = "usr_1";
  session.adopted = true;
  set_life(session, session_now(clock), 1h, 0.5);
  const Secret bytes = store_form(session, clock);
  const auto again = read_store_form(bytes.reveal(), clock, 0.5);
  REQUIRE(again);
  CHECK(again->access.reveal() == "access\nwith a line end");
  CHECK(again->refresh.reveal() == "refresh");
  CHECK(again->user_id == "usr_1");
  CHECK(again->adopted);
  CHECK_FALSE(again->proved_at);
  CHECK(again->expires_at == session.expires_at);
  CHECK(again->renew_at == session.renew_at);
  CHECK(bytes.reveal() == stored("access\nwith a line end", "refresh", "1705316400", "adopted"));
}

TEST_CASE("stored session: the moment of renewal lies around three quarters of the life") {
  SessionState session;
  constexpr SessionState::Time now{std::chrono::hours(5)};
  set_life(session, now, 1000s, 0.0);
  CHECK(session.expires_at == now + 1000s);
  CHECK(session.renew_at == now + 675s);
  set_life(session, now, 1000s, 0.5);
  CHECK(session.renew_at == now + 750s);
}

TEST_CASE("stored session: an end in the past has passed, one too far off is a year away") {
  const testing::VirtualClock clock;
  const auto life = [&](const std::string& end) {
    const auto session = read_store_form(stored("a", "r", end), clock, 0.5);
    REQUIRE(session);
    return session->expires_at - session_now(clock);
  };
  CHECK(life("1705312801") == 1s);
  CHECK(life("1705312799") == 0s);
  CHECK(life("-1") == 0s);
  CHECK(life("9000000000000") == 366 * 24h);
}

TEST_CASE("stored session: anything strange is refused") {
  const testing::VirtualClock clock;
  const std::string good = stored("a", "r", "1705312801");
  REQUIRE(read_store_form(good, clock, 0.5));
  const std::string cases[] = {
      "",
      "hellojohn-session 2\n" + good.substr(20),
      good + "\n",
      good.substr(0, good.size() - 1),
      stored("", "r", "1705312801"),
      stored("a", "r", ""),
      stored("a", "r", "soon"),
      stored("a", "r", "1705312801 "),
      stored("a", "r", "99999999999999999999"),
      "hellojohn-session 1\n-1\na\n",
      "hellojohn-session 1\n2\na\n0\n\n0\n\n1\n1\n0\n\n",
      "hellojohn-session 1\n16385\n" + std::string(16385, 'a') + "\n" + good.substr(24),
  };
  for (const std::string& bytes : cases) {
    CAPTURE(bytes.substr(0, 60));
    CHECK_FALSE(read_store_form(bytes, clock, 0.5));
  }
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (good[i] != '\n') continue;
    std::string bad = good;
    bad[i] = ' ';
    CAPTURE(i);
    CHECK_FALSE(read_store_form(bad, clock, 0.5));
  }
}
