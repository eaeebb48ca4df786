#!/bin/sh
# The container's entry point: the token comes from the environment, so that it is not in the image. Further options pass.
set -eu
: "${HELLOJOHN_CONTROL_TOKEN:?Set HELLOJOHN_CONTROL_TOKEN to 16 to 128 visible ASCII characters}"
# Without HTTPS, or with an own certificate, the server refuses a folder for its authority.
case " $* " in
  *" --plain "* | *" --cert "*) ;;
  *) set -- --ca-dir "$HOME/authority" "$@" ;;
esac
exec hellojohn-mock-server --listen 0.0.0.0:8443 --allow-remote --control-token "$HELLOJOHN_CONTROL_TOKEN" --json "$@"
