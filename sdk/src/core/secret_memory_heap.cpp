// The neutral fallback: the plain heap. For systems without a file of their own, and for AddressSanitizer, which
// sees a use after free and a leak only in the heap.
#include "core/secret_memory.hpp"

#include <new>

namespace hellojohn::inline v0::detail {

void* allocate_secret(std::size_t size) noexcept { return ::operator new(size, std::nothrow); }
void release_secret(void* memory, std::size_t) noexcept { ::operator delete(memory); }

}  // namespace hellojohn::inline v0::detail
