// Programs of the desktop that are started and not waited for: a viewer, a printer's spooler. Knows no widget.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace samples {

/// **Thread** one at a time. Children go on when it is destroyed.
class Children {
 public:
  /// Found through PATH; input and output are /dev/null. Arguments can be read by everybody on the machine: no secrets.
  /// False if it cannot be started.
  bool start(const std::vector<std::string>& command);
  /// Collects those that ended; never waits. Once a frame.
  void reap() noexcept;

  [[nodiscard]] static bool available(const std::string& program);

 private:
  std::vector<pid_t> running_;
};

}  // namespace samples
