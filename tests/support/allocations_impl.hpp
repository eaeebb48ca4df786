// The counting operator new of a test program; included by one source of it.
#pragma once

#include "support/allocations.hpp"

#include <cstdlib>
#include <new>

namespace hellojohn::tests {
namespace {
thread_local std::size_t allocation_count = 0;
}
std::size_t allocations() noexcept { return allocation_count; }
}  // namespace hellojohn::tests

void* operator new(std::size_t size) {
  ++hellojohn::tests::allocation_count;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return operator new(size); }
// AddressSanitizer has forms of its own of these, which do not go with free().
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++hellojohn::tests::allocation_count;
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
  return operator new(size, tag);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
