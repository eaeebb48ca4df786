// Programs of the desktop that are started and not waited for: a viewer, a mail program. Knows no widget.
#pragma once

#include <string>
#include <vector>

namespace samples {

/// **Thread** one at a time. Children go on when it is destroyed.
class Children {
 public:
  /// Opens a file or an address such as "mailto:" with the program that the user has for it. Everybody on the machine can
  /// read the name: no secrets. False if no program can be started.
  bool open(const std::string& file_or_address);
  /// Opens a page in a viewer, which asks for the printer and the paper; without a viewer, sends it to the default printer.
  bool print(const std::string& file);
  /// Collects those that ended; never waits. Once a frame.
  void reap() noexcept;

  /// print() has a program to start.
  [[nodiscard]] static bool can_print();

 private:
  std::vector<int> running_;  ///< Processes that must be collected; Windows needs none.
};

}  // namespace samples
