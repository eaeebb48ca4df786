// See children.hpp.
#include "apps/common/children.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace samples {

namespace {

/// Found through PATH; input and output are /dev/null. 0 if it cannot be started.
pid_t start(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&files, stream, "/dev/null", O_RDWR, 0);
  }
  pid_t child = 0;
  const int failed = posix_spawnp(&child, arguments[0], &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  return failed == 0 ? child : 0;
}

bool available(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    folder += '/';
    folder += program;
    if (::access(folder.c_str(), X_OK) == 0) return true;
  }
  return false;
}

}  // namespace

bool Children::open(const std::string& file_or_address) {
  const pid_t child = start({"xdg-open", file_or_address});
  if (child != 0) running_.push_back(child);
  return child != 0;
}

bool Children::print(const std::string& file) {
  if (available("xdg-open")) return open(file);
  const pid_t child = available("lp") ? start({"lp", "--", file}) : 0;
  if (child != 0) running_.push_back(child);
  return child != 0;
}

void Children::reap() noexcept {
  std::erase_if(running_, [](pid_t child) { return ::waitpid(child, nullptr, WNOHANG) != 0; });
}

bool Children::can_print() { return available("xdg-open") || available("lp"); }

}  // namespace samples
