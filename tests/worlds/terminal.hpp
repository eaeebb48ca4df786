// A program in a pseudo-terminal, on Windows between pipes: what it prints is read, lines are typed.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::tests {

/// 100 columns wide. Throws if there are no pseudo-terminals (is /dev/pts mounted?).
class Terminal {
 public:
  /// The program takes its output for a terminal.
  static const bool is_console;

  explicit Terminal(const char* program, std::vector<std::string> arguments = {});
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// Waits until the text stands in what came since the last screen was cleared; 30 s at most.
  bool shows(std::string_view text);
  void type(const std::string& line);
  /// The letter in front of a choice, once it is there.
  std::string letter_of(const std::string& label);
  /// Types that letter.
  void choose(const std::string& label) { type(letter_of(label)); }
  /// What follows the newest `before`, on any screen, up to the line's end.
  std::string after(const std::string& before);
  [[nodiscard]] std::string screen() const;
  [[nodiscard]] const std::string& everything() const { return all_; }
  /// Reads to the program's end; its exit code, -1 where a signal ended it.
  int end();

 private:
  /// Throws if it does not hold.
  static void expect(bool holds, const std::string& what);
  bool read_some();

  struct System;
  std::unique_ptr<System> system_;
  std::string all_;
};

}  // namespace hellojohn::tests
