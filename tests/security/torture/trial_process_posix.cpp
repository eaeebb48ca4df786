// See trial_process.hpp.
#include "trial_process.hpp"

#include <csignal>
#include <cstdlib>
#include <new>
#include <stdexcept>

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/// Of a build that measures coverage: what a trial met is written down, because _exit() does not do it.
extern "C" [[gnu::weak]] int __llvm_profile_write_file();

namespace hellojohn::tests {

namespace {

End end_of(int status) {
  if (WIFEXITED(status)) return End::exited;
  if (WTERMSIG(status) == SIGALRM) return End::hung;
  return WTERMSIG(status) == SIGABRT ? End::aborted : End::crashed;
}

}  // namespace

// glibc keeps the stacks of threads that have ended, with their blocks: how many is a matter of time.
void begin_process(int, char** argv) {
  constexpr const char* name = "GLIBC_TUNABLES";
  if (std::getenv(name) != nullptr) return;
  ::setenv(name, "glibc.pthread.stack_cache_size=0", 1);
  ::execv("/proc/self/exe", argv);
}

struct TrialProcess::System {
  Trial* trial;
};

TrialProcess::TrialProcess() {
  void* shared =
      ::mmap(nullptr, sizeof(Trial), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) throw std::runtime_error("no shared memory");
  system_.reset(new System{new (shared) Trial{}});
}

TrialProcess::~TrialProcess() { ::munmap(system_->trial, sizeof(Trial)); }

Trial& TrialProcess::play(const Service& service, const Scenario& scenario, long point) {
  Trial& trial = *system_->trial;
  trial = Trial{};
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no fork");
  if (child == 0) {
    ::alarm(static_cast<unsigned>(longest_trial.count()));
    tests::play(service, scenario, point, trial);
    if (__llvm_profile_write_file != nullptr) (void)__llvm_profile_write_file();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  trial.end = end_of(status);
  return trial;
}

Trial& TrialProcess::aside(const std::function<void(Trial&)>& work) {
  const pid_t clerk = ::fork();
  if (clerk < 0) throw std::runtime_error("no fork");
  if (clerk == 0) {
    work(*system_->trial);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(clerk, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error("what was to be done aside went wrong");
  return *system_->trial;
}

}  // namespace hellojohn::tests
