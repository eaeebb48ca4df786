// Threads started inside this scope take no signals: those belong to the host's own threads. They begin with empty vector
// registers, which a new thread would inherit.
#pragma once

#include <hellojohn/secret.hpp>

#include <pthread.h>
#include <csignal>

namespace hellojohn::inline v0::net {

class QuietThreadScope {
 public:
  QuietThreadScope() noexcept {
    char nothing = 0;
    secure_wipe(&nothing, sizeof nothing);  // And with it the vector registers.
    sigset_t all;
    sigfillset(&all);
    // Faults raised by the thread itself must keep their usual effect.
    for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS})
      sigdelset(&all, signal);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~QuietThreadScope() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  QuietThreadScope(const QuietThreadScope&) = delete;
  QuietThreadScope& operator=(const QuietThreadScope&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace hellojohn::inline v0::net
