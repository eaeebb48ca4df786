// See order.hpp.
#include "security/residue/wire/order.hpp"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

namespace hellojohn::tests {

bool read_whole(int fd, void* out, std::size_t size) noexcept {
  for (char* at = static_cast<char*>(out); size != 0;) {
    const ssize_t n = ::read(fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

bool write_whole(int fd, const void* bytes, std::size_t size) noexcept {
  for (const char* at = static_cast<const char*>(bytes); size != 0;) {
    const ssize_t n = ::write(fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

bool read_secret(int fd, std::size_t size, Secret& out) {
  char part[64];
  bool whole = true;
  out.reserve(size);
  while (size != 0 && whole) {
    const std::size_t n = std::min(size, sizeof part);
    whole = read_whole(fd, part, n);
    if (whole) out.append({part, n});
    size -= n;
  }
  secure_wipe(part, sizeof part);
  return whole;
}

}  // namespace hellojohn::tests
