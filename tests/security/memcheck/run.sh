#!/usr/bin/env bash
# The tests under valgrind's memcheck. Usage: run.sh FOLDER-OF-PROGRAMS. No suppressions: a report fails.
# Programs that fork, or that count on real time, are judged by the sanitizers instead.
set -euo pipefail
bin=$1

# The programs count with their own operator new, which valgrind would replace: it watches malloc below it.
memcheck() {
  local begun=$SECONDS
  valgrind --quiet --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite \
    --num-callers=40 --child-silent-after-fork=yes \
    --soname-synonyms=somalloc=nouserintercepts "$@" >memcheck.log 2>&1 || {
    cat memcheck.log
    echo "memcheck: $1 failed" >&2
    return 1
  }
  echo "memcheck: $(basename "$1") 0 reports ($((SECONDS - begun)) s)"
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
memcheck "$bin/hellojohn-unit-tests"
memcheck "$bin/hellojohn-trap-tests"
memcheck "$bin/hellojohn-soak" "$bin/hellojohn-mock-server" 100 20 256
echo "memcheck: 0 reports in 3 programs"
