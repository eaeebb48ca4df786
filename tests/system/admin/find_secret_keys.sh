#!/usr/bin/env bash
# The script for integrators' build servers ($1) finds keys in what is shipped, and nothing else. $2: a program with
# the two keys of the mock, as samples have them; the others: programs without one.
set -uo pipefail
find_keys=$1
with_key=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# look NAME EXIT LINES FILE...
look() {
  local name=$1 wanted=$2 lines=$3
  shift 3
  "$find_keys" "$@" >"$work/said" 2>"$work/noise"
  local got=$? said
  said=$(wc -l <"$work/said")
  if [ "$got" = "$wanted" ] && [ "$said" = "$lines" ] && ! grep -qF "secretpart" "$work/said" "$work/noise"; then
    echo "ok    $name"
  else
    echo "FAIL  $name: exit $got instead of $wanted, $said lines instead of $lines"
    cat "$work/said" "$work/noise"
    failed=1
  fi
}
plant() { printf "$2" >"$work/$1"; }
utf16() { printf '%s' "$2" | sed 's/./&\n/g' | while IFS= read -r c; do [ -n "$c" ] && { [ "$1" = le ] && printf '%s\0' "$c" || printf '\0%s' "$c"; }; done; }

plant plain 'x\000\377sk_live_secretpart1\000y'
plant test 'key=sk_test_secretpart2;'
plant six 'sk_live_abc123'
plant five 'sk_live_abc12'
plant none 'pk_live_secretpart and sk_liveXsecretpart and sk_other_secretpart'
plant message 'secret_key is not an sk_live_ or sk_test_ key'
plant split 'sk_live_\000secretpart'
plant two 'sk_live_secretpart1 sk_test_secretpart2 sk_live_secretpart1'
plant 'a name with blanks' 'sk_live_secretpart3'
utf16 le 'xx sk_live_secretpart4 yy' >"$work/le"
utf16 be 'xx sk_test_secretpart5 yy' >"$work/be"
utf16 le 'xx sk_live_abc12 yy' >"$work/le5"

look "in a binary" 1 1 "$work/plain"
look "a test key" 1 1 "$work/test"
look "6 characters" 1 1 "$work/six"
look "5 characters are none" 0 0 "$work/five"
look "other keys and words are none" 0 0 "$work/none"
look "the library's own message is none" 0 0 "$work/message"
look "two strings side by side are none" 0 0 "$work/split"
look "each key once" 1 2 "$work/two"
look "a name with blanks" 1 1 "$work/a name with blanks"
look "UTF-16, low octet first" 1 1 "$work/le"
look "UTF-16, high octet first" 1 1 "$work/be"
look "5 characters in UTF-16 are none" 0 0 "$work/le5"
look "several files" 1 2 "$work/five" "$work/plain" "$work/test"
mkdir "$work/folder" && cp "$work/plain" "$work/folder/deep" && cp "$work/five" "$work/folder"
look "a folder" 1 1 "$work/folder"
look "what is not there" 2 0 "$work/nowhere"
look "what is not there, beside a key" 2 1 "$work/nowhere" "$work/plain"
look "nothing to look at says how it is used" 2 7
look "a program with keys" 1 2 "$with_key"
look "programs and libraries without one" 0 0 "$@"
exit $failed
