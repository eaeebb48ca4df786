// Another program as a child of a test: its standard input and output, line by line. Knows no test framework.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::tests {

class ChildProcess {
 public:
  /// Throws if the program cannot be started.
  ChildProcess(const std::string& program, std::vector<std::string> arguments);
  /// Ends the program if it runs still. The system does so too if the test ends without it.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// The next line of what it prints, without its end. Empty also if it prints no more.
  [[nodiscard]] std::string read_line();
  /// Puts a line into its standard input. False if nobody reads it.
  [[nodiscard]] bool write_line(std::string_view line);
  /// Waits until it ends on its own. Its exit code; -1 if it did not end by one.
  [[nodiscard]] int wait();

 private:
  struct System;
  std::unique_ptr<System> system_;
};

}  // namespace hellojohn::tests
