#!/usr/bin/env bash
# reproducible.sh ROOT WORK [OPTION…]: two optimised builds from two copies of the sources in folders of different names,
# without a compiler cache, give the same libraries and programs, octet by octet.
set -euo pipefail
root=$1 work=$2
shift 2
export CCACHE_DISABLE=1
rm -rf "$work"
mkdir -p "$work/first" "$work/and_the_second/copy"

build() {
  (cd "$root" && git ls-files -z | tar --null -T - -cf -) | tar -C "$1" -xf -
  cmake -S "$1" -B "$1/out" -G Ninja -DCMAKE_BUILD_TYPE=Release -DHELLOJOHN_TESTS=OFF \
    -DHELLOJOHN_SAMPLES=OFF "${@:2}" >/dev/null
  cmake --build "$1/out" >/dev/null
  (cd "$1/out" && find . \( -name '*.a' -o -name '*.so*' -o -path './bin/*' \) -type f -print0 |
    sort -z | xargs -0 sha256sum)
}

build "$work/first" "$@" >"$work/first.sums"
build "$work/and_the_second/copy" "$@" >"$work/second.sums"
diff "$work/first.sums" "$work/second.sums" || { echo "FAIL  the builds differ"; exit 1; }
count=$(wc -l <"$work/first.sums")
echo "$count files, the same in both builds"
[ "$count" -gt 0 ]
