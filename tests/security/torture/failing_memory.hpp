// The allocator of the test program, in which one allocation, or all from one on, can be made to fail. Counts what lives.
// Knows nothing of what is allocated, nor of the library.
#pragma once

#include <cstddef>

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
/// It was OpenSSL's own, whichever of our functions had asked for it.
[[nodiscard]] bool failed_in_openssl() noexcept;
/// Blocks that were allocated and not freed, since the program began, OpenSSL's apart.
[[nodiscard]] long live() noexcept;
[[nodiscard]] long live_openssl() noexcept;
/// From now on OpenSSL's allocations are counted separately. Before its first one; false if it is too late.
[[nodiscard]] bool count_openssl() noexcept;

// For the functions that stand in for the system's, in failing_memory_*.cpp.
/// True if this allocation is to fail.
[[nodiscard]] bool fails() noexcept;
/// Counts a block if there is one.
void* counted_block(void* block) noexcept;
void uncount_block() noexcept;
/// As malloc and its family, counted, and able to fail.
[[nodiscard]] void* take(std::size_t size) noexcept;
[[nodiscard]] void* take_again(void* block, std::size_t size) noexcept;
void give_back(void* block) noexcept;

}  // namespace hellojohn::tests::memory
