// Aligned memory behind the counting operator new: Windows has a separate heap for it, with its own release.
#pragma once

#include <cstddef>
#include <cstdlib>

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

namespace hellojohn::tests {

#if defined(_WIN32)
inline void* take_aligned_memory(std::size_t boundary, std::size_t size) noexcept {
  return ::_aligned_malloc(size, boundary);
}
inline void give_back_aligned_memory(void* memory) noexcept { ::_aligned_free(memory); }
#else
inline void* take_aligned_memory(std::size_t boundary, std::size_t size) noexcept {
  return std::aligned_alloc(boundary, size);
}
inline void give_back_aligned_memory(void* memory) noexcept { std::free(memory); }
#endif

}  // namespace hellojohn::tests
