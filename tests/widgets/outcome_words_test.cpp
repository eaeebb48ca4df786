// Words follow the outcome: "nothing happened" is said only if that is certain.
#include "widgets/mock_world.hpp"

#include <hellojohn/widgets/challenge.hpp>
#include <hellojohn/widgets/code_sheet.hpp>
#include <hellojohn/widgets/enrolment.hpp>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::MessageId;
using widgets::Place;
using widgets::Role;

namespace {

void settle(AccessWorld& world) {
  for (int i = 0; i < 8; ++i) world.wait(16ms);
}

void to_enrolment(AccessWorld& world) {
  world.sign_in("carol@example.com", "plain sailing today");
  settle(world);
  REQUIRE(world.says(MessageId::card_mfa_off));
}

}  // namespace

TEST_CASE(
    "outcome words: every sentence of which the English says that nothing happened is known") {
  for (std::size_t i = 1; i < widgets::message_count; ++i) {
    const auto id = static_cast<MessageId>(i);
    const auto info = widgets::message_info(id);
    const std::string_view english = widgets::message_forms(widgets::Language::en, id).other;
    CAPTURE(info.name, english);
    bool says = false;
    for (const std::string_view claim :
         {"Nothing was sent", "Nothing was changed", "Nothing was set up", "was not sent",
          "Nothing was made", "No codes were made", "was not used;"}) {
      says = says || english.find(claim) != std::string_view::npos;
    }
    // What a finished recovery says of itself is not an answer to a call.
    if (id == MessageId::lost_over_nothing) continue;
    if (says) CHECK(widgets::claims_nothing_happened(id));
    for (const Outcome outcome : {Outcome::not_sent, Outcome::refused}) {
      CHECK(widgets::may_be_said(id, outcome));
    }
    for (const Outcome outcome : {Outcome::unknown, Outcome::done_answer_lost}) {
      CHECK(widgets::may_be_said(id, outcome) == !widgets::claims_nothing_happened(id));
    }
  }
}

TEST_CASE("outcome words: an enrolment that was answered and lost is not called nothing") {
  for (const Fate fate : {Fate::lost_before, Fate::lost_after, Fate::garbled}) {
    AccessWorld world;
    to_enrolment(world);
    world.fates = {fate};
    world.press(Action::set_up);
    settle(world);
    CHECK(world.says(MessageId::enrol_lost));
    for (const auto& element : world.screen()) {
      CHECK_FALSE(widgets::claims_nothing_happened(element.label.id));
    }
    CHECK(world.screen().can(Action::cancel));
    world.press(Action::retry);
    CHECK(world.says(MessageId::enrol_qr));
  }
}

TEST_CASE("outcome words: confirmed, and the list unreadable: said, and there is a way off") {
  AccessWorld world;
  to_enrolment(world);
  world.press(Action::set_up);
  settle(world);
  world.fates = {Fate::garbled};
  world.fates.insert(world.fates.end(), 40, Fate::not_sent);
  world.type_code(new_totp(world));
  for (int i = 0; i < 80; ++i) world.wait(250ms);
  CHECK(world.says(MessageId::enrol_done_unread));
  CHECK_FALSE(world.says(MessageId::error_offline));
  CHECK(world.screen().can(Action::check_again));
  REQUIRE(world.screen().can(Action::cancel));
  world.press(Action::cancel);
  CHECK(world.place() == Place::home);
}

TEST_CASE("outcome words: a password that no server looked at stays in its field") {
  for (const Fate fate : {Fate::not_sent, Fate::lost_before}) {
    AccessWorld world;
    world.fates.assign(40, fate);
    world.sign_in();
    for (int i = 0; i < 80; ++i) world.wait(250ms);
    REQUIRE(world.place() == Place::sign_in);
    REQUIRE(world.screen().find(Role::error) != nullptr);
    CHECK(world.screen().find(Role::password_field)->input->view().reveal() == alice_password);
    world.fates.clear();
    world.press(Action::submit);
    CHECK(world.place() == Place::challenge);
  }
}

TEST_CASE("outcome words: a typing error has no reference for support") {
  AccessWorld world;
  server_says(world, "POST", "/v1/auth/sign-in", 401,
              R"({"error":{"code":"invalid_credentials","request_id":"req_1"}})");
  world.sign_in(alice, "wrong");
  REQUIRE(world.says(MessageId::sign_in_wrong));
  CHECK_FALSE(world.says(MessageId::reference));
  world.fill(Role::password_field, "w");
  world.wait(16ms);
  CHECK_FALSE(world.says(MessageId::sign_in_wrong));
}

TEST_CASE("outcome words: a wait that is longer than the challenge says to sign in again then") {
  AccessWorld world;
  world.sign_in();
  server_says(world, "POST", "/v1/auth/mfa/verify", 429,
              R"({"error":{"code":"rate_limit_exceeded"}})", "591");
  world.type_code("123456");
  settle(world);
  CHECK(world.says(MessageId::challenge_limited));
  CHECK_FALSE(world.says(MessageId::error_limited));
}

TEST_CASE("outcome words: while a replacement is made the heading stays") {
  AccessWorld world;
  world.sign_in_with_totp();
  settle(world);
  world.press(Action::replace_codes);
  settle(world);
  world.fates = {Fate::held};
  world.press(Action::replace_codes);
  REQUIRE(world.says(MessageId::codes_making));
  CHECK(world.screen().begin()->label.id == MessageId::codes_replace_title);
}

TEST_CASE("outcome words: an unknown count is said once, with one button for new codes") {
  testing::MockOptions silent;
  silent.virtual_clock = true;
  AccessWorld world({}, silent);
  world.sign_in();
  world.press(Action::use_backup_code);
  world.type_code(world.backup_code());
  world.press(Action::submit);
  world.press(Action::done);
  settle(world);
  REQUIRE(world.access.view().notice != nullptr);
  world.wait(16ms);
  CHECK_FALSE(world.says(MessageId::card_codes));
  CHECK(world.screen().find(Action::replace_codes) != nullptr);
  CHECK(world.access.view().notice->find(Action::replace_codes) == nullptr);
}

TEST_CASE("outcome words: the mail's cool-down survives leaving the screen without a wall clock") {
  MockWorld world;
  widgets::Host host = world.host();
  host.wall_time = nullptr;
  widgets::HostState state(std::move(host), {"Sky Game", {}, {}});
  widgets::LostAccess lost(*world.client, state);
  lost.open(alice);
  world.press(lost, Action::choose, 2);
  world.press(lost, Action::submit);
  REQUIRE(lost.view().find(MessageId::lost_sent_title) != nullptr);
  world.press(lost, Action::cancel);
  lost.open(alice);
  world.press(lost, Action::choose, 2);
  CHECK_FALSE(lost.view().find(MessageId::lost_send)->enabled);
  CHECK(lost.view().find(MessageId::lost_wait) != nullptr);
}

TEST_CASE("outcome words: a link that comes while the mail is asked for stays in its field") {
  for (const Fate fate : {Fate::not_sent, Fate::lost_before}) {
    AccessWorld world;
    world.press(Action::lost_access);
    world.press(Action::choose, 2);
    world.fill(Role::text_field, alice);
    world.fates = {Fate::held};
    world.press(Action::submit);
    REQUIRE(world.says(MessageId::lost_sending));
    world.access.receive_link("rec_tok_AAAABBBBCCCCDDDD");
    world.fates.assign(40, fate);
    world.held = 0;
    for (int i = 0; i < 80; ++i) world.wait(250ms);
    REQUIRE(world.says(MessageId::lost_received));
    CHECK(world.screen().find(Role::password_field)->input->view().reveal() ==
          "rec_tok_AAAABBBBCCCCDDDD");
  }
}

TEST_CASE("outcome words: a saved file says what it is, ends its last line, and has its own name") {
  AccessWorld world;
  world.sign_in_with_totp();
  settle(world);
  world.press(Action::replace_codes);
  settle(world);
  world.press(Action::replace_codes);
  world.press(Action::save);
  const std::string& text = world.log.saved_text;
  CHECK(text.starts_with("Sky Game"));
  CHECK(text.find("al\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2@example.com") != std::string::npos);
  CHECK(text.find("Each code works once.") != std::string::npos);
  CHECK(text.ends_with("\n"));
  CHECK(world.log.saved_name.starts_with("Sky Game-signin-sheet-2024-01-15-10-0"));
}

TEST_CASE("outcome words: the copy's line is not the saved file's line") {
  AccessWorld world;
  world.sign_in_with_totp();
  settle(world);
  world.press(Action::replace_codes);
  settle(world);
  world.press(Action::replace_codes);
  world.press(Action::copy_all);
  world.press(Action::save);
  const auto* saved = world.screen().find(MessageId::codes_saved_to);
  const auto* copied = world.screen().find(MessageId::copied_clears);
  REQUIRE(saved != nullptr);
  REQUIRE(copied != nullptr);
  CHECK((copied + 1)->action == Action::clear_clipboard);
  // A clipboard that rewrites line ends still holds our text.
  std::string rewritten;
  for (const char c : world.log.clipboard) rewritten += c == '\n' ? "\r\n" : std::string(1, c);
  world.log.clipboard = rewritten;
  world.wait(31s);
  CHECK(world.log.clipboard.empty());
}

namespace {

struct ChallengeWorld : WidgetWorld {
  explicit ChallengeWorld(std::vector<Factor> factors) : challenge(*client, state) {
    challenge.start({"chl_1", std::move(factors)}, "al@example.com");
    frame(challenge);
  }
  widgets::Challenge challenge;
};

Factor factor_of(const char* id, const char* type, const char* name) {
  return {id, type, name, {}, {}};
}

}  // namespace

TEST_CASE("factors: one that is not typed has no field, and stands behind the backup codes") {
  ChallengeWorld only({factor_of("k", "webauthn", "Blue key")});
  CHECK(only.challenge.view().find(Role::code_field) == nullptr);
  const auto* said = only.challenge.view().find(MessageId::challenge_unavailable);
  REQUIRE(said != nullptr);
  CHECK(words(said->label) == "“Blue key” is not available in this app.");
  CHECK(only.challenge.view().can(Action::cancel));

  ChallengeWorld both({factor_of("k", "webauthn", "Blue key"), factor_of("b", "backup_codes", "")});
  CHECK(both.challenge.backup_mode());
  CHECK(both.challenge.view().find(Action::use_authenticator) == nullptr);
  CHECK(both.challenge.view().can(Action::other_ways));
}

TEST_CASE("factors: the way back names the factor that it leads to") {
  ChallengeWorld world({factor_of("b", "backup_codes", ""), factor_of("s", "sms", "+1")});
  world.press(world.challenge, Action::use_backup_code);
  CHECK(says(world.challenge.view(), MessageId::challenge_use_sms));
}

TEST_CASE("factors: version 1 cannot send a code again, and shows no button for it") {
  ChallengeWorld world({factor_of("s", "sms", "+1")});
  world.frame(world.challenge);
  CHECK(world.challenge.view().find(Action::resend) == nullptr);
  CHECK(world.transport->started_count() == 0);
  auto call = world.client->mfa().send_code({"chl_1", {}}, "s");
  REQUIRE(call.ready());
  const auto answer = std::move(call).take();
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::unsupported);
  CHECK(answer.error().outcome == Outcome::not_sent);
}

TEST_CASE("factors: an incomplete code is not sent, and the button says why") {
  ChallengeWorld world({factor_of("t", "totp", ""), factor_of("b", "backup_codes", "")});
  for (const char* typed : {"12345", "ABCD123"}) {
    world.type(world.challenge, typed);
    world.press(world.challenge, Action::submit);
    CHECK(world.transport->started_count() == 0);
    const auto* button = world.challenge.view().find(MessageId::challenge_submit);
    REQUIRE(button != nullptr);
    CHECK_FALSE(button->enabled);
    CHECK(button->reason.id == MessageId::challenge_length);
    world.press(world.challenge, Action::use_backup_code);
  }
}

TEST_CASE("factors: a code of the other kind is recognised, and used in its own field") {
  ChallengeWorld world({factor_of("t", "totp", ""), factor_of("b", "backup_codes", "")});
  world.log.clipboard = "ABCD-1234";
  world.press(world.challenge, Action::paste);
  CHECK(says(world.challenge.view(), MessageId::challenge_looks_backup));
  CHECK(world.transport->started_count() == 0);
  world.press(world.challenge, Action::use_pasted);
  CHECK(world.challenge.backup_mode());
  CHECK(world.challenge.view().find(Role::code_field)->code->size() == 8);
  world.log.clipboard = "123456";
  world.press(world.challenge, Action::paste);
  CHECK(says(world.challenge.view(), MessageId::challenge_looks_totp));
  world.press(world.challenge, Action::use_pasted);
  CHECK_FALSE(world.challenge.backup_mode());
}

TEST_CASE("factors: after a refusal the code is selected, and the words go when it changes") {
  ChallengeWorld world({factor_of("t", "totp", ""), factor_of("b", "backup_codes", "")});
  world.press(world.challenge, Action::use_backup_code);
  world.type(world.challenge, "ABCD1234");
  world.press(world.challenge, Action::submit);
  world.transport->respond(401, R"({"error":{"code":"invalid_mfa_code"}})");
  world.frame(world.challenge);
  const auto* field = world.challenge.view().find(Role::code_field);
  REQUIRE(field != nullptr);
  CHECK(field->selected);
  CHECK(field->code->selected());
  world.type(world.challenge, "Z");
  world.frame(world.challenge);
  CHECK(world.challenge.view().find(Role::code_field)->code->size() == 1);
  CHECK(world.challenge.view().find(Role::error) == nullptr);
}
