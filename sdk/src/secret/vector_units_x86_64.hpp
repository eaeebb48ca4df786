// Which vector registers the processor has and the system keeps for each thread. By hand, because the compiler's own
// __builtin_cpu_supports brings 5 KB that tell all processors apart, and asks at the start of every program.
#pragma once

#include <cpuid.h>

namespace hellojohn {
inline namespace v0 {
namespace detail {

struct VectorUnits {
  bool avx = false;
  bool avx512vl = false;
};

inline VectorUnits find_vector_units() noexcept {
  VectorUnits out;
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_OSXSAVE) == 0) return out;
  const bool avx = (c & bit_AVX) != 0;
  unsigned kept = 0, more = 0;
  asm volatile("xgetbv" : "=a"(kept), "=d"(more) : "c"(0));
  constexpr unsigned first_sixteen = 0x06, all = 0xe6;
  out.avx = avx && (kept & first_sixteen) == first_sixteen;
  if (!out.avx || (kept & all) != all) return out;
  out.avx512vl = __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_AVX512VL) != 0;
  return out;
}

/// **Thread safety** any.
inline const VectorUnits& vector_units() noexcept {
  static const VectorUnits found = find_vector_units();
  return found;
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
