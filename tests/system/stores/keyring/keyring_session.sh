#!/usr/bin/env bash
# A desktop's session without a desktop: its own bus, home and keyring. Usage: keyring_session.sh TEST-PROGRAM SCENE
# SCENE: kept (over two sessions) | locked | stopped | no-service | no-bus
set -euo pipefail
program=$1
scene=$2
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home XDG_RUNTIME_DIR=$home/run XDG_DATA_HOME=$home/data PROGRAM=$program
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY
mkdir -m 700 "$XDG_RUNTIME_DIR"

# in_session COMMANDS: with a bus and an unlocked keyring, whose process is $keyring.
in_session() {
  dbus-run-session -- bash -c '
    set -euo pipefail
    printf password | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null &
    keyring=$!
    trap "kill -CONT $keyring; kill $keyring" EXIT
    there() {
      dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
        org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -c true >/dev/null
    }
    for _ in $(seq 200); do there && break; sleep 0.05; done
    there
    '"$1"
}

case "$scene" in
  kept)
    in_session '"$PROGRAM" "[unlocked]"'
    in_session '"$PROGRAM" "[next]"'
    ;;
  locked)
    in_session '"$PROGRAM" "[unlocked]"'
    # The first question starts the service, and nobody tells it the password.
    dbus-run-session -- "$program" "[locked]"
    ;;
  stopped)
    in_session 'kill -STOP $keyring; "$PROGRAM" "[stopped]"'
    ;;
  no-service)
    printf '<busconfig><type>session</type><listen>unix:dir=%s</listen><policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>' \
      "$XDG_RUNTIME_DIR" >"$home/bus.conf"
    dbus-run-session --config-file="$home/bus.conf" -- "$program" "[no-service]"
    ;;
  no-bus) "$program" "[no-bus]" ;;
  *)
    echo "no such scene: $scene" >&2
    exit 2
    ;;
esac
