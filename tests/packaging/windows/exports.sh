#!/usr/bin/env bash
# exports.sh DLL FLOOR: the DLL exports only names of the namespace hellojohn, and more than FLOOR of them.
set -euo pipefail
names=$(x86_64-w64-mingw32-objdump -p "$1" | sed -n '/^\[Ordinal\/Name Pointer\] Table/,/^$/s/^\t*\[ *[0-9]*\] *\(+base\[ *[0-9]*\] *\)\?\([0-9a-f]* \)\?//p')
own='^_Z(N[VKRO]*9hellojohn|T[VTIS]N9hellojohn)'
ours=$(grep -cE "$own" <<<"$names" || true)
foreign=$(grep -vE "$own" <<<"$names" || true)
echo "exports: $ours of hellojohn, $(grep -c . <<<"$foreign" || true) of others in $(basename "$1")"
[ -z "$foreign" ] || { echo "FAIL  exported, though not ours:"; head -20 <<<"$foreign"; exit 1; }
[ "$ours" -gt "$2" ] || { echo "FAIL  only $ours: the look is wrong"; exit 1; }
