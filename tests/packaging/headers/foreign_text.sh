#!/usr/bin/env bash
# Preprocesses all public headers (below $2 …) with the compiler ($1): nothing of Boost, OpenSSL or a UI toolkit may
# come in. Together, because each file is opened once and the text of the standard library is long.
set -euo pipefail
compiler=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

includes=()
mapfile -t folders < <(realpath "$@")
for folder in "${folders[@]}"; do includes+=("-I$folder"); done

# Line markers name every file that was opened, so one look finds what came in by whichever way.
foreign() {
  "$compiler" -E -w -std=c++20 -x c++ "${includes[@]}" "$1" >"$work/text"
  grep -m1 -E "^# [0-9]+ \".*/(boost|openssl|imgui|GLFW|qrcodegen)[./]" "$work/text"
}

failed=0
find "${folders[@]}" -name '*.hpp' | sort >"$work/headers"
sed 's/.*/#include "&"/' "$work/headers" >"$work/all.hpp"
if found=$(foreign "$work/all.hpp"); then
  echo "FAIL  $found"
  failed=1
fi
while read -r header; do
  grep -qF "\"$header\"" "$work/text" || { echo "FAIL  $header was not read"; failed=1; }
done <"$work/headers"

printf '#include <openssl/ssl.h>\n' >"$work/planted.hpp"
if ! foreign "$work/planted.hpp" >/dev/null; then
  echo "FAIL  a planted OpenSSL include was not found: this test cannot fail"
  failed=1
fi
echo "$(wc -l <"$work/headers") headers looked at"
exit $failed
