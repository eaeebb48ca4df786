// Text as a saved file of this platform holds it.
#pragma once

#include "screen/parts.hpp"

#include <string>
#include <string_view>

namespace hellojohn::tests {

/// Every "\n" as the line end of this platform's files; line_end_<platform>_test.cpp says which that is.
inline std::string file_lines(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n')
      out += widgets::parts::file_line_end();
    else
      out += c;
  }
  return out;
}

}  // namespace hellojohn::tests
