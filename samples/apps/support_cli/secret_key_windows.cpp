// See key_file.hpp. Only the user, the system and the administrators may read the file.
#include "key_file.hpp"

#include "apps/common/access_windows.hpp"

#include <cstdlib>

namespace support {

using hellojohn::Secret;

namespace {

const char* problem_of(HANDLE file) {
  BY_HANDLE_FILE_INFORMATION facts{};
  if (::GetFileType(file) != FILE_TYPE_DISK || ::GetFileInformationByHandle(file, &facts) == 0)
    return "is no file";
  if ((facts.dwFileAttributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT)) != 0)
    return "is no file";
  return samples::what_is_wrong_with_access(file);
}

}  // namespace

Secret read_key_file(const std::string& path, std::string& problem) {
  // A link is opened itself, and refused. Without the semantics of backups a folder could not be opened and named.
  const HANDLE file = ::CreateFileW(
      samples::wide(path).c_str(), GENERIC_READ | READ_CONTROL, FILE_SHARE_READ, nullptr,
      OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS, nullptr);
  const char* why = file == INVALID_HANDLE_VALUE ? "cannot be opened" : problem_of(file);
  Secret out;
  if (why == nullptr) {
    char bytes[512];
    DWORD size = 0;
    if (::ReadFile(file, bytes, sizeof bytes, &size, nullptr) != 0)
      out = without_blanks({bytes, static_cast<std::size_t>(size)});
    hellojohn::secure_wipe(bytes, sizeof bytes);
    if (out.empty()) why = "holds no key";
  }
  if (file != INVALID_HANDLE_VALUE) ::CloseHandle(file);
  if (why != nullptr) problem = "the key file " + path + " " + why;
  return out;
}

void forget_variable(const char* name) { ::_putenv_s(name, ""); }

}  // namespace support
