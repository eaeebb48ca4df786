#!/usr/bin/env bash
# hellojohn-doctor ($2) rehearses the second factor on the mock's other face ($1), which plays the open-source server.
set -uo pipefail
doctor=$2
failed=0
. "$(dirname "$0")/../../worlds/mock_server.sh"
start_mock "$1" --dialect self_hosted
password="plain sailing today"
. "$(dirname "$0")/../../worlds/said.sh"
always=("!$password" '!eyJ' "!$control_token")
who=(--dialect self_hosted --tenant tnt_01HABCDEF654321 --client game --email carol@example.com --ca "$work/ca.pem")
rehearse() { "$doctor" rehearse "$base" "${who[@]}" "$@"; }

said "an examination" 2 "examines v1 only" -- "$doctor" "$base" "${who[@]}"
said "a dialect that is none" 2 "v1 or self_hosted" -- "$doctor" rehearse "$base" --dialect v3
said "no client" 2 "--tenant, --client and --email" -- "$doctor" rehearse "$base" --dialect self_hosted --tenant t
said "an outbox" 2 "mails nothing" -- rehearse --control-token "$control_token"
typed=no said "a rehearsal without consent changes nothing" 6 "sends one wrong code" -- rehearse
export HELLOJOHN_DOCTOR_PASSWORD=$password
for round in first second; do
  said "the $round rehearsal" 0 "sign-in: the password" "authenticator: a new" "backup-codes: 10" "challenge: " "second-factor: a backup" \
    "used-code: the same backup code is refused" "new-codes: 10" "cleaned-up: " "Note: A backup code holds at most" "All well" '!\!\!' -- rehearse --yes
done
control -H "Content-Type: application/json" "$base/__mock/faults" \
  -d '{"kind":"status","method":"POST","path":"/v2/mfa/recovery/rotate","status":503}' >/dev/null
said "a step that fails" 1 '^!! new-codes: ' "cleaned-up: " "does not get in" -- rehearse --yes
control -X DELETE "$base/__mock/faults" >/dev/null
said "the account is free again" 0 '^\{"step":"sign-in","well":true' -- rehearse --yes --json
exit $failed
