// Replaces operator new in all its forms. malloc belongs to a DLL there, which nothing can stand in for: what the C library
// allocates for itself never fails here.
#include "failing_memory.hpp"

#include "worlds/aligned_memory.hpp"

#include <cstdlib>
#include <new>

namespace memory = hellojohn::tests::memory;

void* memory::take(std::size_t size) noexcept {
  return fails() ? nullptr : counted_block(std::malloc(size == 0 ? 1 : size));
}
void* memory::take_again(void* block, std::size_t size) noexcept {
  return fails() ? nullptr : std::realloc(block, size);
}
void memory::give_back(void* block) noexcept {
  if (block == nullptr) return;
  uncount_block();
  std::free(block);
}

namespace {

void* take_aligned(std::size_t size, std::align_val_t align) noexcept {
  if (memory::fails()) return nullptr;
  const auto boundary = static_cast<std::size_t>(align);
  return memory::counted_block(
      hellojohn::tests::take_aligned_memory(boundary, size == 0 ? 1 : size));
}
void give_back_aligned(void* block) noexcept {
  if (block == nullptr) return;
  memory::uncount_block();
  hellojohn::tests::give_back_aligned_memory(block);
}
void* or_throw(void* block) {
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

}  // namespace

void* operator new(std::size_t size) { return or_throw(memory::take(size)); }
void* operator new[](std::size_t size) { return or_throw(memory::take(size)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return memory::take(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return memory::take(size);
}
void operator delete(void* block) noexcept { memory::give_back(block); }
void operator delete[](void* block) noexcept { memory::give_back(block); }
void operator delete(void* block, std::size_t) noexcept { memory::give_back(block); }
void operator delete[](void* block, std::size_t) noexcept { memory::give_back(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { memory::give_back(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { memory::give_back(block); }

void* operator new(std::size_t size, std::align_val_t align) {
  return or_throw(take_aligned(size, align));
}
void* operator new[](std::size_t size, std::align_val_t align) {
  return or_throw(take_aligned(size, align));
}
void* operator new(std::size_t size, std::align_val_t align, const std::nothrow_t&) noexcept {
  return take_aligned(size, align);
}
void* operator new[](std::size_t size, std::align_val_t align, const std::nothrow_t&) noexcept {
  return take_aligned(size, align);
}
void operator delete(void* block, std::align_val_t) noexcept { give_back_aligned(block); }
void operator delete[](void* block, std::align_val_t) noexcept { give_back_aligned(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  give_back_aligned(block);
}
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept {
  give_back_aligned(block);
}
void operator delete(void* block, std::align_val_t, const std::nothrow_t&) noexcept {
  give_back_aligned(block);
}
void operator delete[](void* block, std::align_val_t, const std::nothrow_t&) noexcept {
  give_back_aligned(block);
}

// Secrets have separate pages; the linker sends their allocations here (--wrap).
extern "C" {
void* __real__ZN9hellojohn2v06detail15allocate_secretEy(std::size_t);
void* __wrap__ZN9hellojohn2v06detail15allocate_secretEy(std::size_t size) {
  return memory::fails() ? nullptr : __real__ZN9hellojohn2v06detail15allocate_secretEy(size);
}
}
