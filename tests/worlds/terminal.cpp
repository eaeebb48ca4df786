// See terminal.hpp.
#include "worlds/terminal.hpp"

#include <csignal>
#include <stdexcept>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hellojohn::tests {

namespace {

void expect(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("terminal: " + what);
}

}  // namespace

Terminal::Terminal(const char* program, std::vector<std::string> arguments) {
  std::vector<char*> words{const_cast<char*>(program)};
  for (std::string& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  winsize size{40, 100, 0, 0};
  pid_ = forkpty(&fd_, nullptr, nullptr, &size);
  expect(pid_ >= 0, "there are no pseudo-terminals");
  if (pid_ == 0) {
    execv(program, words.data());
    _exit(127);
  }
}

Terminal::~Terminal() {
  if (fd_ >= 0) ::close(fd_);
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

bool Terminal::shows(std::string_view text) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (screen().find(text) == std::string::npos) {
    if (std::chrono::steady_clock::now() > end || !read_some()) return false;
  }
  return true;
}

void Terminal::type(const std::string& line) {
  const std::string bytes = line + "\n";
  expect(::write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
         "nobody reads what is typed");
}

std::string Terminal::letter_of(const std::string& label) {
  expect(shows(") " + label), "no choice " + label + " in " + screen());
  const std::string now = screen();
  return now.substr(now.find(") " + label) - 1, 1);
}

std::string Terminal::after(const std::string& before) {
  // In all that came: a countdown may have cleared the screen since.
  while (all_.find(before) == std::string::npos)
    expect(read_some(), "no " + before + " in " + screen());
  const std::size_t at = all_.rfind(before) + before.size();
  while (all_.find('\n', at) == std::string::npos) expect(read_some(), "the line does not end");
  return all_.substr(at, all_.find_first_of("\r\n", at) - at);
}

std::string Terminal::screen() const {
  const std::size_t cleared = all_.rfind("\033[2J");
  return cleared == std::string::npos ? all_ : all_.substr(cleared);
}

int Terminal::end() {
  while (read_some()) {
  }
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool Terminal::read_some() {
  pollfd input{fd_, POLLIN, 0};
  if (::poll(&input, 1, 30'000) <= 0) return false;
  char bytes[4096];
  const auto got = ::read(fd_, bytes, sizeof bytes);
  if (got <= 0) return false;
  all_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

}  // namespace hellojohn::tests
