#!/usr/bin/env bash
# A transcript with one other word is found, and its scene is named. Usage: transcripts_fail.sh PROGRAM FOLDER
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$2"/*.txt "$work"
sed -i '0,/Password/s//Passwort/' "$work/en.txt"
if "$1" "$work" >"$work/said"; then
  echo "FAIL: a changed transcript was accepted"
  exit 1
fi
grep -q '^en: sign_in:' "$work/said" || { echo "FAIL: the scene is not named"; cat "$work/said"; exit 1; }
