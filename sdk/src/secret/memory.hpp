// Where the bytes of a Secret lie: memory that is kept out of core files and, where the system lets us, out of swap.
// Knows nothing of what the bytes mean; wiping is the caller's.
#pragma once

#include <cstddef>

namespace hellojohn {
inline namespace v0 {
namespace detail {

/// Null without memory. Memory that cannot be locked is not an error; it may then be swapped.
[[nodiscard]] void* allocate_secret(std::size_t size) noexcept;
/// `size` as it was asked for; the bytes are wiped already.
void release_secret(void* memory, std::size_t size) noexcept;

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
