#!/usr/bin/env bash
# A picture that changed fails and leaves what was drawn, what was expected, and where they differ.
set -euo pipefail
program=$1
golden=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$golden" "$work/golden"
# Two languages of one screen have other words in the same place.
cp "$work/golden/home.es.png" "$work/golden/home.en.png"
if "$program" "$work/golden" "$work/out" --only home.en; then
  echo "a changed frame was accepted"
  exit 1
fi
for part in actual expected diff; do
  [ -s "$work/out/home.en.$part.png" ] || { echo "no $part picture"; exit 1; }
done
