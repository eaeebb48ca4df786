#!/bin/sh
# versions.sh BIN SOURCE: each program that users start answers --version with its name and the library's version.
set -eu
version=$(sed -nE 's/.*define HELLOJOHN_VERSION "([0-9.]+)".*/\1/p' "$2/sdk/include/hellojohn/version.hpp")
for program in journey terminal desktop game-overlay support support-desk backend-relay mock-server; do
  said=$("$1/hellojohn-$program" --version)
  [ "$said" = "hellojohn-$program $version" ] || { echo "FAIL  hellojohn-$program says: $said"; exit 1; }
done
