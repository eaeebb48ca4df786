// Counts what operator new was asked for on this thread. One source of a program includes allocations_impl.hpp.
#pragma once

#include <cstddef>

namespace hellojohn::tests {

/// How often this thread asked for memory so far.
[[nodiscard]] std::size_t allocations() noexcept;

}  // namespace hellojohn::tests
