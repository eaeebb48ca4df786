// The allocator of the test program, in which one allocation, or all from one on, can be made to fail. Counts what lives.
// Knows nothing of what is allocated, nor of the library.
#pragma once

namespace hellojohn::tests::memory {

constexpr int deepest_stack = 48;

enum class Shortage { once, lasting };

/// The `point`-th allocation from now on fails, in whatever thread it happens, and where the shortage lasts all that
/// follow; 0: none.
void arm(long point, Shortage shortage) noexcept;
void disarm() noexcept;
/// Allocations since arm().
[[nodiscard]] long counted() noexcept;
/// Where the allocation failed, innermost frame first; 0 if none has.
[[nodiscard]] int failed_at(void* const** frames) noexcept;
/// Blocks that were allocated and not freed, since the program began.
[[nodiscard]] long live() noexcept;

}  // namespace hellojohn::tests::memory
