// See desk.hpp.
#include "system/desktop/desk.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

namespace hellojohn::tests {

namespace {

namespace fs = std::filesystem;

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (const std::string& text : texts) out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

/// One line, or what there is at the end; waits at most 20 s.
std::string read_line(int fd) {
  std::string line;
  for (char c = 0;;) {
    pollfd waiting{fd, POLLIN, 0};
    if (::poll(&waiting, 1, 20000) <= 0 || ::read(fd, &c, 1) != 1 || c == '\n') return line;
    line.push_back(c);
  }
}

}  // namespace

Child::Child(const std::vector<std::string>& command, const std::vector<std::string>& environment,
             int extra_fd) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<char*> arguments = pointers(command);
  std::vector<char*> variables = pointers(environment);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
  if (extra_fd >= 0) posix_spawn_file_actions_adddup2(&files, extra_fd, 9);
  const int failed =
      posix_spawnp(&process_, arguments[0], &files, nullptr, arguments.data(), variables.data());
  posix_spawn_file_actions_destroy(&files);
  ::close(ends[1]);
  out_ = ends[0];
  if (failed != 0) {
    ::close(out_);
    throw std::runtime_error("cannot start " + command[0]);
  }
}

Child::~Child() {
  if (runs()) ::kill(process_, SIGTERM);
  (void)end();
  ::close(out_);
}

bool Child::runs() noexcept {
  if (process_ > 0 && ::waitpid(process_, &status_, WNOHANG) == process_) process_ = -1;
  return process_ > 0;
}

int Child::end() {
  if (process_ > 0) ::waitpid(process_, &status_, 0);
  process_ = -1;
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
}

Desk::Desk() {
  std::array<char, 64> name{"/tmp/hellojohn-desk-XXXXXX"};
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder");
  home_ = name.data();
  fs::create_directory(home_ / "Documents");
  const char* path = std::getenv("PATH");
  environment_ = {"PATH=" + std::string(path != nullptr ? path : "/usr/bin:/bin"),
                  "HOME=" + home_.string(), "LIBGL_ALWAYS_SOFTWARE=1", "LP_NUM_THREADS=1",
                  "LC_ALL=C.UTF-8"};
  // Xvfb finds a free number itself and says it when it is ready.
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  display_ =
      std::make_unique<Child>(std::vector<std::string>{"Xvfb", "-displayfd", "9", "-screen", "0",
                                                       "1000x1300x24", "-nolisten", "tcp"},
                              environment_, ends[1]);
  ::close(ends[1]);
  const std::string number = read_line(ends[0]);
  ::close(ends[0]);
  if (number.empty()) throw std::runtime_error("Xvfb did not start");
  environment_.push_back("DISPLAY=:" + number);
}

Desk::~Desk() {
  display_.reset();
  std::error_code ignored;
  fs::remove_all(home_, ignored);
}

Ran Desk::run(const std::vector<std::string>& command) {
  Child child(command, environment_);
  Ran out;
  char part[4096];
  for (;;) {
    pollfd waiting{child.out(), POLLIN, 0};
    if (::poll(&waiting, 1, 20000) <= 0) throw std::runtime_error(command[0] + " hangs");
    const ssize_t got = ::read(child.out(), part, sizeof part);
    if (got <= 0) break;
    out.out.append(part, static_cast<std::size_t>(got));
  }
  out.status = child.end();
  return out;
}

void Desk::xdotool(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "xdotool");
  if (run(arguments).status != 0) throw std::runtime_error("xdotool " + arguments[1] + " failed");
}

std::string Desk::clipboard() {
  return run({"timeout", "10", "xclip", "-selection", "clipboard", "-o"}).out;
}

void Desk::set_clipboard(const std::string& text) {
  const fs::path file = home_ / "clipping";
  std::ofstream(file) << text;
  // xclip goes on in the background as the owner; its output must not keep the pipe open.
  (void)run({"sh", "-c", "xclip -selection clipboard -i \"$1\" >/dev/null", "sh", file.string()});
  fs::remove(file);
}

}  // namespace hellojohn::tests
