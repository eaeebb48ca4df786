// See terminal.hpp: what is looked for in what a program shows.
#include "worlds/terminal.hpp"

#include <stdexcept>

namespace hellojohn::tests {

void Terminal::expect(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("terminal: " + what);
}

bool Terminal::shows(std::string_view text) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (screen().find(text) == std::string::npos) {
    if (std::chrono::steady_clock::now() > end || !read_some()) return false;
  }
  return true;
}

std::string Terminal::letter_of(const std::string& label) {
  expect(shows(") " + label), "no choice " + label + " in " + screen());
  const std::string now = screen();
  return now.substr(now.find(") " + label) - 1, 1);
}

std::string Terminal::after(const std::string& before) {
  // In all that came: a countdown may have cleared the screen since.
  while (all_.find(before) == std::string::npos)
    expect(read_some(), "no " + before + " in " + screen());
  const std::size_t at = all_.rfind(before) + before.size();
  while (all_.find('\n', at) == std::string::npos) expect(read_some(), "the line does not end");
  return all_.substr(at, all_.find_first_of("\r\n", at) - at);
}

std::string Terminal::screen() const {
  const std::size_t cleared = all_.rfind("\033[2J");
  return cleared == std::string::npos ? all_ : all_.substr(cleared);
}

}  // namespace hellojohn::tests
