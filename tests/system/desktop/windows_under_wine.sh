#!/usr/bin/env bash
# windows_under_wine.sh PROGRAMS PICTURES [--keys]: the programs with a window in the folder PROGRAMS (built for Windows), each in a
# real window under Wine and Xvfb. Puts what is seen into PICTURES as PNG, and says whether it is the first screen: every field and
# button at the place that the program names. With --keys it acts on the desktop sample instead. WINEPREFIX names the Wine.
set -euo pipefail
programs=$1
pictures=$2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$pictures"
work=$(mktemp -d)
# Wine decides once what it draws with, and so far it may have run without a display.
wineserver -k || true
mkfifo "$work/number"
Xvfb -displayfd 9 -screen 0 1300x1300x24 -nolisten tcp -fbdir "$work" 9>"$work/number" >"$work/xvfb.log" 2>&1 &
screen=$!
trap 'wineserver -k || true; kill "$screen" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
read -r number <"$work/number"
export DISPLAY=:$number LIBGL_ALWAYS_SOFTWARE=1 LP_NUM_THREADS=1

if [ "${3:-}" = --keys ]; then
  python3 "$here/keys_under_wine.py" "$programs" "$work"
  exit
fi

# shown NAME SIZE [OPTION]...: until its window is drawn, as far as it says what is on it.
shown() {
  local name=$1 size=$2 app status=0
  shift 2
  : >"$work/trace"
  : >"$work/said"
  timeout 120 wine "$programs/hellojohn-$name.exe" "$@" >"$work/trace" 2>"$work/errors" </dev/null &
  app=$!
  until python3 "$here/window_picture.py" "$work/Xvfb_screen0" "$size" "$work/trace" "$pictures/$name.png" "$@" >"$work/said"; do
    kill -0 "$app" 2>/dev/null || { status=1; break; }
    sleep 0.5
  done
  kill "$app" 2>/dev/null || true
  wait "$app" 2>/dev/null || true
  echo "$name: $(tail -n 1 "$work/said")"
  [ "$status" = 0 ] || cat "$work/errors"
  return "$status"
}

drawn=0
shown desktop 1180x820 --trace-screens && drawn=$((drawn + 1))
shown support-desk 720x900 --trace-screens && drawn=$((drawn + 1))
shown minimal-imgui 900x700 https://127.0.0.1:9 tnt_01HABCDEF654321 pk_live_abc123 && drawn=$((drawn + 1))
shown game-overlay 1280x720 && drawn=$((drawn + 1))
echo "windows: $drawn of 4 drawn"
[ "$drawn" = 4 ]
