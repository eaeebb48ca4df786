// operator new and delete in all their forms, over four functions that the program defines; included by one source of it.
// The preset tsan-clang links by clang, not clang++, which would bring an operator new that nothing can stand in for.
#pragma once

#include <cstddef>
#include <new>

namespace hellojohn::tests::heap {

// Null without memory. Not inlined: GCC takes free() behind operator new for a mistake.
[[gnu::noinline]] void* take(std::size_t size) noexcept;
[[gnu::noinline]] void* take_aligned(std::size_t size, std::align_val_t) noexcept;
[[gnu::noinline]] void give_back(void* memory) noexcept;
[[gnu::noinline]] void give_back_aligned(void* memory) noexcept;

}  // namespace hellojohn::tests::heap

void* operator new(std::size_t size) {
  if (void* memory = hellojohn::tests::heap::take(size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }
// AddressSanitizer has its own forms of these, which do not match free().
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return hellojohn::tests::heap::take(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return hellojohn::tests::heap::take(size);
}
void operator delete(void* memory) noexcept { hellojohn::tests::heap::give_back(memory); }
void operator delete[](void* memory) noexcept { hellojohn::tests::heap::give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept {
  hellojohn::tests::heap::give_back(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  hellojohn::tests::heap::give_back(memory);
}

// All the forms there are: beside a sanitizer's own of one of them, none of the others could stand here.
void* operator new(std::size_t size, std::align_val_t align) {
  if (void* memory = hellojohn::tests::heap::take_aligned(size, align)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size, std::align_val_t align) { return operator new(size, align); }
void* operator new(std::size_t size, std::align_val_t align, const std::nothrow_t&) noexcept {
  return hellojohn::tests::heap::take_aligned(size, align);
}
void* operator new[](std::size_t size, std::align_val_t align, const std::nothrow_t&) noexcept {
  return hellojohn::tests::heap::take_aligned(size, align);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  hellojohn::tests::heap::give_back_aligned(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
  hellojohn::tests::heap::give_back_aligned(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  hellojohn::tests::heap::give_back_aligned(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  hellojohn::tests::heap::give_back_aligned(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  hellojohn::tests::heap::give_back(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  hellojohn::tests::heap::give_back(memory);
}
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
  hellojohn::tests::heap::give_back_aligned(memory);
}
void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
  hellojohn::tests::heap::give_back_aligned(memory);
}
