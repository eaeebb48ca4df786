// The same with threads: callers, a transport and a store that each have their own.
#pragma once

#include <cstdint>

namespace hellojohn::tests {

/// One round. What went wrong, or null.
[[nodiscard]] const char* run_with_threads(std::uint64_t seed);

}  // namespace hellojohn::tests
