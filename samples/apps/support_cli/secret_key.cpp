// See secret_key.hpp.
#include "secret_key.hpp"

#include "key_file.hpp"

#include <cstdlib>
#include <cstring>

namespace support {

using hellojohn::Secret;

namespace {

constexpr const char* variable = "HELLOJOHN_SECRET_KEY";

Secret read_environment(std::string& problem) {
  char* value = std::getenv(variable);
  if (value == nullptr) {
    problem = std::string("no secret key: set ") + variable + ", or give --key-file or --keyring";
    return {};
  }
  Secret out = without_blanks(value);
  hellojohn::secure_wipe(value, std::strlen(value));
  forget_variable(variable);
  return out;
}

}  // namespace

Secret without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return Secret(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

Secret read_secret_key(const Arguments& arguments, std::string& problem) {
  if (arguments.keyring && !arguments.key_file.empty()) {
    problem = "--key-file and --keyring exclude each other";
    return {};
  }
  if (arguments.keyring) return read_keyring(arguments.tenant, problem);
  if (!arguments.key_file.empty()) return read_key_file(arguments.key_file, problem);
  return read_environment(problem);
}

}  // namespace support
