# Sourced by the other scripts, in the top folder: finds out which packages are missing, installs them where that is allowed.
# Boost 1.81 and 1.74 exclude each other on Debian 12, so nothing is ever removed: on a conflict it stops.

# Two trees of the same sources share what ccache holds, in whatever folder.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
# What ccache needs to know a precompiled header again.
export CCACHE_SLOPPINESS=pch_defines,time_macros

packages_for_this_system() {
  local id version
  id=$(. /etc/os-release && echo "${ID:-}")
  version=$(. /etc/os-release && echo "${VERSION_ID:-}")
  local common="g++ cmake ninja-build make ccache pkg-config libssl-dev libidn2-dev catch2 ca-certificates git libqrcodegen-dev"
  local window="libimgui-dev libglfw3-dev libgl-dev libpng-dev libhpdf-dev fonts-roboto-unhinted fonts-dejavu-core fonts-droid-fallback"
  local tools="clang lld codespell doxygen graphviz pandoc curl libcurl4-openssl-dev openssl clang-format clang-tidy gdb valgrind python3 libsecret-1-dev libspeechd-dev libglib2.0-dev at-spi2-core python3-dbus gnome-keyring dbus libsecret-tools xvfb fonts-nanum universal-ctags xdotool xclip libgl1-mesa-dri strace nginx-light haproxy dpkg-dev file"
  # Ubuntu has a browser only as a snap, which a build machine or a container cannot run.
  [ "$id" = debian ] && tools="$tools chromium chromium-driver"
  # The test peer. Looked for as programs: Node from elsewhere brings npm along and excludes Debian's.
  { command -v node && command -v npm; } >/dev/null || tools="$tools nodejs npm"
  # For the vector registers of another processor, which only the long runs look at.
  [ "$1" = full ] && tools="$tools g++-aarch64-linux-gnu qemu-user"
  # The Debian packages are tried in a clean system and shown to Debian's own checker.
  [ "$1" = full ] && tools="$tools debootstrap lintian"
  [ "$1" = deb ] && common="$common dpkg-dev file libsecret-1-dev libspeechd-dev libglib2.0-dev"
  # The gallery's compiler, what its libraries' sources are configured with, and the browser that plays it.
  if [ "$1" = gallery ]; then
    [ "$id:$version" = debian:12 ] || { echo "The gallery is built with the packages of Debian 12." >&2; return 3; }
    common="$common emscripten python3-fonttools perl chromium chromium-driver"
    # Debian's npm does not go with a node of another origin.
    command -v npm >/dev/null || common="$common npm"
  fi
  # What the client is measured beside, and what it is measured with.
  [ "$1" = bench ] && common="$common valgrind strace python3 libcurl4-openssl-dev libcpp-httplib-dev libpoco-dev nginx-light openssl"
  # What cross-compiles for Windows and runs the result there (scripts/windows). The headers of Boost are the same everywhere.
  if [ "$1" = windows ]; then
    [ "$id:$version" = debian:12 ] || { echo "Only Debian 12 has been tried for scripts/windows." >&2; return 3; }
    echo "g++-mingw-w64-x86-64-posix mingw-w64-tools lld clang wine64 wine libz-mingw-w64-dev xvfb xdotool xclip libgl1-mesa-dri python3 cmake ninja-build ccache make perl pkg-config ca-certificates xz-utils libboost1.81-dev fonts-roboto-unhinted fonts-dejavu-core fonts-droid-fallback fonts-nanum"
    return
  fi
  case "$id:$version" in
    debian:12) echo "$common $window libboost1.81-dev libboost-json1.81-dev" "$([[ "$1" = test || "$1" = full ]] && echo "$tools libclang-rt-14-dev libc++-14-dev libc++abi-14-dev")" ;;
    ubuntu:24.04) echo "$common $window libboost1.83-dev libboost-json1.83-dev" "$([[ "$1" = test || "$1" = full ]] && echo "$tools libclang-rt-18-dev libc++-18-dev libc++abi-18-dev")" ;;
    # Here only the packages of the build were tried, by scripts/demo.
    debian:13) echo "$common $window libboost1.83-dev libboost-json1.83-dev" "$([[ "$1" = test || "$1" = full ]] && echo "$tools libclang-rt-19-dev libc++-19-dev libc++abi-19-dev")" ;;
    *)
      [ "${HELLOJOHN_NO_INSTALL:-0}" = 0 ] || return 0
      echo "This system ($id $version) is not one of Debian 12, Debian 13 and Ubuntu 24.04." >&2
      echo "Install a C++20 compiler, CMake 3.25, Ninja, Boost 1.81 with Boost.JSON, OpenSSL 3 and Catch2," >&2
      echo "then run this again with --no-install." >&2
      return 3
      ;;
  esac
}

missing_packages() {
  local package
  for package in $(packages_for_this_system "$1"); do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# ensure_packages build|test|full|bench|deb|gallery|windows
ensure_packages() {
  packages_for_this_system "$1" >/dev/null || return 3
  local missing
  missing=$(missing_packages "$1" | tr '\n' ' ')
  [ -z "$missing" ] && return 0
  local command="apt-get install -y --no-install-recommends --no-remove $missing"
  if [ "${HELLOJOHN_NO_INSTALL:-0}" = 1 ] || ! command -v apt-get >/dev/null ||
    { [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; }; then
    echo "Missing packages. Install them with:" >&2
    echo "  sudo $command" >&2
    return 3
  fi
  echo "Installing: $missing"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq || echo "apt-get update failed; trying with the lists at hand" >&2
  # shellcheck disable=SC2086
  if ! as_root env DEBIAN_FRONTEND=noninteractive $command; then
    if [ "$(dpkg-query -W -f='${db:Status-Status}' libboost1.74-dev 2>/dev/null)" = installed ]; then
      echo "libboost1.74-dev is installed and excludes libboost1.81-dev. Remove it yourself if nothing needs it." >&2
    fi
    echo "Nothing was removed. Install by hand:  sudo $command" >&2
    return 3
  fi
}
