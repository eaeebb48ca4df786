#!/usr/bin/env bash
# Instructions of a frame (callgrind), ours against the window written by hand, and of a hidden widget. Fails above the
# bounds. Usage: run.sh PROGRAM [MOST-RATIO]
set -euo pipefail
program=$1
most=${2:-1.10}
most_hidden=300
screens=(sign_in challenge_backup_typed codes_copied codes_streaming enrol)
failed=0
rows=()

# counted SCREEN WHO FRAMES: instructions of the whole run.
counted() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2>&1 >/dev/null |
    awk '/Collected/ { print $4; found = 1 } END { exit !found }'
}

# per_frame SCREEN WHO: what 500 more frames cost, so that the start is not counted. Both counts run at once.
per_frame() {
  local few many
  exec 3< <(counted "$1" "$2" 500)
  many=$(counted "$1" "$2" 1000)
  read -r few <&3
  exec 3<&-
  echo $(((many - few) / 500))
}

vertices() { "$program" "$1" "$2" 10 | awk '{ print $1 }'; }

# holds CONDITION WHAT: an awk condition.
holds() {
  if ! awk "BEGIN { exit !($1) }"; then
    echo "FAIL: $2"
    failed=1
  fi
}

printf '%-24s %10s %10s %7s %10s %10s\n' screen ours by-hand ratio vertices by-hand
for screen in "${screens[@]}"; do
  ours=$(per_frame "$screen" ours)
  theirs=$(per_frame "$screen" by-hand)
  drawn=$(vertices "$screen" ours)
  by_hand=$(vertices "$screen" by-hand)
  ratio=$(awk "BEGIN { printf \"%.3f\", $ours / $theirs }")
  rows+=("$screen $ours $ratio")
  printf '%-24s %10d %10d %7s %10d %10d\n' "$screen" "$ours" "$theirs" "$ratio" "$drawn" "$by_hand"
  holds "$ours <= $theirs * $most" "$screen: more than $most times the instructions"
  holds "$drawn >= 0.98 * $by_hand && $drawn <= 1.02 * $by_hand" "$screen: vertices differ by more than 2 %"
done
worst=$(printf '%s\n' "${rows[@]}" | sort -k3,3n | awk 'END { print $3 " × the instructions (" $1 ")" }')
dearest=$(printf '%s\n' "${rows[@]}" | sort -k2,2n |
  awk 'END { printf "%s, takes %d,%03d (%s ×)", $1, $2 / 1000, $2 % 1000, $3 }')
hidden=$(($(per_frame codes_copied hidden) - $(per_frame codes_copied hidden-nothing)))
holds "$hidden > 0 && $hidden <= $most_hidden" "a hidden widget takes more than $most_hidden"
echo "at most $worst on ${#screens[@]} screens; the dearest of them, $dearest; a hidden widget takes $hidden"
exit $failed
