// The subject as a child process: started, told, looked through, ended. Knows nothing of what the orders mean.
#pragma once

#include "security/residue/process_memory.hpp"
#include "security/residue/wire/order.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::tests {

/// When the symbols of shared libraries are bound: at the start of the program, or at their first calls. Windows has only the first.
enum class Binding : char { early, late };

class SubjectProcess {
 public:
  SubjectProcess(const std::string& program, std::vector<std::string> arguments, Binding binding);
  SubjectProcess(const SubjectProcess&) = delete;
  SubjectProcess& operator=(const SubjectProcess&) = delete;
  ~SubjectProcess();

  /// It says where it holds a secret: before that, nothing is known to be hidden.
  void learn_where_secrets_are();
  [[nodiscard]] const SearchedProcess& searched() const noexcept { return searched_; }
  void tell(char what, End end = End::well, std::string_view secret = {}, int allocation = 0) const;
  /// Throws where the subject is gone.
  [[nodiscard]] Said hear() const;
  /// Null if the subject is gone.
  [[nodiscard]] std::optional<Said> hear_if_alive() const;
  /// Until every thread of it waits: what a running one has on its stack is not a residue.
  void wait_quiet() const;
  /// Where it runs, and where what it prints is written.
  [[nodiscard]] const std::string& folder() const noexcept { return folder_; }
  /// Symbols that shared libraries have bound since their start, in the order of their first calls.
  [[nodiscard]] std::vector<std::string> bound_late() const;
  /// The core file that a debugger's gcore makes of it, in its folder. Null on Windows, where nothing makes one.
  [[nodiscard]] std::optional<std::string> core() const;

 private:
  struct System;
  std::string program_, folder_;
  std::unique_ptr<System> system_;
  PipeEnd orders_ = -1;
  PipeEnd answers_ = -1;
  SearchedProcess searched_;
};

}  // namespace hellojohn::tests
