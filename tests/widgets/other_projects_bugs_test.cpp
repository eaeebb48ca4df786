// Bugs of other projects that must not be ours that no other test shows.
#include "widgets/file_lines.hpp"
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

void to_recovery(AccessWorld& world) {
  world.press(Action::lost_access);
  world.press(Action::choose, 2);
  world.fill(Role::text_field, alice);
  world.press(Action::submit);
  world.fill(Role::password_field, world.mailed_link());
  world.press(Action::submit);
}

void make_codes(AccessWorld& world) {
  world.press(Action::replace_codes);
  world.press(Action::replace_codes);
  REQUIRE(world.access.view().has_unsaved_codes);
}

}  // namespace

TEST_CASE("other projects: one numbering on screen, in copies, in the file and in the question") {
  widgets::AccountAccessOptions options;
  options.codes.prove_saved = widgets::ProveSaved::require;
  AccessWorld world(options);
  world.sign_in_with_totp();
  make_codes(world);
  const auto* sheet = world.screen().sheet;
  REQUIRE(sheet != nullptr);
  std::string joined;
  for (std::size_t i = 0; i < sheet->size(); ++i) {
    joined += (i == 0 ? "" : "\n") + std::string(sheet->code(i).reveal());
  }
  world.press(Action::copy_all);
  CHECK(world.log.clipboard == joined);
  world.press(Action::save);
  CHECK(world.log.saved_text.ends_with(file_lines(joined + "\n")));
  const std::string numbered(sheet->text({{}, {}, {}, true}).reveal());
  CHECK(numbered.starts_with("1. " + joined.substr(0, 9) + "\n2. "));
  const std::string fourth = joined.substr(3 * 10, 9);
  world.press(Action::toggle_saved);
  world.press(Action::done);
  // The host's entropy of the tests picks index 3: the fourth code, which is number 4 everywhere.
  CHECK(words(world.screen().find(MessageId::codes_check_ask)->label) ==
        "Type code 4 from your copy. It will not be used up.");
  world.type_code(fourth);
  world.press(Action::submit);
  CHECK(world.place() == Place::home);
}

TEST_CASE("other projects: replacing has a route, and an error on it can be retried") {
  AccessWorld world;
  world.sign_in_with_totp();
  world.press(Action::replace_codes);
  world.fates.assign(3, Fate::not_sent);
  world.press(Action::replace_codes);
  for (int i = 0; i < 4; ++i) world.wait(6s);
  REQUIRE(world.says(MessageId::codes_failed));
  CHECK(world.says(MessageId::codes_failed_intact));
  world.press(Action::retry);
  CHECK(world.access.view().has_unsaved_codes);
}

TEST_CASE("other projects: codes are offered after a factor was set up, for any reason") {
  AccessWorld world;
  world.sign_in("carol@example.com", "plain sailing today");
  REQUIRE(world.place() == Place::home);
  REQUIRE(world.says(MessageId::card_mfa_off));
  world.press(Action::set_up);
  REQUIRE(world.place() == Place::enrolment);
  world.type_code(new_totp(world));
  for (int i = 0; i < 6; ++i) world.wait(16ms);
  CHECK(world.place() == Place::codes);
  CHECK(world.says(MessageId::codes_confirm_title));
}

TEST_CASE(
    "other projects: a recovery session reaches enrolment, not the question for the lost factor") {
  AccessWorld world;
  world.sign_in();
  to_recovery(world);
  REQUIRE(world.says(MessageId::lost_account_title));
  world.press(Action::set_up);
  CHECK(world.says(MessageId::enrol_title));
  CHECK(world.count("/auth/mfa/verify") == 0);
}

TEST_CASE("other projects: somebody who is signed in can recover, and hears what it costs") {
  AccessWorld world;
  world.sign_in_with_totp();
  auto asked = world.client->recovery().request(alice);
  world.carry();
  REQUIRE(std::move(asked).take());
  world.access.receive_link(world.mailed_link());
  world.press(Action::submit);
  REQUIRE(world.says(MessageId::lost_session_title));
  CHECK(world.access.view().signed_in);
  world.press(Action::leave);
  CHECK(world.says(MessageId::lost_account_title));
  CHECK_FALSE(world.client->auth().current());
}

TEST_CASE("other projects: old and new codes are never on one screen") {
  AccessWorld world;
  world.sign_in_with_totp();
  const auto old = world.service->seeded_backup_codes(alice_id);
  make_codes(world);
  const auto* sheet = world.screen().sheet;
  REQUIRE(sheet->size() == 8);
  for (std::size_t i = 0; i < sheet->size(); ++i) {
    CHECK(std::find(old.begin(), old.end(), sheet->code(i).reveal()) == old.end());
  }
  const std::string first(sheet->code(0).reveal());
  // A press on what is not there makes no second set behind the first.
  world.press(Action::replace_codes);
  world.press(Action::create_codes);
  CHECK(world.count("/backup-codes/generate") == 1);
  CHECK(world.screen().sheet->code(0).reveal() == first);
}

TEST_CASE("other projects: no code in any sentence, note or error") {
  AccessWorld world;
  world.sign_in_with_totp();
  make_codes(world);
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < world.screen().sheet->size(); ++i) {
    codes.emplace_back(world.screen().sheet->code(i).reveal());
  }
  world.press(Action::reveal);
  world.press(Action::copy_all);
  for (const auto& element : world.screen()) {
    for (const std::string& code : codes) {
      CHECK(words(element.label).find(code) == std::string::npos);
      CHECK(words(element.value).find(code) == std::string::npos);
      CHECK(words(element.reason).find(code) == std::string::npos);
    }
  }
  for (const std::string& code : codes) CHECK(world.log.note.find(code) == std::string::npos);
}

TEST_CASE("other projects: the same code twice at the same moment: one success") {
  MockWorld world;
  const std::string code = world.service->seeded_backup_codes(alice_id).at(0);
  std::vector<Pending<Verified>> calls;
  for (int i = 0; i < 2; ++i) {
    auto first = world.client->auth().sign_in({alice, SecretView(alice_password)});
    world.carry();
    auto challenged = std::move(first).take();
    REQUIRE(challenged);
    calls.push_back(world.client->mfa().verify_backup_code(*challenged->challenge(), code));
  }
  world.carry();
  int accepted = 0;
  for (auto& call : calls) accepted += std::move(call).take().has_value() ? 1 : 0;
  CHECK(accepted == 1);
}
