// What the components of one host share: the note, the clipboard, masking.
#include "widgets/widget_world.hpp"

#include <hellojohn/widgets/countdown.hpp>
#include <hellojohn/widgets/qr_matrix.hpp>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;
using widgets::Note;

TEST_CASE("note: what is written is read back") {
  Note note;
  note.unsaved_since = 1705312800;
  note.unsaved_of = 77;
  note.snoozed_until = {1, 0, -5, 1'900'000'000};
  note.resend_at = 12;
  note.resend_count = 3;
  const auto read = widgets::read_note(widgets::write_note(note));
  REQUIRE(read);
  CHECK(*read == note);
}

TEST_CASE("note: any change to it makes it unknown") {
  const std::string good = widgets::write_note({});
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char c : {'0', '9', ' ', 'x'}) {
      std::string bad = good;
      if (bad[i] == c) continue;
      bad[i] = c;
      CHECK_FALSE(widgets::read_note(bad));
    }
    CHECK_FALSE(widgets::read_note(good.substr(0, i)));
  }
  CHECK_FALSE(widgets::read_note(good + " "));
  CHECK_FALSE(widgets::read_note("hellojohn-note-2 1 1 1"));
}

TEST_CASE("note: somebody else's unsaved codes are not this person's") {
  HostLog log;
  testing::VirtualClock clock;
  widgets::HostState state(recording_host(log, clock));
  state.set_user("usr_1");
  state.mark_unsaved();
  CHECK(state.unsaved_since() == 1705312800);
  state.set_user("usr_2");
  CHECK_FALSE(state.unsaved_since());
  state.clear_unsaved();
  state.set_user("usr_1");
  CHECK(state.unsaved_since());
  state.clear_unsaved();
  CHECK(log.note.empty());
}

TEST_CASE("note: it survives a restart") {
  HostLog log;
  testing::VirtualClock clock;
  {
    widgets::HostState first(recording_host(log, clock));
    first.set_user("usr_1");
    first.mark_unsaved();
  }
  widgets::HostState second(recording_host(log, clock));
  second.set_user("usr_1");
  CHECK(second.unsaved_since());
}

TEST_CASE("clipboard: cleared at exit only while it is still ours") {
  HostLog log;
  testing::VirtualClock clock;
  {
    widgets::HostState state(recording_host(log, clock));
    state.clipboard().copy(state.host(), SecretView("AAAA-1111"), clock.now(), 30s);
    CHECK(state.clipboard().left(clock.now()) == 30s);
  }
  CHECK(log.clipboard.empty());
  {
    widgets::HostState state(recording_host(log, clock));
    state.clipboard().copy(state.host(), SecretView("AAAA-1111"), clock.now(), 30s);
    log.clipboard = "mine";
  }
  CHECK(log.clipboard == "mine");
}

TEST_CASE("clipboard: without a way to look nothing is cleared, and no countdown is promised") {
  HostLog log;
  testing::VirtualClock clock;
  widgets::Host host = recording_host(log, clock);
  host.read_clipboard = nullptr;
  widgets::HostState state(host);
  CHECK(state.clipboard().copy(state.host(), SecretView("x"), clock.now(), 30s));
  CHECK(state.clipboard().left(clock.now()) == 0s);
}

TEST_CASE("addresses are masked for screens that others see") {
  CHECK(widgets::mask_address("alice@example.com") == "al•••@example.com");
  CHECK(widgets::mask_address("al@example.com") == "a•••@example.com");
  CHECK(widgets::mask_address("a@example.com") == "a•••@example.com");
  CHECK(widgets::mask_address("").empty());
  CHECK(widgets::mask_address("no address").empty());
}

TEST_CASE("streaming: a host that cannot tell counts as streaming") {
  HostLog log;
  testing::VirtualClock clock;
  widgets::HostState state(recording_host(log, clock));
  CHECK_FALSE(state.streaming());
  log.streaming = widgets::Streaming::cannot_tell;
  CHECK(state.streaming());
}

TEST_CASE("countdown: rounds up and never runs below zero") {
  const widgets::Time start{};
  widgets::Countdown c;
  CHECK_FALSE(c.over(start));
  c.start(start, 700s);
  CHECK(c.left(start + 1ms) == 700s);
  CHECK(c.left(start + 700s) == 0s);
  CHECK(c.over(start + 10h));
  CHECK(c.left(start + 10h) == 0s);
  c.start(start, -5s);
  CHECK(c.over(start));
}

TEST_CASE("QR: made locally, wiped, and refused where the text is too long") {
  widgets::QrMatrix qr;
  REQUIRE(qr.make(SecretView("otpauth://totp/Sky:al?secret=JBSWY3DPEHPK3PXP&issuer=Sky")));
  CHECK(qr.size() >= 21);
  // The three finder patterns (ISO/IEC 18004): dark corners, a light ring, a dark core.
  const int far = qr.size() - 7;
  const int corners[][2] = {{0, 0}, {far, 0}, {0, far}};
  for (const auto& corner : corners) {
    CHECK(qr.black(corner[0], corner[1]));
    CHECK_FALSE(qr.black(corner[0] + 1, corner[1] + 1));
    CHECK(qr.black(corner[0] + 3, corner[1] + 3));
  }
  CHECK_FALSE(qr.make(SecretView(std::string_view(std::string(3000, 'a')))));
  CHECK(qr.size() == 0);
  CHECK_FALSE(qr.black(0, 0));
}

TEST_CASE("QR: each module is in its row and column, and none is outside") {
  widgets::QrMatrix qr;
  REQUIRE(qr.make(SecretView("otpauth://totp/Sky:al?secret=JBSWY3DPEHPK3PXP&issuer=Sky")));
  // The timing patterns between the finders: every second module is dark.
  for (int i = 7; i < qr.size() - 7; ++i) {
    CHECK(qr.black(i, 6) == (i % 2 == 0));
    CHECK(qr.black(6, i) == (i % 2 == 0));
  }
  CHECK_FALSE(qr.black(-1, 0));
  CHECK_FALSE(qr.black(0, -1));
  CHECK_FALSE(qr.black(qr.size(), 0));
  CHECK_FALSE(qr.black(0, qr.size()));
}
