// See order.hpp: file descriptors.
#include "security/residue/wire/order.hpp"

#include <cerrno>

#include <unistd.h>

namespace hellojohn::tests {

bool read_whole(PipeEnd end, void* out, std::size_t size) noexcept {
  for (char* at = static_cast<char*>(out); size != 0;) {
    const ssize_t n = ::read(static_cast<int>(end), at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

bool write_whole(PipeEnd end, const void* bytes, std::size_t size) noexcept {
  for (const char* at = static_cast<const char*>(bytes); size != 0;) {
    const ssize_t n = ::write(static_cast<int>(end), at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace hellojohn::tests
