// See key_file.hpp.
#include "key_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace support {

using hellojohn::Secret;

namespace {

const char* problem_of(const struct stat& facts) {
  if (!S_ISREG(facts.st_mode)) return "is no file";
  if (facts.st_uid != geteuid()) return "is not yours";
  if ((facts.st_mode & 077) != 0) return "can be read by others: chmod 600";
  return nullptr;
}

}  // namespace

Secret read_key_file(const std::string& path, std::string& problem) {
  // O_NONBLOCK: a pipe in its place must not hold us.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat facts {};
  const char* why = fd < 0 || ::fstat(fd, &facts) != 0 ? std::strerror(errno) : problem_of(facts);
  Secret out;
  if (why == nullptr) {
    char bytes[512];
    const auto size = ::read(fd, bytes, sizeof bytes);
    if (size > 0) out = without_blanks({bytes, static_cast<std::size_t>(size)});
    hellojohn::secure_wipe(bytes, sizeof bytes);
    if (out.empty()) why = "holds no key";
  }
  if (fd >= 0) ::close(fd);
  if (why != nullptr) problem = "the key file " + path + " " + why;
  return out;
}

void forget_variable(const char* name) { ::unsetenv(name); }

}  // namespace support
