#!/usr/bin/env bash
# hellojohn-doctor ($2) as a program against hellojohn-mock-server ($1): exit codes, consent, and what it never prints.
set -uo pipefail
server=$1
doctor=$2
failed=0
. "$(dirname "$0")/../../worlds/mock_server.sh"
start_mock "$server"
password="plain sailing today"
who=(--tenant tnt_01HABCDEF654321 --key pk_live_abc123 --email carol@example.com)

. "$(dirname "$0")/../../worlds/said.sh"
always=("!$password" '!eyJ' '!rec_tok_' "!$control_token")
here() { "$doctor" "$base" "${who[@]}" --ca "$work/ca.pem" "$@"; }
rehearse() { "$doctor" rehearse "$base" "${who[@]}" --ca "$work/ca.pem" "$@"; }
signed_in() { control "$base/__mock/journal" | grep -c '"signed_in"'; }

said "help" 0 "rehearse" "Exit codes" -- "$doctor" --help
said "version" 0 "^hellojohn-doctor [0-9.]+$" -- "$doctor" --version
said "no address" 2 "BASE_URL is missing" -- "$doctor"
said "no account" 2 "needed" -- "$doctor" "$base"
said "unknown option" 2 "unknown option --nope" -- here --nope
said "a secret key" 2 "secret key" -- "$doctor" "$base" --tenant t --key sk_live_abc123 --email a@b.example
said "an authority that is not there" 2 "hellojohn-doctor: " -- "$doctor" "$base" "${who[@]}" --ca "$work/none.pem"
said "a server that is not trusted" 3 "tls_trust" -- "$doctor" "$base" "${who[@]}" --yes
typed=no said "without consent nothing changes" 6 "nothing was changed" -- here
typed=no said "a rehearsal without consent changes nothing" 6 "mails a recovery link" -- rehearse
[ "$(signed_in)" = 0 ] || { echo "FAIL  a sign-in without consent"; failed=1; }

# The password is typed here: from the input, because that is not a terminal.
typed=$'yes\n'$password said "consent and a typed password" 0 " 0 do not hold" "options.backup_code_format" \
  "NIST SP 800-63B" -- here
control -X POST "$base/__mock/reset" >/dev/null
export HELLOJOHN_DOCTOR_PASSWORD=$password
said "everything as JSON" 0 '^\{"assumptions":\[\{"assumption":"verify-path","verdict":"holds"' '"options":\[' \
  '!"does not hold"' -- here --yes --json --control-token "$control_token"
control -X POST "$base/__mock/reset" >/dev/null
said "a rehearsal" 0 "All well" "cleaned-up" -- rehearse --yes --control-token "$control_token"
control -X POST "$base/__mock/reset" >/dev/null
said "a rehearsal as JSON" 0 '^\{"step":"mail","well":true' '^\{"note":' -- rehearse --yes --json --control-token "$control_token"
control -X POST "$base/__mock/reset" >/dev/null
said "a rehearsal with the name of the other protocol" 1 "^!! sign-in: .*404.*speaks the other protocol" -- \
  "$doctor" rehearse "$base" --dialect self_hosted --tenant tnt_01HABCDEF654321 --client game --email carol@example.com \
  --ca "$work/ca.pem" --yes
said "a rehearsal without the mail" 1 "link: no mail" "does not get back in" -- rehearse --yes
control -H "Content-Type: application/json" "$base/__mock/faults" \
  -d '{"kind":"status","method":"POST","path":"/v1/auth/mfa/verify","status":404}' >/dev/null
said "one point that does not hold" 1 "verify-path: does not hold" " 1 do not hold" -- here --yes
exit $failed
