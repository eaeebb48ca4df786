// Which process this is: fork() copies an object and its memory, but none of its threads.
#pragma once

#include <atomic>
#include <mutex>

#if __has_include(<sys/wait.h>)
#include <pthread.h>
#endif

namespace hellojohn {
inline namespace v0 {

#if __has_include(<sys/wait.h>)
/// How often fork() led to this process. Counted in the child, because asking the system at every call costs a system call.
extern std::atomic<unsigned> forks_before;
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

/// A mutex of an object that fork() may copy. A child never waits for it: a thread that fork() did not copy may hold it.
class OwnMutex {
 public:
  void lock() noexcept {
    if (!process_.was_forked()) mutex_.lock();
  }
  void unlock() noexcept {
    if (!process_.was_forked()) mutex_.unlock();
  }
  /// For a condition variable, which only the process that made it may wait for.
  [[nodiscard]] std::mutex& for_condition() noexcept { return mutex_; }

 private:
  OwnProcess process_;
  std::mutex mutex_;
};

#if __has_include(<sys/wait.h>)
/// A mutex that guards something of the whole process. fork() takes it first, so that the child finds it free and what it
/// guards whole: hold it only for work that calls nobody else's code. `Tag` names it, one mutex for each.
template <class Tag>
class ProcessMutex {
 public:
  static void lock() noexcept {
    (void)taken_by_fork_;
    ::pthread_mutex_lock(&mutex_);
  }
  static void unlock() noexcept { ::pthread_mutex_unlock(&mutex_); }

 private:
  static inline pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  static inline const int taken_by_fork_ =
      ::pthread_atfork(&ProcessMutex::lock, &ProcessMutex::unlock, &ProcessMutex::unlock);
};
#else
template <class Tag>
class ProcessMutex {
 public:
  static void lock() { mutex_.lock(); }
  static void unlock() noexcept { mutex_.unlock(); }

 private:
  static inline std::mutex mutex_;
};
#endif

}  // namespace v0
}  // namespace hellojohn
