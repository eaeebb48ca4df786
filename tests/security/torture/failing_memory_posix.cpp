// Replaces malloc and its family for the whole program, its shared libraries included, on top of glibc's own.
// operator new needs no replacement: libstdc++ takes its memory from malloc.
#include "failing_memory.hpp"

#include "worlds/glibc_memory.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdlib>

namespace memory = hellojohn::tests::memory;

void* memory::take(std::size_t size) noexcept { return std::malloc(size); }
void* memory::take_again(void* block, std::size_t size) noexcept {
  return std::realloc(block, size);
}
void memory::give_back(void* block) noexcept { std::free(block); }

extern "C" {

void* malloc(std::size_t size) {
  return memory::fails() ? nullptr : memory::counted_block(__libc_malloc(size));
}

void* calloc(std::size_t count, std::size_t size) {
  return memory::fails() ? nullptr : memory::counted_block(__libc_calloc(count, size));
}

void* realloc(void* block, std::size_t size) {
  if (block == nullptr) return malloc(size);
  return memory::fails() ? nullptr : __libc_realloc(block, size);
}

void* memalign(std::size_t alignment, std::size_t size) {
  return memory::fails() ? nullptr : memory::counted_block(__libc_memalign(alignment, size));
}

void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }

int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
  void* block = memalign(alignment, size);
  if (block == nullptr) return ENOMEM;
  *out = block;
  return 0;
}

void free(void* block) {
  if (block == nullptr) return;
  memory::uncount_block();
  __libc_free(block);
}
}

// Secrets have separate pages; the linker sends their allocations here (--wrap).
extern "C" {
void* __real__ZN9hellojohn2v06detail15allocate_secretEm(std::size_t);
void* __wrap__ZN9hellojohn2v06detail15allocate_secretEm(std::size_t size) {
  return memory::fails() ? nullptr : __real__ZN9hellojohn2v06detail15allocate_secretEm(size);
}
}
