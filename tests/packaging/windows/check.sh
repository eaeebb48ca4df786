#!/usr/bin/env bash
# check.sh FOLDER TREE: what a stranger gets for Windows. FOLDER is scripts/windows' folder, with the libraries in FOLDER/prefix;
# TREE a build with install rules. Builds the DLL, and the hosts of a static library and of a DLL; runs them under Wine.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
folder=$(cd "$1" && pwd) tree=$(cd "$2" && pwd)
work=$folder/packages
triple=x86_64-w64-mingw32
compiler=$(sed -n 's/^HELLOJOHN_WINDOWS_COMPILER:STRING=//p' "$tree/CMakeCache.txt")
batches=$root/scripts/lib/batches.cmake
export WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
export WINEPREFIX=${WINEPREFIX:-$folder/wine}
mkdir -p "$work/log"
cd "$work" || exit 2
checks=0 failed=0

# check NAME COMMAND...: runs it in a shell that stops at the first error; shows the end of what a failed one says.
check() {
  local name=$1 log
  log=$work/log/$(tr -c 'A-Za-z0-9\n' _ <<<"$name").log
  shift
  checks=$((checks + 1))
  (set -e; "$@") >"$log" 2>&1 </dev/null
  # Not in a condition: bash ignores `set -e` inside one.
  if [ $? = 0 ]; then
    echo "ok    $name ($SECONDS s so far)"
    sed -n 's/^exports: /      /p' "$log"
  else
    printf 'FAIL  %s:\n%s\n' "$name" "$(tail -n 30 "$log")"
    failed=$((failed + 1))
  fi
}

# cross SOURCE BUILD RUNTIME OPTION...: configures and builds a project for Windows.
cross() {
  cmake -S "$1" -B "$2" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O0 \
    -DCMAKE_TOOLCHAIN_FILE="$root/scripts/lib/windows/toolchain.cmake" -DHELLOJOHN_WINDOWS_PREFIX="$folder/prefix" \
    -DHELLOJOHN_WINDOWS_COMPILER="$compiler" -DHELLOJOHN_WINDOWS_RUNTIME="$3" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache "${@:4}"
  cmake --build "$2"
}
# The folders of DLLs; a host finds them as it would beside itself.
export WINEPATH
WINEPATH="$work/shared/bin;$work/next;$work/next/bin;$(dirname "$($triple-gcc-posix -print-file-name=libstdc++-6.dll)");/usr/$triple/lib"
run() { timeout 120 wine "$@"; }

install_static() { rm -rf static; cmake --install "$tree" --prefix "$work/static"; }
# As deep as TREE and with the same macros, so that ccache has all objects.
install_shared() {
  cross "$root" "$folder/shared" shared "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -D_GLIBCXX_ASSERTIONS" -DBUILD_SHARED_LIBS=ON -DHELLOJOHN_TESTS=OFF -DHELLOJOHN_SAMPLES=OFF \
    -DHELLOJOHN_IMGUI=OFF -DHELLOJOHN_WERROR=ON -DCMAKE_PREFIX_PATH="$folder/prefix" -DCMAKE_PROJECT_hellojohn_INCLUDE="$batches"
  rm -rf shared
  cmake --install "$folder/shared" --prefix "$work/shared"
}
installed_is_movable() {
  ! grep -rnE "$root|$folder" "$1/lib/cmake" "$1/lib/cps" "$1/lib/pkgconfig"
  [ -n "$(find "$1/lib" -name 'libhellojohn_*.a' -print -quit)" ]
}
host() { # host NAME SOURCE PREFIX PROGRAM ARGUMENT...
  cross "$2" "$work/host/$1" "$3" -DCMAKE_PREFIX_PATH="$work/$3;$folder/prefix" -DHOST_COMPONENTS=sdk,testing,widgets,admin
  run "$work/host/$1/$4.exe" "${@:5}"
}
by_pkg_config() {
  # Debian's package brings it; the libraries' prefix does not.
  mkdir -p pkgconfig
  printf 'Name: qrcodegen\nDescription: QR codes\nVersion: 1.8.0\nLibs: -lqrcodegen\n' >pkgconfig/qrcodegen.pc
  rm -rf host/pkg_config
  mkdir -p host/pkg_config
  # The prefix has moved, so that pkg-config looks beside its files.
  PKG_CONFIG_LIBDIR=$work/static/lib/pkgconfig:$folder/prefix/lib/pkgconfig:$work/pkgconfig \
    make -C host/pkg_config -f "$root/tests/packaging/consumer/pkg_config/Makefile" consumer \
    PKG_CONFIG="pkg-config --define-prefix --static" CXX="ccache $triple-g++-posix" \
    LDFLAGS="-static -fno-use-linker-plugin -wrapper $root/scripts/lib/windows/link_with_lld.sh"
  run "$work/host/pkg_config/consumer.exe" sdk,testing,widgets,admin
}
# The next version: the same sources with other numbers, as a DLL without the network, in a host's add_subdirectory.
next_version() {
  rm -rf next_sources
  mkdir -p next_sources
  (cd "$root" && git ls-files -z CMakeLists.txt LICENSE NOTICE sdk widgets | tar --null -T - -cf -) | tar -C next_sources -xf -
  grep -rlZ 'inline namespace v0 {' next_sources | xargs -0 sed -i 's/^inline namespace v0 {/inline namespace v1 {/'
  sed -i -e 's/\(HELLOJOHN_VERSION_MINOR\) .*/\1 99/' -e 's/\(HELLOJOHN_VERSION "[0-9]*\)\.[0-9]*/\1.99/' \
    next_sources/sdk/include/hellojohn/version.hpp
  cross "$root/tests/packaging/consumer/add_subdirectory" "$work/next" shared -DHELLOJOHN_SOURCE_DIR="$work/next_sources" \
    -DBUILD_SHARED_LIBS=ON -DHELLOJOHN_TRANSPORT=none -DCMAKE_PREFIX_PATH="$folder/prefix" \
    -DCMAKE_PROJECT_hellojohn_INCLUDE="$batches"
  find next -name 'libhellojohn_sdk-*.dll' -exec cp {} next/ \;
  run "$work/next/consumer.exe"
}
two_versions() {
  local cxx=(ccache "$triple-g++-posix" -std=c++20 -Wall -Wextra -Werror)
  "${cxx[@]}" -I"$root/sdk/include" -DCALL=call_of_this_version -c "$here/version.cpp" -o this.o
  "${cxx[@]}" -Inext_sources/sdk/include -DCALL=call_of_the_next_version -c "$here/version.cpp" -o next.o
  "${cxx[@]}" -c "$here/two_versions.cpp" -o two_versions.o
  $triple-g++-posix -fno-use-linker-plugin -wrapper "$root/scripts/lib/windows/link_with_lld.sh" this.o next.o two_versions.o \
    shared/lib/libhellojohn_sdk.dll.a "$(find next -name libhellojohn_sdk.dll.a)" -o two_versions.exe
  run ./two_versions.exe
}


# The look at the exports must find a DLL of others, or it cannot fail.
finds_foreign_exports() {
  if "$here/exports.sh" "$($triple-gcc-posix -print-file-name=libssp-0.dll)" 0; then return 1; fi
}
dll() { find "$1" -name 'libhellojohn_sdk-*.dll' -print -quit; }

check "hellojohn-readme.exe imports only what the guide says" "$here/imports.sh" "$tree/bin/hellojohn-readme.exe"
check "<windows.h> around each public header" "$here/raw_headers.sh" "$root" "$work/headers"
check "install of the static library" install_static
check "the static library's package names no folder of this machine" installed_is_movable static
check "build and install of the DLL" install_shared
check "the DLL's package names no folder of this machine" installed_is_movable shared
check "the DLL exports only hellojohn" "$here/exports.sh" "$(dll shared/bin)" 1000
check "the look at the exports can fail" finds_foreign_exports
check "find_package, static: calls over TLS" host static_calls "$here" static windows_host
check "find_package, DLL: calls over TLS" host shared_calls "$here" shared windows_host
check "find_package, static: all components" host static_parts "$here/../consumer/package" static consumer sdk,testing,widgets,admin
check "find_package, DLL: all components" host shared_parts "$here/../consumer/package" shared consumer sdk,testing,widgets,admin
check "pkg-config, static" by_pkg_config
check "add_subdirectory, DLL of the next version" next_version
check "the next version's DLL exports only hellojohn" "$here/exports.sh" "$(dll next)" 500
check "two versions in one process" two_versions

echo "packages: $checks checks, $failed failed"
[ "$failed" = 0 ]
