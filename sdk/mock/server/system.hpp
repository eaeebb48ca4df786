// The few things that hellojohn-mock-server asks of its system: private files, the terminal, the end of the program.
#pragma once

#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

/// Replaces the file as a whole; only its owner may read it.
[[nodiscard]] bool write_private(const std::string& path, const std::string& text);
/// Only its owner may look into it. One that is there already stays as it is.
void make_private_folder(const std::string& path);
/// Makes a private folder among the system's temporary ones. Empty if it cannot.
[[nodiscard]] std::string make_temporary_folder();
/// True if somebody reads what is written to the standard error.
[[nodiscard]] bool errors_go_to_terminal();

/// The request that the program ends: SIGTERM, SIGINT, or what a console of Windows has for them. One per program, made
/// before any thread.
class EndOfProgram {
 public:
  EndOfProgram();
  ~EndOfProgram();
  EndOfProgram(const EndOfProgram&) = delete;
  EndOfProgram& operator=(const EndOfProgram&) = delete;
  void wait();

 private:
  struct System;
  std::unique_ptr<System> system_;
};

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
