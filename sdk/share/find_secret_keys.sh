#!/bin/sh
# Finds HelloJohn secret keys (sk_live_… and sk_test_… with 6 characters or more after it) in what you are about to ship:
# programs, libraries, data files, whole folders. For a build server:
#
#   find_secret_keys.sh build/game.bin assets/ || exit 1
#
# Exit codes: 0 none found; 1 found, each named with its file, never shown whole; 2 something could not be looked at.
# Looks for plain text and for UTF-16. It cannot look into what is compressed or encrypted: run it before you pack.
set -u
LC_ALL=C
export LC_ALL

if [ "$#" -eq 0 ] || [ "$1" = --help ]; then
  sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
  [ "$#" -ne 0 ] && exit 0
  exit 2
fi

# UTF-16 is text with a NUL before or after each character; a byte 1 takes its place, so that any grep can name it.
gap=$(printf '\001')
spread() { printf '%s' "$1" | sed "s/./&$gap/g"; }
key='[A-Za-z0-9_-]'
wide="$(spread sk_)($(spread live)|$(spread test))$(spread _)($key$gap){6,}"

keys_in() {
  grep -aoE "sk_(live|test)_$key{6,}" "$1"
  [ $? -le 1 ] || return 2
  tr '\000' '\001' <"$1" | grep -aoE "$wide" | tr -d '\001'
}

found=0
unread=0
look_at() {
  if [ ! -r "$1" ]; then
    echo "cannot be read: $1" >&2
    unread=1
    return
  fi
  keys=$(keys_in "$1") || unread=1
  [ -z "$keys" ] && return
  found=1
  printf '%s\n' "$keys" | sort -u | while IFS= read -r one; do
    printf '%s: %s... (%s characters)\n' "$1" "$(printf %s "$one" | cut -c1-10)" "${#one}"
  done
}

list=$(mktemp) || exit 2
trap 'rm -f "$list"' EXIT
for place in "$@"; do
  if [ ! -e "$place" ]; then
    echo "is not there: $place" >&2
    unread=1
    continue
  fi
  find "$place" -type f -print >"$list" || unread=1
  while IFS= read -r file; do look_at "$file"; done <"$list"
done
[ "$unread" = 0 ] || exit 2
exit "$found"
