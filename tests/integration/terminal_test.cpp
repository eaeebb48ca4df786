// The terminal sample through a pseudo-terminal, as a person would use it: the headless components with another skin.
#include "support/catch.hpp"

#include <hellojohn/testing/mock_server.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef HELLOJOHN_TERMINAL  // Built without widgets or samples there is none.

namespace {

using namespace std::chrono_literals;

/// A program in a terminal of 100 columns. Reads what it prints; types lines.
class Terminal {
 public:
  explicit Terminal(const char* program, std::vector<std::string> arguments = {}) {
    std::vector<char*> texts{const_cast<char*>(program)};
    for (std::string& argument : arguments) texts.push_back(argument.data());
    texts.push_back(nullptr);
    winsize size{40, 100, 0, 0};
    pid_ = forkpty(&fd_, nullptr, nullptr, &size);
    REQUIRE(pid_ >= 0);  // No pseudo-terminals here: is /dev/pts mounted?
    if (pid_ == 0) {
      execv(program, texts.data());
      _exit(127);
    }
  }
  ~Terminal() {
    if (fd_ >= 0) ::close(fd_);
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// Waits until the text stands in what came since the last screen was cleared; 30 s at most.
  bool shows(std::string_view text) {
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (screen().find(text) == std::string::npos) {
      if (std::chrono::steady_clock::now() > end || !read_some()) return false;
    }
    return true;
  }
  void type(const std::string& line) {
    const std::string bytes = line + "\n";
    REQUIRE(::write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  /// Types the letter in front of a choice.
  void choose(const std::string& label) {
    CAPTURE(label, screen());
    REQUIRE(shows(") " + label));
    const std::string now = screen();
    type(std::string(1, now[now.find(") " + label) - 1]));
  }
  /// What follows `before` up to the line's end.
  std::string after(const std::string& before) {
    REQUIRE(shows(before));
    while (screen().find('\n', screen().rfind(before)) == std::string::npos) REQUIRE(read_some());
    const std::string now = screen();
    const std::size_t at = now.rfind(before) + before.size();
    return now.substr(at, now.find_first_of("\r\n", at) - at);
  }
  [[nodiscard]] std::string screen() const {
    const std::size_t cleared = all_.rfind("\033[2J");
    return cleared == std::string::npos ? all_ : all_.substr(cleared);
  }
  [[nodiscard]] const std::string& everything() const { return all_; }
  int end() {
    type("/quit");
    while (read_some()) {
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  bool read_some() {
    pollfd input{fd_, POLLIN, 0};
    if (::poll(&input, 1, 30'000) <= 0) return false;
    char bytes[4096];
    const auto got = ::read(fd_, bytes, sizeof bytes);
    if (got <= 0) return false;
    all_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  int fd_ = -1;
  pid_t pid_ = -1;
  std::string all_;
};

void sign_in(Terminal& terminal) {
  REQUIRE(terminal.shows("Sign in to"));
  terminal.type("alice@example.com");
  REQUIRE(terminal.shows("Password:\r\n"));
  terminal.type("correct horse battery");
  REQUIRE(terminal.shows("Confirm it's you"));
}

}  // namespace

TEST_CASE("terminal: sign-in with a backup code, then new codes") {
  Terminal terminal(HELLOJOHN_TERMINAL);
  sign_in(terminal);
  CHECK(terminal.everything().find("correct horse battery") == std::string::npos);
  terminal.choose("Use a backup code");
  REQUIRE(terminal.shows("One of your backup codes"));
  terminal.type("/codes");
  REQUIRE(terminal.shows("-"));
  const std::string codes = terminal.after("One of your backup codes:\r\n");
  REQUIRE(codes.size() == 9);
  terminal.type(codes);
  REQUIRE(terminal.shows("Signed in with a backup code"));
  terminal.choose("Make new codes");
  terminal.choose("Replace codes");
  REQUIRE(terminal.shows("1. "));
  terminal.choose("Show codes");
  REQUIRE(terminal.shows("8. "));
  terminal.choose("[ ] I have saved these codes");
  terminal.choose("Done");
  REQUIRE(terminal.shows("Sign-in security"));
  CHECK(terminal.shows("8 codes left"));
  CHECK(terminal.end() == 0);
}

TEST_CASE("terminal: lost access to the end, the QR code in block characters") {
  Terminal terminal(HELLOJOHN_TERMINAL);
  sign_in(terminal);
  terminal.choose("Lost access?");
  terminal.choose("I have neither");
  REQUIRE(terminal.shows("Get a recovery link"));
  terminal.type("alice@example.com");
  REQUIRE(terminal.shows("Check your mail"));
  terminal.type("/mail");
  const std::string link = terminal.after("mailbox: ");
  terminal.type(link);
  terminal.choose("Yes, continue");
  REQUIRE(terminal.shows("\xE2\x96\x80"));
  REQUIRE(terminal.shows("Code:"));
  terminal.type("/totp");
  REQUIRE(terminal.shows("totp phone"));
  const std::string code = terminal.after("totp fac_");
  terminal.type(code.substr(code.rfind(' ') + 1));
  terminal.choose("Create codes");
  terminal.choose("Show codes");
  terminal.choose("[ ] I have saved these codes");
  terminal.choose("Done");
  REQUIRE(terminal.shows("You're back"));
  CHECK(terminal.shows("[x] New authenticator set up"));
  CHECK(terminal.end() == 0);
}

TEST_CASE("terminal: against a server of somebody else, in Spanish") {
  hellojohn::testing::MockServerOptions options;
  auto made = hellojohn::testing::MockServer::start(std::move(options));
  REQUIRE(made);
  auto server = std::move(made).value();
  char ca_file[] = "/tmp/hellojohn-terminal-XXXXXX";
  const int fd = ::mkstemp(ca_file);
  REQUIRE(fd >= 0);
  ::close(fd);
  std::ofstream(ca_file) << server.ca_pem();
  {
    Terminal terminal(HELLOJOHN_TERMINAL,
                      {"--es", "--base-url", server.base_url(), "--tenant", "tnt_01HABCDEF654321",
                       "--key", "pk_live_abc123", "--ca", ca_file});
    REQUIRE(terminal.shows("Inicia sesión en"));
    terminal.type("alice@example.com");
    REQUIRE(terminal.shows("Contraseña:\r\n"));
    terminal.type("correct horse battery");
    terminal.choose("Usar un código de respaldo");
    REQUIRE(terminal.shows("Uno de tus códigos de respaldo"));
    terminal.type(server.service().seeded_backup_codes("usr_01HABCDEF123456").at(0));
    CHECK(terminal.shows("Entraste con un código de respaldo"));
    CHECK(terminal.end() == 0);
  }
  std::remove(ca_file);
}

TEST_CASE("terminal: options that it does not know are refused") {
  Terminal terminal(HELLOJOHN_TERMINAL, {"--base-ur", "https://example.com"});
  CHECK(terminal.shows("hellojohn-terminal [--es]"));
  CHECK(terminal.end() == 2);
}

#endif
