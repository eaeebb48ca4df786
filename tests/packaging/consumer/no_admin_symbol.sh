#!/usr/bin/env bash
# $1 nm, $2 the client library, $3 a program linked with it, $4 the admin library, in which the same look must find some.
set -euo pipefail
nm=$1
symbols() { "$nm" -C "$1" 2>/dev/null | grep -c 'hellojohn::v0::admin::' || true; }
failed=0
for file in "$2" "$3"; do
  found=$(symbols "$file")
  echo "$found admin symbols in ${file##*/}"
  [ "$found" = 0 ] || failed=1
done
found=$(symbols "$4")
echo "$found admin symbols in ${4##*/}"
[ "$found" != 0 ] || failed=1
exit $failed
