// One account at a time: what is on screen belongs to the user who is signed in, whatever came in between.
#include "widgets/mock_world.hpp"

#include <hellojohn/widgets/code_sheet.hpp>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::MessageId;
using widgets::Place;
using widgets::Role;

namespace {

constexpr const char* carol = "carol@example.com";
constexpr const char* carol_password = "plain sailing today";

void settle(AccessWorld& world) {
  for (int i = 0; i < 6; ++i) world.wait(16ms);
}

/// To the fresh sign-in that new codes need, six minutes after the first one.
void to_step_up(AccessWorld& world) {
  world.sign_in_with_totp();
  settle(world);
  world.press(Action::replace_codes);
  settle(world);
  world.wait(6min);
  world.press(Action::replace_codes);
  REQUIRE(world.says(MessageId::sign_in_again_title));
}

bool mentions(const widgets::Screen& screen, std::string_view text) {
  for (const auto& e : screen) {
    for (const auto& m : {e.label, e.value}) {
      if (words(m).find(text) != std::string::npos) return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("one account: the next person's home shows nothing of the one before, also offline") {
  AccessWorld world;
  world.sign_in_with_totp();
  settle(world);
  REQUIRE(world.says(MessageId::card_codes));
  world.press(Action::sign_out);
  world.wait(16ms);
  REQUIRE(world.place() == Place::sign_in);
  CHECK(world.screen().find(Role::text_field)->input->empty());
  world.fates = {Fate::served};
  world.fates.insert(world.fates.end(), 60, Fate::not_sent);
  world.sign_in(carol, carol_password);
  settle(world);
  REQUIRE(world.place() == Place::home);
  CHECK_FALSE(world.says(MessageId::card_codes));
  CHECK_FALSE(world.says(MessageId::card_methods));
  CHECK_FALSE(mentions(world.screen(), "al\xE2\x80\xA2"));
  CHECK(mentions(world.screen(), "ca\xE2\x80\xA2"));
  for (int i = 0; i < 80; ++i) world.wait(250ms);
  CHECK_FALSE(world.says(MessageId::card_codes));
  CHECK(world.access.view().notice == nullptr);
}

TEST_CASE("one account: a read in flight for the one before is not shown to the next") {
  AccessWorld world;
  world.sign_in();
  world.type_code(world.service->totp(alice_factor));
  world.fates = {Fate::served, Fate::held, Fate::held};
  settle(world);
  REQUIRE(world.place() == Place::home);
  auto session = world.client->auth().adopt(
      {SecretView("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfWCIsImV4cCI6NDEwMjQ0NDgwMH0."), {}, {}});
  settle(world);
  const auto current = world.client->auth().current();
  REQUIRE(current);
  if (current->user_id == alice_id) return;
  CHECK(world.place() == Place::home);
  CHECK_FALSE(world.says(MessageId::card_codes));
  CHECK_FALSE(mentions(world.screen(), "al\xE2\x80\xA2"));
}

TEST_CASE("one account: the address of a fresh sign-in can be read, and not changed") {
  AccessWorld world;
  to_step_up(world);
  CHECK(world.screen().find(Role::text_field) == nullptr);
  REQUIRE(world.says(MessageId::account));
  CHECK(words(world.screen().find(MessageId::account)->value) == alice);
}

TEST_CASE("one account: Cancel ends a fresh sign-in that is on its way") {
  AccessWorld world;
  to_step_up(world);
  const auto before = world.client->auth().current();
  REQUIRE(before);
  world.fates = {Fate::held};
  world.fill(Role::password_field, alice_password);
  world.press(Action::submit);
  world.press(Action::cancel);
  CHECK(world.place() == Place::codes);
  CHECK(world.says(MessageId::codes_replace_title));
  world.held = 0;
  for (int i = 0; i < 20; ++i) world.wait(100ms);
  CHECK(world.place() == Place::codes);
  CHECK(world.client->auth().current()->user_id == before->user_id);
  CHECK(world.count("/generate") == 0);
}

TEST_CASE("one account: Cancel in the fresh sign-in's second factor leads back to the codes") {
  AccessWorld world;
  to_step_up(world);
  world.sign_in();
  REQUIRE(world.place() == Place::challenge);
  world.press(Action::cancel);
  CHECK(world.place() == Place::codes);
  CHECK(world.says(MessageId::codes_replace_title));
}

TEST_CASE("one account: a fresh sign-in that was left makes no codes for the next person") {
  AccessWorld world;
  to_step_up(world);
  world.press(Action::lost_access);
  world.press(Action::cancel);
  REQUIRE(world.place() == Place::home);
  settle(world);
  world.press(Action::sign_out);
  world.wait(16ms);
  world.sign_in(carol, carol_password);
  settle(world);
  CHECK(world.place() == Place::home);
  CHECK(world.count("/generate") == 0);
}

TEST_CASE("one account: a fresh sign-in as somebody else is refused, and signed out") {
  AccessWorld world;
  to_step_up(world);
  // The host signs somebody else in while the screen waits.
  auto other = world.client->auth().sign_in({carol, SecretView(carol_password)});
  settle(world);
  CHECK(world.place() == Place::sign_in);
  CHECK(world.says(MessageId::sign_in_other_account));
  CHECK_FALSE(world.client->auth().current());
  CHECK(world.count("/generate") == 0);
  CHECK(world.screen().find(Role::text_field)->input->empty());
}

TEST_CASE("one account: codes asked for by one person are not made for another") {
  MockWorld world;
  widgets::HostState state(world.host(), {"Sky Game", {}, {}});
  auto source = widgets::backup_codes_of_user(*world.client);
  std::string user = "usr_a";
  int made = 0;
  source.user = [&user] { return user; };
  source.status = {};
  auto refused = [&world, &made] {
    ++made;
    return world.client->user().mfa().generate_backup_codes();
  };
  source.generate = refused;
  widgets::BackupCodes codes(std::move(source), state);
  codes.open();
  user = "usr_b";
  world.press(codes, Action::create_codes);
  CHECK(made == 0);
  CHECK(codes.view().find(MessageId::codes_other_account) != nullptr);
  world.press(codes, Action::cancel);
  CHECK(codes.phase() == widgets::BackupCodesPhase::idle);
}

TEST_CASE("one account: codes of one person are gone when another signs in") {
  AccessWorld world;
  world.sign_in_with_totp();
  settle(world);
  world.press(Action::replace_codes);
  settle(world);
  world.press(Action::replace_codes);
  REQUIRE(world.access.view().has_unsaved_codes);
  auto other = world.client->auth().sign_in({carol, SecretView(carol_password)});
  settle(world);
  CHECK_FALSE(world.access.view().has_unsaved_codes);
  CHECK(world.place() == Place::home);
  CHECK_FALSE(mentions(world.screen(), "al\xE2\x80\xA2"));
}

TEST_CASE("one account: a session that the service ended says so and keeps the address") {
  AccessWorld world;
  world.sign_in_with_totp();
  settle(world);
  HttpRequest reset;
  reset.method = "POST";
  reset.target = "/__mock/reset";
  REQUIRE(world.service->control(reset).status < 300);
  world.wait(2h);
  world.access.begin();
  for (int i = 0; i < 20; ++i) world.wait(100ms);
  REQUIRE(world.place() == Place::sign_in);
  CHECK(world.says(MessageId::sign_in_ended));
  CHECK(world.screen().find(Role::text_field)->input->view().reveal() == alice);
}

TEST_CASE("one account: the address stays after an expired challenge and after Escape") {
  for (const bool expired : {true, false}) {
    AccessWorld world;
    world.sign_in();
    REQUIRE(world.place() == Place::challenge);
    if (expired) {
      world.wait(6min);
      world.type_code(world.service->totp(alice_factor));
      settle(world);
      world.press(Action::sign_in);
    } else {
      world.press(Action::cancel);
    }
    REQUIRE(world.place() == Place::sign_in);
    CHECK(world.screen().find(Role::text_field)->input->view().reveal() == alice);
    CHECK(world.screen().find(Role::password_field)->input->empty());
  }
}

TEST_CASE("one account: a sign-in on its way signs nobody in under another screen") {
  AccessWorld world;
  world.fates = {Fate::held};
  world.sign_in(carol, carol_password);
  REQUIRE(world.says(MessageId::sign_in_sending));
  world.press(Action::lost_access);
  REQUIRE(world.place() == Place::lost_access);
  world.held = 0;
  settle(world);
  CHECK_FALSE(world.client->auth().current());
  world.press(Action::cancel);
  CHECK(world.place() == Place::sign_in);
}

namespace {

/// In the frame in which the answer that was held arrives the host takes over Dave's session, with no network after it.
void answer_and_adopt_dave(AccessWorld& world) {
  world.held = 0;
  world.carry();
  (void)world.client->poll();
  REQUIRE(world.client->auth().current());
  // {"sub":"usr_dave","exp":1705399200}
  const std::string token = "e30.eyJzdWIiOiJ1c3JfZGF2ZSIsImV4cCI6MTcwNTM5OTIwMH0.s";
  auto adopted = world.client->auth().adopt({SecretView(token)});
  (void)world.client->poll();
  REQUIRE(world.client->auth().current()->user_id == "usr_dave");
  world.fates.assign(60, Fate::not_sent);
  settle(world);
}

}  // namespace

TEST_CASE("one account: the address of one sign-in is not another user's name") {
  AccessWorld world;
  world.fates = {Fate::held};
  world.sign_in(carol, carol_password);
  REQUIRE(world.says(MessageId::sign_in_sending));
  answer_and_adopt_dave(world);
  CHECK(world.place() == Place::home);
  CHECK(mentions(world.screen(), "usr_dave"));
  CHECK_FALSE(mentions(world.screen(), "ca\xE2\x80\xA2"));
}

TEST_CASE("one account: a code that one user used says nothing of another user's codes") {
  AccessWorld world;
  world.sign_in();
  world.press(Action::use_backup_code);
  world.type_code(world.backup_code());
  world.fates = {Fate::held};
  world.press(Action::submit);
  answer_and_adopt_dave(world);
  CHECK(world.place() == Place::home);
  CHECK(mentions(world.screen(), "usr_dave"));
  CHECK_FALSE(mentions(world.screen(), "al\xE2\x80\xA2"));
}
