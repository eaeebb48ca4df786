// See child_process.hpp: fork(), and one socket that is the child's standard input and output.
#include "worlds/child_process.hpp"

#include <csignal>
#include <stdexcept>

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hellojohn::tests {

struct ChildProcess::System {
  pid_t process = -1;
  int lines = -1;
};

ChildProcess::ChildProcess(const std::string& program, std::vector<std::string> arguments)
    : system_(std::make_unique<System>()) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw std::runtime_error("no socket for a child");
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  system_->lines = ends[0];
  system_->process = ::fork();
  if (system_->process == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::dup2(ends[1], STDIN_FILENO);
    ::dup2(ends[1], STDOUT_FILENO);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  ::close(ends[1]);
}

ChildProcess::~ChildProcess() {
  if (system_->process > 0) {
    ::kill(system_->process, SIGTERM);
    ::waitpid(system_->process, nullptr, 0);
  }
  ::close(system_->lines);
}

std::string ChildProcess::read_line() {
  std::string line;
  char next = 0;
  while (::read(system_->lines, &next, 1) == 1 && next != '\n') line.push_back(next);
  return line;
}

bool ChildProcess::write_line(std::string_view line) {
  const std::string whole = std::string(line) + "\n";
  return ::send(system_->lines, whole.data(), whole.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(whole.size());
}

int ChildProcess::wait() {
  int status = 0;
  if (system_->process <= 0 || ::waitpid(system_->process, &status, 0) != system_->process)
    return -1;
  system_->process = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace hellojohn::tests
