#!/bin/sh
# release.sh SOURCE WORK: scripts/release gives the same bytes twice, whole, with checksums that hold. In its
# own, because a release is made of a commit.
set -eu
rm -rf "$2"
mkdir -p "$2/repository/build/release/package"
cd "$2/repository"
git init -q .
mkdir -p sdk/include/hellojohn scripts
cp "$1/sdk/include/hellojohn/version.hpp" sdk/include/hellojohn
cp "$1/scripts/release" scripts
git add sdk scripts
git -c user.name=test -c user.email=test@example.com commit -qm first
scripts/release "$2/none" 2>"$2/said" && { echo "FAIL  a release without a bill of materials"; exit 1; }
grep -q "spdx.json is missing" "$2/said"
echo '{"spdxVersion": "SPDX-2.3"}' >build/release/package/hellojohn.spdx.json
scripts/release "$2/one" >/dev/null
mkdir -p "$2/two"
touch "$2/two/another.deb"
scripts/release "$2/two" >/dev/null
rm "$2/two/another.deb" || { echo "FAIL  a release deletes other files"; exit 1; }
diff -r "$2/one" "$2/two"
(cd "$2/one" && sha256sum -c --quiet SHA256SUMS)
tar -tzf "$2"/one/hellojohn-cpp-*.tar.gz | grep -q '^hellojohn-cpp-[0-9.]*/scripts/release$'
echo >>scripts/release
scripts/release "$2/dirty" 2>"$2/said" && { echo "FAIL  a release of uncommitted changes"; exit 1; }
grep -q "Commit your changes first" "$2/said"
echo "ok"
