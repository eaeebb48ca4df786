#!/usr/bin/env bash
# check.sh SAMPLE OUT: builds the engine module, plays it, and holds it to what docs/14-engines.md promises.
set -euo pipefail
sample=$1 out=$2
rm -rf "$out"
"$sample/build.sh" "$out" | tee "$out.built"
"$out/engine" | tee "$out.played"
failed=0

# at_most LIMIT FILE WORDS: the number that stands behind the words.
at_most() {
  local value
  value=$(sed -nE "s/^$3[^:]*: ([0-9]+).*/\1/p" "$2")
  if [ -n "$value" ] && [ "$value" -le "$1" ]; then
    echo "ok    $3: $value, at most $1"
  else
    echo "FAIL  $3: '$value', at most $1"
    failed=1
  fi
}

at_most 750000 "$out.built" "bytes added to the program"
at_most 0 "$out.played" "threads of ours"
at_most 16 "$out.played" "operator new per verify"
grep -q '^signed in: yes$' "$out.played" || { echo "FAIL  not signed in"; failed=1; }
[ "$(wc -l <"$out/undefined.txt")" -gt 20 ] || { echo "FAIL  too few symbols: the look is wrong"; failed=1; }
if grep -E 'boost|SSL_|EVP_|alloc$|^free$|mmap|pthread_create|std::.*thread::|__cxa_throw|dynamic_cast' "$out/undefined.txt"; then
  echo "FAIL  the module asks for what an engine does not give"
  failed=1
fi
exit $failed
