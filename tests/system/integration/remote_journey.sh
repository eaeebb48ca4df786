#!/usr/bin/env bash
# hellojohn-mock-server ($1) as a separate process, over TLS and plain, with the journey ($2) played against it; how it
# starts, what it prints, how it ends, and which options it refuses.
set -uo pipefail
server=$1
journey=$2
work=$(mktemp -d)
failed=0
pid=""
finish() {
  [ -n "$pid" ] && kill "$pid" 2>/dev/null
  rm -rf "$work"
}
trap finish EXIT
ok() { echo "ok    $1"; }
fail() { echo "FAIL  $1"; failed=1; }
check() { if [ "$2" = "$3" ]; then ok "$1"; else fail "$1: '$2' instead of '$3'"; fi; }
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$work/start"; }

start() {
  : >"$work/start"  # Here: the server's own shell may come to it only after the first look, which would see the line of before.
  "$server" "$@" >"$work/start" 2>"$work/err" &
  pid=$!
  for _ in $(seq 200); do
    grep -q '}$' "$work/start" && return 0
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}
# Ends the server and says how long that took and what it returned.
stop() {
  local before after
  before=$(date +%s%N)
  kill -TERM "$pid"
  wait "$pid"
  code=$?
  after=$(date +%s%N)
  pid=""
  check "$1: SIGTERM ends it with 0" "$code" 0
  local ms=$(((after - before) / 1000000))
  if [ "$ms" -le 1000 ]; then ok "$1: ended within 1 s ($ms ms)"; else fail "$1: ended after $ms ms"; fi
}

start --listen 127.0.0.1:0 --virtual-clock --backup-codes-remaining --ca-out "$work/ca.pem" || fail "the server starts"
check "exactly one line" "$(wc -l <"$work/start")" 1
keys=$(grep -oE '"(base_url|control_url|control_token|ca_file|tenant_id|publishable_key|secret_key|users)":' "$work/start" | sort -u | wc -l)
check "the start line has its eight keys" "$keys" 8
check "the CA is where it was asked for" "$(field ca_file)" "$work/ca.pem"
grep -q "PRIVATE" "$work/ca.pem" && fail "the CA file holds a private key"
days=$(($(date -d "$(openssl x509 -in "$work/ca.pem" -noout -enddate | cut -d= -f2)" +%s) - $(date -d "$(openssl x509 -in "$work/ca.pem" -noout -startdate | cut -d= -f2)" +%s)))
if [ "$days" -le $((24 * 3600 + 7200)) ]; then ok "the CA lives about a day ($days s)"; else fail "the CA lives $days s"; fi
grep -q "Name Constraints: critical" <<<"$(openssl x509 -in "$work/ca.pem" -noout -text)" && ok "the CA is name-constrained" || fail "the CA is not name-constrained"
"$journey" --base-url "$(field base_url)" --control-token "$(field control_token)" --ca "$work/ca.pem" >"$work/out"
check "journey over TLS against a running server" "$?" 0
check "it ends well" "$(tail -1 "$work/out" | cut -c1-8)" "All well"
"$journey" --base-url "$(field base_url)" --control-token wrong --ca "$work/ca.pem" >"$work/out"
check "a wrong control token makes the journey fail" "$?" 1
stop "TLS"

start --plain --virtual-clock --backup-codes-remaining || fail "the plain server starts"
"$journey" --json --base-url "$(field base_url)" --control-token "$(field control_token)" >"$work/out"
check "journey over plain HTTP on loopback" "$?" 0
check "one JSON object per step" "$(grep -c '^{"step":[0-9]*,"name":".*","ok":true,"text":".*"}$' "$work/out")" "$(wc -l <"$work/out")"
stop "plain"

refused() {
  "$server" "$@" >"$work/out" 2>"$work/err" </dev/null
  check "refused with 2: $*" "$?" 2
  [ -s "$work/err" ] || fail "it says why: $*"
  [ -s "$work/out" ] && fail "nothing on stdout: $*"
}
refused --listen 0.0.0.0:0
refused --listen 192.0.2.1:0
refused --listen nonsense
refused --seed x
refused --seed-file "$work/missing"
refused --no-such-option
"$journey" --base-url http://127.0.0.1:1 2>/dev/null
check "the journey wants a control token with a base URL" "$?" 2
exit $failed
