// The app that the robot meets: every screen on the accessibility bus, in the tests' world with its own clock. It also plays
// what is outside the app: "mail", "totp" and "phone" on stdin ask for the newest link, the new authenticator's code and
// Alice's first one.
#include "worlds/access_world.hpp"

#include <hellojohn/atspi/bridge.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace {

using namespace hellojohn;
using namespace std::chrono_literals;

/// A byte for each question: the app draws only when it is asked, or when something was pressed.
class Questions {
 public:
  Questions() {
    if (::pipe2(ends_, O_CLOEXEC | O_NONBLOCK) != 0) std::abort();
  }
  void come() const { (void)!::write(ends_[1], "?", 1); }
  [[nodiscard]] int fd() const { return ends_[0]; }
  void forget() const {
    char bytes[64];
    while (::read(ends_[0], bytes, sizeof bytes) > 0) continue;
  }

 private:
  int ends_[2]{};
};

/// One line of stdin, if there is one. Waits for a line or a question unless `hurry`.
bool asked(const Questions& questions, bool hurry, std::string& line, bool& ended) {
  pollfd input[] = {{STDIN_FILENO, POLLIN, 0}, {questions.fd(), POLLIN, 0}};
  line.clear();
  (void)::poll(input, 2, hurry ? 0 : -1);
  questions.forget();
  if (input[0].revents == 0) return false;
  char byte = 0;
  while (::read(STDIN_FILENO, &byte, 1) == 1) {
    if (byte == '\n') return true;
    line += byte;
  }
  ended = true;
  return false;
}

void say(const std::string& words) {
  std::printf("%s\n", words.c_str());
  std::fflush(stdout);
}

}  // namespace

int main() {
  tests::AccessWorld world;
  const widgets::Text text;
  const Questions questions;
  const auto bridge = atspi::Bridge::open("Sky Game", [&] { questions.come(); });
  if (bridge == nullptr) {
    say("no accessibility bus");
    return 3;
  }
  say("ready");
  std::string line;
  bool ended = false;
  widgets::Intents pressed;
  while (!ended) {
    // A press is never too early: the world's time passes before it counts. Else the world is as slow as the robot.
    const auto by = pressed.empty() ? 1ms : 500ms;
    world.wait(by);
    world.wait(by);
    world.access.apply(pressed);
    const widgets::Screen& screen = world.screen();
    pressed = bridge->update(world.access.view(), text, {widgets::Part::main, screen.focus});
    if (!asked(questions, !pressed.empty(), line, ended)) continue;
    if (line == "mail") say(world.mailed_link());
    if (line == "totp") say(tests::new_totp(world));
    if (line == "phone") say(world.service->totp(tests::alice_factor));
  }
  return 0;
}
