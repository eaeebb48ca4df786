#!/usr/bin/env bash
# clean_root.sh FOLDER [MIRROR]: installs the packages of scripts/deb with apt-get in a new Debian 12 made by debootstrap,
# builds and runs a stranger's project against them there, and removes them. Needs root and Debian's mirror.
set -euo pipefail
. "$(dirname "$0")/../../worlds/clean_root.sh"
folder=$(cd "$1" && pwd)
project=$(cd "$(dirname "$0")/../consumer" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
# apt-get downloads as its own user.
chmod 755 "$work"
make_clean_root "$root" "${2:-}"
mkdir "$root/packages"
cp "$folder"/*hellojohn*.deb "$root/packages"
cp -r "$project" "$root/project"
inside() { in_root "$root" "$@"; }
# The mock server's own dependencies are enough to run it.
quietly inside sh -c 'apt-get install -y --no-install-recommends /packages/libhellojohn-sdk*.deb /packages/hellojohn-tools*.deb'
inside hellojohn-mock-server --version
quietly inside sh -c 'apt-get install -y --no-install-recommends /packages/*.deb g++ cmake ninja-build libimgui-dev'
quietly inside cmake -S /project/package -B /build -G Ninja -DHOST_COMPONENTS=sdk,testing,widgets,admin
quietly inside cmake --build /build
inside sh -c '$(find /build -name consumer -type f) sdk,testing,widgets,admin'
quietly inside sh -c 'apt-get purge -y libhellojohn-dev hellojohn-tools "libhellojohn-sdk*"'
left=$(inside find /usr -path '*hellojohn*')
[ -z "$left" ] || { echo "FAIL  left behind: $left"; exit 1; }
echo "ok"
