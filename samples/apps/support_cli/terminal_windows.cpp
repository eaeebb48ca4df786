// See terminal.hpp: the output. Lines end as Windows ends them.
#include "terminal.hpp"

#include <cstdio>

#include <io.h>
#include <windows.h>

namespace support {

namespace {

constexpr int standard_output = 1;

}  // namespace

void prepare_output() { ::SetConsoleOutputCP(CP_UTF8); }

bool output_is_terminal() {
  // The C library takes every device for a terminal, also NUL.
  DWORD mode = 0;
  return ::GetConsoleMode(::GetStdHandle(STD_OUTPUT_HANDLE), &mode) != 0;
}

bool print_secret(hellojohn::SecretView secret) {
  std::fflush(stdout);
  hellojohn::Secret line(secret.reveal());
  line.append("\r\n");
  const HANDLE output = reinterpret_cast<HANDLE>(::_get_osfhandle(standard_output));
  std::string_view left = line.reveal();
  while (!left.empty()) {
    DWORD written = 0;
    if (::WriteFile(output, left.data(), static_cast<DWORD>(left.size()), &written, nullptr) == 0 ||
        written == 0)
      return false;
    left.remove_prefix(written);
  }
  return true;
}

}  // namespace support
