#!/usr/bin/env bash
# scripts_help.sh SOURCE: each script of `scripts` explains itself, and does nothing if it does not know an option.
set -euo pipefail
cd "$1"
failed=0
for script in scripts/*; do
  [ -f "$script" ] && [ -x "$script" ] || continue
  for option in -h --help; do
    "$script" "$option" 2>/dev/null | grep -q "^$script" || { echo "FAIL  $script $option"; failed=1; }
  done
  status=0
  "$script" --unknown-option >/dev/null 2>&1 || status=$?
  [ "$status" = 2 ] || { echo "FAIL  $script takes an unknown option, and ends with $status"; failed=1; }
done
status=0
scripts/docs tests >/dev/null 2>&1 || status=$?
[ "$status" = 2 ] && [ -f tests/CMakeLists.txt ] || { echo "FAIL  scripts/docs overwrites a folder that is no site"; failed=1; }
exit $failed
