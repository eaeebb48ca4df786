// The counting operator new of a test program; included by one source of it. The preset tsan-clang links by clang, not
// clang++, which would bring an operator new that nothing can stand in for.
#pragma once

#include "worlds/aligned_memory.hpp"
#include "worlds/allocations.hpp"

#include <cstdlib>
#include <new>

namespace hellojohn::tests {
namespace {
thread_local std::size_t allocation_count = 0;
thread_local std::size_t until_refused = 0;
thread_local bool refused = false;
}  // namespace
std::size_t allocations() noexcept { return allocation_count; }
bool refuse_allocation(std::size_t nth) noexcept {
  until_refused = nth;
  const bool before = refused;
  refused = false;
  return before;
}
}  // namespace hellojohn::tests

namespace {
/// Counts one request, and says whether it is the one that gets nothing.
bool is_refused() noexcept {
  using namespace hellojohn::tests;
  ++allocation_count;
  if (until_refused == 0 || --until_refused != 0) return false;
  return refused = true;
}
/// Not inlined: GCC takes free() behind operator new for a mistake.
[[gnu::noinline]] void* take(std::size_t size) noexcept {
  return is_refused() ? nullptr : std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void* take_aligned(std::size_t size, std::align_val_t align) noexcept {
  const auto boundary = static_cast<std::size_t>(align);
  const std::size_t whole = (size + boundary - 1) / boundary * boundary;
  return is_refused() ? nullptr : hellojohn::tests::take_aligned_memory(boundary, whole);
}
[[gnu::noinline]] void give_back(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void give_back_aligned(void* memory) noexcept {
  hellojohn::tests::give_back_aligned_memory(memory);
}
}  // namespace

void* operator new(std::size_t size) {
  if (void* memory = take(size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }
// AddressSanitizer has its own forms of these, which do not match free().
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return take(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return take(size); }
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete[](void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { give_back(memory); }

// All the forms there are: beside a sanitizer's own of one of them, none of the others could stand here.
void* operator new(std::size_t size, std::align_val_t align) {
  if (void* memory = take_aligned(size, align)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size, std::align_val_t align) { return operator new(size, align); }
void* operator new(std::size_t size, std::align_val_t align, const std::nothrow_t&) noexcept {
  return take_aligned(size, align);
}
void* operator new[](std::size_t size, std::align_val_t align, const std::nothrow_t&) noexcept {
  return take_aligned(size, align);
}
void operator delete(void* memory, std::align_val_t) noexcept { give_back_aligned(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { give_back_aligned(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  give_back_aligned(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  give_back_aligned(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept { give_back(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
  give_back_aligned(memory);
}
void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
  give_back_aligned(memory);
}
