// A core file holds the registers of each thread too, and memcpy leaves in them what it copied last. Threads are
// stopped one after the other, read, and let go.
#include "security/residue/scanner.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>

namespace hellojohn::tests {

namespace {

void count_in_set(pid_t thread, long set, const Needles& needles, std::vector<std::size_t>& found) {
  alignas(64) static unsigned char state[64 * 1024];
  iovec room{state, sizeof state};
  // A processor without that set has nothing to show.
  if (::ptrace(PTRACE_GETREGSET, thread, set, &room) != 0) return;
  needles.count(state, room.iov_len, room.iov_len, found);
}

void count_in_thread(pid_t thread, const Needles& needles, std::vector<std::size_t>& found) {
  if (::ptrace(PTRACE_SEIZE, thread, nullptr, nullptr) != 0) {
    if (errno == ESRCH) return;  // It ended in the meantime.
    throw std::runtime_error("a thread's registers cannot be read");
  }
  int status = 0;
  if (::ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr) == 0 &&
      ::waitpid(thread, &status, __WALL) == thread && WIFSTOPPED(status)) {
    count_in_set(thread, NT_PRSTATUS, needles, found);
#ifdef __x86_64__
    count_in_set(thread, NT_X86_XSTATE, needles, found);
#else
    count_in_set(thread, NT_FPREGSET, needles, found);
#endif
  }
  ::ptrace(PTRACE_DETACH, thread, nullptr, nullptr);
}

}  // namespace

std::vector<std::size_t> scan_registers(const SearchedProcess& process, const Needles& needles) {
  std::vector<std::size_t> found(needles.size());
  const std::string folder = "/proc/" + std::to_string(process.id) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(folder))
    count_in_thread(std::atoi(task.path().filename().c_str()), needles, found);
  return found;
}

}  // namespace hellojohn::tests
