#!/usr/bin/env bash
# $1 nm, $2 readelf, $3 the shared library: it exports only the namespace hellojohn, calls the checked forms of the
# C library, and is hardened.
set -uo pipefail
nm=$1 readelf=$2 library=$3
here=$(cd "$(dirname "$0")" && pwd)
names=$("$nm" -DC --defined-only "$library" | sed -E 's/^[0-9a-f]* +[A-Za-z] //')
ours=$(grep -cE '^((vtable|VTT|typeinfo|typeinfo name) for )?hellojohn::' <<<"$names" || true)
foreign=$(grep -vE '^((vtable|VTT|typeinfo|typeinfo name) for )?hellojohn::' <<<"$names" || true)
failed=0
[ "$ours" -gt 50 ] || { echo "FAIL  only $ours symbols of ours: the look is wrong"; failed=1; }
if [ -n "$foreign" ]; then
  echo "FAIL  exported, though not ours:"
  head -20 <<<"$foreign"
  failed=1
fi
if "$nm" -D "$library" | grep -E ' U __[a-z]+_chk' >/dev/null; then
  echo "ok    checked C library calls"
else
  echo "FAIL  no checked C library call: _FORTIFY_SOURCE is off"
  failed=1
fi
"$here/hardening.sh" "$readelf" "$library" || failed=1
foreign_count=$([ -n "$foreign" ] && wc -l <<<"$foreign" || echo 0)
echo "exports: $ours of hellojohn, $foreign_count of others"
exit $failed
