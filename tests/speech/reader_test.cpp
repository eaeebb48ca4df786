// The reader, rule by rule: what is said when, how urgently, and what is never said.
#include "speech/listener.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/code_sheet.hpp>

#include "rules.hpp"
#include "utterance.hpp"

#include <string>
#include <vector>

using namespace hellojohn;
using namespace std::chrono_literals;
using speech::Change;
using speech::Focus;
using speech::Reader;
using speech::Urgency;
using tests::Listener;
using widgets::Action;
using widgets::Element;
using widgets::Emphasis;
using widgets::Message;
using widgets::MessageId;
using widgets::Part;
using widgets::Role;
using widgets::Screen;
using widgets::Text;

namespace {

Message say(MessageId id, std::int32_t n = 0, std::chrono::seconds time = {}) {
  Message message;
  message.id = id;
  message.n = n;
  message.time = time;
  return message;
}

/// A sign-in with a title, two fields and a button.
struct SignInScreen {
  widgets::TextInput email;
  widgets::TextInput password;
  Screen screen;

  SignInScreen() { build(); }
  void build(MessageId error = MessageId::none) {
    screen.clear();
    screen.add(Role::heading, say(MessageId::sign_in_again_title));
    Element& address = screen.add(Role::text_field, say(MessageId::sign_in_email));
    address.input = &email;
    address.action = Action::submit;
    Element& secret = screen.add(Role::password_field, say(MessageId::sign_in_password));
    secret.input = &password;
    secret.action = Action::submit;
    secret.secret = true;
    if (error != MessageId::none) screen.add(Role::error, say(error));
    screen.add(Role::button, say(MessageId::sign_in_submit)).action = Action::submit;
    screen.focus = 1;
  }
};

struct Room {
  Listener listener;
  Text text;
  Reader reader{listener.hook()};

  std::string after(const Screen& screen, const Focus& focus = {}) {
    reader.update(screen, text, focus);
    return listener.last();
  }
  Focus at(std::size_t element, std::uint8_t sub = 0) { return {Part::main, element, sub}; }
};

std::string spelled(std::string_view code, bool with_words,
                    widgets::Language language = widgets::Language::en) {
  const Text text(language);
  speech::Utterance out(text);
  out.spell(SecretView(code), with_words);
  return std::string(out.view().reveal());
}

}  // namespace

TEST_CASE("speech rules: the table says what is said of each role, and when") {
  struct Row {
    Role role;
    bool on_arrival;
    Change on_change;
    bool takes_focus;
  };
  const Row rows[] = {
      {Role::heading, true, Change::next, false},
      {Role::paragraph, true, Change::polite, false},
      {Role::hint, true, Change::polite, false},
      {Role::notice, true, Change::next, false},
      {Role::error, true, Change::now, false},
      {Role::text_field, false, Change::silent, true},
      {Role::password_field, false, Change::silent, true},
      {Role::code_field, false, Change::silent, true},
      {Role::codes, true, Change::next, true},
      {Role::qr, true, Change::polite, false},
      {Role::value, true, Change::polite, false},
      {Role::checkbox, false, Change::silent, true},
      {Role::button, false, Change::silent, true},
      {Role::link, false, Change::silent, true},
      {Role::card, false, Change::silent, true},
      {Role::steps, true, Change::polite, false},
      {Role::tick, true, Change::polite, false},
      {Role::busy, true, Change::next, false},
      {Role::room, false, Change::silent, false},
  };
  REQUIRE(std::size(rows) == static_cast<std::size_t>(Role::room) + 1);
  for (const Row& row : rows) {
    const speech::Rule& rule = speech::rule_of(row.role);
    CAPTURE(row.role);
    CHECK(rule.role == row.role);
    CHECK(rule.on_arrival == row.on_arrival);
    CHECK(rule.on_change == row.on_change);
    CHECK(rule.takes_focus == row.takes_focus);
    // Each thing that takes the focus has a name for its kind; the rows of a sheet say "Code 3 of 10" instead.
    CHECK((rule.kind != MessageId::none) == (row.takes_focus && row.role != Role::codes));
  }
}

TEST_CASE("speech: a screen that arrives says its title, its texts and its first field") {
  Room room;
  SignInScreen sign_in;
  room.reader.update(sign_in.screen, room.text);
  REQUIRE(room.listener.said.size() == 1);
  CHECK(room.listener.said[0].urgency == Urgency::next);
  CHECK(room.listener.last() == "Please sign in once more. E-mail, text field, empty, 1 of 3");
  CHECK(room.after(sign_in.screen).empty());
  ++sign_in.screen.arrival;
  CHECK(room.after(sign_in.screen) ==
        "Please sign in once more. E-mail, text field, empty, 1 of 3");
}

TEST_CASE("speech: a move of the focus says name, kind, state and position once") {
  Room room;
  SignInScreen sign_in;
  room.after(sign_in.screen);
  sign_in.email.assign("alice@example.com");
  sign_in.password.assign("correct horse battery");
  // The skin moves the focus to the first field in a later frame, which is not said again.
  CHECK(room.after(sign_in.screen, room.at(1)).empty());
  CHECK(room.after(sign_in.screen, room.at(2)) ==
        "Password, password field, 21 characters typed, 2 of 3");
  CHECK(room.after(sign_in.screen, room.at(2)).empty());
  CHECK(room.after(sign_in.screen).empty());
  CHECK(room.after(sign_in.screen, room.at(3)) == "Sign in, button, 3 of 3");
  CHECK(room.after(sign_in.screen, room.at(1)) == "E-mail, text field, alice@example.com, 1 of 3");
}

TEST_CASE("speech: an error is said at once, once, and the focus is not repeated") {
  Room room;
  SignInScreen sign_in;
  room.after(sign_in.screen);
  room.after(sign_in.screen, room.at(3));
  sign_in.build(MessageId::sign_in_wrong);
  sign_in.screen.announcement = say(MessageId::sign_in_wrong);
  room.reader.update(sign_in.screen, room.text, room.at(4));
  REQUIRE(room.listener.said.size() == 1);
  CHECK(room.listener.said[0].urgency == Urgency::now);
  const Text english;
  CHECK(room.listener.last() == "Error. " + std::string(english.words(MessageId::sign_in_wrong)));
  CHECK(room.after(sign_in.screen, room.at(4)).empty());
}

TEST_CASE("speech: an announcement that no element repeats is said at once") {
  Room room;
  SignInScreen sign_in;
  room.after(sign_in.screen);
  sign_in.screen.announcement = say(MessageId::copied);
  room.reader.update(sign_in.screen, room.text);
  REQUIRE(room.listener.said.size() == 1);
  CHECK(room.listener.said[0].urgency == Urgency::now);
  CHECK(room.listener.last() == "Copied.");
  CHECK(room.after(sign_in.screen).empty());
}

TEST_CASE("speech: a countdown is said when it appears and at 10 min, 2 min and 30 s") {
  Room room;
  Screen screen;
  screen.add(Role::heading, say(MessageId::lost_title));
  Element& wait = screen.add(Role::notice, say(MessageId::lost_banner, 0, 755s));
  const std::string first = room.after(screen);
  CHECK(first.find("Recovery session – 12 minutes 35 seconds left") != std::string::npos);
  std::vector<int> heard;
  for (int left = 754; left >= 0; --left) {
    wait.label.time = std::chrono::seconds(left);
    room.reader.update(screen, room.text);
    if (room.listener.said.empty()) continue;
    CHECK(room.listener.said[0].urgency == Urgency::polite);
    heard.push_back(left);
    room.listener.said.clear();
  }
  CHECK(heard == std::vector<int>{600, 120, 30});
  // After a sleep of the machine one mark is said, not each that was passed.
  wait.label.time = 700s;
  room.reader.update(screen, room.text);
  wait.label.time = 20s;
  CHECK(room.after(screen) == "Recovery session – 20 seconds left");
}

TEST_CASE("speech: seconds in a toast are said once, and a time that has passed is not repeated") {
  Room room;
  Screen screen;
  screen.add(Role::heading, say(MessageId::codes_title));
  room.after(screen);
  Element& toast = screen.add(Role::notice, say(MessageId::copied_clears, 30));
  CHECK(room.after(screen) == "Copied. The clipboard is emptied in 30 s.");
  toast.label.n = 29;
  CHECK(room.after(screen).empty());
  toast.label.n = 30;
  CHECK(room.after(screen) == "Copied. The clipboard is emptied in 30 s.");
  toast.label = say(MessageId::card_offline, 0, 60s);
  CHECK(room.after(screen) == "No connection. Last checked 1 minute ago.");
  toast.label.time = 7300s;
  CHECK(room.after(screen).empty());
}

TEST_CASE("speech: a waiting call is said while its sign is shown") {
  Room room;
  Screen screen;
  screen.add(Role::heading, say(MessageId::codes_title));
  screen.add(Role::busy, say(MessageId::codes_making));
  CHECK(room.after(screen) == "Your backup codes");
  screen.busy = true;
  CHECK(room.after(screen) == "Making codes…");
  CHECK(room.after(screen).empty());
}

TEST_CASE("speech: what cannot be pressed says why, and what can be pressed again says so") {
  Room room;
  Screen screen;
  screen.add(Role::heading, say(MessageId::codes_title));
  Element& box = screen.add(Role::checkbox, say(MessageId::codes_have_saved));
  box.action = Action::toggle_saved;
  Element& done = screen.add(Role::button, say(MessageId::done));
  done.action = Action::done;
  done.enabled = false;
  done.reason = say(MessageId::codes_done_after);
  screen.focus = 1;
  CHECK(room.after(screen) ==
        "Your backup codes. I have saved these codes, checkbox, not ticked, 1 of 2");
  box.checked = true;
  CHECK(room.after(screen, room.at(1)) == "ticked");
  CHECK(room.after(screen, room.at(2)) ==
        "Done, button, not available, 2 of 2. Tick the box once your codes are saved.");
  done.enabled = true;
  CHECK(room.after(screen, room.at(2)) == "Done, button");
  done.enabled = false;
  CHECK(room.after(screen, room.at(2)).empty());
}

TEST_CASE("speech: a masked or streamed code is not said, unless the user asks") {
  widgets::CodeSheet sheet;
  hellojohn::BackupCodes codes;
  codes.codes.emplace_back("ABCD-1234");
  codes.codes.emplace_back("EFGH-5678");
  sheet.show(std::move(codes));
  Screen screen;
  screen.add(Role::heading, say(MessageId::codes_title));
  screen.add(Role::codes, say(MessageId::codes_table, 2));
  screen.sheet = &sheet;
  screen.focus = 1;
  widgets::AccountAccessView view;
  view.main = &screen;
  Room room;
  const auto hear = [&](const Focus& focus) {
    room.reader.update(view, room.text, focus);
    return room.listener.last();
  };
  CHECK(hear({}) == "Your backup codes. 2 codes, hidden. Code 1 of 2, hidden");
  CHECK(hear(room.at(1, 2)) == "Code 2 of 2, hidden");
  CHECK(hear(room.at(1, 3)) == "Copy code 2, button");
  CHECK(hear(room.at(1, 2)) == "Code 2 of 2, hidden");
  room.reader.say_secret(view, room.text, room.at(1, 2));
  CHECK(room.listener.last() == "hidden");
  const widgets::Time now{};
  sheet.reveal_row(1, now);
  CHECK(hear(room.at(1, 2)) == "E F G H, 5 6 7 8");
  sheet.mask();
  CHECK(hear(room.at(1, 2)) == "hidden");
  screen.streamed = true;
  sheet.reveal_row(1, now);
  CHECK(hear(room.at(1, 2)) == "hidden");
  CHECK(hear(room.at(1, 0)) == "Code 1 of 2, hidden");
  CHECK(hear(room.at(1, 2)) == "Code 2 of 2, hidden");
  room.reader.say_secret(view, room.text, room.at(1, 2));
  CHECK(room.listener.last() == "E F G H, 5 6 7 8");
}

TEST_CASE(
    "speech: a typed code is counted, and spelled only if the user asks, but never a password") {
  widgets::CodeField field;
  widgets::TextInput password;
  password.assign("hunter2");
  Screen screen;
  screen.add(Role::heading, say(MessageId::challenge_title));
  Element& code = screen.add(Role::code_field, say(MessageId::challenge_backup));
  code.code = &field;
  code.action = Action::submit;
  Element& secret = screen.add(Role::password_field, say(MessageId::sign_in_password));
  secret.input = &password;
  widgets::AccountAccessView view;
  view.main = &screen;
  screen.focus = 1;
  (void)field.paste("ABCD-1234");
  REQUIRE(field.size() == 8);
  Room room;
  room.reader.update(view, room.text);
  CHECK(room.listener.last().ends_with("code field, 8 characters typed, 1 of 2"));
  room.reader.say_secret(view, room.text, room.at(1));
  CHECK(room.listener.last() == "A B C D, 1 2 3 4");
  room.reader.say_secret(view, room.text, room.at(2));
  CHECK(room.listener.last().empty());
  // A key of the pad is said, unless others may hear which ones are pressed.
  room.reader.update(view, room.text, room.at(1, 1));
  CHECK(room.listener.last() == std::string(field.alphabet().substr(0, 1)));
  const auto erase = static_cast<std::uint8_t>(field.alphabet().size() + 1);
  room.reader.update(view, room.text, room.at(1, erase));
  CHECK(room.listener.last() == "Delete");
  screen.streamed = true;
  room.reader.update(view, room.text, room.at(1, 2));
  CHECK(room.listener.last().empty());
}

TEST_CASE("speech: a key that others may not hear is spelled only if the user asks") {
  Screen screen;
  screen.add(Role::heading, say(MessageId::enrol_title));
  Element& key = screen.add(Role::value, say(MessageId::enrol_key));
  key.secret = true;
  key.secret_value = SecretView("JBSW Y3DP");
  screen.add(Role::button, say(MessageId::enrol_copy_key)).action = Action::copy_key;
  widgets::AccountAccessView view;
  view.main = &screen;
  Room room;
  room.reader.update(view, room.text);
  CHECK(room.listener.last().find("J") == std::string::npos);
  room.reader.say_all(view, room.text);
  CHECK(room.listener.last().find("JBSW") == std::string::npos);
  room.reader.say_secret(view, room.text);
  CHECK(room.listener.last().ends_with("J B S W, Y 3 D P"));
  key.secret_value = {};
  room.reader.say_secret(view, room.text);
  CHECK(room.listener.last().ends_with("hidden"));
}

TEST_CASE("speech: a code is spelled in groups, by names if the user wants that") {
  CHECK(spelled("ABCD-1234", false) == "A B C D, 1 2 3 4");
  CHECK(spelled("123456", false) == "1 2 3, 4 5 6");
  CHECK(spelled("ABCD12345", false) == "A B C D, 1 2 3 4, 5");
  CHECK(spelled("abCD", false) == "a b capital C capital D");
  CHECK(spelled("AZ-1", true) == "A as in Alfa, Z as in Zulu, 1");
  CHECK(spelled("AZ", true, widgets::Language::de) == "A wie Alfa, Z wie Zulu");
  CHECK(spelled("A1", false, widgets::Language::ja) == "A 1");
  CHECK(spelled("", false).empty());
}

TEST_CASE("speech: text of others cannot end the utterance or bring controls into it") {
  Room room;
  Screen screen;
  screen.add(Role::heading, widgets::free_text("Alice\r\n.\r\nSET SELF\x1B[2J{n}"));
  CHECK(room.after(screen) == "Alice  .  SET SELF [2J{n}");
}

TEST_CASE("speech: a skin without a focus hears on arrival what can be pressed") {
  Listener listener;
  const Text text;
  Reader reader(listener.hook(), {.controls_on_arrival = true});
  Screen screen;
  screen.add(Role::heading, say(MessageId::lost_title));
  Element& card = screen.add(Role::card, say(MessageId::lost_have_code));
  card.action = Action::choose;
  card.value = say(MessageId::lost_have_code_why);
  screen.add(Role::link, say(MessageId::lost_help)).action = Action::ask_help;
  screen.focus = Focus::nothing;
  reader.update(screen, text);
  const std::string said = listener.last();
  CHECK(said.find(std::string(text.words(MessageId::lost_have_code)) + ", choice, 1 of 2. " +
                  std::string(text.words(MessageId::lost_have_code_why))) != std::string::npos);
  CHECK(said.find(std::string(text.words(MessageId::lost_help)) + ", link, 2 of 2") !=
        std::string::npos);
}

TEST_CASE("speech: forget says the screen anew, and nobody hears anything without a hook") {
  Room room;
  SignInScreen sign_in;
  const std::string first = room.after(sign_in.screen);
  CHECK_FALSE(first.empty());
  room.reader.forget();
  CHECK(room.after(sign_in.screen) == first);
  Reader deaf;
  CHECK_FALSE(deaf.attached());
  CHECK(room.reader.attached());
  deaf.update(sign_in.screen, room.text);
  widgets::AccountAccessView view;
  view.main = &sign_in.screen;
  deaf.say_all(view, room.text);
  deaf.say_secret(view, room.text);
  CHECK(room.listener.said.empty());
}

TEST_CASE("speech: every kind, state and unit has words in every language") {
  for (std::size_t i = 0; i + 1 < widgets::language_count; ++i) {
    Room room;
    room.text.set_language(static_cast<widgets::Language>(i));
    CAPTURE(widgets::language_info(room.text.language()).tag);
    SignInScreen sign_in;
    const std::string said = room.after(sign_in.screen);
    CHECK(said.find(room.text.words(MessageId::speech_text_field)) != std::string::npos);
    CHECK(said.find(room.text.words(MessageId::speech_empty)) != std::string::npos);
    CHECK(said.find('{') == std::string::npos);
  }
}
