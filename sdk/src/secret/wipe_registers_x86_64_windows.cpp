// Zeroes the vector registers that a called function may change in Windows' convention: xmm0 to xmm5, the upper parts of
// all, and 16 to 31. xmm6 to xmm15 belong to the caller: a function that names them first writes them to the stack.
#include "secret/wipe_registers.hpp"

#include "base/noinline.hpp"
#include "secret/vector_units_x86_64.hpp"
#include "secret/wipe_high_registers_x86_64.hpp"

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {

void wipe_low(bool has_avx) noexcept {
  asm volatile(
      "pxor %%xmm0, %%xmm0\n\t"
      "pxor %%xmm1, %%xmm1\n\t"
      "pxor %%xmm2, %%xmm2\n\t"
      "pxor %%xmm3, %%xmm3\n\t"
      "pxor %%xmm4, %%xmm4\n\t"
      "pxor %%xmm5, %%xmm5" ::
          : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5");
  if (has_avx) asm volatile("vzeroupper");
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
