#!/usr/bin/env bash
# libraries.sh FOLDER [LIBRARY]: fetches the sources of the libraries from Debian and builds them for Windows into FOLDER/prefix.
# What FOLDER/prefix has already is kept; FOLDER/log holds what the builds say. LIBRARY: only that one, kept or not.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/sources" "$1/build" "$1/log" "$1/prefix/lib" "$1/prefix/include"
folder=$(cd "$1" && pwd)
prefix=$folder/prefix
triple=x86_64-w64-mingw32
jobs=$(nproc)
. "$here/../debian_sources.sh"

# original PACKAGE: unpacks it into build/PACKAGE.
original() {
  local file
  file=$(debian_original "$1" "$folder/sources" 2>>"$folder/log/fetch.log") || { tail -n 5 "$folder/log/fetch.log" >&2; return 1; }
  basename "$file"
  rm -rf "${folder:?}/build/$1"
  mkdir -p "$folder/build/$1"
  tar -xf "$file" -C "$folder/build/$1" --strip-components=1
}

launcher=
! command -v ccache >/dev/null || launcher=ccache
cc="$launcher $triple-gcc-posix"
cxx="$launcher $triple-g++-posix"

# Without the algorithms and protocols that no test and no part of the client asks for: a third of the time.
openssl() {
  original openssl
  cd "$folder/build/openssl"
  # A prefix of one name for every folder: it is on every command line, and ccache knows the objects again.
  CFLAGS=-O1 CC="$cc" AR=$triple-ar RANLIB=$triple-ranlib RC=$triple-windres ./Configure mingw64 no-tests no-shared \
    no-engine no-legacy no-aria no-bf no-blake2 no-camellia no-cast no-cmp no-cms no-dtls no-idea no-md4 no-mdc2 no-rc2 \
    no-rc4 no-rmd160 no-seed no-siphash no-sm2 no-sm3 no-sm4 no-srp no-ts no-whirlpool \
    --prefix=/openssl --openssldir=C:/hellojohn-openssl --libdir=lib
  make -j "$jobs" build_libs
  make install_dev DESTDIR="$PWD/staged"
  cp -r staged/openssl/. "$prefix/"
}

boost() {
  # The headers are the same on every system; only Boost.JSON is compiled. CMake's FindBoost also wants to see libboost_container.
  ln -sfn /usr/include/boost "$prefix/include/boost"
  echo '#include <boost/json/src.hpp>' >"$folder/build/boost_json.cpp"
  $cxx -std=c++20 -O2 -I"$prefix/include" -c "$folder/build/boost_json.cpp" -o "$folder/build/boost_json.o"
  $triple-ar rcs "$prefix/lib/libboost_json.a" "$folder/build/boost_json.o"
  $triple-ar rcs "$prefix/lib/libboost_container.a"
}

catch2() {
  original catch2
  with_cmake catch2 -DCATCH_BUILD_STATIC_LIBRARY=ON -DBUILD_TESTING=OFF -DCATCH_INSTALL_DOCS=OFF
}

qr-code-generator() {
  original qr-code-generator
  cd "$folder/build/qr-code-generator/c"
  $cc -O2 -c qrcodegen.c -o qrcodegen.o
  $triple-ar rcs "$prefix/lib/libqrcodegen.a" qrcodegen.o
  mkdir -p "$prefix/include/qrcodegen"
  cp qrcodegen.h "$prefix/include/qrcodegen/"
}

# library NAME FILE...: compiles the sources in this folder, two at a time, into prefix/lib/libNAME.a.
library() {
  local name=$1 compiler=$cc
  shift
  [ "${1##*.}" = c ] || compiler=$cxx
  mkdir -p objects
  # shellcheck disable=SC2016
  printf '%s\n' "$@" | compiler=$compiler xargs -P "$jobs" -I FILE sh -c '$compiler -O1 -I. -Iinclude -c "$1" -o "objects/$(basename "$1").o"' - FILE
  $triple-ar rcs "$prefix/lib/lib$name.a" objects/*.o
}

# Without the instructions of some processors only: the same pictures everywhere.
libpng1.6() {
  original libpng1.6
  cd "$folder/build/libpng1.6"
  cp scripts/pnglibconf.h.prebuilt pnglibconf.h
  local files=(png*.c)
  library png $(printf '%s\n' "${files[@]}" | grep -v pngtest)
  cp png.h pngconf.h pnglibconf.h "$prefix/include/"
}

# A page of text needs no images, no compression and no fonts of East Asia.
libharu() {
  original libharu
  cd "$folder/build/libharu"
  printf '#define LIBHPDF_HAVE_NOZLIB\n#define LIBHPDF_HAVE_NOPNGLIB\n' >include/hpdf_config.h
  local files=(src/hpdf_*.c)
  library hpdf $(printf '%s\n' "${files[@]}" | grep -vE '_(cns|cnt|jp|kr)\.c|_png\.c')
  cp include/*.h "$prefix/include/"
}

glfw3() {
  original glfw3
  with_cmake glfw3 -DGLFW_BUILD_EXAMPLES=OFF -DGLFW_BUILD_TESTS=OFF -DGLFW_BUILD_DOCS=OFF
}

# As Debian's package has it: a library, the two backends in it, and a file for pkg-config.
imgui() {
  original imgui
  cd "$folder/build/imgui"
  # With GCC it leaves out where the candidates of an input method stand.
  sed -i 's,^//#define IMGUI_ENABLE_WIN32_DEFAULT_IME_FUNCTIONS.*,#define IMGUI_ENABLE_WIN32_DEFAULT_IME_FUNCTIONS,' imconfig.h
  library imgui imgui.cpp imgui_draw.cpp imgui_tables.cpp imgui_widgets.cpp
  rm -r objects
  # The backend asks for GLFW's headers.
  CPLUS_INCLUDE_PATH=$prefix/include library imgui_backends backends/imgui_impl_glfw.cpp backends/imgui_impl_opengl3.cpp
  mkdir -p "$prefix/include/imgui/backends" "$prefix/lib/pkgconfig"
  cp ./*.h "$prefix/include/imgui/"
  cp backends/imgui_impl_{glfw,opengl3}.h "$prefix/include/imgui/backends/"
  printf '%s\n' "Name: imgui" "Description: Dear ImGui" "Version: $(sed -n 's/^#define IMGUI_VERSION *"\(.*\)"/\1/p' imgui.h)" \
    "Libs: -L$prefix/lib -limgui_backends -limgui -limm32" "Cflags: -I$prefix/include/imgui" >"$prefix/lib/pkgconfig/imgui.pc"
}

with_cmake() {
  cmake -S "$folder/build/$1" -B "$folder/build/$1/for-windows" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_TOOLCHAIN_FILE="$here/toolchain.cmake" -DHELLOJOHN_WINDOWS_PREFIX="$prefix" -DCMAKE_INSTALL_PREFIX="$prefix" \
    -DCMAKE_C_COMPILER_LAUNCHER=$launcher -DCMAKE_CXX_COMPILER_LAUNCHER=$launcher "${@:2}"
  cmake --build "$folder/build/$1/for-windows"
  cmake --install "$folder/build/$1/for-windows"
}

# A process for each library: bash ignores `set -e` in a function whose result is asked for.
if [ $# = 2 ]; then
  "$2"
  exit
fi
# A library of another recipe is built again.
recipe=$(sha256sum <"$here/libraries.sh")
for library in boost catch2 qr-code-generator openssl libpng1.6 libharu glfw3 imgui; do
  [ "$(cat "$prefix/.$library" 2>/dev/null)" != "$recipe" ] || continue
  began=$SECONDS
  printf '%s ... ' "$library"
  if ! "$here/libraries.sh" "$folder" "$library" >"$folder/log/$library.log" 2>&1; then
    echo "failed"
    tail -n 30 "$folder/log/$library.log" >&2
    exit 1
  fi
  echo "$recipe" >"$prefix/.$library"
  rm -rf "${folder:?}/build/$library"
  echo "$((SECONDS - began)) s"
done
