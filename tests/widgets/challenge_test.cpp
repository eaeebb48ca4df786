// The challenge: which factor comes first, what a code leads to, and what each error says.
#include "widgets/widget_world.hpp"

#include <hellojohn/widgets/challenge.hpp>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::ChallengePhase;
using widgets::MessageId;
using widgets::Role;

namespace {

Factor factor_of(const char* id, const char* type, const char* name = "") {
  return {id, type, name, {}, {}};
}

hellojohn::Challenge challenge_with(std::vector<Factor> factors) {
  return {"chl_1", std::move(factors)};
}

struct World : WidgetWorld {
  explicit World(std::vector<Factor> factors = {factor_of("fac_1", "totp", "Phone"),
                                                factor_of("backup_codes", "backup_codes")},
                 widgets::ChallengeOptions options = {})
      : challenge(*client, state, options) {
    challenge.start(challenge_with(std::move(factors)), "al•••@example.com");
    frame(challenge);
  }
  /// A backup code is sent.
  void send_backup(std::string_view code = "ABCD1234") {
    press(challenge, Action::use_backup_code);
    type(challenge, code);
    press(challenge, Action::submit);
    REQUIRE(challenge.phase() == ChallengePhase::sending);
  }
  void answer(int status, const char* body) {
    transport->respond(status, body);
    frame(challenge);
  }
  [[nodiscard]] std::string body() const {
    return std::string(transport->open().request.body.reveal());
  }
  widgets::Challenge challenge;
};

}  // namespace

TEST_CASE("challenge: the factor offered first is never the backup codes") {
  struct Row {
    std::vector<Factor> factors;
    MessageId label;
  };
  const Row rows[] = {
      {{factor_of("backup_codes", "backup_codes"), factor_of("f", "totp")},
       MessageId::challenge_totp},
      {{factor_of("f", "sms"), factor_of("g", "totp")}, MessageId::challenge_totp},
      {{factor_of("f", "email_otp"), factor_of("g", "sms")}, MessageId::challenge_sms},
      {{factor_of("f", "email_otp")}, MessageId::challenge_email},
      {{factor_of("f", "pigeon", "Pigeon"), factor_of("g", "email_otp")},
       MessageId::challenge_email},
      {{factor_of("f", "pigeon", "Pigeon"), factor_of("backup_codes", "backup_codes")},
       MessageId::challenge_backup},
      {{factor_of("backup_codes", "backup_codes")}, MessageId::challenge_backup},
      {{}, MessageId::challenge_totp},
  };
  for (const Row& row : rows) {
    World world(row.factors);
    CHECK(world.challenge.view().find(Role::code_field)->label.id == row.label);
  }
}

TEST_CASE(
    "challenge: the switch to a backup code is there with one factor, and where nothing is "
    "known ") {
  CHECK(World().challenge.view().can(Action::use_backup_code));
  CHECK(World(std::vector<Factor>{}).challenge.view().can(Action::use_backup_code));
}

TEST_CASE("challenge: what the account has not is not shown") {
  World world({factor_of("fac_1", "totp")});
  CHECK(world.challenge.view().find(Action::use_backup_code) == nullptr);
  CHECK(world.challenge.view().find(Action::other_ways) == nullptr);
}

TEST_CASE("challenge: the switch keeps the challenge and goes both ways") {
  World world;
  world.press(world.challenge, Action::use_backup_code);
  CHECK(world.challenge.backup_mode());
  world.press(world.challenge, Action::use_authenticator);
  CHECK_FALSE(world.challenge.backup_mode());
  world.send_backup();
  CHECK(world.body() ==
        R"({"challenge_id":"chl_1","factor_id":"backup_codes","code":"ABCD-1234"})");
}

TEST_CASE("challenge: an authenticator code goes when it is complete, once") {
  World world;
  world.type(world.challenge, "12345");
  world.frame(world.challenge);
  CHECK(world.transport->open_count() == 0);
  world.type(world.challenge, "6");
  for (int i = 0; i < 50; ++i) world.frame(world.challenge);
  CHECK(world.transport->started_count() == 1);
  CHECK(world.body() == R"({"challenge_id":"chl_1","factor_id":"fac_1","code":"123456"})");
}

TEST_CASE("challenge: a backup code waits for a press") {
  World world;
  world.press(world.challenge, Action::use_backup_code);
  world.type(world.challenge, "ABCD1234");
  for (int i = 0; i < 50; ++i) world.frame(world.challenge);
  CHECK(world.transport->started_count() == 0);
}

TEST_CASE("challenge: Enter and click in one frame are one request") {
  World world;
  world.press(world.challenge, Action::use_backup_code);
  world.type(world.challenge, "ABCD1234");
  world.frame(world.challenge, 500ms);
  for (int i = 0; i < 3; ++i) world.challenge.apply({Action::submit});
  CHECK(world.transport->started_count() == 1);
}

TEST_CASE("challenge: other ways, and back") {
  World world({factor_of("fac_1", "totp", "Phone"), factor_of("fac_2", "sms", "+1 ••• 00"),
               factor_of("backup_codes", "backup_codes")});
  world.press(world.challenge, Action::other_ways);
  REQUIRE(world.challenge.phase() == ChallengePhase::choosing);
  CHECK(words(world.challenge.view().find(Action::choose, 1)->label) == "+1 ••• 00");
  world.press(world.challenge, Action::choose, 1);
  CHECK(world.challenge.view().find(Role::code_field)->label.id == MessageId::challenge_sms);
  world.type(world.challenge, "123456");
  world.frame(world.challenge);
  CHECK(world.body().find("fac_2") != std::string::npos);
}

TEST_CASE("challenge: each refusal has its words, and its next step") {
  struct Row {
    int status;
    const char* body;
    MessageId said;
    bool keeps_text;
  };
  const Row rows[] = {
      {401, R"({"error":{"code":"invalid_mfa_code"}})", MessageId::challenge_backup_wrong, true},
      {401, R"({"error":{"code":"something_new"}})", MessageId::challenge_backup_wrong, true},
      {429, R"({"error":{"code":"rate_limited"},"retry_after":60})", MessageId::error_limited,
       true},
      {403, R"({"error":{"code":"forbidden"}})", MessageId::error_not_allowed, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status, row.body);
    World world;
    world.send_backup();
    world.answer(row.status, row.body);
    CHECK(world.challenge.phase() == ChallengePhase::entering);
    CHECK(says(world.challenge.view(), row.said));
    CHECK(world.challenge.view().announcement.id == row.said);
    CHECK((world.challenge.view().find(Role::code_field)->code->size() == 8) == row.keeps_text);
  }
}

TEST_CASE(
    "challenge: a wrong authenticator code is cleared, and the words go when typing goes on") {
  World world;
  world.type(world.challenge, "123456");
  world.frame(world.challenge);
  world.answer(401, R"({"error":{"code":"invalid_mfa_code"}})");
  CHECK(says(world.challenge.view(), MessageId::challenge_wrong));
  CHECK(world.challenge.view().find(Role::code_field)->code->empty());
  world.type(world.challenge, "1");
  world.frame(world.challenge);
  CHECK_FALSE(says(world.challenge.view(), MessageId::challenge_wrong));
}

TEST_CASE("challenge: a rate limit counts down, and then lets go") {
  World world;
  world.send_backup();
  world.answer(429, R"({"error":{"code":"rate_limited"},"retry_after":60})");
  CHECK(words(world.challenge.view().find(MessageId::error_limited)->label) ==
        "Too many tries. You can try again in 1:00.");
  CHECK_FALSE(world.challenge.view().can(Action::submit));
  world.frame(world.challenge, 30s);
  CHECK(words(world.challenge.view().find(MessageId::error_limited)->label) ==
        "Too many tries. You can try again in 0:30.");
  world.frame(world.challenge, 31s);
  CHECK(says(world.challenge.view(), MessageId::error_limited_over));
  CHECK(world.challenge.view().can(Action::submit));
}

TEST_CASE("challenge: local hints") {
  World world;
  world.press(world.challenge, Action::use_backup_code);
  world.type(world.challenge, "123456");
  world.frame(world.challenge);
  CHECK(says(world.challenge.view(), MessageId::challenge_looks_totp));
  world.type(world.challenge, "ABC");
  world.frame(world.challenge);
  CHECK(words(world.challenge.view().find(MessageId::challenge_length)->label) ==
        "Codes have 8 characters.");
  world.log.clipboard = "https://auth.example.com/r?token=rec_tok_abcdefgh";
  world.press(world.challenge, Action::paste);
  CHECK(says(world.challenge.view(), MessageId::challenge_looks_link));
  CHECK(world.transport->started_count() == 0);
}

TEST_CASE("challenge: what is typed is hidden until it is asked for, and has no copy") {
  World world;
  world.press(world.challenge, Action::use_backup_code);
  world.type(world.challenge, "ABCD1234");
  world.frame(world.challenge);
  CHECK_FALSE(world.challenge.view().find(Role::code_field)->code->revealed());
  CHECK(world.challenge.view().find(Role::code_field)->secret);
  for (const Action action : {Action::copy_all, Action::copy_row, Action::copy_key}) {
    world.press(world.challenge, action);
  }
  CHECK(world.log.clipboard.empty());
  world.press(world.challenge, Action::reveal_input);
  CHECK(world.challenge.view().find(Role::code_field)->code->revealed());
}

TEST_CASE("challenge: leaving while a code is out does not call it back") {
  World world;
  world.send_backup();
  CHECK_FALSE(world.challenge.view().can(Action::cancel));
  CHECK_FALSE(world.transport->open().cancelled);
}

TEST_CASE("challenge: of an answer that is lost twice, nothing more is tried") {
  World world;
  world.send_backup();
  world.transport->fail(failed(Errc::connection_lost, Sent::all));
  world.frame(world.challenge);
  REQUIRE(world.challenge.phase() == ChallengePhase::unknown);
  world.press(world.challenge, Action::check_again);
  CHECK(world.body().find("ABCD-1234") != std::string::npos);
  world.transport->fail(failed(Errc::connection_lost, Sent::all));
  world.frame(world.challenge);
  CHECK(world.challenge.phase() == ChallengePhase::expired);
  CHECK(says(world.challenge.view(), MessageId::challenge_spent));
  CHECK(world.challenge.view().find(Action::check_again) == nullptr);
}

TEST_CASE("challenge: a request id is shown for support, whatever it holds") {
  World world;
  world.send_backup();
  world.answer(403, R"({"error":{"code":"forbidden","request_id":"req_%n%s"}})");
  const auto* shown = world.challenge.view().find(MessageId::reference);
  REQUIRE(shown != nullptr);
  CHECK(words(shown->value) == "req_%n%s");
}
