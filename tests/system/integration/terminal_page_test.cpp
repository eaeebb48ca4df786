// docs/terminal.md is what the terminal sample shows: the recovery is played in a pseudo-terminal, and the page written from
// it is compared with the one that is committed. HELLOJOHN_WRITE_DOCS=1 writes the page.
#include "worlds/catch.hpp"
#include "worlds/terminal.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#ifdef HELLOJOHN_TERMINAL  // Built without widgets or samples there is none.

using hellojohn::tests::Terminal;

namespace {

constexpr const char* head =
    R"(# A recovery in the terminal

Recorded from `build/dev/bin/hellojohn-terminal` against its embedded mock server ([samples/06_terminal](../samples/06_terminal/main.cpp)).
The codes and keys are the mock's. Colours are left out; what was typed stands below each screen.
)";

/// Everything between two clearings of the screen.
std::vector<std::string> screens_of(const std::string& all) {
  const std::string clear = "\033[2J";
  std::vector<std::string> out{""};
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find(clear, at), all.size());
    out.back() = all.substr(at, end - at);
    if (end == all.size()) break;
    out.emplace_back();
    at = end + clear.size();
  }
  return out;
}

/// Without colours, what was asked of the mailbox and the phone, and the echo of what was typed.
std::string plain(std::string screen, const std::string& typed) {
  const auto remove = [&screen](const char* what) {
    screen = std::regex_replace(screen, std::regex(what), "");
  };
  remove("\033\\[[0-9;]*[A-Za-z]|\r");
  remove("(/mail|/totp|mailbox: .*|totp .*)\n");
  remove("^\n+|[ \n]+$");
  if (screen.ends_with("\n" + typed)) screen.resize(screen.size() - typed.size() - 1);
  remove("\n+$");
  return std::regex_replace(screen, std::regex(" +\n"), "\n");
}

class Recording {
 public:
  /// Waits for the screen, types; the page tells `typed`, or `told` where that is only of this run.
  void step(const std::string& title, const std::string& shows, const std::string& typed,
            const std::string& told = {}) {
    REQUIRE(terminal_.shows(shows));
    steps_.push_back(
        {title, screens_of(terminal_.everything()).size() - 1, typed, told.empty() ? typed : told});
    terminal_.type(typed);
  }
  void choose(const std::string& title, const std::string& label) {
    step(title, ") " + label, terminal_.letter_of(label));
  }
  [[nodiscard]] Terminal& terminal() { return terminal_; }

  [[nodiscard]] std::string page() const {
    const std::vector<std::string> screens = screens_of(terminal_.everything());
    std::string out = head;
    for (const Step& step : steps_)
      out += "\n## " + step.title + "\n\n```text\n" + plain(screens.at(step.screen), step.typed) +
             "\n```\n\nTyped: `" + step.told + "`\n";
    return out;
  }

 private:
  struct Step {
    std::string title;
    std::size_t screen;
    std::string typed, told;
  };
  Terminal terminal_{HELLOJOHN_TERMINAL};
  std::vector<Step> steps_;
};

std::string without_time(const std::string& page) {
  return std::regex_replace(page, std::regex("[0-9]+:[0-9]{2} left"), "0:00 left");
}

}  // namespace

TEST_CASE("terminal: the recorded page is what is shown") {
  Recording recording;
  Terminal& terminal = recording.terminal();
  recording.step("Sign-in", ") Sign in", "alice@example.com");
  REQUIRE(terminal.shows("Password:\r\n"));
  terminal.type("correct horse battery");
  REQUIRE(terminal.shows("Confirm it's you"));
  recording.choose("The challenge; the authenticator is gone", "Lost access?");
  recording.choose("Lost access", "I have neither");
  REQUIRE(terminal.shows("Get a recovery link"));
  terminal.type("alice@example.com");
  REQUIRE(terminal.shows("Check your mail"));
  terminal.type("/mail");
  const std::string link = terminal.after("mailbox: ");
  recording.step("The same screen for every address", "Check your mail", link,
                 "the link from the mail");
  recording.choose("Whose account it is", "Yes, continue");
  REQUIRE(terminal.shows("Code:"));
  terminal.type("/totp");
  const std::string totp = terminal.after("totp fac_");
  recording.step("A new authenticator; the picture is made here",
                 "Code:", totp.substr(totp.rfind(' ') + 1), "the code that it shows");
  recording.choose("Nothing is made before a press", "Create codes");
  recording.choose("New codes, hidden", "Show codes");
  recording.choose("New codes, shown once", "[ ] I have saved these codes");
  recording.choose("The way on is open", "Done");
  recording.step("Back", "Sign in now", "/quit");
  CHECK(terminal.end() == 0);

  const std::string page = recording.page();
  const std::string path = std::string(HELLOJOHN_SOURCE_DIR) + "/docs/terminal.md";
  if (std::getenv("HELLOJOHN_WRITE_DOCS") != nullptr) std::ofstream(path, std::ios::binary) << page;
  std::ifstream present(path, std::ios::binary);
  const std::string committed{std::istreambuf_iterator<char>(present), {}};
  INFO("docs/terminal.md is not what the sample shows: HELLOJOHN_WRITE_DOCS=1");
  CHECK(without_time(committed) == without_time(page));
}

#endif
