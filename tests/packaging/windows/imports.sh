#!/usr/bin/env bash
# imports.sh PROGRAM: a statically linked program imports only DLLs that every Windows has, the list of docs/29-windows.md.
set -euo pipefail
wanted="advapi32.dll crypt32.dll kernel32.dll msvcrt.dll user32.dll winhttp.dll ws2_32.dll"
found=$(x86_64-w64-mingw32-objdump -p "$1" | sed -n 's/.*DLL Name: //p' | tr 'A-Z' 'a-z' | sort | tr '\n' ' ')
echo "imports: $found"
[ "$found" = "$wanted " ] || { echo "FAIL  it should import $wanted"; exit 1; }
