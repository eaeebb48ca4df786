// See system.hpp: POSIX.
#include "system.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

bool write_private(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  (void)std::remove(beside.c_str());
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool closed = ::close(file) == 0;
  return written && closed && std::rename(beside.c_str(), path.c_str()) == 0;
}

void make_private_folder(const std::string& path) { (void)::mkdir(path.c_str(), 0700); }

std::string make_temporary_folder() {
  char folder[] = "/tmp/hellojohn-mock-XXXXXX";
  return ::mkdtemp(folder) != nullptr ? folder : std::string();
}

bool errors_go_to_terminal() { return ::isatty(STDERR_FILENO) != 0; }

struct EndOfProgram::System {
  sigset_t signals{};
};

// Blocked before any thread is made, so that only sigwait receives them.
EndOfProgram::EndOfProgram() : system_(std::make_unique<System>()) {
  sigemptyset(&system_->signals);
  sigaddset(&system_->signals, SIGTERM);
  sigaddset(&system_->signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &system_->signals, nullptr);
}

EndOfProgram::~EndOfProgram() = default;

void EndOfProgram::wait() {
  int received = 0;
  sigwait(&system_->signals, &received);
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
