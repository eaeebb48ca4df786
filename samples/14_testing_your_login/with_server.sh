#!/usr/bin/env bash
# with_server.sh SERVER COMMAND…: starts the mock server, tells COMMAND by MOCK_… variables where it is and who lives
# there, and ends it afterwards. Works for tests in any language.
set -euo pipefail
server=$1
shift
work=$(mktemp -d)
exec 3< <(exec "$server" --ca-out "$work/ca.pem")
pid=$!
trap 'kill "$pid" 2>/dev/null; rm -rf "$work"' EXIT
read -r ready <&3 || { echo "the mock server did not start"; exit 1; }

# The first value of that name; `bob` has an authenticator and three backup codes left.
value() { grep -oE "\"$1\":\[?\"[^\"]*\"" <<<"$2" | sed -nE '1s/.*"([^"]*)"$/\1/p'; }
bob=$(grep -oE '\{"[^{}]*"bob@example.com"[^{}]*\}' <<<"$ready")
export MOCK_BASE_URL MOCK_TENANT_ID MOCK_PUBLISHABLE_KEY MOCK_EMAIL MOCK_PASSWORD MOCK_BACKUP_CODE
export MOCK_CA_FILE=$work/ca.pem
MOCK_BASE_URL=$(value base_url "$ready")
MOCK_TENANT_ID=$(value tenant_id "$ready")
MOCK_PUBLISHABLE_KEY=$(value publishable_key "$ready")
MOCK_EMAIL=$(value email "$bob")
MOCK_PASSWORD=$(value password "$bob")
MOCK_BACKUP_CODE=$(value backup_codes "$bob")
"$@"
