// Replaces malloc and its family for the whole program, its shared libraries included, on top of glibc's own.
// operator new needs no replacement: libstdc++ takes its memory from malloc.
#include "failing_memory.hpp"

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <execinfo.h>

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
}

namespace hellojohn::tests::memory {

namespace {

std::atomic<bool> armed{false};
std::atomic<long> fatal_point{0};
std::atomic<bool> lasts{false};
std::atomic<long> count{0};
std::atomic<long> live_blocks{0};
void* stack[deepest_stack];
std::atomic<int> stack_depth{0};

/// True if this allocation is to fail.
bool fails() noexcept {
  if (!armed.load(std::memory_order_relaxed)) return false;
  const long mine = count.fetch_add(1, std::memory_order_relaxed) + 1;
  const long point = fatal_point.load(std::memory_order_relaxed);
  const bool later = point != 0 && mine > point && lasts.load(std::memory_order_relaxed);
  if (mine != point && !later) return false;
  if (!later) stack_depth = ::backtrace(stack, deepest_stack);
  errno = ENOMEM;
  return true;
}

void* counted_block(void* block) noexcept {
  if (block != nullptr) live_blocks.fetch_add(1, std::memory_order_relaxed);
  return block;
}

}  // namespace

void arm(long point, Shortage shortage) noexcept {
  // The first backtrace loads a library, which allocates.
  void* first[1];
  (void)::backtrace(first, 1);
  stack_depth = 0;
  count = 0;
  fatal_point = point;
  lasts = shortage == Shortage::lasting;
  armed = true;
}

void disarm() noexcept { armed = false; }
long counted() noexcept { return count; }
long live() noexcept { return live_blocks; }

int failed_at(void* const** frames) noexcept {
  *frames = stack;
  return stack_depth;
}

}  // namespace hellojohn::tests::memory

namespace memory = hellojohn::tests::memory;

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
  memory::live_blocks.fetch_sub(1, std::memory_order_relaxed);
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
