// An invariant of a fuzz target: what does not hold ends the program, so that the input is kept.
#pragma once

#include <cstdio>
#include <cstdlib>

#define HELLOJOHN_FUZZ_REQUIRE(condition)                                  \
  do {                                                                     \
    if (!(condition)) {                                                    \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                        \
    }                                                                      \
  } while (false)
