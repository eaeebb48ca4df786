// A separate desk for one test: a display without a screen, a home folder, programs that are run and waited for. Knows
// nothing of the app.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

namespace hellojohn::tests {

/// What a program that ended has left.
struct Ran {
  int status = -1;
  std::string out;
};

/// A running child with its standard output in a pipe; ended by SIGTERM where it still runs at the end.
class Child {
 public:
  Child(const std::vector<std::string>& command, const std::vector<std::string>& environment,
        int extra_fd = -1);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] int out() const noexcept { return out_; }
  [[nodiscard]] bool runs() noexcept;
  /// Waits for its end.
  [[nodiscard]] int end();

 private:
  pid_t process_ = -1;
  int out_ = -1;
  int status_ = -1;
};

class Desk {
 public:
  /// Throws where Xvfb does not start.
  Desk();
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  [[nodiscard]] const std::filesystem::path& home() const noexcept { return home_; }
  /// DISPLAY, HOME and software rendering.
  [[nodiscard]] const std::vector<std::string>& environment() const noexcept {
    return environment_;
  }
  /// Throws where it fails.
  void xdotool(std::vector<std::string> arguments);
  [[nodiscard]] std::string clipboard();
  void set_clipboard(const std::string& text);

 private:
  [[nodiscard]] Ran run(const std::vector<std::string>& command);

  std::filesystem::path home_;
  std::vector<std::string> environment_;
  std::unique_ptr<Child> display_;
};

}  // namespace hellojohn::tests
