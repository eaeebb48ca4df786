// Making and showing backup codes: every state and every rule of docs/contract/screens.md#making-codes and #showing-codes
#include "widgets/file_lines.hpp"
#include "widgets/widget_world.hpp"

#include <hellojohn/widgets/backup_codes.hpp>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Action;
using widgets::BackupCodesPhase;
using widgets::MessageId;

namespace {

const char* const four_codes = R"({"codes":["AAAA-1111","BBBB-2222","CCCC-3333","DDDD-4444"],)"
                               R"("generated_at":"2024-01-15T10:00:00Z"})";

struct World : WidgetWorld {
  explicit World(widgets::BackupCodesOptions options = {})
      : panel(no_status(*client), state, options) {
    sign_in();
  }
  static widgets::BackupCodesSource no_status(const Client& client) {
    auto source = widgets::backup_codes_of_user(client);
    source.status = {};
    return source;
  }
  void to_codes() {
    panel.open();
    press(panel, Action::create_codes);
    transport->respond(200, four_codes);
    frame(panel);
    REQUIRE(panel.phase() == BackupCodesPhase::showing);
  }
  widgets::BackupCodes panel;
};

}  // namespace

TEST_CASE("backup codes: opening never generates, however often") {
  World world;
  for (int i = 0; i < 5; ++i) {
    world.panel.open();
    world.frame(world.panel, 1s);
  }
  CHECK(world.transport->open_count() == 0);
  CHECK(world.panel.phase() == BackupCodesPhase::confirm);
  CHECK(world.panel.view().can(Action::create_codes));
}

TEST_CASE("backup codes: one request per press, at any frame rate") {
  World world;
  world.panel.open();
  world.press(world.panel, Action::create_codes);
  for (int i = 0; i < 240; ++i) {
    world.panel.apply({Action::create_codes, 0});
    world.frame(world.panel, 4ms);
  }
  CHECK(world.transport->open_count() == 1);
  CHECK_FALSE(world.panel.view().can(Action::cancel));
}

TEST_CASE("backup codes: presses of the screen before are ignored for 400 ms") {
  World world;
  world.panel.open();
  world.frame(world.panel);
  world.frame(world.panel, 300ms);
  world.panel.apply({Action::create_codes, 0});
  CHECK(world.panel.phase() == BackupCodesPhase::confirm);
  world.frame(world.panel, 101ms);
  world.panel.apply({Action::create_codes, 0});
  CHECK(world.panel.phase() == BackupCodesPhase::generating);
}

TEST_CASE("backup codes: Done waits for the codes to be kept and the box to be ticked") {
  World world;
  world.to_codes();
  CHECK(world.panel.has_unsaved_codes());
  CHECK_FALSE(world.panel.view().can(Action::toggle_saved));
  CHECK(world.panel.view().find(Action::toggle_saved)->reason.id == MessageId::codes_tick_after);
  world.press(world.panel, Action::copy_all);
  CHECK(world.log.clipboard == "AAAA-1111\nBBBB-2222\nCCCC-3333\nDDDD-4444");
  CHECK_FALSE(world.panel.view().can(Action::done));
  world.press(world.panel, Action::toggle_saved);
  world.press(world.panel, Action::done);
  CHECK(world.panel.phase() == BackupCodesPhase::acknowledged);
  CHECK_FALSE(world.panel.has_unsaved_codes());
  CHECK(world.log.note.empty());
}

TEST_CASE("backup codes: masked until revealed, a row for 10 s, all until 60 s of idling") {
  World world;
  world.to_codes();
  CHECK(world.panel.sheet().shown(1).empty());
  world.press(world.panel, Action::reveal_row, 1);
  CHECK(world.panel.sheet().shown(1).reveal() == "BBBB-2222");
  CHECK(world.panel.sheet().shown(2).empty());
  CHECK(world.log.capture == std::vector<bool>{true});
  world.frame(world.panel, 10s);
  CHECK(world.panel.sheet().shown(1).empty());
  CHECK(world.log.capture == std::vector<bool>{true, false});
  world.press(world.panel, Action::reveal);
  CHECK(world.panel.sheet().shown(3).reveal() == "DDDD-4444");
  world.frame(world.panel, 60s);
  CHECK(world.panel.sheet().shown(3).empty());
  CHECK(world.panel.has_unsaved_codes());
}

TEST_CASE("backup codes: 20 minutes on the screen break nothing") {
  widgets::BackupCodesOptions options;
  options.prove_saved = widgets::ProveSaved::require;
  World world(options);
  world.to_codes();
  world.press(world.panel, Action::copy_all);
  for (int i = 0; i < 20; ++i) world.frame(world.panel, 1min);
  world.press(world.panel, Action::toggle_saved);
  world.press(world.panel, Action::done);
  REQUIRE(world.panel.phase() == BackupCodesPhase::checking);
  CHECK(words(world.panel.view().begin()[1].label) ==
        "Type code 4 from your copy. It will not be used up.");
  CHECK_FALSE(world.panel.view().can(Action::skip_check));
  world.type(world.panel, "AAAA1111");
  world.press(world.panel, Action::submit);
  CHECK(says(world.panel.view(), MessageId::codes_check_wrong));
  world.type(world.panel, "dddd4444");
  world.press(world.panel, Action::submit);
  CHECK(world.panel.phase() == BackupCodesPhase::acknowledged);
}

TEST_CASE("backup codes: the clipboard forgets after 30 s, and only what is ours") {
  World world;
  world.to_codes();
  world.press(world.panel, Action::copy_all);
  CHECK(says(world.panel.view(), MessageId::copied_clears));
  world.frame(world.panel, 31s);
  CHECK(world.log.clipboard.empty());
  world.press(world.panel, Action::copy_all);
  world.log.clipboard = "something else";
  world.frame(world.panel, 31s);
  CHECK(world.log.clipboard == "something else");
}

TEST_CASE("backup codes: the saved file holds every code") {
  World world;
  world.to_codes();
  world.press(world.panel, Action::save);
  CHECK(world.log.saved_text ==
        file_lines("Sky Game\n2024-01-15T10:00:00Z\nEach code works once.\n\n"
                   "AAAA-1111\nBBBB-2222\nCCCC-3333\nDDDD-4444\n"));
  CHECK(world.log.saved_name.find("code") == std::string::npos);
  CHECK(words(world.panel.view().find(MessageId::codes_saved_to)->label) == "Saved to Documents.");
}

TEST_CASE("backup codes: leaving asks, and staying is the default") {
  World world;
  world.to_codes();
  world.press(world.panel, Action::cancel);
  REQUIRE(world.panel.phase() == BackupCodesPhase::leaving);
  const auto& screen = world.panel.view();
  CHECK(screen[screen.focus].action == Action::stay);
  world.press(world.panel, Action::stay);
  CHECK(world.panel.phase() == BackupCodesPhase::showing);
  world.press(world.panel, Action::cancel);
  world.press(world.panel, Action::leave);
  CHECK(world.panel.phase() == BackupCodesPhase::left);
  CHECK_FALSE(world.panel.has_unsaved_codes());
  CHECK_FALSE(world.log.note.empty());
}

TEST_CASE("backup codes: what an answer leads to") {
  World world;
  world.panel.open();
  world.press(world.panel, Action::create_codes);
  SECTION("nothing left the machine: present codes work, retry is offered") {
    for (int i = 0; i < 3; ++i) {
      world.transport->fail(failed(Errc::connect, Sent::none));
      world.frame(world.panel, 6s);
    }
    CHECK(world.panel.phase() == BackupCodesPhase::failed);
    CHECK(says(world.panel.view(), MessageId::error_offline));
    CHECK(world.panel.view().can(Action::retry));
    CHECK(world.log.note.empty());
  }
  SECTION("unknown: a separate state, the note stays, nothing is retried") {
    world.transport->fail(failed(Errc::connection_lost, Sent::all));
    world.frame(world.panel, 1min);
    CHECK(world.panel.phase() == BackupCodesPhase::suspect);
    CHECK(world.transport->open_count() == 0);
    CHECK_FALSE(world.log.note.empty());
  }
  SECTION("made but unread: old codes are dead") {
    world.transport->respond(200, "{");
    world.frame(world.panel);
    CHECK(world.panel.phase() == BackupCodesPhase::lost);
  }
  SECTION("no factor to stand in for: nothing was made, and the way to one is offered") {
    world.transport->respond(409, R"({"error":{"code":"mfa_not_enrolled"}})");
    world.frame(world.panel);
    CHECK(world.panel.phase() == BackupCodesPhase::failed);
    CHECK(says(world.panel.view(), MessageId::codes_not_enrolled));
    CHECK(world.panel.view().can(Action::set_up));
    CHECK_FALSE(world.panel.view().can(Action::retry));
    CHECK_FALSE(says(world.panel.view(), MessageId::codes_failed_intact));
    CHECK(world.log.note.empty());
  }
  SECTION("another conflict may be the first try, still at work") {
    world.transport->respond(409, R"({"error":{"code":"conflict"}})");
    world.frame(world.panel);
    CHECK(world.panel.phase() == BackupCodesPhase::suspect);
  }
  SECTION("a fresh sign-in is wanted; afterwards it goes on automatically") {
    world.transport->respond(403, R"({"error":{"code":"reauthentication_required"}})");
    world.frame(world.panel);
    CHECK(world.panel.phase() == BackupCodesPhase::step_up);
    world.panel.resume();
    CHECK(world.transport->open_count() == 1);
  }
  SECTION("the fresh sign-in is cancelled: the confirmation again, unchanged") {
    world.transport->respond(403, R"({"error":{"code":"reauthentication_required"}})");
    world.frame(world.panel);
    world.panel.refuse();
    CHECK(world.panel.phase() == BackupCodesPhase::confirm);
    CHECK(world.transport->open_count() == 0);
  }
}

TEST_CASE("backup codes: with a stream only single rows are shown, unless the person insists") {
  World world;
  world.log.streaming = widgets::Streaming::cannot_tell;
  world.to_codes();
  CHECK(says(world.panel.view(), MessageId::streaming_hidden));
  CHECK_FALSE(world.panel.view().can(Action::reveal));
  world.press(world.panel, Action::show_anyway);
  world.press(world.panel, Action::reveal);
  CHECK(world.panel.sheet().shown(0).reveal() == "AAAA-1111");
}

TEST_CASE("backup codes: the client may go first") {
  World world;
  world.panel.open();
  world.press(world.panel, Action::create_codes);
  world.client.reset();
  world.panel.update(world.clock.now());
  CHECK(world.panel.phase() != BackupCodesPhase::showing);
}

TEST_CASE("backup codes: nothing is made before it is known what would die") {
  WidgetWorld world;
  world.sign_in();
  widgets::BackupCodes panel(widgets::backup_codes_of_user(*world.client), world.state);
  panel.open();
  world.frame(panel);
  world.frame(panel, 1s);
  REQUIRE(world.transport->open_count() == 1);
  CHECK(panel.view().busy);
  CHECK_FALSE(panel.view().can(Action::create_codes));
  CHECK_FALSE(panel.view().can(Action::replace_codes));
  CHECK(panel.view()[panel.view().focus].action == Action::cancel);

  SECTION("a set: its loss is named, and not the default") {
    world.transport->respond(200, R"({"data":[{"id":"backup_codes","type":"backup_codes",)"
                                  R"("status":"active","created_at":"2024-01-15T09:00:00Z"}],)"
                                  R"("total":1,"backup_codes_remaining":6})");
    world.frame(panel);
    CHECK(says(panel.view(), MessageId::codes_replace_loss));
    CHECK(panel.view()[panel.view().focus].action == Action::cancel);
    CHECK_FALSE(panel.view().can(Action::create_codes));
    world.frame(panel, widgets::Component::busy_at_least);
    CHECK_FALSE(panel.view().busy);
  }
  SECTION("no set: nothing to lose") {
    world.transport->respond(200, R"({"data":[],"total":0})");
    world.frame(panel);
    CHECK(panel.view()[panel.view().focus].action == Action::create_codes);
  }
  SECTION("nobody could tell: there may be one") {
    world.transport->respond(403, R"({"error":{"code":"insufficient_permissions"}})");
    world.frame(panel);
    CHECK(says(panel.view(), MessageId::codes_replace_loss_unknown));
    CHECK(panel.view()[panel.view().focus].action == Action::cancel);
  }
}

TEST_CASE(
    "backup codes: a late first answer killed the set on screen: it is struck, another is made ") {
  WidgetWorld world;
  world.sign_in();
  auto source = widgets::backup_codes_of_user(*world.client);
  widgets::BackupCodes panel(source, world.state);
  const auto factors = [&](const std::string& made) {
    world.transport->respond(200, R"({"data":[{"id":"backup_codes","type":"backup_codes",)"
                                  R"("status":"active","created_at":")" +
                                      made + R"("}],"total":1})");
    world.frame(panel);
  };
  panel.open();
  world.frame(panel);
  factors("2024-01-15T09:00:00Z");
  world.press(panel, Action::replace_codes);
  world.transport->fail(failed(Errc::connection_lost, Sent::all));
  world.frame(panel);
  REQUIRE(panel.phase() == BackupCodesPhase::suspect);
  world.press(panel, Action::replace_codes);
  world.transport->respond(200, four_codes);
  world.frame(panel);
  REQUIRE(panel.phase() == BackupCodesPhase::showing);
  SECTION("the list knows the set on screen: nothing is said") {
    factors("2024-01-15T10:00:00Z");
    CHECK_FALSE(says(panel.view(), MessageId::codes_superseded));
    CHECK_FALSE(panel.view().can(Action::replace_codes));
  }
  SECTION("the list knows a newer one") {
    factors("2024-01-15T10:00:01Z");
    CHECK(says(panel.view(), MessageId::codes_superseded));
    world.press(panel, Action::replace_codes);
    CHECK(panel.phase() == BackupCodesPhase::generating);
    CHECK(panel.sheet().empty());
    REQUIRE(world.transport->open_count() == 1);
    world.transport->respond(200, four_codes);
    world.frame(panel);
    CHECK_FALSE(says(panel.view(), MessageId::codes_superseded));
  }
}

TEST_CASE("backup codes: the header is an option, without it a copy is only the codes") {
  widgets::BackupCodesOptions options;
  options.header = true;
  World with(options);
  with.panel.set_account("al***@example.com");
  with.to_codes();
  with.press(with.panel, Action::copy_all);
  const std::string codes = "AAAA-1111\nBBBB-2222\nCCCC-3333\nDDDD-4444";
  CHECK(with.log.clipboard ==
        "Sky Game\nal***@example.com\n2024-01-15T10:00:00Z\nEach code works once.\n\n" + codes);
  World without;
  without.to_codes();
  without.press(without.panel, Action::copy_all);
  CHECK(without.log.clipboard == codes);
}

TEST_CASE("backup codes: what the host could not do keeps nothing and opens no gate") {
  World world;
  widgets::Host host = recording_host(world.log, world.clock);
  host.write_clipboard = [](SecretView) { return false; };
  host.save = [](std::string_view, SecretView) { return std::string(); };
  host.print = [](SecretView) { return false; };
  widgets::HostState state(host);
  widgets::BackupCodes panel(World::no_status(*world.client), state);
  panel.open();
  world.press(panel, Action::create_codes);
  world.transport->respond(200, four_codes);
  world.frame(panel);
  struct Row {
    Action action;
    MessageId said;
  };
  for (const Row& row : {Row{Action::copy_all, MessageId::copy_failed},
                         Row{Action::save, MessageId::codes_save_failed},
                         Row{Action::print, MessageId::codes_print_failed}}) {
    world.press(panel, row.action);
    CHECK(says(panel.view(), row.said));
    CHECK_FALSE(panel.view().can(Action::toggle_saved));
  }
  CHECK(panel.has_unsaved_codes());
}

TEST_CASE("backup codes: a code that was sent twice stands once, with a warning") {
  World world;
  world.panel.open();
  world.press(world.panel, Action::create_codes);
  world.transport->respond(200, R"({"codes":["AAAA-1111","AAAA-1111","BBBB-2222"]})");
  world.frame(world.panel);
  CHECK(says(world.panel.view(), MessageId::codes_duplicates));
  CHECK(world.panel.sheet().size() == 2);
}
