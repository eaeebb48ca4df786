// Which process this is: fork() copies an object and its memory, but none of its threads.
#pragma once

#include <atomic>

#if __has_include(<unistd.h>)
#include <pthread.h>
#endif

namespace hellojohn {
inline namespace v0 {

#if __has_include(<unistd.h>)
/// How often fork() led to this process. Counted in the child, because asking the system at every call costs a system call.
inline std::atomic<unsigned> forks_before{0};
inline const int forks_are_counted = ::pthread_atfork(nullptr, nullptr, [] { ++forks_before; });
#else
inline constexpr unsigned forks_before = 0;
#endif

/// Remembers the process that made it.
class OwnProcess {
 public:
  /// True in a child that inherited this object.
  [[nodiscard]] bool was_forked() const noexcept { return made_after_ != forks_before; }

 private:
  unsigned made_after_ = forks_before;
};

}  // namespace v0
}  // namespace hellojohn
