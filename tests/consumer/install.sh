#!/usr/bin/env bash
# install.sh BUILD PREFIX [SOURCE OPTION…]: with a source, configures and builds it first; then installs into an empty
# prefix. Fails where the prefix names a folder of the machine: an installed package must be movable.
set -euo pipefail
build=$1 prefix=$2
shift 2
if [ $# -gt 0 ]; then
  source=$1
  shift
  cmake -S "$source" -B "$build" -G Ninja -DHELLOJOHN_TESTS=OFF -DHELLOJOHN_SAMPLES=OFF "$@" >/dev/null
  cmake --build "$build"
fi
rm -rf "$prefix"
cmake --install "$build" --prefix "$prefix" >/dev/null
root=$(cd "$(dirname "$0")/../.." && pwd)
if grep -rnE "$root|$prefix|$build" "$prefix/lib/cmake" "$prefix/lib/pkgconfig"; then
  echo "FAIL  the package names folders of this machine"
  exit 1
fi
find "$prefix" -type f | wc -l
