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
root=$(cd "$(dirname "$0")/../../.." && pwd)
if grep -rnE "$root|$prefix|$build" "$prefix/lib/cmake" "$prefix/lib/cps" "$prefix/lib/pkgconfig"; then
  echo "FAIL  the package names folders of this machine"
  exit 1
fi
"$prefix/bin/hellojohn-mock-server" --help >/dev/null
"$prefix/bin/hellojohn-doctor" --help >/dev/null

# The bill of materials names each library with its digest, and what it was built with.
bill=$prefix/share/hellojohn/hellojohn.spdx.json
for library in "$prefix"/lib/libhellojohn_*.{a,so.*.*.*}; do
  [ -f "$library" ] || continue
  read -r digest _ < <(sha256sum "$library")
  grep -q "$digest" "$bill" || { echo "FAIL  $library is not what the bill of materials names"; exit 1; }
done
python3 -B "$(dirname "$0")/bill_of_materials.py" "$bill"
python3 -B "$(dirname "$0")/cps.py" "$prefix"
for part in Boost OpenSSL qrcodegen; do
  grep -q "\"name\": \"$part\"" "$bill" || { echo "FAIL  no $part in the bill of materials"; exit 1; }
done
echo "$(find "$prefix" -type f | wc -l) files"
