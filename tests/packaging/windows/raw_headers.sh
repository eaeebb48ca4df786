#!/usr/bin/env bash
# raw_headers.sh ROOT WORK: each public header compiles after a raw <windows.h> and before one, with g++ and with clang++. All
# its macros, such as ERROR, small and GetMessage, are there. One file for each order. MinGW has no macros min and max in C++:
# tests/packaging/headers has them.
set -euo pipefail
root=$1 work=$2
mkdir -p "$work"
cd "$root"
folders=(sdk/include widgets/include widgets/imgui/include)
mapfile -t headers < <(find "${folders[@]}" -name '*.hpp' -printf '%P\n' | sort)
[ "${#headers[@]}" -ge 47 ] || { echo "FAIL  only ${#headers[@]} headers"; exit 1; }
written() { printf '#include <%s>\n' "$@"; }
{ echo '#include <windows.h>'; written "${headers[@]}"; echo 'int main() { return HELLOJOHN_VERSION_MAJOR; }'; } >"$work/before.cpp"
{ written "${headers[@]}"; echo '#include <windows.h>'; echo 'int main() { return ERROR; }'; } >"$work/after.cpp"
options=(-std=c++20 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -DUNICODE)
for folder in "${folders[@]}"; do options+=("-I$folder"); done
scripts/lib/windows/clang_sysroot.sh "$work/clang"
for file in before after; do
  ccache x86_64-w64-mingw32-g++-posix "${options[@]}" -c "$work/$file.cpp" -o "$work/$file.o"
  ccache clang++ --target=x86_64-w64-windows-gnu "--sysroot=$work/clang" "${options[@]}" -c "$work/$file.cpp" -o "$work/$file.clang.o"
done
echo "${#headers[@]} headers, two orders, two compilers"
