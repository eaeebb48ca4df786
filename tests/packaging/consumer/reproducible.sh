#!/usr/bin/env bash
# reproducible.sh ROOT WORK [OPTION…]: two optimised builds from two copies of the sources in folders of different names,
# without a compiler cache, install the same files, byte by byte: everything, as static libraries and as shared ones.
set -euo pipefail
root=$1 work=$2
shift 2
export CCACHE_DISABLE=1
rm -rf "$work"

# build FOLDER OPTION…: a copy of the sources in it, installed into FOLDER/static and FOLDER/shared.
build() {
  local folder=$1 shared
  mkdir -p "$folder/sources"
  (cd "$root" && git ls-files -z | tar --null -T - -cf -) | tar -C "$folder/sources" -xf -
  for shared in OFF ON; do
    cmake -S "$folder/sources" -B "$folder/out" -G Ninja -DCMAKE_BUILD_TYPE=Release -DHELLOJOHN_TESTS=OFF \
      -DHELLOJOHN_SAMPLES=OFF -DBUILD_SHARED_LIBS=$shared "${@:2}" >/dev/null
    cmake --build "$folder/out" >/dev/null
    cmake --install "$folder/out" --prefix "$folder/installed/shared_$shared" >/dev/null
  done
}

sums() { (cd "$1/installed" && find . -type f -print0 | sort -z | xargs -0 sha256sum); }

build "$work/first" "$@"
build "$work/and_the_second/copy" "$@"
sums "$work/first" >"$work/first.sums"
sums "$work/and_the_second/copy" >"$work/second.sums"
diff "$work/first.sums" "$work/second.sums" || { echo "FAIL  the builds differ"; exit 1; }

# What must be among them, so that an option which leaves something out is noticed.
for file in lib/libhellojohn_{sdk,widgets,admin,testing}.a share/hellojohn/hellojohn.spdx.json bin/hellojohn-mock-server; do
  grep -q " ./shared_OFF/$file\$" "$work/first.sums" || { echo "FAIL  no $file was installed"; exit 1; }
done
grep -qE ' ./shared_ON/lib/libhellojohn_sdk\.so\.' "$work/first.sums" || { echo "FAIL  no shared library"; exit 1; }
grep -q ' ./shared_OFF/share/hellojohn/imgui/.*\.cpp$' "$work/first.sums" || { echo "FAIL  no drawing"; exit 1; }
echo "$(wc -l <"$work/first.sums") files, the same in both builds"
