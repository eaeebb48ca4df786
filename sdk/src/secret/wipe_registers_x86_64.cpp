// Zeroes those vector registers that the C library and OpenSSL copy with; asked of the processor at run time, as they
// do. Writing the 128-bit name of a register clears its upper parts too.
#include "secret/wipe_registers.hpp"

#include "base/noinline.hpp"
#include "secret/vector_units_x86_64.hpp"
#include "secret/wipe_high_registers_x86_64.hpp"

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {

void wipe_low(bool has_avx) noexcept {
  if (has_avx) {
    asm volatile("vzeroall" ::
                     : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",
                       "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
    return;
  }
  asm volatile(
      "pxor %%xmm0, %%xmm0\n\t"
      "pxor %%xmm1, %%xmm1\n\t"
      "pxor %%xmm2, %%xmm2\n\t"
      "pxor %%xmm3, %%xmm3\n\t"
      "pxor %%xmm4, %%xmm4\n\t"
      "pxor %%xmm5, %%xmm5\n\t"
      "pxor %%xmm6, %%xmm6\n\t"
      "pxor %%xmm7, %%xmm7\n\t"
      "pxor %%xmm8, %%xmm8\n\t"
      "pxor %%xmm9, %%xmm9\n\t"
      "pxor %%xmm10, %%xmm10\n\t"
      "pxor %%xmm11, %%xmm11\n\t"
      "pxor %%xmm12, %%xmm12\n\t"
      "pxor %%xmm13, %%xmm13\n\t"
      "pxor %%xmm14, %%xmm14\n\t"
      "pxor %%xmm15, %%xmm15" ::
          : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",
            "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

// Apart, so that the usual way calls nothing.
HELLOJOHN_NOINLINE void learn_and_wipe() noexcept {
  vector_units.store(find_vector_units(), std::memory_order_relaxed);
  wipe_registers();
}

}  // namespace

void wipe_registers() noexcept {
  const unsigned units = vector_units.load(std::memory_order_relaxed);
  if (units == units_unknown) return learn_and_wipe();
  wipe_low((units & units_avx) != 0);
  if ((units & units_avx512vl) != 0) wipe_high_registers();
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
