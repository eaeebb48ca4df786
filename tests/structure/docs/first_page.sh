#!/usr/bin/env bash
# first_page.sh [--tests] [MIRROR]: follows docs/01-start.md as written, as a new user of a new Debian 12, up to the first
# sign-in and the first own project, and prints how long each step took. Fails if a step fails, whatever time it took.
# --tests adds scripts/test with an empty cache. Tries the last commit. Needs root, debootstrap and Debian's mirror.
set -euo pipefail
# What is mounted below goes with this namespace.
[ "${HELLOJOHN_OWN_MOUNTS:-}" = 1 ] || HELLOJOHN_OWN_MOUNTS=1 exec unshare --mount --pid --fork --kill-child "$0" "$@"
cd "$(dirname "$0")/../../.."
. tests/worlds/clean_root.sh
page=docs/01-start.md
. tests/structure/docs/blocks.sh
tests=0
[ "${1:-}" != --tests ] || { tests=1; shift; }
work=$(mktemp -d)
root=$work/root
remove() {
  umount --lazy "$root/proc" "$root/sys" "$root/dev/shm" "$root/dev/pts" 2>/dev/null || true
  rm -rf --one-file-system "$work"
}
trap remove EXIT
# apt-get downloads as its own user.
chmod 755 "$work"

# step NAME COMMAND...: its time, and what it printed if it fails.
step() {
  local TIMEFORMAT="%1lR  (CPU: %1lU + %1lS)  $1" failed=0
  time "${@:2}" >"$work/said" 2>&1 </dev/null || failed=1
  [ "$failed" = 0 ] && return
  echo "FAIL  $1"
  tail -n 60 "$work/said"
  exit 1
}
# reader COMMAND: in a shell of the user, in the clone's top folder.
reader() { in_root "$root" runuser -u reader -- env HOME=/home/reader bash -euo pipefail -c "cd ~/hellojohn-cpp; $1"; }

make_clean_root "$root" "${1:-}"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mkdir -p "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
# A user who may use sudo, and a clone: the page begins there.
quietly in_root "$root" apt-get install -y --no-install-recommends sudo
quietly in_root "$root" useradd --create-home --shell /bin/bash reader
echo "reader ALL=(ALL) NOPASSWD: ALL" >"$root/etc/sudoers.d/reader"
git clone -q --no-local . "$root/home/reader/hellojohn-cpp"
in_root "$root" chown -R reader: /home/reader

echo "The last commit, on $(nproc) cores with a load of $(cut -d' ' -f1 /proc/loadavg):"
begun=$SECONDS
mapfile -t commands < <(block build)
for command in "${commands[@]}"; do step "$command" reader "$command"; done
step "the first sign-in, and one that is refused" reader \
  'tests/structure/docs/first_steps.sh "$PWD" "$PWD/build/release/bin" /tmp/first_steps'
echo "The user is signed in $(((SECONDS - begun + 59) / 60)) minutes after the clone. The page promises ten."
step "the first own project, in three ways" reader \
  'tests/structure/docs/first_steps.sh "$PWD" "$PWD/build/release/bin" /tmp/own_project "$HOME/hellojohn" c++'
[ "$tests" = 0 ] || step "scripts/test with an empty cache" reader 'export CCACHE_DIR=$HOME/empty; scripts/test'
echo "ok    docs/01-start.md, in a new system"
