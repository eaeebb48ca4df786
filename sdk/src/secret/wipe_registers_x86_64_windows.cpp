// Zeroes the vector registers that a called function may change in Windows' convention: xmm0 to xmm5, the upper parts of
// all, and 16 to 31. xmm6 to xmm15 belong to the caller: a function that names them first writes them to the stack.
#include "secret/wipe_registers.hpp"

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {

void wipe_low() noexcept {
  asm volatile(
      "pxor %%xmm0, %%xmm0\n\t"
      "pxor %%xmm1, %%xmm1\n\t"
      "pxor %%xmm2, %%xmm2\n\t"
      "pxor %%xmm3, %%xmm3\n\t"
      "pxor %%xmm4, %%xmm4\n\t"
      "pxor %%xmm5, %%xmm5" ::
          : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5");
  if (__builtin_cpu_supports("avx")) asm volatile("vzeroupper");
}

/// Registers 16 to 31; compiled without AVX-512, the library keeps nothing in them.
__attribute__((target("avx512f,avx512vl"))) void wipe_high() noexcept {
  asm volatile(
      "vpxord %%xmm16, %%xmm16, %%xmm16\n\t"
      "vpxord %%xmm17, %%xmm17, %%xmm17\n\t"
      "vpxord %%xmm18, %%xmm18, %%xmm18\n\t"
      "vpxord %%xmm19, %%xmm19, %%xmm19\n\t"
      "vpxord %%xmm20, %%xmm20, %%xmm20\n\t"
      "vpxord %%xmm21, %%xmm21, %%xmm21\n\t"
      "vpxord %%xmm22, %%xmm22, %%xmm22\n\t"
      "vpxord %%xmm23, %%xmm23, %%xmm23\n\t"
      "vpxord %%xmm24, %%xmm24, %%xmm24\n\t"
      "vpxord %%xmm25, %%xmm25, %%xmm25\n\t"
      "vpxord %%xmm26, %%xmm26, %%xmm26\n\t"
      "vpxord %%xmm27, %%xmm27, %%xmm27\n\t"
      "vpxord %%xmm28, %%xmm28, %%xmm28\n\t"
      "vpxord %%xmm29, %%xmm29, %%xmm29\n\t"
      "vpxord %%xmm30, %%xmm30, %%xmm30\n\t"
      "vpxord %%xmm31, %%xmm31, %%xmm31" ::
          : "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24",
            "xmm25", "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31");
}

}  // namespace

void wipe_registers() noexcept {
  wipe_low();
  if (__builtin_cpu_supports("avx512vl")) wipe_high();
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
