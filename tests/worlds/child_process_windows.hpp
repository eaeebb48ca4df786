// A child with pipes on Windows: what a ChildProcess is there, and a Terminal. Knows no test framework.
#pragma once

#include "worlds/child_process.hpp"
#include "worlds/start_windows.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::tests {

class PipedChild {
 public:
  enum class Errors { dropped, with_output };
  /// Throws if the program cannot be started.
  PipedChild(const std::string& program, const std::vector<std::string>& arguments, Errors errors);
  /// Ends the program if it runs still. The system does so too if the test ends without it.
  ~PipedChild();
  PipedChild(const PipedChild&) = delete;
  PipedChild& operator=(const PipedChild&) = delete;

  /// Waits for some bytes of what it prints; empty at the end.
  [[nodiscard]] std::string read(std::size_t most);
  [[nodiscard]] bool write(std::string_view bytes);
  /// Its exit code; -1 if there is none.
  [[nodiscard]] int wait();

 private:
  OwnHandle job_{job_that_ends_its_processes()};
  Pipe input_{true};
  Pipe output_{false};
  HANDLE process_ = nullptr;
};

}  // namespace hellojohn::tests
