#!/usr/bin/env bash
# cuts.sh ROOT: a code block in docs/ that follows the line `<!-- cut FILE MARK -->` equals what stands in that compiled and
# tested FILE between the lines `/// [MARK]`. `cuts.sh ROOT --write` brings the pages up to date.
set -euo pipefail
root=$1 write=${2:-}
cd "$root"
failed=0
count=0

between() { awk -v mark="/// [$2]" '{ line = $0; sub(/^ +/, "", line) } line == mark { on = !on; next } on' "$1"; }

# The page with each cut made anew.
remade() {
  local line inside=0
  while IFS= read -r line; do
    if [[ $line =~ ^'<!-- cut '([^ ]+)' '([^ ]+)' -->'$ ]]; then
      printf '%s\n```%s\n' "$line" "$([[ ${BASH_REMATCH[1]} == *.sh ]] && echo sh || echo cpp)"
      between "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
      inside=1
    elif [ "$inside" = 0 ]; then
      printf '%s\n' "$line"
    elif [ "$line" = '```' ]; then
      printf '%s\n' "$line"
      inside=0
    fi
  done <"$1"
}

while IFS= read -r page; do
  new=$(remade "$page")
  [ "$write" = --write ] && printf '%s\n' "$new" >"$page"
  while read -r _ _ file mark _; do
    count=$((count + 1))
    [ -n "$(between "$file" "$mark")" ] || { echo "FAIL  $page: nothing is marked [$mark] in $file"; failed=1; }
  done < <(grep -E '^<!-- cut ' "$page")
  diff "$page" <(printf '%s\n' "$new") >/dev/null || { echo "FAIL  $page: a block differs from its file"; failed=1; }
done < <(grep -rlE '^<!-- cut ' docs README.md)
echo "$count cuts compared"
[ "$count" -gt 0 ] || failed=1
exit $failed
