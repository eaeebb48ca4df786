// Zeroes v0 to v31, which memcpy and OpenSSL copy with on AArch64. Writing the 128-bit name of a register clears the upper
// part of the SVE register too. The lower halves of v8 to v15 are the caller's and stay: to clear them the compiler would
// first save them on the stack.
#include "secret/wipe_registers.hpp"

namespace hellojohn {
inline namespace v0 {
namespace detail {

void wipe_registers() noexcept {
  asm volatile(
      "movi v0.16b, #0\n\tmovi v1.16b, #0\n\tmovi v2.16b, #0\n\tmovi v3.16b, #0\n\t"
      "movi v4.16b, #0\n\tmovi v5.16b, #0\n\tmovi v6.16b, #0\n\tmovi v7.16b, #0\n\t"
      "movi v16.16b, #0\n\tmovi v17.16b, #0\n\tmovi v18.16b, #0\n\tmovi v19.16b, #0\n\t"
      "movi v20.16b, #0\n\tmovi v21.16b, #0\n\tmovi v22.16b, #0\n\tmovi v23.16b, #0\n\t"
      "movi v24.16b, #0\n\tmovi v25.16b, #0\n\tmovi v26.16b, #0\n\tmovi v27.16b, #0\n\t"
      "movi v28.16b, #0\n\tmovi v29.16b, #0\n\tmovi v30.16b, #0\n\tmovi v31.16b, #0\n\t"
      "ins v8.d[1], xzr\n\tins v9.d[1], xzr\n\tins v10.d[1], xzr\n\tins v11.d[1], xzr\n\t"
      "ins v12.d[1], xzr\n\tins v13.d[1], xzr\n\tins v14.d[1], xzr\n\tins v15.d[1], xzr\n\t" ::
          : "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16", "v17", "v18", "v19", "v20",
            "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31");
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
