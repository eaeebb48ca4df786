#!/usr/bin/env bash
# An engine's build in forty lines: compiles the lists of sources, links them with the engine, and looks at what came out.
# Usage: build.sh OUT. CXX ("clang++"), OPTIMISE ("-Os") and LAUNCHER (say, "ccache") may be set.
set -euo pipefail
sample=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$sample/../.." && pwd)
out=$1
mkdir -p "$out"
cd "$out"
: "${CXX:=clang++}" "${OPTIMISE:=-Os}" "${LAUNCHER:=}"
export compile="$LAUNCHER $CXX -std=c++20 -stdlib=libc++ $OPTIMISE -fno-exceptions -fno-rtti -DNDEBUG
  -ffunction-sections -fdata-sections -Wall -Wextra -Werror
  -I$root/sdk/include -I$root/sdk/src -I$root/widgets/include -I$root/widgets -DHELLOJOHN_LANGUAGES=\"en\""

sources_of() { sed -e '/^#/d' -e "s,^,$root/$1/," "$root/$1/sources.txt"; }
module=$(sources_of sdk; sources_of widgets; echo "$root"/sdk/src/{secret/memory_heap,secret/wipe_registers_none,base/idna_none}.cpp | tr " " "\n"; echo "$root/widgets/codes/line_end_posix.cpp"; echo "$sample/boost_json.cpp")
engine=$(printf '%s\n' "$sample"/{memory,http,main,baseline}.cpp)

object_of() { sed -e "s,^$root/,," -e 's,/,_,g' -e 's,\.cpp$,.o,'; }
compile_one() { $compile -c "$1" -o "$(object_of <<<"$1")"; }
export -f compile_one object_of
export root
printf '%s\n' $module $engine | xargs -P "$(nproc)" -I{} bash -euc 'compile_one {}'

link="$CXX -stdlib=libc++ -Wl,--gc-sections -s"
own=samples_15_engine_module_
# shellcheck disable=SC2046
$link -o engine $(object_of <<<"$module") ${own}{memory,http,main}.o -lqrcodegen
$link -o baseline ${own}{memory,baseline}.o

# shellcheck disable=SC2046
ld -r -o module.o $(object_of <<<"$module")
nm -uC module.o | sed -E 's/^ +[A-Za-z] //' | sort -u >undefined.txt
bytes_of() { size "$1" | awk 'NR == 2 { print $1 + $2 }'; }
echo "bytes added to the program, text and data, $OPTIMISE: $(($(bytes_of engine) - $(bytes_of baseline)))"
grep -vE '^(std::|operator |__cxa_pure_virtual|vtable for __cxxabiv1)' undefined.txt | tr '\n' ' ' |
  sed 's/^/undefined besides the C++ library: /'
echo

# Engines compile in batches: each list in one file must do as well.
batch() { sed 's/.*/#include "&"/' | $compile -x c++ -fsyntax-only - ; }
sources_of sdk | batch
sources_of widgets | batch
echo "each list compiles as one file"
echo "undefined symbols in all: $(wc -l <undefined.txt)"
