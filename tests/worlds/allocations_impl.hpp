// The counting operator new of a test program; included by one source of it.
#pragma once

#include "worlds/aligned_memory.hpp"
#include "worlds/allocations.hpp"
#include "worlds/operator_new.hpp"

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

namespace hellojohn::tests::heap {
namespace {
/// Counts one request, and says whether it is the one that gets nothing.
bool is_refused() noexcept {
  ++allocation_count;
  if (until_refused == 0 || --until_refused != 0) return false;
  return refused = true;
}
}  // namespace
void* take(std::size_t size) noexcept {
  return is_refused() ? nullptr : std::malloc(size == 0 ? 1 : size);
}
void* take_aligned(std::size_t size, std::align_val_t align) noexcept {
  const auto boundary = static_cast<std::size_t>(align);
  const std::size_t whole = (size + boundary - 1) / boundary * boundary;
  return is_refused() ? nullptr : take_aligned_memory(boundary, whole);
}
void give_back(void* memory) noexcept { std::free(memory); }
void give_back_aligned(void* memory) noexcept { give_back_aligned_memory(memory); }
}  // namespace hellojohn::tests::heap
