// See terminal.hpp: a pseudo-terminal.
#include "worlds/terminal.hpp"

#include <csignal>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hellojohn::tests {

struct Terminal::System {
  int fd = -1;
  pid_t pid = -1;
};

const bool Terminal::is_console = true;

Terminal::Terminal(const char* program, std::vector<std::string> arguments)
    : system_(std::make_unique<System>()) {
  std::vector<char*> words{const_cast<char*>(program)};
  for (std::string& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  winsize size{40, 100, 0, 0};
  system_->pid = forkpty(&system_->fd, nullptr, nullptr, &size);
  expect(system_->pid >= 0, "there are no pseudo-terminals");
  if (system_->pid == 0) {
    execv(program, words.data());
    _exit(127);
  }
}

Terminal::~Terminal() {
  if (system_->fd >= 0) ::close(system_->fd);
  if (system_->pid > 0) {
    ::kill(system_->pid, SIGKILL);
    ::waitpid(system_->pid, nullptr, 0);
  }
}

void Terminal::type(const std::string& line) {
  const std::string bytes = line + "\n";
  expect(::write(system_->fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
         "nobody reads what is typed");
}

int Terminal::end() {
  while (read_some()) {
  }
  int status = 0;
  ::waitpid(system_->pid, &status, 0);
  system_->pid = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool Terminal::read_some() {
  pollfd input{system_->fd, POLLIN, 0};
  if (::poll(&input, 1, 30'000) <= 0) return false;
  char bytes[4096];
  const auto got = ::read(system_->fd, bytes, sizeof bytes);
  if (got <= 0) return false;
  all_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

}  // namespace hellojohn::tests
