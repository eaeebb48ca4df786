// What is typed, line by line, with and without echo. Each system has its own file; one that takes whole lines shares the rest.
#pragma once

#include <hellojohn/secret.hpp>

#include <chrono>

namespace terminal {

/// Before the first line is printed: the console takes UTF-8 and escape sequences.
void prepare_output();

/// Lines without echo while a secret is typed; the terminal is given back as it was. One at a time.
class Echo {
 public:
  Echo();
  ~Echo() { set(true); }
  Echo(const Echo&) = delete;
  Echo& operator=(const Echo&) = delete;
  void set(bool on);

 private:
  unsigned long before_ = 0;
  bool is_terminal_ = false;
  bool on_ = true;
};

/// The next whole line.
class Lines {
 public:
  enum class State { none, line, end };
  State next(hellojohn::Secret& line, std::chrono::milliseconds patience) {
    if (take(line)) return State::line;
    const State state = read(patience);
    return state == State::line && !take(line) ? State::none : state;
  }

 private:
  /// State::line if some bytes were added to what is pending.
  State read(std::chrono::milliseconds patience);
  bool take(hellojohn::Secret& line) {
    const std::size_t end = pending_.reveal().find('\n');
    if (end == std::string_view::npos) return false;
    std::string_view text = pending_.reveal().substr(0, end);
    if (text.ends_with('\r')) text.remove_suffix(1);
    line = hellojohn::Secret(text);
    pending_ = hellojohn::Secret(pending_.reveal().substr(end + 1));
    return true;
  }

  hellojohn::Secret pending_;
};

}  // namespace terminal
