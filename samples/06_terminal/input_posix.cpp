// See input.hpp.
#include "06_terminal/input.hpp"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace terminal {

void prepare_output() {}

Echo::Echo() {
  termios now{};
  is_terminal_ = tcgetattr(STDIN_FILENO, &now) == 0;
  before_ = now.c_lflag;
}

void Echo::set(bool on) {
  termios wanted{};
  if (!is_terminal_ || on == on_ || tcgetattr(STDIN_FILENO, &wanted) != 0) return;
  on_ = on;
  wanted.c_lflag = static_cast<tcflag_t>(on ? before_ : before_ & ~static_cast<tcflag_t>(ECHO));
  tcsetattr(STDIN_FILENO, TCSANOW, &wanted);
}

Lines::State Lines::read(std::chrono::milliseconds patience) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  if (::poll(&input, 1, static_cast<int>(patience.count())) <= 0) return State::none;
  char bytes[512];
  const auto got = ::read(STDIN_FILENO, bytes, sizeof bytes);
  if (got <= 0) return State::end;
  pending_.append({bytes, static_cast<std::size_t>(got)});
  hellojohn::secure_wipe(bytes, sizeof bytes);
  return State::line;
}

}  // namespace terminal
