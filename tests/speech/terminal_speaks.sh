#!/usr/bin/env bash
# The terminal sample says its screens and its fields, and never what is typed into a secret one. Usage: terminal_speaks.sh PROGRAM
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'alice@example.com\ncorrect horse battery\n' | "$1" --language de --speak-to "$work/said" >"$work/shown"
for wanted in "next: Bei HelloJohn demo anmelden. E-Mail-Adresse, Textfeld, leer, 1 von 5." \
  "next: Passwort, Passwortfeld, leer, 2 von 5"; do
  grep -qF "$wanted" "$work/said" || { echo "FAIL: not said: $wanted"; cat "$work/said"; exit 1; }
done
if grep -q "horse" "$work/said"; then
  echo "FAIL: the password was said"
  exit 1
fi
