#!/bin/sh
# link_with_lld.sh LINKER OPTIONS...: what GCC's -wrapper calls. Links with lld: GNU ld needs half a minute for each program.
shift
exec ld.lld "$@"
