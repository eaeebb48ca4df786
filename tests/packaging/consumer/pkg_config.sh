#!/usr/bin/env bash
# pkg_config.sh PREFIX WORK CXX…: builds and runs the host of pkg_config/Makefile against the installed library.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
prefix=$1 work=$2
shift 2
export CXX=$*
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib
rm -rf "$work"
mkdir -p "$work"
make -s -C "$work" -f "$here/pkg_config/Makefile" consumer
"$work/consumer" sdk,testing,widgets,admin
