// The support desk without a window: every state, the gate line by line, what stays of a secret.
#include "11_support_desk/desk_world.hpp"
#include "support/catch.hpp"

#include <functional>
#include <set>

using namespace desk;
using hellojohn::Errc;
using hellojohn::Sent;
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
  for (const Element& element : world.model->view())
    if (!element.secret_value.empty()) return std::string(element.secret_value.reveal());
  return {};
}

}  // namespace

TEST_CASE("desk: every scene reaches its state, fits a screen, and leads somewhere") {
  std::set<State> states;
  for (const DeskScene& scene : desk_scenes()) {
    CAPTURE(scene.name);
    DeskWorld world;
    scene.play(world);
    states.insert(world.model->state());
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
      world.look_up();
      world.press(Action::choose, choice);
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
  world.look_up();
  world.press(Action::choose, 0);
  world.pass_gate();
  world.press(Action::back);
  world.press(Action::choose, choice_session);
  CHECK_FALSE(world.model->view().can(Action::submit));
  CHECK(world.model->ticket.empty());
  CHECK(world.model->reason.empty());
  CHECK(world.model->short_id.empty());
  CHECK(world.model->view().find(Action::toggle_saved, 0)->checked == false);
}

TEST_CASE("desk: what the server is told of a session") {
  DeskWorld world;
  world.look_up();
  world.press(Action::choose, choice_session);
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
  world.look_up();
  world.press(Action::choose, choice_session);
  world.press(Action::choose, choice_recovery);
  REQUIRE(world.model->state() == State::recovery);
  CHECK_FALSE(world.model->view().can(Action::submit));
  world.model->email.assign("alice@example.com");
  world.settle();
  world.press(Action::submit);
  CHECK(world.model->state() == State::done);
  CHECK(did(world, "recovery_mailed"));
  CHECK_FALSE(did(world, "impersonated"));
}

TEST_CASE("desk: secrets are hidden until asked for, and gone with the screen") {
  for (const std::uint8_t choice : {choice_codes, choice_session}) {
    DeskWorld world;
    world.look_up();
    world.press(Action::choose, choice);
    world.pass_gate();
    world.press(Action::submit);
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
  }
}

TEST_CASE("desk: what is not certain is said so, with the way to find out") {
  struct Row {
    std::uint8_t choice;
    const char* words;
  };
  for (const Row& row : {Row{choice_codes, "earlier codes may be dead"},
                         Row{choice_session, "a session that nobody holds may exist"}}) {
    DeskWorld world;
    world.look_up();
    world.press(Action::choose, row.choice);
    world.pass_gate();
    world.answers = false;
    world.press(Action::submit);
    (void)world.transport->last_write();
    hellojohn::TransportFailure failure;
    failure.code = Errc::connection_lost;
    failure.sent = Sent::all;
    world.transport->fail(std::move(failure));
    world.settle();
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
  world.look_up();
  world.press(Action::choose, 0);
  world.pass_gate();
  world.answers = false;
  world.press(Action::submit);
  world.transport->respond(world.service.serve(world.transport->open().request).response);
  world.settle();
  world.transport->respond(200, R"({"data":[],"meta":{"cursor":null}})");
  world.settle();
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
