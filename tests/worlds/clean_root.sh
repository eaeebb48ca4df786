# Sourced. A new Debian 12 in a folder, where nothing of this machine is installed. Needs root, debootstrap and Debian's mirror.

# quietly COMMAND...: shows what it printed only if it fails.
quietly() {
  local said
  said=$("$@" 2>&1) || { echo "$said"; return 1; }
}

# make_clean_root FOLDER [MIRROR]: from the mirror that this machine uses, unless another is named.
make_clean_root() {
  local mirror=${2:-}
  [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' | sed -n 1p)
  [ -n "$mirror" ] || { echo "FAIL  apt-get knows no mirror of Debian 12; run apt-get update first"; return 1; }
  quietly debootstrap --variant=minbase bookworm "$1" "$mirror"
  cp /etc/resolv.conf "$1/etc/" 2>/dev/null || true
  cp -r /etc/apt/apt.conf.d/. "$1/etc/apt/apt.conf.d/"
  quietly in_root "$1" apt-get update
}

# in_root FOLDER COMMAND...: with nothing of this shell's environment.
in_root() {
  chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C "${@:2}"
}
