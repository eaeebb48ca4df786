#!/usr/bin/env bash
# The vector registers of AArch64, filled, wiped and read again under qemu-user. Usage: aarch64.sh [OUT].
# Needs g++-aarch64-linux-gnu and qemu-user.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
out=${1:-$(mktemp -d)}
mkdir -p "$out"
cat >"$out/main.cpp" <<'CODE'
#include "core/registers.hpp"
#include <cstdio>
alignas(16) static unsigned char seen[32 * 16];
#define EACH(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11) DO(12) DO(13) DO(14) DO(15) \
  DO(16) DO(17) DO(18) DO(19) DO(20) DO(21) DO(22) DO(23) DO(24) DO(25) DO(26) DO(27) DO(28) DO(29) DO(30) DO(31)
#define FILL(n) asm volatile("movi v" #n ".16b, #0x5a" ::: "v" #n);
#define SAVE(n) asm volatile("str q" #n ", [%0]" ::"r"(seen + n * 16) : "memory");
static int marked() {
  int count = 0;
  for (const unsigned char byte : seen) count += byte == 0x5a;
  return count;
}
int main() {
  EACH(FILL)
  EACH(SAVE)
  const int before = marked();
  EACH(FILL)
  hellojohn::detail::wipe_registers();
  EACH(SAVE)
  const int after = marked();
  std::printf("bytes of vector registers that hold the mark: %d filled, %d wiped\n", before, after);
  // The lower halves of v8 to v15 belong to the caller, which holds no secret in them.
  int kept = 0;
  for (int n = 8; n < 16; ++n)
    for (int byte = 0; byte < 8; ++byte) kept += seen[n * 16 + byte] == 0x5a;
  return before == 512 && after == 64 && kept == 64 ? 0 : 1;
}
CODE
aarch64-linux-gnu-g++ -std=c++20 -O2 -Wall -Wextra -Werror -static -I"$root/sdk/include" -I"$root/sdk/src" \
  "$out/main.cpp" "$root/sdk/src/secret/wipe_registers_aarch64.cpp" -o "$out/registers"
qemu-aarch64 "$out/registers"
