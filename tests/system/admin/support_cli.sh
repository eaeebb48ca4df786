#!/usr/bin/env bash
# The curl lines of the recovery page's admin part as commands of hellojohn-support ($2) against hellojohn-mock-server
# ($1): what each does, what each refuses, and what the audit log says afterwards. One line per check.
set -uo pipefail
server=$1
support=$2
failed=0
. "$(dirname "$0")/../../worlds/mock_server.sh"
start_mock "$server"
export HELLOJOHN_BASE_URL=$base HELLOJOHN_TENANT_ID=tnt_01HABCDEF654321 HELLOJOHN_SECRET_KEY=sk_live_abc123
user=usr_01HABCDEF123456
factor=fac_01HABCDEF555444
identity=(--method "video call" --by "ana@studio" --ticket T-4711 --reason "User locked out — no backup codes")

. "$(dirname "$0")/../../worlds/said.sh"
always=()
desk() { "$support" "$@" --ca "$work/ca.pem"; }
override() { desk "$@" "${identity[@]}" --record "$work/record" --yes; }
service() {
  command curl -sS --cacert "$work/ca.pem" -H "X-Tenant-ID: tnt_01HABCDEF654321" -H "Content-Type: application/json" "$@"
}
writes() { control "$base/__mock/journal" | grep -cE 'codes_generated|factor_removed|impersonated|recovery_mailed'; }

# The user's side, so that all five actions are in the log: a backup code is used, a recovery link later.
code=$(grep -oE '[A-Z0-9]{4}-[A-Z0-9]{4}' "$work/start" | head -1)
challenge=$(service -H "Authorization: Bearer pk_live_abc123" "$base/v1/auth/sign-in" \
  -d '{"email":"alice@example.com","password":"correct horse battery"}' | grep -oE '"challenge_id":"[^"]*"' | cut -d'"' -f4)
service "$base/v1/auth/mfa/verify" -d "{\"challenge_id\":\"$challenge\",\"factor_id\":\"backup_codes\",\"code\":\"$code\"}" >/dev/null

# Refusals first: none of them may change anything.
before=$(writes)
said "help" 0 "Identity" "Exit codes" -- "$support" --help
said "help of a command" 0 "hellojohn-support impersonate" -- "$support" impersonate --help
said "no command" 2 "command is missing" -- "$support"
said "unknown command" 2 "unknown command" -- "$support" delete-everything
said "unknown option" 2 "unknown option --nope" -- desk user "$user" --nope
said "a name too few" 2 "takes 2" -- desk remove-factor "$user"
said "a key on the command line" 2 "does not belong" -- desk user "$user" --key sk_live_abc123
said "a key as an option's word" 2 "does not belong" '!sk_live' -- desk user "$user" --key-file=sk_live_abc123
said "a key as a value" 2 "does not belong" '!sk_test' -- desk audit --type sk_test_abcdef
said "an id that only looks like one" 3 "not_found" -- desk user usr_task_1
for command in "codes $user" "remove-factor $user $factor" "impersonate $user"; do
  name=${command%% *}
  said "$name: no identity check" 2 "how it was made" -- desk $command --yes --show-secrets
  said "$name: no reason" 2 "no reason" -- desk $command --method call --by ana --ticket T-1 --yes --show-secrets
  said "$name: blank ticket" 2 "no ticket" -- \
    desk $command --method call --by ana --ticket "  " --reason "Lost phone, no codes" --yes --show-secrets
  said "$name: short reason" 2 "shorter than 10" -- \
    desk $command --method call --by ana --ticket T-1 --reason "too short" --yes --show-secrets
  said "$name: not confirmed" 6 "last 6 characters" "Not confirmed" -- desk $command "${identity[@]}" --show-secrets
  said "$name: publishable key" 2 "not an sk_" -- \
    env HELLOJOHN_SECRET_KEY=pk_live_abc123 "$support" $command "${identity[@]}" --yes --show-secrets
  said "$name: no key" 2 "no secret key" -- env -u HELLOJOHN_SECRET_KEY "$support" $command "${identity[@]}" --yes --show-secrets
  said "$name: unknown key" 3 "refused" "invalid_api_key" -- env HELLOJOHN_SECRET_KEY=sk_live_nobody \
    "$support" $command "${identity[@]}" --yes --show-secrets --ca "$work/ca.pem"
  said "$name: wrong tenant" 3 "tenant_mismatch" -- override $command --show-secrets --tenant tnt_01HOTHER654321
  control -X POST "$base/__mock/faults" -d '{"kind":"status","path":"*","status":401,"first_n":1,
    "body":"{\"error\":{\"code\":\"api_key_expired\",\"message\":\"The key is over\",\"request_id\":\"req_expired\"}}"}' >/dev/null
  said "$name: expired key" 3 "api_key_expired" "req_expired" -- override $command --show-secrets
  control -X DELETE "$base/__mock/faults" >/dev/null
  # Nothing found to remove does not prove that nothing changed: a proxy may have sent the removal twice.
  [ "$name" = remove-factor ] && none=5 || none=3
  said "$name: unknown user" $none "not_found" -- override ${command/$user/usr_nobody} --show-secrets
  said "$name: another tenant's user" $none "not_found" -- override ${command/$user/usr_01HOTHER111111} --show-secrets
  said "$name: foreign authority" 4 "tls_trust" "nothing changed" -- "$support" $command "${identity[@]}" --yes --show-secrets
done
said "remove-factor: unknown factor" 5 "not on the account's list" "audit log" -- override remove-factor "$user" fac_nobody
said "codes: no terminal, no --show-secrets" 2 "show-secrets" -- override codes "$user"
said "impersonate: no terminal, no --show-secrets" 2 "show-secrets" -- override impersonate "$user"
for time in 10d 61m 0h 1.5h soon -1h; do
  said "impersonate: $time" 2 "long_session|not like" -- override impersonate "$user" --expires-in "$time" --show-secrets
done
said "the record cannot be written" 2 "cannot be written" -- \
  desk codes "$user" "${identity[@]}" --yes --show-secrets --record "$work/none/record"
[ "$(writes)" = "$before" ] && echo "ok    no refusal changed anything" || { echo "FAIL  a refusal changed something"; failed=1; }
rm -f "$work/record"

# Keys from files: only private ones.
printf 'sk_live_abc123\n' >"$work/key"
chmod 644 "$work/key"
said "key file that others can read" 2 "chmod 600" -- env -u HELLOJOHN_SECRET_KEY "$support" user "$user" --key-file "$work/key"
chmod 600 "$work/key"
said "key file" 0 "$factor" -- env -u HELLOJOHN_SECRET_KEY "$support" user "$user" --key-file "$work/key" --ca "$work/ca.pem"
ln -s "$work/key" "$work/link"
said "key file that is a link" 2 "key file" -- desk user "$user" --key-file "$work/link"
said "key file that is a folder" 2 "no file" -- desk user "$user" --key-file "$work"
: >"$work/empty" && chmod 600 "$work/empty"
said "empty key file" 2 "holds no key" -- desk user "$user" --key-file "$work/empty"
said "two sources" 2 "exclude" -- desk user "$user" --key-file "$work/key" --keyring

# The page's curl lines. Generate, then recovery mail, then impersonate, then remove the factor.
said "user" 0 "$factor  totp  active" "backup_codes" -- desk user "$user"
said "curl 1: generate" 0 '^[A-Z0-9]{4}-[A-Z0-9]{4}$' 'Receipt evt_audit_.*mfa.backup_codes_generated  by api_key key_.*success' -- \
  override codes "$user" --show-secrets
[ "$(grep -cE '^[A-Z0-9]{4}-[A-Z0-9]{4}$' "$work/out")" = 8 ] || { echo "FAIL  8 codes"; failed=1; }
said "curl 2: recovery mail" 0 "Accepted" -- desk recovery-mail alice@example.com
cp "$work/out" "$work/known"
said "curl 2: recovery mail to nobody" 0 "Accepted" -- desk recovery-mail nobody@example.com
cmp -s "$work/out" "$work/known" || { echo "FAIL  an unknown address reads otherwise"; failed=1; }
token=$(control "$base/__mock/outbox" | grep -oE 'rec_tok_[A-Za-z0-9._-]+' | head -1)
service "$base/v1/auth/mfa/recovery/verify" -d "{\"token\":\"$token\"}" >/dev/null
said "curl 3: impersonate" 0 '^eyJ[^ ]+\.[^ ]+\.[^ ]+$' 'Receipt evt_audit_.*admin.user_impersonated' 'lives 3600 s' 'do not mail' -- \
  override impersonate "$user" --expires-in 1h --show-secrets
session=$(cat "$work/out")
said "impersonate for long, as it was said" 0 'granted less.*86400' -- \
  override impersonate "$user" --expires-in 10d --long-session --show-secrets
said "curl 4: remove the factor" 0 'Receipt evt_audit_.*mfa.factor_removed_by_admin' 'set up a new factor' -- \
  override remove-factor "$user" "$factor"
said "confirmed by hand" 0 'Receipt' -- \
  bash -c "printf '222222\n' | \"\$0\" codes usr_01HABCDEF222222 --method call --by ana --ticket T-2 --reason 'Lost phone again' --show-secrets --ca '$work/ca.pem'" "$support"
said "confirmed wrongly" 6 'Not confirmed' -- \
  bash -c "printf '222223\n' | \"\$0\" codes usr_01HABCDEF222222 --method call --by ana --ticket T-2 --reason 'Lost phone again' --show-secrets --ca '$work/ca.pem'" "$support"

# What the log holds afterwards: the five documented actions with actor, target and result.
said "audit" 0 "mfa.recovery_used" -- desk audit --type 'mfa.*'
said "audit --json" 0 -- desk audit --json --page 1
cp "$work/out" "$work/log"
entry() {
  if grep -cE "\"type\":\"$1\",\"actor\":\{\"id\":\"$2\"[^}]*\"type\":\"$3\"\},\"resource\":\{\"id\":\"$4\".*\"result\":\"success\"" "$work/log" >/dev/null; then
    echo "ok    audit: $1 by $3 on $4"
  else
    echo "FAIL  audit: $1 by $3 on $4"
    failed=1
  fi
}
entry mfa.recovery_requested "$user" user "$user"
entry mfa.recovery_used "$user" user "$user"
entry mfa.factor_removed_by_admin 'key_[^"]*' api_key "$factor"
entry mfa.backup_codes_generated 'key_[^"]*' api_key "$user"
entry mfa.backup_code_used "$user" user "$user"
entry admin.user_impersonated 'key_[^"]*' api_key "$user"
grep -qF 'User locked out — no backup codes [identity: video call; by ana@studio; ticket T-4711]' "$work/log" &&
  echo "ok    audit: the reason with its identity check" || { echo "FAIL  audit: the reason"; failed=1; }
for page in 1 50 200; do
  desk audit --json --page "$page" | cmp -s - "$work/log" && echo "ok    audit: pages of $page" || { echo "FAIL  audit: pages of $page"; failed=1; }
done
said "audit: one user's" 0 "mfa.factor_removed_by_admin" '!222222' -- desk audit --user "$user"
said "audit: by result" 0 '!mfa' -- desk audit --result failure --type 'mfa.*'
said "audit: a time range" 0 '!mfa' -- desk audit --to 2020-01-01T00:00:00Z
said "audit: a wrong filter" 3 "refused" -- desk audit --result perhaps
said "audit: a wrong page" 2 "1 to 200" -- desk audit --page 201

# The local record: one line before, one after, no secret in it, and nobody else may read it.
begun=$(grep -c '"stage":"begun"' "$work/record")
done=$(grep -c '"stage":"done"' "$work/record")
[ "$begun" = 4 ] && [ "$done" = 4 ] && echo "ok    4 overrides on record" || { echo "FAIL  record: $begun begun, $done done"; failed=1; }
[ "$(stat -c %a "$work/record")" = 600 ] && echo "ok    the record is private" || { echo "FAIL  the record's mode"; failed=1; }
grep -qF -e "$session" -e sk_live -e "$code" "$work/record" && { echo "FAIL  a secret in the record"; failed=1; }

# An answer that is lost says so, with the way to find out.
control -X POST "$base/__mock/faults" -d '{"kind":"drop_after","path":"/v1/admin/users/impersonate","first_n":1}' >/dev/null
said "impersonate: the answer is lost" 5 "may have happened" "a session that nobody holds may exist" -- \
  override impersonate "$user" --show-secrets
tail -1 "$work/record" | grep -qF '"outcome":"unknown"' || { echo "FAIL  record of the lost answer"; failed=1; }
exit $failed
