// The identity check and lifetimes, row by row.
#include "admin_world.hpp"
#include "worlds/catch.hpp"

#include <optional>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

TEST_CASE("identity check: what is missing is named") {
  const std::string long_field(201, 'x');
  const std::string long_reason(501, 'x');
  struct Row {
    const char* method;
    const char* by;
    const char* reference;
    const char* reason;
    const char* problem;  // A word of it; null: none.
  };
  const Row rows[] = {
      {"video call", "ana", "T-1", "0123456789", nullptr},
      {"  video call  ", "ana", "T-1", "  0123456789  ", nullptr},
      {"vidéo", "Ana Ñandú", "№ 4711", "Perdió el móvil", nullptr},
      {"", "ana", "T-1", "0123456789", "how"},
      {"   ", "ana", "T-1", "0123456789", "how"},
      {"video call", "", "T-1", "0123456789", "by whom"},
      {"video call", " ", "T-1", "0123456789", "by whom"},
      {"video call", "ana", "", "0123456789", "ticket"},
      {"video call", "ana", "  ", "0123456789", "ticket"},
      {"video call", "ana", "T-1", "", "no reason"},
      {"video call", "ana", "T-1", "          ", "no reason"},
      {"video call", "ana", "T-1", "123456789", "shorter"},
      {"video call", "ana", "T-1", " 123456789 ", "shorter"},
      // Ten bytes, five characters.
      {"video call", "ana", "T-1", "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", "shorter"},
      // What would forge a line of the record, or of a terminal.
      {"video\ncall", "ana", "T-1", "0123456789", "how"},
      {"video call", "ana\x1b[2J", "T-1", "0123456789", "by whom"},
      {"video call", "ana", "T-1\t", "0123456789", "ticket"},
      {"video call", "ana", "T-1", "0123456789\r\nX: y", "no reason"},
      {"video call", "ana", "T-1", "0123456789\x7f", "no reason"},
      {"video call", "ana", "T-1", "0123456789\xc2\x85", "no reason"},
      {"video call", "ana", "T-1", "0123456789\xff", "no reason"},
      {"video call", "ana", "T-1", "0123456789\xc3", "no reason"},
      {long_field.c_str(), "ana", "T-1", "0123456789", "how"},
      {"video call", long_field.c_str(), "T-1", "0123456789", "by whom"},
      {"video call", "ana", long_field.c_str(), "0123456789", "ticket"},
      {"video call", "ana", "T-1", long_reason.c_str(), "no reason"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.method, row.by, row.reference, row.reason);
    const char* problem = admin::problem_of({row.method, row.by, row.reference, row.reason});
    if (row.problem == nullptr) {
      CHECK(problem == nullptr);
    } else {
      REQUIRE(problem != nullptr);
      CHECK(std::string(problem).find(row.problem) != std::string::npos);
    }
  }
}

TEST_CASE(
    "identity check: every override refuses what does not pass, and sends and records nothing") {
  AdminWorld world;
  const admin::IdentityCheck bad[] = {{"", "ana", "T-1", "Lost phone, no codes"},
                                      {"call", " ", "T-1", "Lost phone, no codes"},
                                      {"call", "ana", "", "Lost phone, no codes"},
                                      {"call", "ana", "T-1", ""},
                                      {"call", "ana", "T-1", "too short"}};
  for (const admin::IdentityCheck& identity : bad) {
    CHECK(std::move(world.client->remove_factor("usr_1", "fac_1", identity)).take().error().code ==
          Errc::usage);
    CHECK(std::move(world.client->generate_backup_codes("usr_1", identity)).take().error().code ==
          Errc::usage);
    auto opened = std::move(world.client->impersonate({"usr_1"}, identity)).take();
    CHECK(opened.error().code == Errc::usage);
    CHECK(opened.error().outcome == Outcome::not_sent);
    CHECK(opened.error().detail == problem_of(identity));
  }
  CHECK(world.transport->started_count() == 0);
  CHECK(world.record.lines.empty());
}

TEST_CASE("identity check: the reason that is sent says everything, and fits nothing else in") {
  CHECK(admin::reason_for_server({" video call ", "ana", "T-4711", " Lost phone, no codes "}) ==
        "Lost phone, no codes [identity: video call; by ana; ticket T-4711]");
}

TEST_CASE("lifetimes: the pattern, and nothing beside it") {
  const std::pair<const char*, std::optional<std::chrono::seconds>> rows[] = {
      {"1s", 1s},
      {"90s", 90s},
      {"30m", 30min},
      {"1h", 1h},
      {"24h", 24h},
      {"2d", 48h},
      {"10d", 240h},
      {"", {}},
      {"h", {}},
      {"1", {}},
      {"0s", {}},
      {"01h", {}},
      {"-1h", {}},
      {"+1h", {}},
      {"1.5h", {}},
      {"1 h", {}},
      {" 1h", {}},
      {"1h ", {}},
      {"1H", {}},
      {"1w", {}},
      {"1hh", {}},
      {"1h30m", {}},
      {"1e3s", {}},
      {"one h", {}},
      {"\xd9\xa1h", {}},
      {"99999999999999999999s", {}},
      {"316224001s", {}},
      {"316224000s", 316224000s},
      {"3660d", 316224000s},
      {"3661d", {}}};
  for (const auto& [text, lifetime] : rows) {
    CAPTURE(text);
    CHECK(admin::read_lifetime(text) == lifetime);
  }
}

TEST_CASE("lifetimes: more than an hour only where it is said so") {
  AdminWorld world;
  struct Row {
    const char* expires_in;
    admin::LongSession allowed;
    bool sent;
  };
  using admin::LongSession;
  const Row rows[] = {{"1h", LongSession::refuse, true},    {"60m", LongSession::refuse, true},
                      {"3600s", LongSession::refuse, true}, {"3601s", LongSession::refuse, false},
                      {"61m", LongSession::refuse, false},  {"1d", LongSession::refuse, false},
                      {"10d", LongSession::refuse, false},  {"2h", LongSession::allow, true},
                      {"10d", LongSession::allow, true},    {"soon", LongSession::allow, false}};
  for (const Row& row : rows) {
    CAPTURE(row.expires_in);
    const auto before = world.transport->started_count();
    auto pending = world.client->impersonate({"usr_1", row.expires_in, row.allowed}, checked);
    CHECK((world.transport->started_count() != before) == row.sent);
    if (!row.sent) CHECK(std::move(pending).take().error().code == Errc::usage);
  }
}
