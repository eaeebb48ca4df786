// What HTTP allows as the name of a header or of a method (RFC 9110, section 5.6.2).
#pragma once

#include "base/ascii.hpp"

#include <string_view>

namespace hellojohn {
inline namespace v0 {

constexpr bool is_http_token(std::string_view text) noexcept {
  constexpr std::string_view extras = "!#$%&'*+-.^_`|~";
  if (text.empty()) return false;
  for (char c : text)
    // The hyphen first: it is the only one that our own names hold.
    if (!ascii::is_alnum(c) && c != '-' && extras.find(c) == npos) return false;
  return true;
}

}  // namespace v0
}  // namespace hellojohn
