#!/usr/bin/env bash
# Counts the instructions of a frame without a listener (callgrind). Usage: cost.sh PROGRAM
set -euo pipefail
most=300
counted() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$1" "$2" 2>&1 >/dev/null |
    awk '/Collected/ { print $4; found = 1 } END { exit !found }'
}
few=$(counted "$1" 1000)
many=$(counted "$1" 2000)
frame=$(((many - few) / 1000))
echo "a frame without a listener takes $frame instructions"
[ "$frame" -gt 0 ] && [ "$frame" -le "$most" ]
