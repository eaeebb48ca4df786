// For builds without libidn2: no international name is guessed at.
#include "base/idna.hpp"

namespace hellojohn {
inline namespace v0 {

const char* to_ascii_label(std::string_view, std::string&) {
  return "this build reads no international host names: it has no libidn2";
}

}  // namespace v0
}  // namespace hellojohn
