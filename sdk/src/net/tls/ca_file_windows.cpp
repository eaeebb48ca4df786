// Reads with the system's own calls: paths are UTF-8 and may hold what the ANSI code page has not.
#include "net/tls/pem_text.hpp"

#include "base/wide_windows.hpp"

#include <hellojohn/error.hpp>

#include <windows.h>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

constexpr std::size_t largest_ca_file = std::size_t{16} * 1024 * 1024;

Error ca_file_error(DWORD reason) {
  Error error;
  const bool exhausted = reason == ERROR_TOO_MANY_OPEN_FILES || reason == ERROR_NOT_ENOUGH_MEMORY ||
                         reason == ERROR_OUTOFMEMORY || reason == ERROR_NO_SYSTEM_RESOURCES;
  error.code = exhausted ? Errc::resource : Errc::usage;
  error.detail = exhausted ? "no handle or memory for ca_file" : "ca_file cannot be read";
  return error;
}

}  // namespace

Result<std::string> read_ca_file(const std::string& path) {
  const OwnHandle file(::CreateFileW(wide(path).c_str(), GENERIC_READ,
                                     FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                     nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file.ok()) return ca_file_error(::GetLastError());
  std::string text;
  char part[16 * 1024];
  for (;;) {
    DWORD got = 0;
    if (::ReadFile(file.get(), part, sizeof part, &got, nullptr) == 0)
      return ca_file_error(::GetLastError());
    if (got == 0) return text;
    text.append(part, got);
    if (text.size() > largest_ca_file) return ca_file_error(ERROR_FILE_TOO_LARGE);
  }
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
