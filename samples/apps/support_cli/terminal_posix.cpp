// See terminal.hpp: the output.
#include "terminal.hpp"

#include <cstdio>

#include <unistd.h>

namespace support {

void prepare_output() {}

bool output_is_terminal() { return ::isatty(STDOUT_FILENO) == 1; }

bool print_secret(hellojohn::SecretView secret) {
  std::fflush(stdout);
  hellojohn::Secret line(secret.reveal());
  line.append("\n");
  std::string_view left = line.reveal();
  while (!left.empty()) {
    const auto written = ::write(STDOUT_FILENO, left.data(), left.size());
    if (written <= 0) return false;
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace support
