// Which vector registers the processor has and the system keeps for each thread. By hand, because the compiler's own
// __builtin_cpu_supports brings 5 KB that tell all processors apart, and asks at the start of every program.
#pragma once

#include <cpuid.h>

#include <atomic>

namespace hellojohn {
inline namespace v0 {
namespace detail {

enum VectorUnits : unsigned {
  units_unknown = 0,
  units_none = 1,
  units_avx = 2,
  units_avx512vl = 4
};

/// The sum of what there is.
inline unsigned find_vector_units() noexcept {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_OSXSAVE) == 0 || (c & bit_AVX) == 0)
    return units_none;
  unsigned kept = 0, more = 0;
  asm volatile("xgetbv" : "=a"(kept), "=d"(more) : "c"(0));
  constexpr unsigned first_sixteen = 0x06, all = 0xe6;
  if ((kept & first_sixteen) != first_sixteen) return units_none;
  const bool has_more = (kept & all) == all && __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 &&
                        (b & bit_AVX512VL) != 0;
  return has_more ? units_avx + units_avx512vl : units_avx;
}

/// Unknown until somebody asked the processor, which takes long to answer in a virtual machine. **Thread safety** any.
inline std::atomic<unsigned> vector_units{units_unknown};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
