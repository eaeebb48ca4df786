// Typed lines on Windows: from a console as UTF-16, from a pipe or a file as they are. Reads past stdio, whose buffer nobody wipes.
#include "terminal.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <windows.h>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

constexpr std::size_t longest_line = 64 * 1024;

HANDLE input() noexcept { return ::GetStdHandle(STD_INPUT_HANDLE); }

/// No echo while this lives, if the input is a console.
class NoEcho {
 public:
  NoEcho() : is_console_(::GetConsoleMode(input(), &before_) != 0) {
    if (is_console_) ::SetConsoleMode(input(), before_ & ~static_cast<DWORD>(ENABLE_ECHO_INPUT));
  }
  ~NoEcho() {
    if (!is_console_) return;
    ::SetConsoleMode(input(), before_);
    std::fputc('\n', stderr);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  DWORD before_ = 0;
  bool is_console_;
};

/// The next piece of the line, empty at the end of the input. One byte of a pipe: the next line stays for the next question.
Secret next_piece(bool is_console) {
  char bytes[1024];
  DWORD size = 0;
  if (is_console) {
    wchar_t typed[256];
    DWORD count = 0;
    if (::ReadConsoleW(input(), typed, 256, &count, nullptr) != 0)
      size = static_cast<DWORD>(::WideCharToMultiByte(CP_UTF8, 0, typed, static_cast<int>(count),
                                                      bytes, sizeof bytes, nullptr, nullptr));
    secure_wipe(typed, sizeof typed);
  } else if (::ReadFile(input(), bytes, 1, &size, nullptr) == 0) {
    size = 0;
  }
  Secret piece{std::string_view(bytes, size)};
  secure_wipe(bytes, sizeof bytes);
  return piece;
}

Secret read_line() {
  DWORD mode = 0;
  const bool is_console = ::GetConsoleMode(input(), &mode) != 0;
  Secret line;
  while (line.size() < longest_line) {
    const Secret piece = next_piece(is_console);
    if (piece.empty()) break;
    line.append(piece.reveal());
    if (line.reveal().back() == '\n') break;
  }
  std::string_view text = line.reveal();
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return Secret(text);
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
  ::_putenv_s(name, "");
  return out;
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
