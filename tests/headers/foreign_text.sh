#!/usr/bin/env bash
# Preprocesses every public header ($2) with the compiler ($1): nothing of Boost or OpenSSL may come in.
set -euo pipefail
compiler=$1
include=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Line markers name every file that was opened, so one look finds what came in by whichever way.
foreign() {
  "$compiler" -E -std=c++20 -x c++ -I"$include" "$1" >"$work/text"
  grep -m1 -E "^# [0-9]+ \".*/(boost|openssl)/" "$work/text"
}

count=0
failed=0
while read -r header; do
  count=$((count + 1))
  if found=$(foreign "$include/$header"); then
    echo "FAIL  $header: $found"
    failed=1
  fi
done < <(cd "$include" && find . -name '*.hpp' | sort)

printf '#include <openssl/ssl.h>\n' >"$work/planted.hpp"
if ! foreign "$work/planted.hpp" >/dev/null; then
  echo "FAIL  a planted OpenSSL include was not found: this test cannot fail"
  failed=1
fi
echo "$count headers looked at"
exit $failed
