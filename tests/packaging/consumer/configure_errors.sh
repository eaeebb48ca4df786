#!/usr/bin/env bash
# configure_errors.sh SOURCE WORK CXX: whatever is wrong stops at configure with one sentence that names the option or the
# package, and an install of what is not built writes nothing. Compiles nothing.
set -uo pipefail
source=$1 work=$2 compiler=$3
rm -rf "$work"
mkdir -p "$work"
failed=0
sdk_only=(-DHELLOJOHN_TRANSPORT=none -DHELLOJOHN_WIDGETS=OFF -DHELLOJOHN_IMGUI=OFF -DHELLOJOHN_ADMIN=OFF
  -DHELLOJOHN_TESTING=OFF -DHELLOJOHN_SAMPLES=OFF -DHELLOJOHN_TESTS=OFF)

# configure NAME SOURCE ARGUMENT...: each in a separate tree, because found packages stay in a cache. The compiler was
# tried once, in the first tree.
configure() {
  local name=$1 from=$2
  shift 2
  mkdir -p "$work/$name"
  [ -d "$work/first/CMakeFiles" ] && cp -r "$work/first/CMakeFiles" "$work/$name/"
  cmake -S "$from" -B "$work/$name" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" "$@" >"$work/$name.log" 2>&1
}

# stops NAME SENTENCE SOURCE ARGUMENT...: CMake breaks long lines, so that spaces are compared as one.
stops() {
  local name=$1 sentence=$2 said
  shift 2
  if configure "$name" "$@"; then
    echo "FAIL  $name: configured without a word"
    failed=1
    return
  fi
  said=$(tr -s ' \n' '  ' <"$work/$name.log")
  if [[ "$said" != *"$sentence"* ]]; then
    echo "FAIL  $name does not say: $sentence"
    sed 's/^/        /' "$work/$name.log"
    failed=1
  elif [ "$(grep -c '^CMake Error' "$work/$name.log")" != 1 ]; then
    echo "FAIL  $name says more than one thing"
    sed 's/^/        /' "$work/$name.log"
    failed=1
  else
    echo "ok    $name"
  fi
}

configure first "$source" "${sdk_only[@]}" || { cat "$work/first.log"; exit 1; }

stops imgui_without_widgets "HELLOJOHN_IMGUI=ON needs HELLOJOHN_WIDGETS=ON" "$source" \
  -DHELLOJOHN_WIDGETS=OFF -DHELLOJOHN_IMGUI=ON
stops tests_without_admin "HELLOJOHN_TESTS=ON needs HELLOJOHN_ADMIN=ON" "$source" -DHELLOJOHN_ADMIN=OFF
stops unknown_transport "HELLOJOHN_TRANSPORT is 'curl': beast or none" "$source" -DHELLOJOHN_TRANSPORT=curl
stops unknown_language "HELLOJOHN_LANGUAGES names 'xx', which docs/24-languages.md does not list" "$source" \
  "${sdk_only[@]}" -DHELLOJOHN_WIDGETS=ON "-DHELLOJOHN_LANGUAGES=en;xx"
stops wrong_imgui_target "HELLOJOHN_IMGUI_TARGET is 'nobody': no target has that name yet" "$source" \
  "${sdk_only[@]}" -DHELLOJOHN_WIDGETS=ON -DHELLOJOHN_IMGUI=ON -DHELLOJOHN_IMGUI_TARGET=nobody
stops wrong_imgui_folder "HELLOJOHN_IMGUI_DIR is '/nowhere': there is no imgui.cpp" "$source" \
  "${sdk_only[@]}" -DHELLOJOHN_WIDGETS=ON -DHELLOJOHN_IMGUI=ON -DHELLOJOHN_IMGUI_DIR=/nowhere
PKG_CONFIG_LIBDIR=/nowhere stops no_imgui "Dear ImGui is missing: install libimgui-dev" "$source" \
  "${sdk_only[@]}" -DHELLOJOHN_WIDGETS=ON -DHELLOJOHN_IMGUI=ON
mkdir -p "$work/imgui_package"
echo 'add_library(imgui::imgui INTERFACE IMPORTED)' >"$work/imgui_package/imgui-config.cmake"
if PKG_CONFIG_LIBDIR=/nowhere configure imgui_by_its_package "$source" "${sdk_only[@]}" -DHELLOJOHN_WIDGETS=ON \
  -DHELLOJOHN_IMGUI=ON "-Dimgui_DIR=$work/imgui_package"; then
  echo "ok    imgui_by_its_package"
else
  cat "$work/imgui_by_its_package.log"
  failed=1
fi
PKG_CONFIG_LIBDIR=/nowhere stops no_libsecret "libsecret is missing: install libsecret-1-dev" "$source" \
  "${sdk_only[@]}" -DHELLOJOHN_LIBSECRET=ON
PKG_CONFIG_LIBDIR=/nowhere stops no_libspeechd "libspeechd is missing: install libspeechd-dev" "$source" \
  "${sdk_only[@]}" -DHELLOJOHN_WIDGETS=ON -DHELLOJOHN_SPEECHD=ON
PKG_CONFIG_LIBDIR=/nowhere stops no_gio "GIO is missing: install libglib2.0-dev" "$source" \
  "${sdk_only[@]}" -DHELLOJOHN_WIDGETS=ON -DHELLOJOHN_ATSPI=ON
stops no_libidn2 "libidn2 is missing: install libidn2-dev" "$source" "${sdk_only[@]}" \
  -DHELLOJOHN_LIBIDN2=ON -DHELLOJOHN_LIBIDN2_INCLUDE=NOTFOUND -DCMAKE_IGNORE_PATH=/usr/include
stops no_boost "Boost 1.81 or newer with Boost.JSON is missing: install libboost-json1.81-dev" "$source" \
  "${sdk_only[@]}" -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON
stops no_openssl "OpenSSL 3.0 or newer is missing: install libssl-dev" "$source" \
  "${sdk_only[@]}" -DHELLOJOHN_TRANSPORT=beast -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON
stops no_qrcodegen "qrcodegen is missing: install libqrcodegen-dev" "$source" \
  "${sdk_only[@]}" -DHELLOJOHN_WIDGETS=ON -DCMAKE_DISABLE_FIND_PACKAGE_qrcodegen=ON
stops no_catch2 "Catch2 is missing: install catch2" "$source" -DHELLOJOHN_WIDGETS=OFF -DHELLOJOHN_IMGUI=OFF \
  -DHELLOJOHN_SAMPLES=OFF -DCMAKE_DISABLE_FIND_PACKAGE_Catch2=ON
stops no_png "The samples need PNG::PNG: install libpng-dev" "$source" -DHELLOJOHN_TESTS=OFF \
  -DCMAKE_DISABLE_FIND_PACKAGE_PNG=ON

# A host, against the configuration that an install would copy.
mkdir -p "$work/host"
cat >"$work/host/CMakeLists.txt" <<'TEXT'
cmake_minimum_required(VERSION 3.25)
project(host LANGUAGES CXX)
find_package(hellojohn REQUIRED COMPONENTS ${WANTED})
TEXT
stops unknown_component "hellojohn has no component 'widgits'; it has sdk, store_libsecret, widgets, speech," \
  "$work/host" -Dhellojohn_DIR="$work/first/package" -DWANTED=widgits
stops absent_component "this hellojohn was installed without its component 'admin'" \
  "$work/host" -Dhellojohn_DIR="$work/first/package" -DWANTED=admin

# Nothing is built: nothing is installed.
if cmake --install "$work/first" --prefix "$work/prefix" >"$work/install.log" 2>&1; then
  echo "FAIL  an install without artefacts succeeded"
  failed=1
elif [ -e "$work/prefix" ]; then
  echo "FAIL  an install without artefacts left: $(find "$work/prefix" -type f | head -3)"
  failed=1
elif ! tr -s ' \n' '  ' <"$work/install.log" |
  grep -q "Nothing was installed, because these targets are not built: hellojohn_sdk"; then
  echo "FAIL  an install without artefacts does not say why:"
  cat "$work/install.log"
  failed=1
else
  echo "ok    half_prefix"
fi
exit $failed
