// See frames.hpp: what both systems do alike.
#include "frames.hpp"

#include <cstdlib>

#include <cxxabi.h>

namespace hellojohn::tests {

std::string plain_name(const char* symbol) {
  char* plain = abi::__cxa_demangle(symbol, nullptr, nullptr, nullptr);
  const std::string name = plain != nullptr ? plain : symbol;
  std::free(plain);
  return name.substr(0, name.find_first_of("<("));
}

}  // namespace hellojohn::tests
