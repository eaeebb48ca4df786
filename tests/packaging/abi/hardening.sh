#!/usr/bin/env bash
# $1 readelf, then programs and shared libraries: each must carry the hardening that the build files ask for.
set -uo pipefail
readelf=$1
shift
failed=0
[ $# -gt 0 ] || { echo "no files"; exit 2; }

# want FILE WORDS COMMAND...: the command succeeds.
want() {
  local file=$1 words=$2
  shift 2
  if "$@"; then
    echo "ok    ${file##*/}: $words"
  else
    echo "FAIL  ${file##*/}: $words"
    failed=1
  fi
}

position_independent() { "$readelf" -hW "$1" | grep -E 'Type: +DYN' >/dev/null; }
relro() { "$readelf" -lW "$1" | grep GNU_RELRO >/dev/null; }
bound_at_start() { "$readelf" -dW "$1" | grep -E 'BIND_NOW|FLAGS_1.*NOW' >/dev/null; }
no_executable_stack() { "$readelf" -lW "$1" | grep GNU_STACK | grep -v 'RWE' >/dev/null; }
stack_protected() { "$readelf" --dyn-syms -W "$1" | grep __stack_chk_fail >/dev/null; }
no_search_path_of_others() { ! "$readelf" -dW "$1" | grep -E '\((RPATH|RUNPATH)\).*(::|\[:|:\]|/tmp)' >/dev/null; }

for file in "$@"; do
  [ -f "$file" ] || { echo "FAIL  $file: not built"; failed=1; continue; }
  want "$file" "position independent" position_independent "$file"
  want "$file" "relocations read-only" relro "$file"
  want "$file" "bound at start" bound_at_start "$file"
  want "$file" "stack not executable" no_executable_stack "$file"
  want "$file" "stack protector" stack_protected "$file"
  want "$file" "no loose library path" no_search_path_of_others "$file"
done
exit $failed
