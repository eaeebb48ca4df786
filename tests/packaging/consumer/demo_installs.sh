#!/usr/bin/env bash
# demo_installs.sh SOURCE WORK CXX: `cmake --install` works after scripts/demo, because what it builds is all that an install
# needs. Asks the build what it would do; builds nothing.
set -euo pipefail
source=$1 work=$2 compiler=$3
rm -rf "$work"
targets=$(sed -nE '/--target/,/[^\\]$/p' "$source/scripts/demo" | tr -d '\\' | grep -oE 'hellojohn[-_a-z]+' | sort -u)
[ "$(wc -l <<<"$targets")" -ge 4 ] || { echo "FAIL  the targets of scripts/demo were not read: $targets"; exit 1; }
cmake -S "$source" -B "$work" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$compiler" \
  -DHELLOJOHN_TESTS=OFF >/dev/null
mapfile -t wanted <<<"$targets"
ninja -C "$work" -t commands "${wanted[@]}" >"$work/plan"
# "component|target|file" in the list that an install reads first.
files=$(grep -oE '[a-z_]+\|hellojohn[-_a-z]+\|[^"]+' "$work/package/artefacts-Release.cmake" | cut -d '|' -f 3)
[ "$(wc -l <<<"$files")" -ge 5 ] || { echo "FAIL  the list of artefacts was not read"; exit 1; }
while IFS= read -r file; do
  grep -qF "${file#"$work"/}" "$work/plan" || { echo "FAIL  scripts/demo does not build $file"; exit 1; }
done <<<"$files"
for program in hellojohn-mock-server hellojohn-readme; do
  grep -qx "$program" <<<"$targets" || { echo "FAIL  scripts/demo does not build $program"; exit 1; }
done
echo "ok    $(wc -l <<<"$files") files"
