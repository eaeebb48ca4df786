// What a person sees after the desk has removed the lost factor: no challenge, then set-up, then codes.
#include "admin_world.hpp"
#include "worlds/access_world.hpp"
#include "worlds/catch.hpp"

using namespace hellojohn;
using namespace std::chrono_literals;
using tests::AccessWorld;
using widgets::Action;
using widgets::MessageId;
using widgets::Place;

TEST_CASE("person: signs in without a challenge after remove-factor, sets up, makes codes") {
  AccessWorld world;
  auto desk = tests::desk_of(*world.service, world.clock);
  world.sign_in();
  REQUIRE(world.place() == Place::challenge);
  world.press(Action::cancel);

  REQUIRE(
      desk.remove_factor(tests::alice_id, tests::alice_factor, tests::checked).get().has_value());
  // The dead set went with the last factor: no code of it may be asked for again.
  CHECK(desk.factors(tests::alice_id).get()->empty());

  world.sign_in();
  REQUIRE(world.place() == Place::home);
  CHECK(world.says(MessageId::card_mfa_off));
  REQUIRE(world.screen().can(Action::set_up));
  world.press(Action::set_up);
  REQUIRE(world.place() == Place::enrolment);
  world.type_code(new_totp(world));
  for (int i = 0; i < 6; ++i) world.wait(16ms);
  REQUIRE(world.place() == Place::codes);
  REQUIRE(world.screen().can(Action::create_codes));
  world.press(Action::create_codes);
  CHECK(world.access.view().has_unsaved_codes);
  CHECK(desk.factors(tests::alice_id).get()->size() == 2);
  const auto log = desk.audit().list({"mfa.*"}).get();
  REQUIRE(log.has_value());
  std::vector<admin::AuditKind> kinds;
  for (const auto& record : log->data) {
    CHECK(record.concerns(tests::alice_id));
    kinds.push_back(record.kind);
  }
  CHECK(kinds == std::vector{admin::AuditKind::backup_codes_generated, admin::AuditKind::enrolled,
                             admin::AuditKind::factor_removed_by_admin});
}
