// What each program of the samples answers to --version.
#pragma once

#include <hellojohn/version.hpp>

#include <cstdio>
#include <string_view>

namespace samples {

/// True if the program was only asked for its version, which is then printed.
inline bool said_version(int argc, const char* const* argv, const char* program) {
  if (argc != 2 || std::string_view(argv[1]) != "--version") return false;
  std::printf("%s %s\n", program, hellojohn::version());
  return true;
}

}  // namespace samples
