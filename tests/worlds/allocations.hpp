// Counts what operator new was asked for on this thread, and refuses one on request. One source of a program includes allocations_impl.hpp.
#pragma once

#include <cstddef>

namespace hellojohn::tests {

/// How often this thread asked for memory so far.
[[nodiscard]] std::size_t allocations() noexcept;

/// The `nth` time from now on that this thread asks for memory, it gets none; 0: no more of that. Answers whether the
/// one before was refused.
bool refuse_allocation(std::size_t nth) noexcept;

}  // namespace hellojohn::tests
