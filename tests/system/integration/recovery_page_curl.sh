#!/usr/bin/env bash
# The curl lines of the MFA Recovery page against hellojohn-mock-server ($1): only scheme, host, port and the elided
# token are replaced. Checks statuses and documented fields; one line per check, non-zero on any difference.
set -uo pipefail
server=$1
failed=0
. "$(dirname "$0")/../../worlds/mock_server.sh"
start_mock "$server"

# The page's curl, with the host replaced; the status goes to $status, the body to $body.
curl() {
  local arguments=()
  for argument in "$@"; do arguments+=("${argument/https:\/\/api.hellojohn.dev/$base}"); done
  status=$(command curl -sS --cacert "$work/ca.pem" -o "$work/body" -w '%{http_code}' "${arguments[@]}")
  body=$(cat "$work/body" 2>/dev/null)
  rm -f "$work/body"
}
expect() {
  local name=$1 wanted=$2
  shift 2
  local problem=""
  [ "$status" = "$wanted" ] || problem="status $status instead of $wanted"
  for pattern in "$@"; do
    grep -qE "$pattern" <<<"$body" || problem="$problem; no match for $pattern"
  done
  if [ -n "$problem" ]; then
    echo "FAIL  $name: $problem"
    failed=1
  else
    echo "ok    $name"
  fi
}

curl -X POST "https://api.hellojohn.dev/v1/users/usr_01HABCDEF123456/mfa/backup-codes/generate" \
  -H "Authorization: Bearer sk_live_abc123" \
  -H "X-Tenant-ID: tnt_01HABCDEF654321"
expect "generate backup codes" 200 \
  '"codes":\[("[A-Z0-9]{4}-[A-Z0-9]{4}",?){8}\]' \
  '"generated_at":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"'

curl -X POST "https://api.hellojohn.dev/v1/auth/mfa/recovery" \
  -H "X-Tenant-ID: tnt_01HABCDEF654321" \
  -H "Content-Type: application/json" \
  -d '{"email": "alice@example.com"}'
expect "trigger the recovery mail" 200

control "$base/__mock/outbox" >"$work/outbox"
token=$(grep -oE 'rec_tok_[A-Za-z0-9._-]+' "$work/outbox" | head -1)
[ -n "$token" ] && echo "ok    the mail is in the outbox" || { echo "FAIL  no mail in the outbox"; failed=1; }

curl -X POST "https://api.hellojohn.dev/v1/auth/mfa/recovery/verify" \
  -H "X-Tenant-ID: tnt_01HABCDEF654321" \
  -H "Content-Type: application/json" \
  -d '{"token": "'"$token"'"}'
expect "verify the recovery token" 200 '"access_token":"eyJ[^"]+\.[^"]+\.[^"]+"' \
  '"session_type":"recovery"' '"requires_mfa_reenrollment":true'
case $body in
  *refresh_token* | *expires_in*) echo "FAIL  the recovery answer says more than the page"; failed=1 ;;
  *) echo "ok    the recovery answer says no more than the page" ;;
esac

curl -X POST "https://api.hellojohn.dev/v1/admin/users/impersonate" \
  -H "Authorization: Bearer sk_live_abc123" \
  -H "X-Tenant-ID: tnt_01HABCDEF654321" \
  -H "Content-Type: application/json" \
  -d '{
    "user_id": "usr_01HABCDEF123456",
    "reason": "User locked out — no backup codes",
    "expires_in": "1h"
  }'
expect "impersonate" 200 '"access_token":"eyJ'

curl -X DELETE "https://api.hellojohn.dev/v1/users/usr_01HABCDEF123456/mfa/factors/fac_01HABCDEF555444" \
  -H "Authorization: Bearer sk_live_abc123" \
  -H "X-Tenant-ID: tnt_01HABCDEF654321"
expect "remove the factor" 204

curl "https://api.hellojohn.dev/v1/audit-logs?type=mfa.*" -H "Authorization: Bearer sk_live_abc123" \
  -H "X-Tenant-ID: tnt_01HABCDEF654321"
expect "the audit log has the actions" 200 '"mfa\.recovery_requested"' '"mfa\.recovery_used"' \
  '"mfa\.factor_removed_by_admin"' '"mfa\.backup_codes_generated"'
exit $failed
