// Which process this is: fork() copies an object and its memory, but none of its threads.
#pragma once

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace hellojohn::inline v0 {

/// Remembers the process that made it.
class OwnProcess {
 public:
  OwnProcess() noexcept : id_(current()) {}
  /// True in a child that inherited this object.
  [[nodiscard]] bool was_forked() const noexcept { return id_ != current(); }

 private:
  static long current() noexcept {
#if __has_include(<unistd.h>)
    return static_cast<long>(::getpid());
#else
    return 0;
#endif
  }
  long id_;
};

}  // namespace hellojohn::inline v0
