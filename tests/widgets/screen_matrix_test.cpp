// The cross-screen state matrix of the specification: one case per cell, named by screen and column. What a cell means in
// detail is tested beside its component; here each one is reached as a person reaches it.
#include "widgets/mock_world.hpp"

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::MessageId;
using widgets::Place;
using widgets::Role;

namespace {

/// No network, for long enough that every retry of the client's own has failed too.
void offline(AccessWorld& world, Action action) {
  world.fates.assign(40, Fate::not_sent);
  world.press(action);
  for (int i = 0; i < 80; ++i) world.wait(250ms);
  world.fates.clear();
}

void settle(AccessWorld& world) {
  for (int i = 0; i < 6; ++i) world.wait(16ms);
}

void to_confirm(AccessWorld& world) {
  world.sign_in_with_totp();
  settle(world);
  world.press(Action::replace_codes);
  settle(world);
  REQUIRE(world.says(MessageId::codes_replace_title));
}

void to_backup_field(AccessWorld& world) {
  world.sign_in();
  world.press(Action::use_backup_code);
  REQUIRE(world.says(MessageId::challenge_backup));
}

void to_email(AccessWorld& world) {
  world.to_email();
  world.fill(Role::text_field, alice);
}

void to_link(AccessWorld& world) {
  to_email(world);
  world.press(Action::submit);
  REQUIRE(world.says(MessageId::lost_sent_title));
  world.fill(Role::password_field, world.mailed_link());
}

void to_account(AccessWorld& world) {
  to_link(world);
  world.press(Action::submit);
  REQUIRE(world.says(MessageId::lost_account_title));
}

void to_scan(AccessWorld& world) {
  to_account(world);
  world.press(Action::set_up);
  REQUIRE(world.says(MessageId::enrol_title));
}

void to_new_codes(AccessWorld& world) {
  to_scan(world);
  world.type_code(new_totp(world));
  settle(world);
  REQUIRE(world.says(MessageId::codes_confirm_title));
}

bool has_way_on(const AccessWorld& world) {
  const auto& screen = world.screen();
  return std::any_of(screen.begin(), screen.end(),
                     [](const auto& e) { return e.action != Action::none && e.enabled; });
}

constexpr const char* limited = R"({"error":{"code":"rate_limit_exceeded"}})";
constexpr const char* generate = "/v1/users/:id/mfa/backup-codes/generate";
constexpr const char* verify_link = "/v1/auth/mfa/recovery/verify";

}  // namespace

TEST_CASE("security card, empty: no second factor, and one without codes") {
  SECTION("no MFA: codes come with it") {
    AccessWorld world;
    world.sign_in("carol@example.com", "plain sailing today");
    settle(world);
    CHECK(world.says(MessageId::card_mfa_off));
    CHECK(world.screen().can(Action::set_up));
    CHECK(world.access.view().notice == nullptr);
  }
  SECTION("MFA, no codes: the risk in one line, one action") {
    AccessWorld world;
    server_says(world, "GET", "/v1/users/:id/mfa/factors", 200,
                R"({"data":[{"id":"fac_1","type":"totp","status":"active"}],"total":1})");
    world.sign_in_with_totp();
    settle(world);
    CHECK(world.says(MessageId::card_empty));
    CHECK(world.screen().can(Action::create_codes));
  }
}

TEST_CASE("security card, busy: a skeleton after 150 ms, not before") {
  AccessWorld world;
  world.sign_in();
  world.type_code(world.service->totp(alice_factor));
  world.fates = {Fate::served, Fate::held, Fate::held};
  settle(world);
  REQUIRE(world.place() == Place::home);
  CHECK(world.screen().find(Role::busy) != nullptr);
  CHECK_FALSE(world.screen().busy);
  world.wait(200ms);
  CHECK(world.screen().busy);
}

TEST_CASE(
    "security card, offline: what was known last, with its age, and nothing that needs the "
    "network") {
  AccessWorld world;
  world.sign_in_with_totp();
  settle(world);
  world.wait(2h);
  world.fates.assign(80, Fate::not_sent);
  world.access.begin();
  for (int i = 0; i < 80; ++i) world.wait(250ms);
  REQUIRE(world.says(MessageId::card_offline));
  CHECK(words(world.screen().find(MessageId::card_offline)->label).find("2 h ago") !=
        std::string::npos);
  CHECK(world.says(MessageId::card_codes));
  CHECK_FALSE(world.screen().can(Action::replace_codes));
  CHECK(world.screen().can(Action::refresh));
  world.fates.clear();
  world.press(Action::refresh);
  settle(world);
  CHECK(world.screen().can(Action::replace_codes));
}

TEST_CASE("security card, partial: a count that nobody told is not invented") {
  testing::MockOptions silent;
  silent.virtual_clock = true;
  AccessWorld world({}, silent);
  world.sign_in_with_totp();
  settle(world);
  REQUIRE(world.says(MessageId::card_codes));
  CHECK(world.screen().find(MessageId::card_codes)->value.id == MessageId::card_left_unknown);
}

TEST_CASE("security card, success: counts") {
  AccessWorld world;
  world.sign_in_with_totp();
  settle(world);
  CHECK(words(world.screen().find(MessageId::card_codes)->value) == "8 codes left");
}

TEST_CASE("making codes, busy: cannot be called off once the request was sent") {
  AccessWorld world;
  to_confirm(world);
  world.fates = {Fate::held};
  world.press(Action::replace_codes);
  REQUIRE(world.says(MessageId::codes_making));
  CHECK_FALSE(has_way_on(world));
  const int asked = world.count(alice_id + std::string("/mfa/backup-codes"));
  world.press(Action::cancel);
  world.press(Action::replace_codes);
  CHECK(world.says(MessageId::codes_making));
  CHECK(world.count(alice_id + std::string("/mfa/backup-codes")) == asked);
}

TEST_CASE("making codes, offline: blocked before it was sent, and the present codes still work") {
  AccessWorld world;
  to_confirm(world);
  const auto before = world.service->seeded_backup_codes(alice_id);
  offline(world, Action::replace_codes);
  CHECK(world.says(MessageId::codes_failed));
  CHECK(world.says(MessageId::codes_failed_intact));
  CHECK(world.service->seeded_backup_codes(alice_id) == before);
  CHECK(world.log.note.find("unsaved") == std::string::npos);
  world.press(Action::retry);
  CHECK(world.says(MessageId::codes_title_new));
}

TEST_CASE(
    "making codes, expired: the sign-in is too old, and it goes on automatically after another") {
  AccessWorld world;
  to_confirm(world);
  world.wait(6min);
  world.press(Action::replace_codes);
  CHECK(world.place() == Place::sign_in);
  CHECK(world.says(MessageId::sign_in_again_title));
  CHECK(world.count("/generate") == 0);
}

TEST_CASE("making codes, locked: the time is said, and retry waits for it") {
  AccessWorld world;
  to_confirm(world);
  server_says(world, "POST", generate, 429, limited, "90");
  world.press(Action::replace_codes);
  REQUIRE(world.says(MessageId::error_limited));
  CHECK(world.screen().find(MessageId::error_limited)->label.time > 80s);
  CHECK_FALSE(world.screen().can(Action::retry));
  server_is_well(world);
  world.wait(91s);
  CHECK(world.screen().can(Action::retry));
}

TEST_CASE(
    "making codes, partial: uncertain is a separate state, and nothing is retried "
    "automatically") {
  for (const Fate fate : {Fate::lost_before, Fate::lost_after}) {
    AccessWorld world;
    to_confirm(world);
    world.fates = {fate};
    world.press(Action::replace_codes);
    CHECK(world.says(MessageId::codes_suspect_title));
    world.wait(10min);
    CHECK(world.count("/generate") == 1);
    CHECK(world.says(MessageId::codes_suspect_title));
  }
}

TEST_CASE("showing codes, empty: the server sent none: old codes are dead, new ones unseen") {
  AccessWorld world;
  to_confirm(world);
  server_says(world, "POST", generate, 200, R"({"codes":[]})");
  world.press(Action::replace_codes);
  CHECK(world.says(MessageId::codes_lost_title));
  CHECK_FALSE(world.access.view().has_unsaved_codes);
  CHECK_FALSE(world.log.note.empty());
}

TEST_CASE("showing codes, busy: saving has its result line, and a failure does not open the gate") {
  AccessWorld world;
  world.to_codes();
  CHECK_FALSE(world.screen().can(Action::toggle_saved));
  world.press(Action::save);
  CHECK(world.says(MessageId::codes_saved_to));
  CHECK(world.screen().can(Action::toggle_saved));
  CHECK(world.log.saved_name.starts_with("Sky Game-signin-sheet-2024-01-15-10-0"));
}

TEST_CASE("showing codes, offline: everything works, the codes are here already") {
  AccessWorld world;
  world.to_codes();
  world.fates.assign(100, Fate::not_sent);
  world.press(Action::reveal);
  CHECK(world.screen().sheet->all_revealed());
  world.press(Action::copy_all);
  world.press(Action::print);
  CHECK(world.log.printed == world.log.clipboard);
  world.press(Action::toggle_saved);
  world.press(Action::done);
  CHECK_FALSE(world.access.view().has_unsaved_codes);
}

TEST_CASE(
    "showing codes, partial: no clipboard, no printer: what is not there is hidden, what fails is "
    "said") {
  MockWorld world;
  widgets::Host host = world.host();
  host.write_clipboard = [](SecretView) { return false; };
  host.print = nullptr;
  widgets::HostState state(std::move(host), {"Sky Game", {}, {}});
  widgets::BackupCodes codes({}, state);
  hellojohn::BackupCodes made;
  made.codes.emplace_back("ABCD-EFGH");
  made.codes.emplace_back("JKLM-NPQR");
  codes.adopt(std::move(made));
  world.frame(codes);
  CHECK(codes.view().find(Action::print) == nullptr);
  world.press(codes, Action::copy_all);
  CHECK(codes.view().find(MessageId::copy_failed) != nullptr);
  CHECK_FALSE(codes.view().can(Action::toggle_saved));
  world.press(codes, Action::reveal);
  CHECK(codes.view().can(Action::toggle_saved));
}

TEST_CASE("showing codes, success: the gate, then wiped") {
  AccessWorld world;
  world.to_codes();
  CHECK_FALSE(world.screen().can(Action::done));
  CHECK(world.screen().find(Action::done)->reason.id == MessageId::codes_done_after);
  world.press(Action::copy_all);
  world.press(Action::toggle_saved);
  REQUIRE(world.screen().can(Action::done));
  world.press(Action::done);
  CHECK(world.place() == Place::home);
  CHECK_FALSE(world.access.view().has_unsaved_codes);
}

TEST_CASE("challenge, empty: no methods are named: the authenticator, and a way to support") {
  AccessWorld world;
  server_says(world, "POST", "/v1/auth/sign-in", 403,
              R"({"error":{"code":"mfa_required","challenge_id":"chl_1"}})");
  world.sign_in();
  REQUIRE(world.place() == Place::challenge);
  CHECK(world.says(MessageId::challenge_totp));
  CHECK(world.screen().find(Action::other_ways) == nullptr);
  world.press(Action::lost_access);
  world.press(Action::ask_help);
  CHECK(world.place() == Place::help);
}

TEST_CASE("challenge, busy: verifying, once") {
  AccessWorld world;
  to_backup_field(world);
  world.type_code(world.backup_code());
  world.fates = {Fate::held};
  world.press(Action::submit);
  CHECK(world.says(MessageId::challenge_sending));
  CHECK_FALSE(world.screen().can(Action::submit));
  world.press(Action::submit);
  CHECK(world.count("/auth/mfa/verify") == 1);
}

TEST_CASE("challenge, offline: not sent is said where it is certain, else not known") {
  SECTION("not sent: the code stays in the field") {
    AccessWorld world;
    to_backup_field(world);
    world.type_code(world.backup_code());
    offline(world, Action::submit);
    CHECK(world.says(MessageId::challenge_not_sent));
    CHECK(world.screen().find(Role::code_field)->code->size() == 8);
  }
  SECTION("unknown: a separate state") {
    AccessWorld world;
    to_backup_field(world);
    world.type_code(world.backup_code());
    world.fates = {Fate::lost_after};
    world.press(Action::submit);
    CHECK(world.says(MessageId::challenge_unknown_title));
    CHECK(world.count("/auth/mfa/verify") == 1);
  }
}

TEST_CASE("challenge, expired: the challenge is over") {
  AccessWorld world;
  to_backup_field(world);
  world.wait(6min);
  world.type_code(world.backup_code());
  world.press(Action::submit);
  CHECK(world.says(MessageId::challenge_expired_title));
  CHECK(world.screen().can(Action::sign_in));
}

TEST_CASE("challenge, locked: a timer, a field that waits, and other ways that stay") {
  AccessWorld world;
  to_backup_field(world);
  server_says(world, "POST", "/v1/auth/mfa/verify", 429, limited, "60");
  world.type_code("ABCD1234");
  world.press(Action::submit);
  REQUIRE(world.says(MessageId::error_limited));
  CHECK_FALSE(world.screen().find(Role::code_field)->enabled);
  CHECK(world.screen().can(Action::use_authenticator));
  CHECK(world.screen().can(Action::lost_access));
  world.wait(61s);
  CHECK(world.says(MessageId::error_limited_over));
  CHECK(world.screen().find(Role::code_field)->enabled);
}

TEST_CASE("challenge, server 5xx: unknown, but 503 with a wait alone proves the code intact") {
  AccessWorld world;
  to_backup_field(world);
  world.type_code(world.backup_code());
  SECTION("500") {
    server_says(world, "POST", "/v1/auth/mfa/verify", 500, R"({"error":{"code":"boom"}})");
    world.press(Action::submit);
    CHECK(world.says(MessageId::challenge_unknown_title));
    server_is_well(world);
    world.press(Action::check_again);
    CHECK(world.access.view().signed_in);
  }
  SECTION("503 with Retry-After") {
    // A maintenance page may stand in for a lost answer, so the code may have been used.
    server_says(world, "POST", "/v1/auth/mfa/verify", 503, R"({"error":{"code":"busy"}})", "5");
    world.press(Action::submit);
    CHECK(world.says(MessageId::challenge_unknown_title));
    server_is_well(world);
    world.press(Action::check_again);
    CHECK(world.access.view().signed_in);
  }
}

TEST_CASE("mail, busy, success: sending, then the same for all") {
  AccessWorld world;
  to_email(world);
  world.fates = {Fate::held};
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_sending));
  AccessWorld nobody;
  to_email(nobody);
  nobody.fill(Role::text_field, "nobody@example.com");
  nobody.press(Action::submit);
  AccessWorld somebody;
  to_email(somebody);
  somebody.press(Action::submit);
  REQUIRE(nobody.screen().size() == somebody.screen().size());
  for (std::size_t i = 0; i < nobody.screen().size(); ++i) {
    CHECK(nobody.screen()[i].label.id == somebody.screen()[i].label.id);
    CHECK(nobody.screen()[i].enabled == somebody.screen()[i].enabled);
  }
}

TEST_CASE("mail, offline: not sent, and no cool-down is begun") {
  AccessWorld world;
  to_email(world);
  offline(world, Action::submit);
  CHECK(world.says(MessageId::lost_not_sent));
  CHECK(world.screen().can(Action::submit));
}

TEST_CASE("mail asked for, locked: the cool-down, the server's wait first, support in the end") {
  AccessWorld world;
  to_email(world);
  world.press(Action::submit);
  const std::chrono::seconds waits[] = {60s, 120s, 300s};
  for (const auto wait : waits) {
    CHECK_FALSE(world.screen().can(Action::resend));
    CHECK(world.says(MessageId::lost_resend_in));
    CHECK(world.screen().find(MessageId::lost_resend_in)->label.time > wait - 5s);
    world.wait(wait + 1s);
    REQUIRE(world.screen().can(Action::resend));
    world.press(Action::resend);
  }
  world.wait(1h);
  CHECK_FALSE(world.screen().can(Action::resend));
  CHECK(world.says(MessageId::lost_resend_over));
}

TEST_CASE("recovery link, busy: checking, once, and the token's end is all that shows") {
  AccessWorld world;
  to_link(world);
  const std::string link = world.mailed_link();
  world.fates = {Fate::held};
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_checking));
  REQUIRE(world.says(MessageId::lost_token_shown));
  CHECK(world.screen().find(MessageId::lost_token_shown)->label.text ==
        link.substr(link.size() - 4));
  world.press(Action::submit);
  CHECK(world.count("recovery/verify") == 1);
}

TEST_CASE("recovery link, offline: the token is kept, and goes on the next press") {
  AccessWorld world;
  to_link(world);
  offline(world, Action::submit);
  CHECK(world.says(MessageId::lost_kept));
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_account_title));
}

TEST_CASE(
    "recovery link, expired: one neutral text, and after a second request it points to the newest "
    "mail") {
  AccessWorld world;
  to_link(world);
  const std::string older = world.mailed_link();
  SECTION("too late") {
    world.wait(16min);
    world.press(Action::submit);
    CHECK(world.says(MessageId::lost_dead));
    CHECK_FALSE(world.says(MessageId::lost_older));
  }
  SECTION("asked again: the older mail is void") {
    world.wait(61s);
    world.press(Action::resend);
    world.wait(3min);
    world.fill(Role::password_field, older);
    world.press(Action::submit);
    CHECK(world.says(MessageId::lost_dead));
    REQUIRE(world.says(MessageId::lost_older));
    CHECK(words(world.screen().find(MessageId::lost_older)->label) ==
          "You asked again 3 min ago: use the newest mail.");
  }
}

TEST_CASE("recovery link, locked: a timer, and the link is kept for when it is over") {
  AccessWorld world;
  to_link(world);
  server_says(world, "POST", verify_link, 429, limited, "45");
  world.press(Action::submit);
  REQUIRE(world.says(MessageId::error_limited));
  const auto first = world.screen().find(MessageId::error_limited)->label.time;
  CHECK(first > 40s);
  CHECK_FALSE(world.screen().can(Action::submit));
  world.wait(10s);
  CHECK(world.screen().find(MessageId::error_limited)->label.time < first);
  server_is_well(world);
  world.wait(40s);
  CHECK(world.says(MessageId::error_limited_over));
  REQUIRE(world.screen().can(Action::submit));
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_account_title));
}

TEST_CASE(
    "recovery link, partial: a link of another tenant is called that, and is not tried again") {
  AccessWorld world;
  to_link(world);
  server_says(world, "POST", verify_link, 403, R"({"error":{"code":"tenant_mismatch"}})");
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_other_tenant));
  CHECK_FALSE(world.says(MessageId::lost_dead));
  CHECK(world.count("recovery/verify") == 1);
}

TEST_CASE("recovery link, malformed, foreign, signed in: said here, nothing is sent") {
  SECTION("malformed") {
    AccessWorld world;
    to_link(world);
    world.fill(Role::password_field, "see you at nine");
    world.press(Action::submit);
    CHECK(world.says(MessageId::lost_malformed));
    CHECK(world.count("recovery/verify") == 0);
  }
  SECTION("two links: the newest one on its own") {
    AccessWorld world;
    to_link(world);
    world.fill(Role::password_field, "rec_tok_AAAABBBBCCCC\n\nrec_tok_DDDDEEEEFFFF");
    world.press(Action::submit);
    CHECK(world.says(MessageId::lost_two_tokens));
    CHECK(world.count("recovery/verify") == 0);
  }
  SECTION("an unclear end: the link on its own") {
    AccessWorld world;
    to_link(world);
    world.fill(Role::password_field, world.mailed_link() + "%");
    world.press(Action::submit);
    CHECK(world.says(MessageId::lost_unclear));
    CHECK(world.count("recovery/verify") == 0);
    world.fill(Role::password_field, world.mailed_link());
    world.press(Action::submit);
    CHECK(world.says(MessageId::lost_account_title));
  }
  SECTION("a mail of 60 KiB is read whole") {
    AccessWorld world;
    to_link(world);
    world.fill(Role::password_field,
               std::string(60000, ' ') + "\n\n" + world.mailed_link() + "\n\nIt is valid.");
    world.press(Action::submit);
    CHECK(world.says(MessageId::lost_account_title));
  }
  SECTION("more than 64 KiB: said, not cut") {
    AccessWorld world;
    to_link(world);
    world.fill(Role::password_field, world.mailed_link() + std::string(64 * 1024, ' '));
    world.wait(std::chrono::milliseconds(16));
    CHECK(world.says(MessageId::lost_unclear));
    CHECK(world.screen().find(Role::password_field)->input->empty());
    CHECK(world.count("recovery/verify") == 0);
    world.fill(Role::password_field, "typed");
    world.wait(std::chrono::milliseconds(16));
    CHECK_FALSE(world.says(MessageId::lost_unclear));
  }
  SECTION("another host: both names, and stop") {
    AccessWorld world;
    to_link(world);
    world.fill(Role::password_field, "https://evil.example/recover?token=rec_tok_AAAABBBBCCCC");
    world.press(Action::submit);
    REQUIRE(world.says(MessageId::lost_foreign));
    const std::string said = words(world.screen().find(MessageId::lost_foreign)->label);
    CHECK(said.find("evil.example") != std::string::npos);
    CHECK(said.find("Sky Game") != std::string::npos);
    CHECK(world.count("recovery/verify") == 0);
  }
  SECTION("signed in: it costs the session, and staying is the default") {
    AccessWorld world;
    world.sign_in_with_totp();
    world.access.receive_link("rec_tok_AAAABBBBCCCCDDDD");
    world.press(Action::submit);
    CHECK(world.says(MessageId::lost_session_text));
    CHECK(world.screen()[world.screen().focus].action == Action::stay);
    CHECK(world.count("recovery/verify") == 0);
  }
}

TEST_CASE("recovery session, busy: each step has its own sign") {
  AccessWorld world;
  to_link(world);
  world.fates = {Fate::served, Fate::held};
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_reading));

  AccessWorld enrolling;
  to_account(enrolling);
  enrolling.fates = {Fate::held};
  enrolling.press(Action::set_up);
  CHECK(enrolling.says(MessageId::enrol_starting));

  AccessWorld confirming;
  to_scan(confirming);
  confirming.type_code(new_totp(confirming));
  confirming.fates = {Fate::held};
  settle(confirming);
  CHECK(confirming.says(MessageId::enrol_confirming));

  AccessWorld making;
  to_new_codes(making);
  making.fates = {Fate::held};
  making.press(Action::create_codes);
  CHECK(making.says(MessageId::codes_making));
}

TEST_CASE(
    "recovery session, offline: the time goes on, in sight, and the step can be tried again") {
  AccessWorld world;
  to_account(world);
  REQUIRE(world.access.view().banner != nullptr);
  const auto before = world.access.view().banner->begin()->label.time;
  offline(world, Action::set_up);
  REQUIRE(world.access.view().banner != nullptr);
  CHECK(world.access.view().banner->begin()->label.time < before);
  CHECK(world.says(MessageId::enrol_failed));
  world.press(Action::retry);
  CHECK(world.says(MessageId::enrol_title));
}

TEST_CASE(
    "recovery session, expired: what was done is said, ended by the service is said as that") {
  constexpr const char* revoked = R"({"error":{"code":"session_revoked"}})";
  SECTION("time ran out, nothing was done") {
    AccessWorld world;
    to_account(world);
    world.wait(61min);
    CHECK(world.says(MessageId::lost_over_nothing));
    CHECK_FALSE(world.says(MessageId::lost_over_service));
  }
  SECTION("the service ended it before the account was read") {
    AccessWorld world;
    to_link(world);
    server_says(world, "GET", "/v1/auth/me", 401, revoked);
    world.press(Action::submit);
    CHECK(world.says(MessageId::lost_over_service));
    CHECK(world.says(MessageId::lost_over_nothing));
    CHECK(world.access.view().banner == nullptr);
  }
  SECTION("the service ended it before the enrolment") {
    AccessWorld world;
    to_account(world);
    server_says(world, "POST", "/v1/users/:id/mfa/factors", 401, revoked);
    world.press(Action::set_up);
    CHECK(world.says(MessageId::lost_over_service));
    CHECK(world.says(MessageId::lost_over_nothing));
  }
  SECTION("the service ended it before the codes") {
    AccessWorld world;
    to_new_codes(world);
    server_says(world, "POST", generate, 401, revoked);
    world.press(Action::create_codes);
    CHECK(world.says(MessageId::lost_over_service));
    CHECK(world.says(MessageId::lost_over_enrolled));
    server_is_well(world);
    world.press(Action::retry);
    CHECK(world.says(MessageId::lost_email_title));
  }
}

TEST_CASE(
    "recovery session, partial: the authenticator is set up, codes are missing, and it is said") {
  AccessWorld world;
  to_new_codes(world);
  offline(world, Action::create_codes);
  CHECK(world.says(MessageId::codes_failed));
  world.press(Action::cancel);
  if (!world.says(MessageId::lost_done_title)) world.press(Action::later);
  REQUIRE(world.says(MessageId::lost_done_title));
  CHECK(world.says(MessageId::lost_done_no_codes));
  CHECK(world.screen().find(MessageId::lost_done_factor)->checked);
  CHECK_FALSE(world.screen().find(MessageId::lost_done_codes)->checked);
}

TEST_CASE("recovery session, success: done, with a tick for each step") {
  AccessWorld world;
  to_new_codes(world);
  world.press(Action::create_codes);
  world.press(Action::copy_all);
  world.press(Action::toggle_saved);
  world.press(Action::done);
  REQUIRE(world.says(MessageId::lost_done_title));
  for (const auto& element : world.screen()) {
    if (element.role == Role::tick) CHECK(element.checked);
  }
  CHECK(world.access.view().banner == nullptr);
  CHECK_FALSE(world.access.view().signed_in);
}

TEST_CASE("when the window is left everything revealed is masked, and nothing is lost") {
  AccessWorld world;
  world.to_codes();
  world.press(Action::reveal);
  REQUIRE(world.screen().sheet->all_revealed());
  world.access.hide_secrets();
  CHECK_FALSE(world.screen().sheet->all_revealed());
  CHECK(world.access.view().has_unsaved_codes);

  AccessWorld typing;
  to_backup_field(typing);
  typing.type_code("ABCD");
  typing.press(Action::reveal_input);
  REQUIRE(typing.screen().find(Role::code_field)->code->revealed());
  typing.access.hide_secrets();
  CHECK_FALSE(typing.screen().find(Role::code_field)->code->revealed());
  CHECK(typing.screen().find(Role::code_field)->code->size() == 4);
}

TEST_CASE("low codes: a code was used, nobody told how many are left: said, and to be checked") {
  testing::MockOptions silent;
  silent.virtual_clock = true;
  AccessWorld world({}, silent);
  to_backup_field(world);
  world.type_code(world.backup_code());
  world.press(Action::submit);
  REQUIRE(world.place() == Place::after_code);
  world.press(Action::done);
  settle(world);
  REQUIRE(world.place() == Place::home);
  REQUIRE(world.access.view().notice != nullptr);
  CHECK(world.access.view().notice->find(MessageId::low_unknown) != nullptr);
  const int reads = world.count("/mfa/factors");
  world.press(Action::refresh, 0, widgets::Part::notice);
  CHECK(world.count("/mfa/factors") > reads);
  world.press(Action::later, 0, widgets::Part::notice);
  CHECK(world.access.view().notice == nullptr);
}

TEST_CASE("enrolment: the app's account line is shown as the app will show it") {
  AccessWorld world;
  to_scan(world);
  REQUIRE(world.says(MessageId::enrol_account));
  CHECK(words(world.screen().find(MessageId::enrol_account)->value).find(alice) !=
        std::string::npos);
}

TEST_CASE("challenge: a paste that holds nothing is said to hold nothing") {
  AccessWorld world;
  to_backup_field(world);
  world.log.clipboard.clear();
  world.press(Action::paste);
  CHECK(world.says(MessageId::paste_nothing));
  world.log.clipboard = world.backup_code();
  world.press(Action::paste);
  CHECK_FALSE(world.says(MessageId::paste_nothing));
}
