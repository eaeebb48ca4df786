// A limit on locked memory.
#include "worlds/catch.hpp"

#include <hellojohn/secret.hpp>

#include <cstdio>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hellojohn;

namespace {

/// What the system holds in memory for this process, in KiB.
long locked_kib() {
  long out = -1;
  char line[256];
  if (std::FILE* file = std::fopen("/proc/self/status", "r")) {
    while (std::fgets(line, sizeof line, file) != nullptr)
      if (std::sscanf(line, "VmLck: %ld", &out) == 1) break;
    std::fclose(file);
  }
  return out;
}

}  // namespace

TEST_CASE("a limit on locked memory is used up to its end, not abandoned") {
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit small{64 * 1024, 64 * 1024};
    // The administrator has no limit.
    if (::setrlimit(RLIMIT_MEMLOCK, &small) != 0 || (::getuid() == 0 && ::setuid(65534) != 0))
      ::_exit(1);
    Secret large;
    large.reserve(256 * 1024);
    ::_exit(locked_kib() == 64 ? 7 : 2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 7);
}
