// The subject as a child process: started, told, looked through, ended. Knows nothing of what the orders mean.
#pragma once

#include "residue/wire/order.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace hellojohn::tests {

class SubjectProcess {
 public:
  SubjectProcess(const std::string& program, std::vector<std::string> arguments);
  SubjectProcess(const SubjectProcess&) = delete;
  SubjectProcess& operator=(const SubjectProcess&) = delete;
  ~SubjectProcess();

  [[nodiscard]] pid_t id() const noexcept { return process_; }
  void tell(char what, End end = End::well, std::string_view secret = {}, int allocation = 0) const;
  /// Throws where the subject is gone.
  [[nodiscard]] Said hear() const;
  /// Null where the subject is gone.
  [[nodiscard]] std::optional<Said> hear_if_alive() const;
  /// Until every thread of it sleeps: what a running one has on its stack is not a residue.
  void wait_quiet() const;
  /// Where it runs, and where what it prints is written.
  [[nodiscard]] const std::string& folder() const noexcept { return folder_; }
  /// The core file that a debugger's gcore makes of it, in its folder.
  [[nodiscard]] std::string core() const;

 private:
  std::string folder_;
  pid_t process_ = -1;
  int orders_ = -1;
  int answers_ = -1;
};

}  // namespace hellojohn::tests
