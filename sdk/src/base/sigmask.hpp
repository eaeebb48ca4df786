// Threads started inside this scope take no signals: those belong to the host's own threads.
#pragma once

#if __has_include(<sys/wait.h>)
#include "base/sigmask_posix.hpp"
#else
#include "base/sigmask_none.hpp"
#endif
