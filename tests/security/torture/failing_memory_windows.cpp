// Replaces operator new in all its forms. malloc belongs to a DLL there, which nothing can stand in for: what the C library
// allocates for itself never fails here.
#include "failing_memory.hpp"

#include "worlds/aligned_memory.hpp"
#include "worlds/operator_new.hpp"

#include <cstdlib>

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

namespace hellojohn::tests::heap {

void* take(std::size_t size) noexcept { return memory::take(size); }
void* take_aligned(std::size_t size, std::align_val_t align) noexcept {
  if (memory::fails()) return nullptr;
  const auto boundary = static_cast<std::size_t>(align);
  return memory::counted_block(take_aligned_memory(boundary, size == 0 ? 1 : size));
}
void give_back(void* block) noexcept { memory::give_back(block); }
void give_back_aligned(void* block) noexcept {
  if (block == nullptr) return;
  memory::uncount_block();
  give_back_aligned_memory(block);
}

}  // namespace hellojohn::tests::heap

// Secrets have separate pages; the linker sends their allocations here (--wrap).
extern "C" {
void* __real__ZN9hellojohn2v06detail15allocate_secretEy(std::size_t);
void* __wrap__ZN9hellojohn2v06detail15allocate_secretEy(std::size_t size) {
  return memory::fails() ? nullptr : __real__ZN9hellojohn2v06detail15allocate_secretEy(size);
}
}
