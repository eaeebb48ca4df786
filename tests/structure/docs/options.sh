#!/usr/bin/env bash
# options.sh SOURCE: docs/15-building.md lists every CMake option with its default, no other one, and every package that
# scripts/demo installs.
# shellcheck disable=SC2016 # CMake's variables, not the shell's
set -euo pipefail
cd "$1"
page=docs/15-building.md
failed=0

# "NAME DEFAULT", in the words of the page.
declared() {
  find CMakeLists.txt sdk widgets samples tests -path tests/packaging/consumer/package -prune -o \
    \( -name CMakeLists.txt -o -name '*.cmake' \) -exec sed -nE \
    -e 's/^ *option\((HELLOJOHN_[A-Z0-9_]+) "[^"]*" "?([^")]+)"?\)$/\1 \2/p' \
    -e 's/^ *set\((HELLOJOHN_[A-Z0-9_]+) "([^"]*)" CACHE (STRING|PATH).*$/\1 \2/p' {} + |
    sed -E -e 's/\$\{PROJECT_IS_TOP_LEVEL\}|\$\{hellojohn_imgui_default\}/top level/' \
      -e 's/\$\{[A-Z0-9_]+_FOUND\}/found/' -e 's/ (\$ENV\{[A-Z_]+\})?$/ empty/'
  # Declared in a loop over both names.
  echo "HELLOJOHN_IMGUI_TARGET empty"
  echo "HELLOJOHN_IMGUI_DIR empty"
}
listed() { sed -nE 's/^\| `(HELLOJOHN_[A-Z0-9_]+)` \| `?([^`|]+)`? \|.*/\1 \2/p' "$page"; }

if ! diff <(declared | sort -u) <(listed | sort); then
  echo "FAIL  the table of options (>) is not what the build declares (<)"
  failed=1
fi
[ "$(listed | wc -l)" -ge 15 ] || { echo "FAIL  the table of options was not read"; failed=1; }
grep -q 'HELLOJOHN_IMGUI_${name} "" CACHE' widgets/imgui/host_imgui.cmake || { echo "FAIL  host_imgui.cmake changed"; failed=1; }

for package in $(sed -nE 's/^ *local (common|window)="([^"]*)"/\2/p' scripts/lib/packages.sh) \
  $(grep -oE 'libboost[a-z0-9.-]*-dev' scripts/lib/packages.sh); do
  grep -qF "\`$package\`" "$page" || { echo "FAIL  $package is installed and not on the page"; failed=1; }
done
exit $failed
