#!/usr/bin/env bash
# Looks through everything that a ctest run printed (BUILD/Testing/Temporary/LastTest.log) for what the mock keeps secret:
# passwords, keys, and tokens by their shape. Its last line is the figure.
set -euo pipefail
log=${1:?usage: printed.sh BUILD_FOLDER}/Testing/Temporary/LastTest.log
secrets='correct horse battery|staple orbit lantern|plain sailing today|other side of town|sk_live_[a-z0-9]{6,}|rft_[0-9A-Z]{20,}|rec_tok_[0-9A-Za-z]{16,}|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}'
[ -s "$log" ] || { echo "printed: no log at $log"; exit 1; }
# The pattern finds what it is for.
printf 'rft_%s\n' 01HVP1S3SRCQZXV6NR4HH5TRBR | grep -qE "$secrets"
if grep -nE "$secrets" "$log" | cut -c1-200; then
  echo "printed: secrets in what the tests printed"
  exit 1
fi
echo "printed: $(wc -l <"$log") lines of the whole suite, 0 secrets"
