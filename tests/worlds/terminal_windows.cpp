// See terminal.hpp: pipes, because Wine has no console that a test could hold. Nothing that is typed is echoed.
#include "worlds/child_process_windows.hpp"
#include "worlds/terminal.hpp"

#include <stdexcept>

namespace hellojohn::tests {

struct Terminal::System {
  PipedChild child;
};

const bool Terminal::is_console = false;

Terminal::Terminal(const char* program, std::vector<std::string> arguments)
    : system_(new System{PipedChild(program, arguments, PipedChild::Errors::with_output)}) {}

Terminal::~Terminal() = default;

void Terminal::type(const std::string& line) {
  if (!system_->child.write(line + "\n"))
    throw std::runtime_error("terminal: nobody reads what is typed");
}

int Terminal::end() {
  while (read_some()) {
  }
  return system_->child.wait();
}

bool Terminal::read_some() {
  const std::string bytes = system_->child.read(4096);
  all_ += bytes;
  return !bytes.empty();
}

}  // namespace hellojohn::tests
