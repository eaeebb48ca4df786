#!/usr/bin/env bash
# hellojohn-doctor ($2) examines the mock's other face ($1), which plays the open-source server, and rehearses there.
set -uo pipefail
doctor=$2
failed=0
. "$(dirname "$0")/../../worlds/mock_server.sh"
start_mock "$1" --dialect self_hosted
password="plain sailing today"
. "$(dirname "$0")/../../worlds/said.sh"
always=("!$password" '!eyJ' "!$control_token")
who=(--dialect self_hosted --tenant tnt_01HABCDEF654321 --client game --email carol@example.com --ca "$work/ca.pem")
examine() { "$doctor" "$base" "${who[@]}" "$@"; }
rehearse() { "$doctor" rehearse "$base" "${who[@]}" "$@"; }

said "a dialect that is none" 2 "v1 or self_hosted" -- "$doctor" rehearse "$base" --dialect v3
said "no client" 2 "--tenant, --client and --email" -- "$doctor" rehearse "$base" --dialect self_hosted --tenant t
said "an outbox" 2 "mails no links" -- rehearse --control-token "$control_token"
typed=no said "a rehearsal without consent changes nothing" 6 "sends one wrong code" -- rehearse
typed=no said "an examination without consent changes nothing" 6 "two wrong backup codes" "nothing was changed" -- examine
typed=$'yes\n'$password said "an examination with consent and a typed password" 0 "^23 hold, 0 do not hold" \
  'dialect = hellojohn::ServerDialect::self_hosted' 'client_id = "game"' "NIST SP 800-63B" '!\!\!' -- examine
said "the name of the other protocol" 1 "^!! other-servers: does not hold" "--dialect self_hosted and --client" \
  'dialect = hellojohn::ServerDialect::self_hosted' -- \
  "$doctor" "$base" --tenant tnt_01HABCDEF654321 --key pk_live_abc123 --email carol@example.com --ca "$work/ca.pem" --yes
export HELLOJOHN_DOCTOR_PASSWORD=$password
for round in first second; do
  said "the $round rehearsal" 0 "sign-in: the password" "authenticator: a new" "backup-codes: 10" "challenge: " "second-factor: a backup" \
    "used-code: the same backup code is refused" "new-codes: 10" "cleaned-up: " "Note: A backup code holds at most" "All well" '!\!\!' -- rehearse --yes
done
said "a rehearsal with the name of the other protocol" 1 "^!! mail: .*404.*speaks the other protocol" -- \
  "$doctor" rehearse "$base" --tenant tnt_01HABCDEF654321 --key pk_live_abc123 --email carol@example.com --ca "$work/ca.pem" --yes
control -H "Content-Type: application/json" "$base/__mock/faults" \
  -d '{"kind":"status","method":"POST","path":"/v2/mfa/recovery/rotate","status":503}' >/dev/null
said "codes that cannot be made are a note, as JSON" 0 '"notes":.*No backup codes were made: 503' -- examine --yes --json
said "a step that fails" 1 '^!! new-codes: ' "cleaned-up: " "does not get in" -- rehearse --yes
control -X DELETE "$base/__mock/faults" >/dev/null
said "the account is free again" 0 '^\{"step":"sign-in","well":true' -- rehearse --yes --json
said "an examination with --limits" 0 "waits: holds" "0 do not hold" -- examine --yes --limits
exit $failed
