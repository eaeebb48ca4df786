// What happens in every frame costs no memory: view() and an update() in which nothing changed, on every kind of screen.
#include "widgets/mock_world.hpp"
#include "worlds/allocations_impl.hpp"

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::MessageId;
using widgets::Place;
using widgets::Role;

namespace {

/// Frames of `by` in which nobody does anything; how much memory they asked for.
std::size_t cost_of_idling(AccessWorld& world, std::chrono::milliseconds by, int frames) {
  std::size_t cost = 0;
  for (int i = 0; i < frames; ++i) {
    world.clock.advance(by);
    const std::size_t before = allocations();
    (void)world.client->poll();
    world.access.update(world.clock.now());
    const auto& view = world.access.view();
    cost += allocations() - before;
    REQUIRE(view.main != nullptr);
  }
  return cost;
}

void check_idle(AccessWorld& world, const char* screen) {
  CAPTURE(screen);
  for (int i = 0; i < 6; ++i) world.wait(100ms);
  CHECK(cost_of_idling(world, 16ms, 120) == 0);
}

}  // namespace

TEST_CASE("allocation: the counter counts") {
  const std::size_t before = allocations();
  const auto some = std::make_unique<int>(1);
  CHECK(allocations() == before + 1);
  CHECK(*some == 1);
}

TEST_CASE("allocation: an idle frame asks for no memory, whatever is on screen") {
  AccessWorld world;
  check_idle(world, "sign-in");
  world.sign_in();
  check_idle(world, "challenge");
  world.press(Action::use_backup_code);
  check_idle(world, "backup code");
  world.press(Action::lost_access);
  check_idle(world, "triage");
  world.press(Action::choose, 2);
  check_idle(world, "e-mail");
  world.fill(Role::text_field, alice);
  world.press(Action::submit);
  REQUIRE(world.says(MessageId::lost_sent_title));
  check_idle(world, "sent, with a running cool-down");
  world.fill(Role::password_field, world.mailed_link());
  world.press(Action::submit);
  check_idle(world, "account, with a banner");
  world.press(Action::set_up);
  REQUIRE(world.says(MessageId::enrol_title));
  check_idle(world, "enrolment, with a QR code");
}

TEST_CASE("allocation: home and codes") {
  AccessWorld world;
  world.sign_in_with_totp();
  check_idle(world, "security card");
  world.press(Action::replace_codes);
  check_idle(world, "confirmation");
  world.press(Action::replace_codes);
  REQUIRE(world.says(MessageId::codes_title_new));
  check_idle(world, "codes, masked");
  world.press(Action::reveal);
  check_idle(world, "codes, revealed");
  world.press(Action::cancel);
  check_idle(world, "leave without saving?");
}

TEST_CASE(
    "allocation: a frame in which a countdown goes on, or a secret is masked, asks for none "
    "either") {
  AccessWorld world;
  world.sign_in_with_totp();
  world.wait(100ms);
  world.press(Action::replace_codes);
  world.press(Action::replace_codes);
  world.press(Action::reveal);
  REQUIRE(world.screen().sheet->all_revealed());
  CHECK(cost_of_idling(world, 1s, 70) == 0);
  CHECK_FALSE(world.screen().sheet->all_revealed());
}
