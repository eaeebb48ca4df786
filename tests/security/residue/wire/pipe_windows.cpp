// See order.hpp: handles.
#include "security/residue/wire/order.hpp"

#include <windows.h>

namespace hellojohn::tests {

bool read_whole(PipeEnd end, void* out, std::size_t size) noexcept {
  for (char* at = static_cast<char*>(out); size != 0;) {
    DWORD n = 0;
    if (::ReadFile(reinterpret_cast<HANDLE>(end), at, static_cast<DWORD>(size), &n, nullptr) == 0 ||
        n == 0)
      return false;
    at += n;
    size -= n;
  }
  return true;
}

bool write_whole(PipeEnd end, const void* bytes, std::size_t size) noexcept {
  for (const char* at = static_cast<const char*>(bytes); size != 0;) {
    DWORD n = 0;
    if (::WriteFile(reinterpret_cast<HANDLE>(end), at, static_cast<DWORD>(size), &n, nullptr) == 0)
      return false;
    at += n;
    size -= n;
  }
  return true;
}

}  // namespace hellojohn::tests
