#!/usr/bin/env bash
# contents.sh FOLDER: the three packages of scripts/deb hold what they should and depend on what they use.
set -euo pipefail
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/../../.."
version=$(sed -nE 's/.*define HELLOJOHN_VERSION "([0-9.]+)".*/\1/p' sdk/include/hellojohn/version.hpp)
soname=${version%.*}
machine=$(dpkg --print-architecture)
triplet=$(dpkg-architecture -qDEB_HOST_MULTIARCH)
library=$folder/libhellojohn-sdk${soname}_${version}_$machine.deb
development=$folder/libhellojohn-dev_${version}_$machine.deb
tools=$folder/hellojohn-tools_${version}_$machine.deb
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
fail() { echo "FAIL  $1"; failed=1; }

# Files and links, without folders.
files() { dpkg-deb --fsys-tarfile "$1" | tar -tf - | grep -v '/$' | sed 's,^\./,,' | sort; }
documents() { printf 'usr/share/doc/%s/%s\n' "$1" changelog.gz "$1" copyright; }
same() { diff <(sort "$work/expected") <(files "$1") || fail "$(basename "$1") holds other files (>) than expected (<)"; }

{
  documents "libhellojohn-sdk$soname"
  echo "usr/lib/$triplet/libhellojohn_sdk.so.$soname"
  echo "usr/lib/$triplet/libhellojohn_sdk.so.$version"
} >"$work/expected"
same "$library"
{
  documents hellojohn-tools
  for program in hellojohn-mock-server hellojohn-doctor; do
    echo usr/bin/$program
    echo usr/share/man/man1/$program.1.gz
  done
} >"$work/expected"
same "$tools"
{
  documents libhellojohn-dev
  echo usr/share/doc/libhellojohn-dev/NOTICE
  echo "usr/lib/$triplet/libhellojohn_sdk.so"
  for part in admin atspi mock_server_lib speech store_libsecret system_voice testing widgets; do echo "usr/lib/$triplet/libhellojohn_$part.a"; done
  for part in admin sdk speech testing widgets widgets_imgui; do echo "usr/lib/$triplet/pkgconfig/hellojohn-$part.pc"; done
  for part in admin atspi sdk speech store_libsecret system_voice testing widgets; do
    printf "usr/lib/$triplet/cmake/hellojohn/hellojohn-%s-targets%s.cmake\n" "$part" "" "$part" -release
  done
  for file in Findqrcodegen hellojohn-config hellojohn-config-version hellojohn-widgets_imgui-targets host_imgui; do
    echo "usr/lib/$triplet/cmake/hellojohn/$file.cmake"
  done
  echo "usr/lib/$triplet/cps/hellojohn/hellojohn.cps"
  for file in find_secret_keys.sh hellojohn.spdx.json; do echo "usr/share/hellojohn/$file"; done
  (cd sdk/include && find hellojohn -type f -printf 'usr/include/%p\n')
  (cd widgets/include && find hellojohn -type f -printf 'usr/include/%p\n')
  (cd widgets/imgui/include && find hellojohn -type f -printf 'usr/include/%p\n')
  (cd widgets/imgui/src && find . -type f -printf 'usr/share/hellojohn/imgui/%P\n')
} >"$work/expected"
same "$development"

# depends PACKAGE NAME...: it depends on each of them.
depends() {
  local package=$1 name list
  list=$(dpkg-deb -f "$package" Depends)
  for name in "${@:2}"; do
    [[ ", $list," == *", $name"[\ ,]* ]] || fail "$(basename "$package") does not depend on $name, but on: $list"
  done
}
boost=$(dpkg-query -W -f='${Package}\n' 'libboost-json*-dev' | sed -nE 's/^libboost-json([0-9.]+)-dev$/\1/p' | sort -V | tail -1)
depends "$library" libc6 libssl3 libidn2-0 "libboost-json$boost.0"
depends "$tools" libc6 libssl3 "libhellojohn-sdk$soname (= $version)"
depends "$development" "libhellojohn-sdk$soname (= $version)" libqrcodegen-dev libssl-dev "libboost-json$boost-dev"

[ "$(dpkg-deb -I "$library" triggers)" = "activate-noawait ldconfig" ] || fail "the library's package does not update ldconfig's cache"
for package in "$library" "$development" "$tools"; do
  scripts=$(dpkg-deb --ctrl-tarfile "$package" | tar -tf - | grep -E '(post|pre)(inst|rm)$' || true)
  [ -z "$scripts" ] || fail "$(basename "$package") runs its own scripts as root: $scripts"
done

# Together they are a prefix that works. The bill of materials names the libraries as they are installed.
for package in "$library" "$development" "$tools"; do dpkg-deb -x "$package" "$work/root"; done
said=$(LD_LIBRARY_PATH=$work/root/usr/lib/$triplet "$work/root/usr/bin/hellojohn-mock-server" --version)
[[ "$said" == *"$version"* ]] || fail "the installed mock server says: $said"
for file in "$work/root/usr/lib/$triplet"/libhellojohn_*.{a,so}; do
  read -r digest _ < <(sha256sum "$file")
  grep -q "$digest" "$work/root/usr/share/hellojohn/hellojohn.spdx.json" ||
    fail "$(basename "$file") is not what the bill of materials names"
done
python3 -B tests/packaging/consumer/cps.py "$work/root/usr" || failed=1
if grep -rnF "$PWD" "$work/root/usr/lib/$triplet/cmake" "$work/root/usr/lib/$triplet/pkgconfig"; then
  fail "the package names folders of this machine"
fi
[ "$(dpkg-deb -f "$library" Package Version | tr '\n' ' ')" = "Package: libhellojohn-sdk$soname Version: $version " ] ||
  fail "the library's package has another name or version"
[ "$failed" = 0 ] && echo "ok: $(files "$development" | wc -l) files for a build, $(du -ch "$library" "$development" "$tools" | tail -1 | cut -f1) in three packages"
exit $failed
