// What the tests take from <unistd.h> and <cstdlib> of POSIX and MinGW has not.
#pragma once

#include_next <unistd.h>

#include <stdlib.h>

inline int setenv(const char* name, const char* value, int) { return ::_putenv_s(name, value); }
inline int unsetenv(const char* name) { return ::_putenv_s(name, ""); }
