#!/usr/bin/env bash
# hellojohn-support ($2) takes its key from a keyring of this test's own, against hellojohn-mock-server ($1).
set -uo pipefail
server=$1
support=$2
failed=0
. "$(dirname "$0")/../../worlds/mock_server.sh"
start_mock "$server"
cat >"$work/inside" <<'INSIDE'
printf 'a password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
desk() { "$1" user usr_01HABCDEF123456 --keyring --base-url "$2" --ca "$3" --tenant "$4" 2>&1; echo "exit $?"; }
desk "$@" tnt_01HABCDEF654321
printf sk_live_abc123 | secret-tool store --label='HelloJohn support' application hellojohn-support tenant tnt_01HABCDEF654321
desk "$@" tnt_01HABCDEF654321
desk "$@" tnt_01HOTHER654321
INSIDE
env -u HELLOJOHN_SECRET_KEY HOME="$work" XDG_DATA_HOME="$work" XDG_RUNTIME_DIR="$work" XDG_CACHE_HOME="$work" \
  timeout 60 dbus-run-session -- bash "$work/inside" "$support" "$base" "$work/ca.pem" >"$work/said" 2>"$work/noise"
expect() {
  if sed -n "$2" "$work/said" | grep -cE "$3" >/dev/null; then echo "ok    $1"; else echo "FAIL  $1"; failed=1; fi
}
expect "an empty keyring" 1p "no key for this tenant"
expect "is a usage error" 2p "exit 2"
expect "the key of the tenant" 3p "fac_01HABCDEF555444"
expect "opens the desk" 5p "exit 0"
expect "another tenant has none" 6p "no key for this tenant"
[ "$failed" = 0 ] || cat "$work/said" "$work/noise"
exit $failed
