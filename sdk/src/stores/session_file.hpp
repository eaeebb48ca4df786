// The form of a session file: a first line that names it, a checksum, and the bytes. The checksum tells damage, not malice.
#pragma once

#include "stores/worker_store.hpp"

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace stores {

inline constexpr std::string_view session_file_magic = "hellojohn-file 1\n";
inline constexpr std::size_t checksum_size = 17;  // 16 hexadecimal digits and a line end.
inline constexpr std::size_t largest_session_file = std::size_t{256} * 1024;

/// FNV-1a: finds a torn or rotten file.
inline std::string checksum(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  char line[checksum_size + 1];
  std::snprintf(line, sizeof line, "%016llx\n", static_cast<unsigned long long>(hash));
  return line;
}

/// The session's bytes out of the file's.
inline Result<Secret> unpack(std::string_view file) {
  if (file.substr(0, session_file_magic.size()) != session_file_magic)
    return storage_error("the session file is of another version or damaged");
  file.remove_prefix(session_file_magic.size());
  if (file.size() < checksum_size ||
      file.substr(0, checksum_size) != checksum(file.substr(checksum_size)))
    return storage_error("the session file is damaged");
  return Secret(file.substr(checksum_size));
}

}  // namespace stores
}  // namespace v0
}  // namespace hellojohn
