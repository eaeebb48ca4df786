// The allocator of the test program, in which one allocation can be made to fail. Counts what lives.
// Knows nothing of what is allocated, nor of the library.
#pragma once

namespace hellojohn::tests::memory {

constexpr int deepest_stack = 48;

/// The `point`-th allocation from now on fails, once, in whatever thread it happens; 0: none.
void arm(long point) noexcept;
void disarm() noexcept;
/// Allocations since arm().
[[nodiscard]] long counted() noexcept;
/// Where the allocation failed, innermost frame first; 0 where none has.
[[nodiscard]] int failed_at(void* const** frames) noexcept;
/// Blocks that were allocated and not freed, since the program began.
[[nodiscard]] long live() noexcept;

}  // namespace hellojohn::tests::memory
