# said NAME EXIT PATTERN... -- COMMAND...: the command ends with that exit code, and what it prints holds each pattern; one
# behind "!" must not be there. Sourced; the caller has $work and $failed, and may set `typed` (standard input, a line) and
# `always` (patterns of every call).
said() {
  local name=$1 wanted=$2 patterns=() problem="" got pattern
  shift 2
  while [ "$1" != -- ]; do
    patterns+=("$1")
    shift
  done
  shift
  "$@" >"$work/out" 2>"$work/err" < <([ -z "${typed:-}" ] || printf '%s\n' "$typed")
  got=$?
  [ "$got" = "$wanted" ] || problem="exit $got instead of $wanted"
  for pattern in "${patterns[@]}" "${always[@]}"; do
    case $pattern in
      !*) cat "$work/out" "$work/err" | grep -cE -e "${pattern#!}" >/dev/null && problem="$problem; says ${pattern#!}" ;;
      *) cat "$work/out" "$work/err" | grep -cE -e "$pattern" >/dev/null || problem="$problem; does not say $pattern" ;;
    esac
  done
  if [ -n "$problem" ]; then
    echo "FAIL  $name: $problem"
    sed 's/^/        /' "$work/out" "$work/err" | head -12
    failed=1
  else
    echo "ok    $name"
  fi
}
