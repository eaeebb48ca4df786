#!/usr/bin/env bash
# Installs what server.mjs needs into FOLDER, as package-lock.json pins it. Does nothing if FOLDER has exactly that.
# Usage: install.sh FOLDER
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1

stop() {
  echo "FAIL  The test peer is not installed: $1" >&2
  exit 1
}

for program in node npm; do
  command -v "$program" >/dev/null || stop "there is no $program. Install the packages nodejs and npm, or run scripts/test."
done
[ -d "$folder/node_modules" ] && cmp -s "$here/package-lock.json" "$folder/installed.json" && exit 0
mkdir -p "$folder"
cp "$here/package.json" "$here/package-lock.json" "$folder"
rm -f "$folder/installed.json"
cd "$folder" || exit 1
# A registry that hiccups is asked again for about half a minute.
npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --no-update-notifier \
  --fetch-retries=3 --fetch-retry-mintimeout=2000 --fetch-retry-maxtimeout=10000 --fetch-timeout=60000 >install.log 2>&1 || {
  tail -n 15 install.log >&2
  stop "npm ci could not bring in better-auth. It needs the npm registry once for each build folder."
}
cp package-lock.json installed.json
