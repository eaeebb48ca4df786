// Typed lines on POSIX. Reads past stdio, whose buffer nobody wipes.
#include "terminal.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <termios.h>
#include <unistd.h>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

constexpr std::size_t longest_line = 64 * 1024;

/// No echo while this lives, if the input is a terminal.
class NoEcho {
 public:
  NoEcho() : is_terminal_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!is_terminal_) return;
    termios wanted = before_;
    wanted.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &wanted);
  }
  ~NoEcho() {
    if (!is_terminal_) return;
    tcsetattr(STDIN_FILENO, TCSANOW, &before_);
    std::fputc('\n', stderr);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
  bool is_terminal_;
};

/// One byte at a time, so that the next line stays for the next question.
Secret read_line() {
  Secret line;
  char byte = 0;
  while (line.size() < longest_line && ::read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n')
    line.append({&byte, 1});
  byte = 0;
  return line;
}

}  // namespace

Secret ask_secret(std::string_view prompt) {
  std::fprintf(stderr, "%.*s: ", static_cast<int>(prompt.size()), prompt.data());
  std::fflush(stderr);
  const NoEcho no_echo;
  return read_line();
}

bool agreed(std::string_view what) {
  std::fprintf(stderr, "%.*s\nType \"yes\" to go on: ", static_cast<int>(what.size()), what.data());
  std::fflush(stderr);
  return read_line().reveal() == "yes";
}

Secret take_from_environment(const char* name) {
  char* const value = std::getenv(name);
  if (value == nullptr) return {};
  Secret out{std::string_view(value)};
  secure_wipe(value, std::strlen(value));
  ::unsetenv(name);
  return out;
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
