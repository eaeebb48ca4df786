// The components against the self-hosted server: what it lacks is not offered, what it wants is asked for.
#include "widgets/mock_world.hpp"

#include <algorithm>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::MessageId;
using widgets::Place;
using widgets::Role;

namespace {

struct OwnServer : AccessWorld {
  explicit OwnServer(widgets::AccountAccessOptions options = {})
      : AccessWorld(std::move(options), self_hosted_options()) {}

  void settle() {
    for (int i = 0; i < 6; ++i) wait(16ms);
  }
  /// The app's next code: the one of the sign-in is spent.
  std::string next_totp() {
    wait(30s);
    return service->totp(alice_factor);
  }
  void to_proof() {
    sign_in_with_totp();
    settle();
    press(Action::replace_codes);
    settle();
    press(Action::replace_codes);
    REQUIRE(says(MessageId::proof_why));
  }
  void prove(std::string_view password, std::string_view code) {
    fill(Role::password_field, password);
    type_code(code);
    wait(16ms);
    press(Action::submit);
  }
  void to_removal(Action action) {
    sign_in_with_totp();
    settle();
    press(Action::manage_factors);
    REQUIRE(place() == Place::factors);
    press(action);
  }
  void sign_in_with_code(std::size_t index) {
    sign_in();
    press(Action::use_backup_code);
    type_code(backup_code(index));
    press(Action::submit);
  }
  [[nodiscard]] int rotations() const { return count("/v2/mfa/recovery/rotate"); }
  [[nodiscard]] int removals() const { return count("/v2/mfa/totp/disable"); }
  [[nodiscard]] std::string said_of_codes() const {
    const auto* codes = screen().find(MessageId::card_codes);
    return codes == nullptr ? std::string() : words(codes->value);
  }
};

bool focus_is_on(const widgets::Screen& screen, Role role) {
  return screen[screen.focus].role == role;
}

}  // namespace

TEST_CASE("self-hosted: new codes ask for the password and a code, then are made once") {
  OwnServer world;
  world.to_proof();
  CHECK(focus_is_on(world.screen(), Role::password_field));
  CHECK_FALSE(world.screen().find(MessageId::continue_)->enabled);
  CHECK(world.rotations() == 0);
  world.prove(alice_password, world.next_totp());
  CHECK(world.rotations() == 1);
  CHECK(world.access.view().has_unsaved_codes);
  CHECK(world.says(MessageId::codes_only_way));
}

TEST_CASE("self-hosted: Enter on an incomplete proof sends nothing and leads to what is missing") {
  OwnServer world;
  world.to_proof();
  world.press(Action::submit);
  CHECK(world.says(MessageId::sign_in_password_missing));
  CHECK(focus_is_on(world.screen(), Role::password_field));
  world.fill(Role::password_field, alice_password);
  world.wait(16ms);
  CHECK_FALSE(world.says(MessageId::sign_in_password_missing));
  world.press(Action::submit);
  CHECK(focus_is_on(world.screen(), Role::code_field));
  CHECK(world.rotations() == 0);
}

TEST_CASE("self-hosted: a wrong password and a wrong code are each said at their field") {
  OwnServer world;
  const auto before = world.service->seeded_backup_codes(alice_id);
  world.to_proof();
  world.prove("wrong", world.next_totp());
  CHECK(world.says(MessageId::proof_wrong_password));
  CHECK(focus_is_on(world.screen(), Role::password_field));
  CHECK(world.screen().find(Role::password_field)->input->empty());
  world.prove(alice_password, "000000");
  CHECK(world.says(MessageId::challenge_wrong));
  CHECK(focus_is_on(world.screen(), Role::code_field));
  CHECK(world.screen().find(Role::password_field)->input->size() > 0);
  CHECK(world.service->seeded_backup_codes(alice_id) == before);
  CHECK(world.log.note.find("unsaved") == std::string::npos);
  CHECK(world.access.view().signed_in);
  world.press(Action::back);
  CHECK(world.says(MessageId::codes_replace_title));
}

TEST_CASE("self-hosted: a backup code proves as well, and the form says that it is used up") {
  OwnServer world;
  world.to_proof();
  CHECK_FALSE(world.says(MessageId::proof_backup_spent));
  world.press(Action::use_backup_code);
  CHECK(world.says(MessageId::proof_backup_spent));
  CHECK(world.screen().find(Role::code_field)->code->expected() == 10);
  world.prove(alice_password, world.backup_code());
  CHECK(world.access.view().has_unsaved_codes);
}

TEST_CASE("self-hosted: a proof that was not sent keeps the password and asks for another code") {
  OwnServer world;
  world.to_proof();
  world.fates.assign(40, Fate::not_sent);
  world.prove(alice_password, world.next_totp());
  for (int i = 0; i < 80; ++i) world.wait(250ms);
  world.fates.clear();
  REQUIRE(world.says(MessageId::codes_failed_intact));
  world.press(Action::retry);
  REQUIRE(world.says(MessageId::proof_why));
  CHECK(world.screen().find(Role::password_field)->input->size() > 0);
  CHECK(world.screen().find(Role::code_field)->code->empty());
}

TEST_CASE(
    "self-hosted: a lost answer to new codes is not known, and another try asks for a proof") {
  OwnServer world;
  world.to_proof();
  const std::string code = world.next_totp();
  world.fates = {Fate::lost_after};
  world.prove(alice_password, code);
  REQUIRE(world.says(MessageId::codes_suspect_title));
  world.press(Action::replace_codes);
  REQUIRE(world.says(MessageId::proof_why));
  world.press(Action::back);
  CHECK(world.says(MessageId::codes_suspect_title));
  world.press(Action::replace_codes);
  world.prove(alice_password, world.next_totp());
  CHECK(world.access.view().has_unsaved_codes);
}

TEST_CASE("self-hosted: what was typed into a proof is gone once it is cancelled") {
  OwnServer world;
  world.to_proof();
  world.fill(Role::password_field, alice_password);
  world.press(Action::use_backup_code);
  world.type_code("ABCD");
  world.press(Action::reveal_input);
  REQUIRE(world.screen().find(Role::code_field)->code->revealed());
  world.access.hide_secrets();
  CHECK_FALSE(world.screen().find(Role::code_field)->code->revealed());
  world.press(Action::back);
  world.press(Action::replace_codes);
  CHECK(world.screen().find(Role::password_field)->input->empty());
}

TEST_CASE("self-hosted: removing the authenticator asks for the proof") {
  OwnServer world;
  world.to_removal(Action::remove_factor);
  CHECK(world.says(MessageId::factors_ask_app));
  world.press(Action::leave);
  REQUIRE(world.says(MessageId::proof_why));
  CHECK(world.removals() == 0);
  world.prove(alice_password, "000000");
  CHECK(world.says(MessageId::challenge_wrong));
  world.prove(alice_password, world.next_totp());
  world.settle();
  CHECK(world.removals() == 2);
  CHECK(world.place() == Place::home);
  CHECK(world.says(MessageId::card_mfa_off));
}

TEST_CASE("self-hosted: a removal whose answer was lost is settled by the list") {
  OwnServer world;
  world.to_removal(Action::remove_factor);
  world.press(Action::leave);
  const std::string code = world.next_totp();
  world.fates = {Fate::lost_after};
  world.prove(alice_password, code);
  REQUIRE(world.says(MessageId::factors_unknown_app));
  world.press(Action::check_again);
  world.settle();
  CHECK(world.place() == Place::home);
}

TEST_CASE("self-hosted: a replacement removes the old authenticator first, then sets up the new") {
  OwnServer world;
  world.to_removal(Action::replace_factor);
  REQUIRE(world.says(MessageId::factors_ask_first));
  world.press(Action::leave);
  world.prove(alice_password, world.next_totp());
  REQUIRE(world.place() == Place::enrolment);
  world.type_code(new_totp(world));
  world.settle();
  CHECK(world.place() == Place::codes);
  CHECK(world.access.view().has_unsaved_codes);  // They came with the confirmation.
  CHECK(world.rotations() == 0);
}

TEST_CASE("self-hosted: without the authenticator a code signs in and another one removes it") {
  OwnServer world;
  world.sign_in_with_code(0);
  REQUIRE(world.place() == Place::after_code);
  world.press(Action::set_up);
  REQUIRE(world.place() == Place::factors);
  CHECK(world.says(MessageId::factors_ask_first));
  world.press(Action::leave);
  world.press(Action::use_backup_code);
  world.prove(alice_password, world.backup_code(1));
  CHECK(world.place() == Place::enrolment);
}

TEST_CASE("self-hosted: ten wrong backup codes lock them, and the authenticator still signs in") {
  OwnServer world;
  world.sign_in();
  world.press(Action::use_backup_code);
  for (int i = 0; i < 10; ++i) {
    world.type_code("ZZZZZ9999" + std::to_string(2 + i % 8));
    world.press(Action::submit);
    REQUIRE(world.says(MessageId::challenge_backup_wrong));
  }
  world.type_code(world.backup_code());
  world.press(Action::submit);
  REQUIRE(world.says(MessageId::challenge_locked));
  CHECK_FALSE(world.screen().find(Role::code_field)->enabled);
  CHECK_FALSE(world.screen().can(Action::submit));
  CHECK(world.screen()[world.screen().focus].action == Action::use_authenticator);
  CHECK_FALSE(world.says(MessageId::challenge_length));
  world.wait(2min);
  CHECK(world.says(MessageId::challenge_locked));
  world.press(Action::use_authenticator);
  CHECK_FALSE(world.says(MessageId::challenge_locked));
  world.type_code(world.service->totp(alice_factor));
  world.settle();
  CHECK(world.access.view().signed_in);
}

TEST_CASE("self-hosted: a wait that the server names is a wait, not the lock of a day") {
  OwnServer world;
  world.sign_in();
  world.press(Action::use_backup_code);
  server_says(world, "POST", "/v2/mfa/totp/challenge", 429, R"({"code":"RATE_LIMIT_EXCEEDED"})",
              "60");
  world.type_code(world.backup_code());
  world.press(Action::submit);
  CHECK(world.says(MessageId::error_limited));
  CHECK_FALSE(world.says(MessageId::challenge_locked));
}

TEST_CASE("self-hosted: no recovery mail and no support are offered, and it is said") {
  OwnServer world;
  world.settle();
  CHECK(world.screen().find(Action::ask_help) == nullptr);
  world.sign_in();
  world.press(Action::lost_access);
  CHECK(world.says(MessageId::lost_no_way));
  CHECK(world.screen().find(Action::ask_help) == nullptr);
  CHECK_FALSE(world.says(MessageId::lost_neither));
  CHECK(world.screen().can(Action::choose, 1));
  CHECK_FALSE(world.screen().can(Action::choose, 2));
  world.access.receive_link("https://auth.example.com/recover?token=rec_tok_abcdefgh12345678");
  world.settle();
  CHECK(world.says(MessageId::lost_no_way));
  CHECK(world.count("recovery") == 0);
  world.press(Action::use_backup_code);
  CHECK(world.says(MessageId::challenge_backup));
}

TEST_CASE("self-hosted: a code by mail can be sent again after a minute, and signs in") {
  OwnServer world;
  world.sign_in();
  world.press(Action::other_ways);
  CHECK(world.says(MessageId::challenge_email));
  world.press(Action::choose, 1);
  world.settle();
  REQUIRE(world.service->outbox().size() == 1);
  CHECK(world.says(MessageId::challenge_resend_in));
  CHECK_FALSE(world.screen().can(Action::resend));
  world.wait(61s);
  world.press(Action::resend);
  REQUIRE(world.service->outbox().size() == 2);
  world.type_code(world.service->outbox().back().token);
  world.settle();
  CHECK(world.access.view().signed_in);
}

TEST_CASE("self-hosted: the count of codes is at most that of a set seen here") {
  OwnServer world;
  world.sign_in_with_totp();
  world.settle();
  CHECK(world.said_of_codes() == "A set exists. How many codes are left is not known.");
  CHECK(words(world.screen().find(MessageId::card_methods)->value) == "On: authenticator app");
  world.press(Action::replace_codes);
  world.press(Action::replace_codes);
  world.prove(alice_password, world.next_totp());
  world.press(Action::copy_all);
  world.press(Action::toggle_saved);
  world.press(Action::done);
  world.settle();
  CHECK(world.said_of_codes().starts_with("At most 10 codes left"));
}

TEST_CASE("self-hosted: only an authenticator app is set up, whatever the host offers") {
  widgets::AccountAccessOptions options;
  options.enrolment.types = {"sms", "totp"};
  OwnServer world(options);
  world.sign_in("carol@example.com", "plain sailing today");
  world.settle();
  world.press(Action::set_up);
  world.settle();
  CHECK(world.says(MessageId::enrol_step_1));
}

TEST_CASE("a server that can do all asks for no proof and offers all that it has") {
  AccessWorld world;
  world.wait(16ms);
  CHECK(world.screen().find(Action::ask_help) != nullptr);
  world.to_codes();
  CHECK_FALSE(world.says(MessageId::codes_only_way));
}
