// Where secrets lie on Windows, and which registers are wiped.
#include "secret/memory.hpp"
#include "secret/wipe_registers.hpp"
#include "worlds/catch.hpp"

#include <cstring>

#include <windows.h>

using namespace hellojohn;

namespace {

MEMORY_BASIC_INFORMATION facts_of(const void* memory) {
  MEMORY_BASIC_INFORMATION facts{};
  REQUIRE(::VirtualQuery(memory, &facts, sizeof facts) != 0);
  return facts;
}

}  // namespace

TEST_CASE("secret memory: small secrets share pages that nothing else is in") {
  void* one = detail::allocate_secret(100);
  void* two = detail::allocate_secret(100);
  REQUIRE(one != nullptr);
  REQUIRE(two != nullptr);
  const auto facts = facts_of(one);
  CHECK(facts.Type == MEM_PRIVATE);
  CHECK(facts.Protect == PAGE_READWRITE);
  CHECK(facts.AllocationBase == facts_of(two).AllocationBase);
  void* heap = ::HeapAlloc(::GetProcessHeap(), 0, 100);
  CHECK(facts.AllocationBase != facts_of(heap).AllocationBase);
  ::HeapFree(::GetProcessHeap(), 0, heap);
  detail::release_secret(two, 100);
  detail::release_secret(one, 100);
}

TEST_CASE("secret memory: a large secret has separate pages and gives them back") {
  void* large = detail::allocate_secret(100000);
  REQUIRE(large != nullptr);
  std::memset(large, 0, 100000);
  CHECK(facts_of(large).AllocationBase == large);
  detail::release_secret(large, 100000);
  CHECK(facts_of(large).State == MEM_FREE);
}

TEST_CASE("registers: those of the called function are zero afterwards, those of the caller stay") {
  alignas(16) unsigned char kept[16];
  std::memset(kept, 0x5a, sizeof kept);
  alignas(16) unsigned char after[3][16];
  std::memset(after, 0x33, sizeof after);
  const auto wipe = &detail::wipe_registers;
  // The call needs its shadow space; what it may change is named.
  asm volatile(
      "movdqa (%[kept]), %%xmm0\n\t"
      "movdqa (%[kept]), %%xmm5\n\t"
      "movdqa (%[kept]), %%xmm6\n\t"
      "mov %%rsp, %%r12\n\t"
      "and $-16, %%rsp\n\t"
      "sub $32, %%rsp\n\t"
      "call *%[wipe]\n\t"
      "mov %%r12, %%rsp\n\t"
      "movdqa %%xmm0, (%[after])\n\t"
      "movdqa %%xmm5, 16(%[after])\n\t"
      "movdqa %%xmm6, 32(%[after])"
      :
      : [kept] "r"(kept), [after] "r"(after), [wipe] "r"(wipe)
      : "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "memory", "cc", "xmm0", "xmm1",
        "xmm2", "xmm3", "xmm4", "xmm5", "xmm6");
  const unsigned char zero[16] = {};
  CHECK(std::memcmp(after[0], zero, 16) == 0);
  CHECK(std::memcmp(after[1], zero, 16) == 0);
  CHECK(std::memcmp(after[2], kept, 16) == 0);
}
