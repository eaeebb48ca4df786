// A user who cannot see the screen finds the way back into an account. The walker decides by what it hears, and by nothing else.
#include "speech/listener.hpp"
#include "widgets/mock_world.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/code_sheet.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using namespace std::chrono_literals;

namespace {

/// The keyboard: Tab, Enter and characters. It knows the screen; the walker does not.
class Keyboard {
 public:
  explicit Keyboard(speech::ReaderOptions options = {}) : reader_(listener_.hook(), options) {
    frame(16ms);
  }

  [[nodiscard]] AccessWorld& world() { return world_; }
  /// What was said since it was asked last.
  [[nodiscard]] std::string heard() {
    std::string out;
    for (const Said& said : listener_.said) out += said.text + "\n";
    listener_.said.clear();
    return out;
  }
  void tab() {
    const widgets::AccountAccessView& view = world_.access.view();
    std::vector<speech::Focus> ring;
    const auto add = [&](const widgets::Screen* screen, widgets::Part part) {
      if (screen == nullptr) return;
      const auto more = stops(*screen, part, screen->sheet == nullptr ? 0 : screen->sheet->size());
      ring.insert(ring.end(), more.begin(), more.end());
    };
    add(view.banner, widgets::Part::banner);
    add(view.notice, widgets::Part::notice);
    add(view.main, widgets::Part::main);
    if (ring.empty()) throw std::logic_error("nothing takes the focus");
    const auto at = std::find(ring.begin(), ring.end(), focus_);
    focus_ = at == ring.end() || at + 1 == ring.end() ? ring.front() : *(at + 1);
    frame(16ms);
  }
  void enter() {
    frame(450ms);
    const widgets::Screen* screen = screen_of(focus_.part);
    must(screen != nullptr && focus_.element < screen->size());
    const widgets::Element& element = (*screen)[focus_.element];
    widgets::Intent intent{element.action, element.index, focus_.part};
    if (element.role == widgets::Role::codes) {
      const bool copies = focus_.sub % 2 != 0;
      intent.action = copies ? widgets::Action::copy_row : widgets::Action::reveal_row;
      intent.index = static_cast<std::uint8_t>(focus_.sub / 2);
    }
    world_.access.apply(intent);
    for (int i = 0; i < 6; ++i) frame(16ms);
  }
  void type(std::string_view text) {
    const widgets::Screen* screen = screen_of(focus_.part);
    must(screen != nullptr && focus_.element < screen->size());
    const widgets::Element& element = (*screen)[focus_.element];
    must(element.input != nullptr || element.code != nullptr);
    if (element.input != nullptr) {
      element.input->assign(text);
    } else {
      element.code->clear();
      for (const char c : text) element.code->insert(static_cast<char32_t>(c));
    }
    for (int i = 0; i < 6; ++i) frame(16ms);
  }
  void frame(std::chrono::milliseconds by) {
    world_.wait(by);
    const widgets::AccountAccessView& view = world_.access.view();
    // As a skin does: a screen that arrives takes the focus.
    if (view.main != screen_ || view.main->arrival != arrival_) {
      focus_ = {widgets::Part::main, view.main->focus, 0};
    }
    screen_ = view.main;
    arrival_ = view.main->arrival;
    reader_.update(view, text_, focus_);
  }

 private:
  [[nodiscard]] const widgets::Screen* screen_of(widgets::Part part) {
    const widgets::AccountAccessView& view = world_.access.view();
    if (part == widgets::Part::banner) return view.banner;
    return part == widgets::Part::notice ? view.notice : view.main;
  }

  Listener listener_;
  AccessWorld world_;
  widgets::Text text_;
  speech::Reader reader_;
  speech::Focus focus_;
  const widgets::Screen* screen_ = nullptr;
  std::uint32_t arrival_ = 0;
};

/// Hears, and presses keys.
class Walker {
 public:
  explicit Walker(Keyboard& keyboard) : keyboard_(keyboard), heard_(keyboard.heard()) {}

  [[nodiscard]] const std::string& heard() const { return heard_; }
  [[nodiscard]] bool hears(std::string_view words) const {
    return heard_.find(words) != std::string::npos;
  }
  /// Tab until the name is heard; it may be the one that a screen says on arrival.
  void go_to(const std::string& name) {
    INFO("heard last: " << heard_);
    for (int i = 0; i < 64; ++i) {
      if (is_last(name)) return;
      keyboard_.tab();
      heard_ = keyboard_.heard();
    }
    FAIL("never heard: " << name);
  }
  void press(const std::string& name) {
    go_to(name);
    keyboard_.enter();
    heard_ = keyboard_.heard();
  }
  void type(const std::string& name, std::string_view text) {
    go_to(name);
    keyboard_.type(text);
    heard_ = keyboard_.heard();
  }

 private:
  /// The focus is said last.
  [[nodiscard]] bool is_last(const std::string& name) const {
    const std::size_t at = heard_.rfind(name);
    if (at == std::string::npos) return false;
    if (at != 0 && heard_[at - 1] != ' ' && heard_[at - 1] != '\n') return false;
    // A sentence may follow, which explains a choice, but no other element.
    const std::string rest = heard_.substr(at + name.size());
    return rest.find(" of ") == rest.rfind(" of ");
  }

  Keyboard& keyboard_;
  std::string heard_;
};

/// "A B C D, 1 2 3 4" back into a code.
std::string written(std::string_view spelled) {
  std::string out;
  for (const char c : spelled) {
    if (c == ',') out += '-';
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) out += c;
  }
  return out;
}

void sign_in(Walker& walker) {
  walker.type("E-mail, text field", alice);
  walker.type("Password, password field", alice_password);
  walker.press("Sign in, button");
  REQUIRE(walker.hears("Confirm it's you."));
}

/// From the challenge to a new authenticator, whose code the phone shows.
void recover(Walker& walker, AccessWorld& world) {
  walker.press("Lost access?, link");
  REQUIRE(walker.hears("Can't use your authenticator?"));
  walker.press("I have neither, choice");
  REQUIRE(walker.hears("Get a recovery link."));
  walker.type("E-mail, text field", alice);
  walker.press("Send link, button");
  REQUIRE(walker.hears("Check your mail."));
  walker.type("Paste the link or token from the mail, password field", world.mailed_link());
  walker.press("Continue, button");
  REQUIRE(walker.hears("Is this your account?"));
  REQUIRE(walker.hears("Recovery session – "));
  walker.press("Yes, continue, button");
  REQUIRE(walker.hears("Set up a new authenticator."));
  REQUIRE(walker.hears("Type the 6-digit code that the app shows."));
  walker.press("Copy key, button");
  REQUIRE(walker.hears("Copied."));
  REQUIRE_FALSE(world.log.clipboard.empty());
  walker.type("Code, code field", new_totp(world));
  for (int i = 0; i < 4 && !walker.hears("Create codes, button"); ++i) walker.go_to("Create codes");
}

}  // namespace

TEST_CASE("blind walk: from a lost authenticator to new codes that were only heard") {
  Keyboard keyboard;
  Walker walker(keyboard);
  REQUIRE(walker.hears("Sign in to Sky Game."));
  sign_in(walker);
  recover(walker, keyboard.world());
  walker.press("Create codes, button");
  REQUIRE(walker.hears("Your new backup codes."));
  CHECK(walker.hears("hidden"));
  std::vector<std::string> codes;
  for (int n = 1; n <= 2; ++n) {
    const std::string row = "Code " + std::to_string(n) + " of ";
    walker.press(row);
    codes.push_back(written(walker.heard()));
    CHECK(codes.back().size() == 9);
  }
  walker.press("Copy all, button");
  CHECK(walker.hears("Copied."));
  CHECK(keyboard.world().log.clipboard.find(codes[1]) != std::string::npos);
  walker.press("I have saved these codes, checkbox");
  CHECK(walker.hears("ticked"));
  walker.press("Done, button");
  REQUIRE(walker.hears("You're back."));
  CHECK(walker.hears("New authenticator set up, HelloJohn:alice@example.com, done"));
  walker.press("Sign in now, button");
  sign_in(walker);
  walker.press("Use a backup code, link");
  walker.type("One of your backup codes, code field", codes[1]);
  walker.press("Continue, button");
  CHECK(walker.hears("Signed in with a backup code."));
}

TEST_CASE("blind walk: a wrong password is heard at once, with the field that takes the next one") {
  Keyboard keyboard;
  Walker walker(keyboard);
  walker.type("E-mail, text field", alice);
  walker.type("Password, password field", "wrong");
  walker.press("Sign in, button");
  CHECK(walker.hears("Error. "));
  CHECK_FALSE(walker.hears("wrong,"));
  walker.type("Password, password field", alice_password);
  walker.press("Sign in, button");
  CHECK(walker.hears("Confirm it's you."));
}

TEST_CASE("blind walk: nothing that the walk makes secret is ever said without a press") {
  Keyboard keyboard;
  Walker walker(keyboard);
  sign_in(walker);
  recover(walker, keyboard.world());
  walker.press("Create codes, button");
  std::string all = walker.heard();
  for (int i = 0; i < 40; ++i) {
    keyboard.tab();
    all += keyboard.heard();
  }
  const widgets::CodeSheet* sheet = keyboard.world().screen().sheet;
  REQUIRE(sheet != nullptr);
  for (std::size_t i = 0; i < sheet->size(); ++i) {
    const std::string code(sheet->code(i).reveal());
    CHECK(all.find(code) == std::string::npos);
    std::string spelled;
    for (const char c : code) spelled += c == '-' ? std::string(", ") : std::string(1, c) + " ";
    CHECK(all.find(spelled.substr(0, 7)) == std::string::npos);
  }
}
