#!/usr/bin/env bash
# first_steps.sh SOURCE BIN WORK: runs the blocks of docs/01-start.md that stand after `<!-- run: NAME -->`, as written: the
# mock server, the program against it, and what a reader sees. Only the port and the folder of the programs differ.
# first_steps.sh SOURCE BIN WORK PREFIX CXX: builds the first own project from the page against what is installed in
# PREFIX, and configures it in the two other ways.
set -euo pipefail
source=$1 bin=$2 work=$3
page=$source/docs/01-start.md
. "$(dirname "$0")/blocks.sh"
rm -rf "$work"
mkdir -p "$work"
cd "$work"

own_project() {
  local prefix=$1 compiler=$2 home replacement way
  mkdir project
  cd project
  shown samples/00_readme/CMakeLists.txt >CMakeLists.txt
  shown samples/00_readme/main.cpp >main.cpp
  cmp main.cpp "$source/samples/00_readme/main.cpp" || { echo "FAIL  main.cpp is not whole"; exit 1; }
  cmp CMakeLists.txt "$source/samples/00_readme/CMakeLists.txt" || { echo "FAIL  CMakeLists.txt is not whole"; exit 1; }
  # The page installs into $HOME/hellojohn.
  home=$work/home
  mkdir "$home"
  ln -s "$prefix" "$home/hellojohn"
  block project >../project.sh
  HOME=$home CXX=$compiler CCACHE_DIR="$(ccache --get-config cache_dir 2>/dev/null || echo "$work")" bash -euo pipefail ../project.sh
  { ./build/my_game 2>&1 || true; } | grep -q '^usage: ' || { echo "FAIL  the own project does not start"; exit 1; }
  for way in add_subdirectory fetch_content; do
    replacement=$(block "$way")
    mkdir "../$way"
    sed -e '/^find_package/{r /dev/stdin' -e 'd}' CMakeLists.txt <<<"$replacement" >"../$way/CMakeLists.txt"
    cp main.cpp "../$way"
    ln -s "$source" "../$way/hellojohn"
    cmake -S "../$way" -B "../$way/build" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" \
      -DFETCHCONTENT_SOURCE_DIR_HELLOJOHN="$source" >"../$way.log" 2>&1 || { cat "../$way.log"; exit 1; }
    ninja -C "../$way/build" -t commands my_game | grep -c libhellojohn_sdk >/dev/null || { echo "FAIL  $way does not build the sdk"; exit 1; }
  done
  echo "ok    the own project, in three ways"
}

if [ $# -gt 3 ]; then
  own_project "$4" "$5"
  exit
fi

mkdir -p build/release
ln -s "$bin" build/release/bin
# Port 0, because 8443 may be in use on a test machine.
exec 3< <(exec bash -c "exec $(block server | sed 's/:8443/:0/')")
server=$!
trap 'kill "$server" 2>/dev/null' EXIT
read -r ready <&3 || { echo "FAIL  the mock server did not start"; exit 1; }
port=$(grep -oE 'localhost:[0-9]+' <<<"$ready" | head -1)

# play NAME STATUS: types the answers that the block shows, and compares what is printed with the block without them.
play() {
  local seen status=0
  seen=$(block "$1" | sed -nE 's/^(Password|Backup code): (.*)/\2/p' |
    bash -c "$(block program | sed "s/localhost:8443/$port/")" 2>&1) || status=$?
  if [ "$seen" != "$(block "$1" | sed -E ':a; N; $!ba; s/(Password|Backup code): [^\n]*\n/\1: /g')" ]; then
    echo "FAIL  $1: the page shows something else than:"
    echo "$seen"
    exit 1
  fi
  [ "$status" = "$2" ] || { echo "FAIL  $1 ends with status $status"; exit 1; }
  echo "ok    $1"
}
play output 0
play refused 1
