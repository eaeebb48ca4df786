// The neutral fallback: the plain heap. For systems without their own file, and for AddressSanitizer, which
// sees a use after free and a leak only in the heap.
#include "secret/memory.hpp"

#include <new>

namespace hellojohn {
inline namespace v0 {
namespace detail {

void* allocate_secret(std::size_t size) noexcept { return ::operator new(size, std::nothrow); }
void release_secret(void* memory, std::size_t) noexcept { ::operator delete(memory); }

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
