// What the desk does, and what the person then lives through, over real TLS; and the command in a terminal.
#include "desk_world.hpp"
#include "worlds/catch.hpp"
#include "worlds/temporary_folder.hpp"
#include "worlds/terminal.hpp"

#include <cstdlib>
#include <fstream>

#include <unistd.h>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

/// Real time, moved ahead, because a transport on real sockets keeps its deadlines by the machine's own clock; the wall
/// clock is the service's.
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(const testing::MockService& service) : service_(service) {}
  std::chrono::steady_clock::time_point now() const noexcept override {
    return std::chrono::steady_clock::now() + shift;
  }
  std::chrono::system_clock::time_point wall_now() const noexcept override {
    return service_.now();
  }
  std::chrono::seconds shift{0};

 private:
  const testing::MockService& service_;
};

/// The mock's CA in a separate file, and the desk's environment.
class CommandSetting {
 public:
  explicit CommandSetting(const testing::MockServer& server) {
    ca_file = folder.file("ca.pem");
    std::ofstream(ca_file) << server.ca_pem();
    ::setenv("HELLOJOHN_BASE_URL", server.base_url().c_str(), 1);
    ::setenv("HELLOJOHN_TENANT_ID", mock_tenant, 1);
    ::setenv("HELLOJOHN_SECRET_KEY", "sk_live_abc123", 1);
  }
  ~CommandSetting() { ::unsetenv("HELLOJOHN_SECRET_KEY"); }
  CommandSetting(const CommandSetting&) = delete;
  CommandSetting& operator=(const CommandSetting&) = delete;

  [[nodiscard]] std::vector<std::string> command(std::vector<std::string> words) const {
    for (const char* word : {"--method", "video call", "--by", "ana", "--ticket", "T-1", "--reason",
                             "Lost phone, no codes", "--ca"})
      words.emplace_back(word);
    words.push_back(ca_file);
    // A pipe is not a terminal: the secrets are written there only if that is asked for.
    if (!Terminal::is_console) words.emplace_back("--show-secrets");
    return words;
  }
  TemporaryFolder folder{"support"};
  std::string ca_file;
};

}  // namespace

TEST_CASE("desk: after impersonate the app works with the token until it expires") {
  testing::MockOptions mock;
  mock.virtual_clock = true;
  DeskWorld world(mock);
  const auto opened = world.desk.impersonate({alice_id, "30m"}, checked).get();
  REQUIRE(opened.has_value());
  CHECK(opened->lifetime == 30min);
  const auto facts = world.desk.verify_session(opened->access_token.view()).get();
  REQUIRE(facts.has_value());
  CHECK(facts->valid);
  CHECK(facts->session_type == "impersonation");
  CHECK_FALSE(facts->proved_mfa());
  CHECK(facts->session_id == opened->session_id);

  ShiftedClock clock(world.server.service());
  ClientOptions options;
  options.clock = &clock;
  auto app = world.client_with(std::move(options));
  const auto adopted = app.auth().adopt({opened->access_token.view()}).get();
  REQUIRE(adopted.has_value());
  CHECK(adopted->user_id == alice_id);
  CHECK(adopted->adopted);
  CHECK(app.user().mfa().factors().get()->size() == 2);
  // A token of support's is no sign-in: codes want one.
  CHECK(app.user().mfa().generate_backup_codes().get().error().code ==
        Errc::reauthentication_required);
  const auto pass = [&](std::chrono::seconds time) {
    clock.shift += time;
    world.server.service().advance(time);
  };
  pass(29min);
  CHECK(app.user().mfa().factors().get().has_value());
  pass(2min);
  CHECK(app.user().mfa().factors().get().error().code == Errc::auth_expired);
  CHECK_FALSE(world.desk.verify_session(opened->access_token.view()).get()->valid);
}

TEST_CASE("desk: every refusal, and what it leaves") {
  DeskWorld world;
  struct Row {
    const char* words;
    const char* key;
    const char* tenant;
    const char* user;
    const char* factor;
    Errc code;
    const char* server_code;
    Outcome outcome;
  };
  // Nothing found proves nothing: a proxy may have sent the removal twice.
  const Row rows[] = {
      {"unknown user", "sk_live_abc123", mock_tenant, "usr_none", alice_factor, Errc::not_found,
       "not_found", Outcome::unknown},
      {"another tenant's user", "sk_live_abc123", mock_tenant, "usr_01HOTHER111111", alice_factor,
       Errc::not_found, "not_found", Outcome::unknown},
      {"unknown factor", "sk_live_abc123", mock_tenant, alice_id, "fac_none", Errc::not_found,
       "not_found", Outcome::unknown},
      {"unknown key", "sk_live_none", mock_tenant, alice_id, alice_factor, Errc::usage,
       "invalid_api_key", Outcome::refused},
      {"wrong tenant", "sk_live_abc123", "tnt_01HOTHER654321", alice_id, alice_factor,
       Errc::forbidden, "tenant_mismatch", Outcome::refused},
  };
  for (const Row& row : rows) {
    CAPTURE(row.words);
    auto desk = world.desk_with(row.key, row.tenant);
    const auto refused = desk.remove_factor(row.user, row.factor, checked).get();
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == row.code);
    CHECK(refused.error().outcome == row.outcome);
    CHECK(refused.error().server_code == row.server_code);
  }
  const std::string journal = world.server.service().journal();
  CHECK(journal.find("factor_removed") == std::string::npos);
}

TEST_CASE("desk: a foreign authority is not trusted, and neither key nor reason is sent") {
  DeskWorld world;
  const DeskWorld other;
  admin::ClientOptions options;
  options.base_url = world.server.base_url();
  options.tenant_id = mock_tenant;
  options.secret_key = Secret("sk_live_abc123");
  options.network.ca_pem = other.server.ca_pem();
  auto desk = admin::Client::create(std::move(options)).value();
  const auto untrusted = [](const Error& error) {
    return error.code == Errc::tls_trust && error.outcome == Outcome::not_sent;
  };
  CHECK(untrusted(desk.remove_factor(alice_id, alice_factor, checked).get().error()));
  CHECK(untrusted(desk.generate_backup_codes(alice_id, checked).get().error()));
  CHECK(untrusted(desk.impersonate({alice_id}, checked).get().error()));
  CHECK(untrusted(desk.send_recovery(alice).get().error()));
  CHECK(untrusted(desk.factors(alice_id).get().error()));
  CHECK(untrusted(desk.verify_session(SecretView("eyJ.e.s")).get().error()));
  CHECK(untrusted(desk.audit().list({}).get().error()));
}

TEST_CASE("support command in a terminal: asks for the id, then shows the codes there") {
  DeskWorld world;
  const CommandSetting setting(world.server);
  Terminal terminal(HELLOJOHN_SUPPORT, setting.command({"codes", alice_id}));
  REQUIRE(terminal.shows("Safer, if the person can read their mail"));
  REQUIRE(terminal.shows("last 6 characters of the user's id to go on: "));
  CHECK(world.server.service().journal().find("codes_generated") == std::string::npos);
  terminal.type("123456");
  CHECK(terminal.end() == 0);
  const std::string& all = terminal.everything();
  int codes = 0;
  for (std::size_t i = 0; i + 9 <= all.size(); ++i)
    if (all[i + 4] == '-' && (i == 0 || all[i - 1] == '\n') && all[i + 9] == '\r') ++codes;
  CHECK(codes == 8);
  CHECK(all.find("Receipt evt_audit_") != std::string::npos);
  CHECK(all.find("sk_live") == std::string::npos);
}

TEST_CASE("support command in a terminal: another id sends nothing") {
  DeskWorld world;
  const CommandSetting setting(world.server);
  for (const char* typed : {"12345", "1234567", "", "usr_01HABCDEF123456", "654321"}) {
    CAPTURE(typed);
    Terminal terminal(HELLOJOHN_SUPPORT,
                      setting.command({"remove-factor", alice_id, alice_factor}));
    REQUIRE(terminal.shows("to go on: "));
    terminal.type(typed);
    CHECK(terminal.end() == 6);
  }
  CHECK(world.server.service().journal().find("factor_removed") == std::string::npos);
}

TEST_CASE(
    "support command in a terminal: the token is shown, and what came from elsewhere is harmless") {
  DeskWorld world;
  const CommandSetting setting(world.server);
  Terminal terminal(HELLOJOHN_SUPPORT, setting.command({"impersonate", alice_id, "--yes"}));
  const int status = terminal.end();
  INFO(terminal.everything());
  CHECK(status == 0);
  CHECK(terminal.everything().find("\neyJ") != std::string::npos);
  Terminal forged(HELLOJOHN_SUPPORT, {"user", "usr_\033[2Jx", "--ca", setting.ca_file});
  CHECK(forged.end() == 2);  // No id holds control characters: nothing is sent.
  CHECK(forged.everything().find('\033') == std::string::npos);
}
