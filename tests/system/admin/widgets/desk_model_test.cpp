// The support desk without a window: every state, the gate line by line, what stays of a secret.
#include "apps/support_desk/desk_world.hpp"
#include "worlds/catch.hpp"

#include <functional>
#include <set>

using namespace desk;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::Element;
using widgets::Role;

namespace {

bool says(const DeskWorld& world, std::string_view words) {
  for (const Element& element : world.model->view())
    if (element.label.text.find(words) != std::string_view::npos ||
        element.value.text.find(words) != std::string_view::npos)
      return true;
  return false;
}

bool did(const DeskWorld& world, std::string_view what) {
  return world.service.journal().find(what) != std::string::npos;
}

std::string shown_secret(const DeskWorld& world) {
  const widgets::Screen& screen = world.model->view();
  if (screen.sheet != nullptr) return std::string(screen.sheet->shown(0).reveal());
  const Element* token = screen.find(Role::value);
  return token != nullptr ? std::string(token->secret_value.reveal()) : std::string();
}

}  // namespace

TEST_CASE("desk: every scene reaches its state, fits a screen, and leads somewhere") {
  std::set<State> states;
  for (const DeskScene& scene : desk_scenes()) {
    CAPTURE(scene.name);
    DeskWorld world;
    scene.play(world);
    CHECK(world.model->state() == scene.state);
    states.insert(scene.state);
    const auto& screen = world.model->view();
    CHECK(screen.size() > 1);
    CHECK(screen.size() < widgets::Screen::capacity);
    CHECK(screen[0].role == Role::heading);
    CHECK(screen.focus < screen.size());
    bool leads = screen.busy;
    std::set<std::tuple<Role, Action, int>> ids;
    for (const Element& element : screen) {
      CHECK_FALSE(element.label.text.empty());
      leads = leads || (element.action != Action::none && element.enabled);
      // A skin tells elements apart by these.
      if (element.action != Action::none || element.input != nullptr)
        CHECK(ids.insert({element.role, element.action, element.index}).second);
      if (!element.enabled && element.action == Action::submit &&
          world.model->state() == State::gate)
        CHECK_FALSE(element.reason.text.empty());
    }
    CHECK(leads);
  }
  CHECK(states.size() == 7);
}

TEST_CASE("desk: factors and the user's own events, nobody else's") {
  DeskWorld world;
  world.look_up("usr_01HABCDEF222222");
  world.press(Action::choose, choice_codes);
  CHECK(world.model->state() == State::gate);
  world.press(Action::back);
  world.press(Action::back);
  world.look_up();
  CHECK(world.model->state() == State::user);
  CHECK(says(world, "Remove Authenticator app (totp)"));
  CHECK(says(world, "None."));
  world.press(Action::choose, 0);
  world.pass_gate();
  world.press(Action::submit);
  CHECK(world.model->state() == State::done);
  CHECK(says(world, "evt_audit_"));
  world.press(Action::done);
  CHECK(says(world, "mfa.factor_removed_by_admin, by api_key"));
  CHECK(says(world, "No second factor"));
  world.press(Action::back);
  world.look_up("usr_01HABCDEF222222");
  CHECK_FALSE(says(world, "mfa.factor_removed_by_admin"));
}

TEST_CASE("desk: the gate opens only with all of it") {
  const std::function<void(DeskWorld&)> spoil[] = {
      [](DeskWorld& w) { w.press(Action::toggle_saved, 0); },
      [](DeskWorld& w) { w.press(Action::toggle_saved, 1); },
      [](DeskWorld& w) { w.press(Action::toggle_saved, 2); },
      [](DeskWorld& w) { w.model->checked_by.assign("  "); },
      [](DeskWorld& w) { w.model->ticket.assign(""); },
      [](DeskWorld& w) { w.model->reason.assign("too short"); },
      [](DeskWorld& w) { w.model->short_id.assign("12345"); },
      [](DeskWorld& w) { w.model->short_id.assign("usr_01HABCDEF123456"); },
      [](DeskWorld& w) { w.model->short_id.assign("654321"); }};
  for (const std::uint8_t choice : {std::uint8_t{0}, choice_codes, choice_session}) {
    for (const auto& one : spoil) {
      DeskWorld world;
      world.open_gate(choice);
      CHECK_FALSE(world.model->view().can(Action::submit));
      world.pass_gate();
      CHECK(world.model->view().can(Action::submit));
      one(world);
      world.settle();
      CHECK_FALSE(world.model->view().can(Action::submit));
      const auto sent = world.transport->started_count();
      world.press(Action::submit);
      CHECK(world.model->state() == State::gate);
      CHECK(world.transport->started_count() == sent);
    }
  }
}

TEST_CASE("desk: a gate that was passed once is shut for the next task") {
  DeskWorld world;
  world.open_gate(0);
  world.pass_gate();
  world.press(Action::back);
  world.press(Action::choose, choice_session);
  CHECK_FALSE(world.model->view().can(Action::submit));
  CHECK(world.model->ticket.empty());
  CHECK(world.model->reason.empty());
  CHECK(world.model->short_id.empty());
  CHECK(world.model->view().find(Action::toggle_saved, 0)->checked == false);
}

TEST_CASE("desk: the server's words about a session reach the desk") {
  DeskWorld world;
  world.open_gate(choice_session);
  world.press(Action::choose, 1);
  world.pass_gate();
  world.answers = false;
  world.press(Action::submit);
  CHECK(world.model->state() == State::working);
  CHECK(world.model->view().busy);
  CHECK(world.transport->open().request.body.reveal() ==
        R"({"user_id":"usr_01HABCDEF123456","reason":"Lost phone, no backup codes [identity: )"
        R"(call back to the number on file, document seen on video; by ana; ticket T-4711]",)"
        R"("expires_in":"30m"})");
}

TEST_CASE("desk: the gate of a session offers the safer way") {
  DeskWorld world;
  world.open_gate(choice_session);
  world.press(Action::choose, choice_recovery);
  REQUIRE(world.model->state() == State::recovery);
  CHECK_FALSE(world.model->view().can(Action::submit));
  world.model->email.assign("alice@example.com");
  world.press(Action::submit);
  CHECK(world.model->state() == State::done);
  CHECK(did(world, "recovery_mailed"));
  CHECK_FALSE(did(world, "impersonated"));
}

TEST_CASE("desk: secrets are hidden until asked for, and gone with the screen") {
  for (const std::uint8_t choice : {choice_codes, choice_session}) {
    DeskWorld world;
    world.carry_out(choice);
    REQUIRE(world.model->state() == State::done);
    CHECK(world.model->view().has_secrets);
    CHECK(world.model->view().masked);
    CHECK(shown_secret(world).empty());
    world.press(Action::reveal);
    CHECK_FALSE(shown_secret(world).empty());
    CHECK_FALSE(world.model->view().masked);
    world.press(Action::reveal);
    CHECK(shown_secret(world).empty());
    world.press(Action::done);
    CHECK(world.model->state() == State::user);
    CHECK_FALSE(world.model->view().has_secrets);
    CHECK(world.model->view().sheet == nullptr);
  }
}

TEST_CASE("desk: what is shown this once cannot be left unseen") {
  struct Row {
    std::uint8_t choice;
    Action look;
  };
  for (const Row& row : {Row{choice_codes, Action::reveal}, Row{choice_codes, Action::reveal_row},
                         Row{choice_session, Action::reveal}}) {
    DeskWorld world;
    world.carry_out(row.choice);
    world.press(Action::done);
    CHECK(world.model->state() == State::done);
    CHECK_FALSE(world.model->view().find(Action::done)->reason.text.empty());
    world.press(row.look);
    CHECK(world.model->view().can(Action::done));
    // The next set is as new as the first.
    world.press(Action::done);
    world.carry_out(row.choice);
    CHECK_FALSE(world.model->view().can(Action::done));
  }
  DeskWorld removed;
  removed.carry_out(0);
  CHECK(removed.model->view().can(Action::done));
}

TEST_CASE(
    "desk: a code that is read out is masked after 10 s, everything after 60 s or a look away") {
  DeskWorld world;
  world.carry_out(choice_codes);
  world.press(Action::reveal_row, 0);
  const std::string first = shown_secret(world);
  CHECK(first.size() == 9);
  CHECK(world.model->view().sheet->shown(1).empty());
  world.wait(9999ms);
  CHECK(shown_secret(world) == first);
  world.wait(1ms);
  CHECK(shown_secret(world).empty());
  CHECK(world.model->view().masked);
  for (const std::uint8_t choice : {choice_codes, choice_session}) {
    DeskWorld other;
    other.carry_out(choice);
    other.press(Action::reveal);
    other.wait(59s);
    CHECK_FALSE(shown_secret(other).empty());
    other.wait(1s);
    CHECK(shown_secret(other).empty());
    CHECK(other.model->view().masked);
    other.press(Action::reveal);
    CHECK_FALSE(shown_secret(other).empty());
    other.model->hide_secrets();
    other.settle();
    CHECK(shown_secret(other).empty());
  }
}

TEST_CASE("desk: a press meant for the screen before does nothing for 400 ms") {
  for (const std::uint8_t choice : {std::uint8_t{0}, choice_codes, choice_session}) {
    DeskWorld world;
    world.open_gate(choice);
    CHECK(world.model->state() == State::gate);
    // A second click on the card lands on the checklist.
    world.press_at_once(Action::toggle_saved, 0);
    CHECK_FALSE(world.model->view().find(Action::toggle_saved, 0)->checked);
    world.pass_gate();
    world.press(Action::submit);
    REQUIRE(world.model->state() == State::done);
    // A second click on "Remove it" lands on "Done".
    world.press_at_once(Action::done);
    world.wait(399ms);
    world.press_at_once(Action::done);
    CHECK(world.model->state() == State::done);
    world.wait(1ms);
    if (choice != 0) world.press_at_once(Action::reveal);
    world.press_at_once(Action::done);
    CHECK(world.model->state() == State::user);
  }
}

TEST_CASE("desk: the guard counts from the moment a screen is shown, however long the frame took") {
  DeskWorld world;
  world.open_gate(choice_codes);
  world.pass_gate();
  world.press(Action::back);
  REQUIRE(world.model->state() == State::user);
  world.wait(400ms);
  world.answers = false;
  // The window stands still between this press and the next frame; clicks of that time come with that frame.
  widgets::Intents intents;
  intents.add(Action::choose, choice_codes);
  world.model->apply(intents);
  world.clock.advance(5s);
  world.press_at_once(Action::toggle_saved, 0);
  CHECK_FALSE(world.model->view().find(Action::toggle_saved, 0)->checked);
  world.settle();
  world.press_at_once(Action::toggle_saved, 0);
  CHECK_FALSE(world.model->view().find(Action::toggle_saved, 0)->checked);
  world.wait(400ms);
  world.press_at_once(Action::toggle_saved, 0);
  CHECK(world.model->view().find(Action::toggle_saved, 0)->checked);
}

TEST_CASE("desk: factors that come late push no dangerous card under a press") {
  DeskWorld world;
  world.answers = false;
  world.look_up();
  world.wait(2s);
  world.answers = true;
  world.settle();
  REQUIRE(world.model->view().can(Action::choose, 0));
  // Where "Make new backup codes" stood there is "Remove" now.
  world.press_at_once(Action::choose, 0);
  CHECK(world.model->state() == State::user);
  world.wait(400ms);
  world.press_at_once(Action::choose, 0);
  CHECK(world.model->state() == State::gate);
}

TEST_CASE("desk: two presses in one frame are one") {
  DeskWorld world;
  world.open_gate(choice_codes);
  world.pass_gate();
  world.wait(400ms);
  const auto sent = world.transport->started_count();
  widgets::Intents twice;
  twice.add(Action::submit);
  twice.add(Action::submit);
  world.model->apply(twice);
  CHECK(world.transport->started_count() == sent + 1);
}

TEST_CASE("desk: what is not certain is said so, with the way to find out") {
  struct Row {
    std::uint8_t choice;
    const char* words;
  };
  for (const Row& row : {Row{choice_codes, "earlier codes may be dead"},
                         Row{choice_session, "a session that nobody holds may exist"}}) {
    DeskWorld world;
    world.carry_out_unanswered(row.choice);
    CHECK(world.model->state() == State::failed);
    CHECK(says(world, "It may have happened"));
    CHECK(says(world, row.words));
    world.answers = true;
    world.press(Action::back);
    CHECK(world.model->state() == State::user);
  }
}

TEST_CASE("desk: a receipt that the log does not show yet is asked for again") {
  DeskWorld world;
  for (const DeskScene& scene : desk_scenes())
    if (std::string_view(scene.name) == "done_no_receipt") scene.play(world);
  CHECK(says(world, "does not show it yet"));
  world.answers = true;
  world.press(Action::refresh);
  CHECK(says(world, "evt_audit_"));
}

TEST_CASE("desk: nothing can be chosen before the user is known") {
  DeskWorld world;
  world.answers = false;
  world.look_up("usr_nobody");
  for (const std::uint8_t choice : {choice_recovery, choice_codes, choice_session}) {
    world.press(Action::choose, choice);
    CHECK(world.model->state() == State::user);
  }
  world.answers = true;
  world.settle();
  CHECK(world.model->state() == State::lookup);
}

TEST_CASE("desk: the answer about one user does not call the desk back from another") {
  DeskWorld world;
  world.answers = false;
  world.look_up();
  world.press(Action::back);
  REQUIRE(world.model->state() == State::lookup);
  world.answers = true;
  world.settle();
  CHECK(world.model->state() == State::lookup);
  for (const DeskScene& scene : desk_scenes())
    if (std::string_view(scene.name) == "user_log_unread") {
      DeskWorld other;
      scene.play(other);
      CHECK(says(other, "could not be read"));
      other.press(Action::back);
      CHECK(other.model->state() == State::lookup);
      CHECK_FALSE(says(other, "could not be read"));
    }
}

TEST_CASE("desk: an override that the desk's own record does not have is to be noted by hand") {
  DeskWorld done;
  done.model->record_lost();
  done.carry_out(choice_codes);
  CHECK(says(done, "Note this override by hand."));
  DeskWorld unknown;
  unknown.model->record_lost();
  unknown.carry_out_unanswered(choice_session);
  CHECK(says(unknown, "Note this override by hand."));
  DeskWorld kept;
  kept.carry_out(choice_codes);
  CHECK_FALSE(says(kept, "Note this override by hand."));
}

TEST_CASE("desk: failures to read") {
  DeskWorld world("sk_live_nobody");
  world.look_up();
  CHECK(world.model->state() == State::lookup);
  CHECK(says(world, "could not be read: usage"));
  DeskWorld unknown;
  unknown.look_up("usr_nobody");
  CHECK(says(unknown, "There is no such user."));
  DeskWorld nothing;
  nothing.look_up("");
  CHECK(nothing.model->state() == State::lookup);
  CHECK(nothing.transport->started_count() <= 1);
}
