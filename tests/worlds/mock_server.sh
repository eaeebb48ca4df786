# Sourced by tests in bash: a mock server of the test's own, ended with the test. `start_mock PROGRAM [OPTIONS]` leaves $work (a folder
# that goes with the test; its start line in $work/start, its authority in $work/ca.pem), $base, and `control` for its
# control routes. No server: a line that says so, and the end.
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$work/start"; }
control() { command curl -sS --cacert "$work/ca.pem" -H "X-Mock-Token: $control_token" "$@"; }
finish_mock() {
  kill "$mock_pid" 2>/dev/null
  wait "$mock_pid" 2>/dev/null
  rm -rf "$work"
}
start_mock() {
  work=$(mktemp -d)
  exec {mock_says}< <(exec "$1" --listen 127.0.0.1:0 --ca-out "$work/ca.pem" "${@:2}")
  mock_pid=$!
  trap finish_mock EXIT
  IFS= read -r -t 20 -u "$mock_says" mock_line || { echo "FAIL  the server did not start"; exit 1; }
  printf '%s\n' "$mock_line" >"$work/start"
  base=$(field base_url)
  control_token=$(field control_token)
}
