#!/usr/bin/env bash
# Preprocesses every public header (below $2 …) with the compiler ($1): nothing of Boost, OpenSSL or a UI toolkit may
# come in.
set -euo pipefail
compiler=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

includes=()
for folder in "$@"; do includes+=("-I$folder"); done

# Line markers name every file that was opened, so one look finds what came in by whichever way.
foreign() {
  "$compiler" -E -w -std=c++20 -x c++ "${includes[@]}" "$1" >"$work/text"
  grep -m1 -E "^# [0-9]+ \".*/(boost|openssl|imgui|GLFW|qrcodegen)[./]" "$work/text"
}

count=0
failed=0
while read -r header; do
  count=$((count + 1))
  if found=$(foreign "$header"); then
    echo "FAIL  $header: $found"
    failed=1
  fi
done < <(find "$@" -name '*.hpp' | sort)

printf '#include <openssl/ssl.h>\n' >"$work/planted.hpp"
if ! foreign "$work/planted.hpp" >/dev/null; then
  echo "FAIL  a planted OpenSSL include was not found: this test cannot fail"
  failed=1
fi
echo "$count headers looked at"
exit $failed
