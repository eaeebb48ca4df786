// The whole flow behind one view, against the mock service: every way in, and what each fault on it leads to.
#include "widgets/file_lines.hpp"
#include "widgets/mock_world.hpp"

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::MessageId;
using widgets::Part;
using widgets::Place;
using widgets::Role;

TEST_CASE("access: sign-in with the authenticator") {
  AccessWorld world;
  CHECK(world.place() == Place::sign_in);
  world.sign_in_with_totp();
  CHECK(world.access.view().signed_in);
  CHECK(words(world.screen().find(MessageId::card_codes)->value).find("left") != std::string::npos);
}

TEST_CASE("access: sign-in with a backup code asks about the authenticator, then goes home") {
  AccessWorld world;
  world.sign_in();
  CHECK(world.screen().can(Action::use_backup_code));  // Also with one factor.
  world.press(Action::use_backup_code);
  world.type_code(world.backup_code());
  world.press(Action::submit);
  REQUIRE(world.place() == Place::after_code);
  CHECK(words(world.screen().find(MessageId::low_used)->label) == "Code accepted. 7 left.");
  world.press(Action::done);
  CHECK(world.place() == Place::home);
}

TEST_CASE("access: a used code leaves the others valid") {
  AccessWorld world;
  const std::string first = world.backup_code(0);
  const std::string second = world.backup_code(1);
  for (const std::string& code : {first, first, second}) {
    world.sign_in();
    world.press(Action::use_backup_code);
    world.type_code(code);
    world.press(Action::submit);
    if (world.place() == Place::after_code) {
      world.press(Action::done);
      world.press(Action::sign_out);
      world.wait(16ms);
    } else {
      CHECK((world.says(MessageId::challenge_backup_wrong) ||
             world.says(MessageId::challenge_backup_used)));
      world.press(Action::cancel);
    }
    REQUIRE(world.place() == Place::sign_in);
  }
}

TEST_CASE("access: wrong password, then the right one, and the password is gone from its field") {
  AccessWorld world;
  world.sign_in(alice, "wrong");
  CHECK(world.says(MessageId::sign_in_wrong));
  CHECK(world.screen().find(Role::password_field)->input->empty());
  CHECK(world.screen().find(Role::text_field)->input->view().reveal() == alice);
  world.sign_in();
  CHECK(world.place() == Place::challenge);
}

TEST_CASE("access: empty fields are said locally, nothing is sent") {
  AccessWorld world;
  world.press(Action::submit);
  CHECK(world.says(MessageId::sign_in_email_missing));
  world.fill(Role::text_field, alice);
  world.press(Action::submit);
  CHECK(world.says(MessageId::sign_in_password_missing));
  CHECK(world.requests == 0);
}

TEST_CASE("access: replacing codes: confirm, show, tick, wiped, and the old ones are dead") {
  AccessWorld world;
  world.sign_in_with_totp();
  const std::string old = world.backup_code();
  world.press(Action::replace_codes);
  REQUIRE(world.place() == Place::codes);
  CHECK(world.says(MessageId::codes_replace_title));
  CHECK(world.screen()[world.screen().focus].action == Action::cancel);
  world.press(Action::replace_codes);
  REQUIRE(world.access.view().has_unsaved_codes);
  CHECK_FALSE(world.log.note.empty());
  world.press(Action::save);
  const std::string& saved = world.log.saved_text;
  const std::string empty_line = file_lines("\n\n");
  const std::string one_code = file_lines("XXXX-XXXX\n");
  REQUIRE(saved.find(empty_line) != std::string::npos);
  CHECK(saved.size() - (saved.find(empty_line) + empty_line.size()) == 8 * one_code.size());
  CHECK(world.log.saved_text.find(old) == std::string::npos);
  world.press(Action::toggle_saved);
  world.press(Action::done);
  CHECK(world.place() == Place::home);
  CHECK(world.log.note.empty());
}

TEST_CASE(
    "access: codes for a factor that is gone meanwhile: no set, and the way to a new factor") {
  AccessWorld world;
  world.sign_in_with_totp();
  world.press(Action::replace_codes);
  world.remove_factor();
  world.press(Action::replace_codes);
  CHECK(world.says(MessageId::codes_not_enrolled));
  CHECK(world.log.note.empty());
  world.press(Action::set_up);
  CHECK(world.place() == Place::enrolment);
}

TEST_CASE("access: a stale sign-in is refreshed on the way, and it goes on automatically") {
  AccessWorld world;
  world.sign_in_with_totp();
  world.wait(6min);
  world.press(Action::replace_codes);
  world.press(Action::replace_codes);
  REQUIRE(world.place() == Place::sign_in);
  CHECK(world.says(MessageId::sign_in_again_title));
  SECTION("done") {
    world.sign_in();
    REQUIRE(world.place() == Place::challenge);
    world.type_code(world.service->totp(alice_factor));
    for (int i = 0; i < 8; ++i) world.wait(16ms);
    CHECK(world.place() == Place::codes);
    CHECK(world.access.view().has_unsaved_codes);
  }
  SECTION("cancelled: the confirmation again, nothing changed") {
    world.press(Action::cancel);
    CHECK(world.place() == Place::codes);
    CHECK(world.says(MessageId::codes_replace_title));
    CHECK_FALSE(world.access.view().has_unsaved_codes);
  }
}

TEST_CASE("access: lost access, from the mail to the first sign-in with the new authenticator") {
  AccessWorld world;
  world.to_enrolment();
  CHECK(world.access.view().banner != nullptr);
  CHECK(world.screen().qr != nullptr);
  world.type_code(new_totp(world));
  for (int i = 0; i < 6; ++i) world.wait(16ms);
  REQUIRE(world.says(MessageId::codes_confirm_title));
  world.press(Action::create_codes);
  REQUIRE(world.access.view().has_unsaved_codes);
  CHECK(world.says(MessageId::codes_title_new));
  world.press(Action::copy_all);
  world.press(Action::toggle_saved);
  world.press(Action::done);
  REQUIRE(world.says(MessageId::lost_done_title));
  CHECK(world.access.view().banner == nullptr);
  for (const auto& element : world.screen()) {
    if (element.role == Role::tick) CHECK(element.checked);
  }
  world.press(Action::sign_in);
  CHECK(world.place() == Place::sign_in);
  CHECK_FALSE(world.access.view().signed_in);
}

TEST_CASE("access: every address is answered alike") {
  AccessWorld known;
  known.ask_for_mail();
  AccessWorld unknown;
  unknown.ask_for_mail("nobody@example.com");
  CHECK(known.says(MessageId::lost_sent_title));
  REQUIRE(known.screen().size() == unknown.screen().size());
  for (std::size_t i = 0; i < known.screen().size(); ++i) {
    CHECK(known.screen()[i].label.id == unknown.screen()[i].label.id);
    CHECK(known.screen()[i].enabled == unknown.screen()[i].enabled);
  }
}

TEST_CASE("access: the address that was asked for is masked while others see the screen") {
  AccessWorld world;
  const auto address = [&] {
    return std::string(world.screen().find(MessageId::lost_sent)->label.text);
  };
  world.ask_for_mail();
  REQUIRE(world.says(MessageId::lost_sent));
  CHECK(address() == alice);
  world.log.streaming = widgets::Streaming::cannot_tell;
  world.wait(16ms);
  CHECK(address() == "al\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2@example.com");
  world.log.streaming = widgets::Streaming::no;
  world.wait(16ms);
  CHECK(address() == alice);
}

TEST_CASE("access: whatever the server says of an address, the next screen is the same") {
  for (const Fate fate : {Fate::lost_before, Fate::lost_after, Fate::garbled}) {
    AccessWorld world;
    world.fates = {Fate::served, fate};
    world.ask_for_mail();
    CHECK(world.says(MessageId::lost_sent_title));
  }
  AccessWorld offline;
  offline.fates = {Fate::served, Fate::not_sent, Fate::not_sent, Fate::not_sent};
  offline.ask_for_mail();
  for (int i = 0; i < 4; ++i) offline.wait(6s);
  CHECK(offline.says(MessageId::lost_not_sent));
}

TEST_CASE("access: a link that arrives fills the field and waits for a press") {
  AccessWorld world;
  world.ask_for_mail();
  const int before = world.requests;
  world.access.receive_link(world.mailed_link());
  for (int i = 0; i < 100; ++i) world.wait(100ms);
  CHECK(world.requests == before);
  CHECK(world.says(MessageId::lost_received));
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_account_title));
}

TEST_CASE("access: wrapped and broken links are understood, foreign hosts stop") {
  AccessWorld world;
  world.ask_for_mail();
  const int before = world.requests;
  world.fill(Role::password_field, "https://evil.example/r?token=rec_tok_abcdefgh12345678");
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_foreign));
  CHECK(words(world.screen().find(MessageId::lost_foreign)->label).find("evil.example") !=
        std::string::npos);
  world.fill(Role::password_field, "hello");
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_malformed));
  CHECK(world.requests == before);
  const std::string link = world.mailed_link();
  world.fill(Role::password_field,
             "\"" + link.substr(0, link.size() - 5) + "\n" + link.substr(link.size() - 5) + "\"");
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_account_title));
}

TEST_CASE("access: somebody else's link stops the flow") {
  AccessWorld world;
  world.ask_for_mail("bob@example.com");
  REQUIRE(world.says(MessageId::lost_sent_title));
  const std::string bobs = world.mailed_link();
  world.press(Action::change);
  world.wait(2min);
  world.fill(Role::text_field, alice);
  world.press(Action::submit);
  world.fill(Role::password_field, bobs);
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_wrong));
  CHECK(world.access.view().banner == nullptr);
}

TEST_CASE("access: a used or old link has one text, and a new mail waits for its cool-down") {
  AccessWorld world;
  world.ask_for_mail();
  world.wait(16min);
  world.fill(Role::password_field, world.mailed_link());
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_dead_title));
  CHECK(world.screen().can(Action::new_link));
  world.press(Action::new_link);
  CHECK(world.says(MessageId::lost_sent_title));
  CHECK_FALSE(world.screen().can(Action::resend));
  world.wait(121s);
  CHECK(world.screen().can(Action::resend));
}

TEST_CASE("access: an answer to the link that got lost: the same link once more, on a press") {
  AccessWorld world;
  world.ask_for_mail();
  world.fill(Role::password_field, world.mailed_link());
  SECTION("it never arrived: the second look opens the session") {
    world.fates = {Fate::lost_before};
    world.press(Action::submit);
    REQUIRE(world.says(MessageId::lost_unknown_title));
    world.press(Action::check_again);
    CHECK(world.says(MessageId::lost_account_title));
  }
  SECTION("it was spent: the second look says so") {
    world.fates = {Fate::lost_after};
    world.press(Action::submit);
    REQUIRE(world.says(MessageId::lost_unknown_title));
    world.press(Action::check_again);
    CHECK(world.says(MessageId::lost_dead_title));
  }
  SECTION("the server said yes, unreadably: a new mail is needed, nothing is tried again") {
    world.fates = {Fate::garbled};
    world.press(Action::submit);
    CHECK(world.says(MessageId::lost_dead_title));
  }
}

TEST_CASE("access: the recovery session runs out, and the screen says what was done") {
  AccessWorld world;
  world.to_enrolment();
  SECTION("nothing was done") {
    world.wait(61min);
    CHECK(world.says(MessageId::lost_over_nothing));
  }
  SECTION("the authenticator is set up, codes were not made") {
    world.type_code(new_totp(world));
    for (int i = 0; i < 6; ++i) world.wait(16ms);
    world.wait(61min);
    CHECK(world.says(MessageId::lost_over_enrolled));
  }
  SECTION("codes on screen stay until they are saved") {
    world.type_code(new_totp(world));
    for (int i = 0; i < 6; ++i) world.wait(16ms);
    world.press(Action::create_codes);
    world.wait(61min);
    CHECK(world.access.view().has_unsaved_codes);
    world.press(Action::copy_all);
    world.press(Action::toggle_saved);
    world.press(Action::done);
    CHECK(world.says(MessageId::lost_done_title));
  }
}

TEST_CASE("access: help that was asked for on the way leads back to a sign-in that can be used") {
  AccessWorld world;
  world.sign_in();
  REQUIRE(world.place() == Place::challenge);
  world.press(Action::lost_access);
  world.press(Action::ask_help);
  REQUIRE(world.place() == Place::help);
  world.press(Action::back);
  REQUIRE(world.place() == Place::sign_in);
  world.sign_in();
  CHECK(world.place() == Place::challenge);
  CHECK(world.screen().can(Action::use_backup_code));
}

TEST_CASE("access: cancelling a recovery asks, and ends its session on the server") {
  AccessWorld world;
  world.to_enrolment();
  world.press(Action::dismiss, 0, Part::banner);
  REQUIRE(world.says(MessageId::lost_cancel_title));
  CHECK(world.screen()[world.screen().focus].action == Action::stay);
  world.press(Action::stay);
  CHECK(world.says(MessageId::enrol_title));
  world.press(Action::dismiss, 0, Part::banner);
  world.press(Action::leave);
  CHECK(world.place() != Place::lost_access);
  CHECK(world.access.view().banner == nullptr);
}

TEST_CASE("access: the confirmation's answer is lost: the factor list decides") {
  AccessWorld world;
  world.to_enrolment();
  SECTION("it was done") {
    world.fates = {Fate::lost_after};
    world.type_code(new_totp(world));
    for (int i = 0; i < 8; ++i) world.wait(16ms);
    CHECK(world.says(MessageId::codes_confirm_title));
  }
  SECTION("it was not: a fresh code is asked for, the old one is not sent again") {
    world.fates = {Fate::lost_before};
    world.type_code(new_totp(world));
    for (int i = 0; i < 8; ++i) world.wait(16ms);
    CHECK(world.says(MessageId::enrol_not_confirmed));
    CHECK(world.screen().find(Role::code_field)->code->empty());
  }
}

TEST_CASE("access: an answer to a backup code got lost: the same code once more, on a press") {
  AccessWorld world;
  world.sign_in();
  world.press(Action::use_backup_code);
  world.type_code(world.backup_code());
  SECTION("it never arrived") {
    world.fates = {Fate::lost_before};
    world.press(Action::submit);
    REQUIRE(world.says(MessageId::challenge_unknown_title));
    const int before = world.requests;
    world.wait(10s);
    CHECK(world.requests == before);
    world.press(Action::check_again);
    CHECK(world.place() == Place::after_code);
  }
  SECTION("it was spent: the challenge is gone, the first one went through") {
    world.fates = {Fate::lost_after};
    world.press(Action::submit);
    world.press(Action::check_again);
    CHECK(world.says(MessageId::challenge_session_lost_title));
    world.press(Action::sign_in);
    CHECK(world.place() == Place::sign_in);
  }
  SECTION("the server said yes, unreadably") {
    world.fates = {Fate::garbled};
    world.press(Action::submit);
    CHECK(world.says(MessageId::challenge_session_lost_title));
  }
  SECTION("nothing left the machine: the code is intact and still in the field") {
    world.fates = {Fate::not_sent, Fate::not_sent, Fate::not_sent};
    world.press(Action::submit);
    for (int i = 0; i < 4; ++i) world.wait(6s);
    CHECK(world.says(MessageId::challenge_not_sent));
    CHECK(world.screen().find(Role::code_field)->code->size() == 8);
  }
}

TEST_CASE("access: the challenge is over after five minutes") {
  AccessWorld world;
  world.sign_in();
  world.wait(6min);
  world.type_code(world.service->totp(alice_factor));
  for (int i = 0; i < 4; ++i) world.wait(16ms);
  CHECK(world.says(MessageId::challenge_expired));
  world.press(Action::sign_in);
  CHECK(world.place() == Place::sign_in);
}

TEST_CASE("access: too many wrong codes: a countdown, a field that waits, then another try") {
  AccessWorld world;
  world.sign_in();
  world.press(Action::use_backup_code);
  for (int i = 0; i < 8 && !world.says(MessageId::challenge_limited); ++i) {
    world.type_code("ZZZZ000" + std::to_string(i));
    world.press(Action::submit);
  }
  // The wait is longer than the challenge lives.
  REQUIRE(world.says(MessageId::challenge_limited));
  CHECK_FALSE(world.screen().find(Role::code_field)->enabled);
  const int before = world.requests;
  world.press(Action::submit);
  CHECK(world.requests == before);
  CHECK(world.screen().can(Action::lost_access));
}

TEST_CASE("access: a whole sheet is pasted: one line is picked, one code is sent") {
  AccessWorld world;
  world.sign_in();
  world.press(Action::use_backup_code);
  const auto codes = world.service->seeded_backup_codes(alice_id);
  world.log.clipboard = "1. " + codes[0] + "\n2. " + codes[1] + "\n3. " + codes[2];
  world.press(Action::paste);
  REQUIRE(world.says(MessageId::challenge_sheet_title));
  world.press(Action::choose, 1);
  world.press(Action::submit);
  CHECK(world.count("/mfa/verify") == 1);
  CHECK(world.place() == Place::after_code);
}

TEST_CASE("access: after a crash on the codes screen the next start explains") {
  std::string note;
  {
    AccessWorld world;
    world.sign_in_with_totp();
    world.press(Action::replace_codes);
    world.press(Action::replace_codes);
    REQUIRE(world.access.view().has_unsaved_codes);
    note = world.log.note;
  }
  AccessWorld next;
  next.log.note = note;
  widgets::AccountAccess again(*next.client, next.host());
  next.sign_in_with_totp();
  again.begin();
  for (int i = 0; i < 4; ++i) next.frame(again);
  REQUIRE(again.view().place == Place::home);
  const auto* said = again.view().main->find(MessageId::card_unsaved);
  REQUIRE(said != nullptr);
  CHECK(words(said->label).find("January 15, 2024, 10:0") != std::string::npos);
  CHECK(again.view().main->can(Action::replace_codes));
}

TEST_CASE("access: signing out or losing the session leads to the sign-in") {
  AccessWorld world;
  world.sign_in_with_totp();
  world.press(Action::sign_out);
  CHECK(world.place() == Place::sign_in);
  CHECK_FALSE(world.access.view().signed_in);
}

TEST_CASE("access: with few codes left the notice is really shown, and can be put off") {
  AccessWorld world;
  const auto codes = world.service->seeded_backup_codes("usr_01HABCDEF222222");
  world.sign_in("bob@example.com", "staple orbit lantern");
  world.press(Action::use_backup_code);
  world.type_code(codes.at(0));
  world.press(Action::submit);
  REQUIRE(world.place() == Place::after_code);
  REQUIRE(world.access.view().notice != nullptr);
  CHECK(words(world.access.view().notice->begin()->label) == "Only 2 backup codes left.");
  world.press(Action::later, 0, Part::notice);
  CHECK(world.access.view().notice == nullptr);
  world.press(Action::done);
  CHECK(world.access.view().notice == nullptr);
}

TEST_CASE("access: components may be destroyed after their client, in the middle of anything") {
  for (int step = 0; step < 4; ++step) {
    AccessWorld world;
    if (step > 0) world.sign_in();
    if (step > 1) world.press(Action::use_backup_code);
    if (step > 2) {
      world.fates = {Fate::held};
      world.type_code(world.backup_code());
      world.press(Action::submit);
    }
    world.client.reset();
    world.access.update(world.clock.now());
    world.access.apply(widgets::Intent{Action::submit, 0, Part::main});
    world.access.update(world.clock.now());
    CHECK(world.access.view().main != nullptr);
  }
}

TEST_CASE("access: a look away hides what was shown and typed, and loses nothing") {
  AccessWorld world;
  world.sign_in();
  REQUIRE(world.place() == Place::challenge);
  world.press(Action::use_backup_code);
  world.type_code("ABCD");
  world.press(Action::reveal_input);
  const auto field = [&] { return world.screen().find(Role::code_field)->code; };
  REQUIRE(field()->revealed());
  world.access.hide_secrets();
  CHECK_FALSE(field()->revealed());
  CHECK(field()->size() == 4);
}

TEST_CASE(
    "access: too many recovery mails are said on the screen of the address, with the server's "
    "time") {
  AccessWorld world;
  world.press(Action::lost_access);
  world.press(Action::choose, 2);
  world.fill(Role::text_field, alice);
  server_says(world, "POST", "/v1/auth/mfa/recovery", 429,
              R"({"error":{"code":"rate_limit_exceeded"}})", "120");
  world.press(Action::submit);
  CHECK(world.says(MessageId::lost_email_title));
  CHECK(world.says(MessageId::lost_wait));
  CHECK_FALSE(world.screen().find(MessageId::lost_send)->enabled);
  world.press(Action::submit);  // Enter in the field.
  CHECK(world.count("/recovery") == 1);
  world.wait(121s);
  CHECK(world.screen().find(MessageId::lost_send)->enabled);
}

TEST_CASE("access: who has a link already needs no other") {
  AccessWorld world;
  world.press(Action::lost_access);
  world.press(Action::choose, 2);
  world.press(Action::refresh);
  CHECK(world.says(MessageId::lost_paste_title));
  CHECK(world.count("/recovery") == 0);
  CHECK(world.screen().can(Action::submit));
}
