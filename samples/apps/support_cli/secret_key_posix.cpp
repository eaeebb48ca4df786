// See secret_key.hpp.
#include "secret_key.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace support {

using hellojohn::Secret;

namespace {

constexpr const char* variable = "HELLOJOHN_SECRET_KEY";

Secret without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return Secret(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

const char* problem_of(const struct stat& facts) {
  if (!S_ISREG(facts.st_mode)) return "is no file";
  if (facts.st_uid != geteuid()) return "is not yours";
  if ((facts.st_mode & 077) != 0) return "can be read by others: chmod 600";
  return nullptr;
}

Secret read_file(const std::string& path, std::string& problem) {
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

Secret read_environment(std::string& problem) {
  char* value = std::getenv(variable);
  if (value == nullptr) {
    problem = std::string("no secret key: set ") + variable + ", or give --key-file or --keyring";
    return {};
  }
  Secret out = without_blanks(value);
  hellojohn::secure_wipe(value, std::strlen(value));
  ::unsetenv(variable);
  return out;
}

}  // namespace

Secret read_secret_key(const Arguments& arguments, std::string& problem) {
  if (arguments.keyring && !arguments.key_file.empty()) {
    problem = "--key-file and --keyring exclude each other";
    return {};
  }
  if (arguments.keyring) return read_keyring(arguments.tenant, problem);
  if (!arguments.key_file.empty()) return read_file(arguments.key_file, problem);
  return read_environment(problem);
}

}  // namespace support
