#!/usr/bin/env bash
# The rules of the architecture as greps: who may include what. Usage: check.sh [ROOT]. Names each rule; fails if one does.
set -uo pipefail
root=${1:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$root" || exit 2
failed=0

# rule NAME PATTERN FILES...: no file may match the pattern.
rule() {
  local name=$1 pattern=$2
  shift 2
  local hits=""
  if [ $# -gt 0 ]; then
    hits=$(grep -nE "$pattern" "$@" /dev/null)
  fi
  report "$name" "$hits"
}

report() {
  if [ -n "$2" ]; then
    echo "FAIL  $1"
    printf '%s\n' "$2" | sed 's/^/        /' | head -10
    failed=1
  else
    echo "ok    $1"
  fi
}

sources() { find "$@" -type f \( -name '*.hpp' -o -name '*.cpp' \) 2>/dev/null | sort; }
includes_of_ours='^#include ["<](client|codec|net|stores)/'

mapfile -t base < <(sources sdk/src/base)
mapfile -t core < <(sources sdk/src/core)
mapfile -t public < <(sources sdk/include widgets/include widgets/imgui/include)
mapfile -t no_sockets < <(sources sdk/src widgets | grep -v '^sdk/src/net/')
mapfile -t no_json < <(sources sdk/src widgets | grep -v '^sdk/src/codec/')
mapfile -t net < <(sources sdk/src/net)
mapfile -t headless < <(sources widgets/include widgets/src widgets/text)
mapfile -t drawing < <(sources widgets/imgui)
mapfile -t core_timeless < <(printf '%s\n' "${core[@]}" | grep -v '/clock\.cpp$')
mapfile -t all_sdk < <(find sdk widgets samples scripts docs -type f 2>/dev/null | sort)

rule "base includes nothing else of ours" '#include ["<](core|client|codec|net|stores)/' "${base[@]}"
rule "core includes nothing of client, codec, net or stores" "$includes_of_ours" "${core[@]}"
rule "core has no threads, locks or streams" '#include <(thread|mutex|iostream|condition_variable|future)>' "${core[@]}"
rule "core asks no clock" '(steady|system|high_resolution)_clock::now' "${core_timeless[@]}"
rule "no Boost or OpenSSL in a public header" '#include [<"](boost|openssl)/' "${public[@]}"
rule "no <thread>, <mutex>, <iostream> in a public header" '#include <(thread|mutex|iostream)>' "${public[@]}"
rule "Beast and Asio in net and testing alone" 'boost/(beast|asio)' "${no_sockets[@]}"
rule "Boost.JSON and Boost.URL in codec and testing alone" 'boost/(json|url)' "${no_json[@]}"
rule "net knows the transport seam alone" '#include ["<](core/|codec/|client/|stores/|hellojohn/(client|auth|mfa|user|recovery|session|options|pending|await)\.hpp)' "${net[@]}"
rule "headless components include no imgui.h" '#include [<"]imgui' "${headless[@]}"
rule "drawing includes no transport.hpp" '#include [<"]hellojohn/transport\.hpp' "${drawing[@]}"
rule "all names stand in the versioned namespace" '^namespace hellojohn( \{|::[^i]|::i[^n])' $(sources sdk widgets)
rule "the sdk never links admin" 'target_link_libraries\(hellojohn_sdk[^)]*admin' sdk/CMakeLists.txt
rule "the client's sources include no admin header" '#include [<"]hellojohn/admin' $(sources sdk/src | grep -v '^sdk/src/admin/')
# The consumers take the library from a folder, by FetchContent among other ways.
mapfile -t build_files < <(find CMakeLists.txt sdk widgets samples tests -name CMakeLists.txt -o -name '*.cmake' 2>/dev/null |
  grep -v '^tests/consumer/' | sort)
rule "nothing is downloaded at configure time" '(FetchContent|ExternalProject_Add|file\(DOWNLOAD|CPMAddPackage)' "${build_files[@]}"
rule "nobody's machine in the tree" '(/work/|/home/[a-z]|/root/)' "${all_sdk[@]}"

without_pragma=""
without_head=""
for header in "${public[@]}"; do
  grep -q '^#pragma once$' "$header" || without_pragma+="$header"$'\n'
  [[ "$(head -1 "$header")" == "// "* ]] || without_head+="$header"$'\n'
done
report "every public header has #pragma once" "$without_pragma"
report "every public header begins with what it is for" "$without_head"

# The plain lists of sources leave out what has a variant for each platform.
listed() { sed '/^#/d' "$1/sources.txt" 2>/dev/null | sort; }
present() {
  (cd "$1" && find "${@:2}" -name '*.cpp' 2>/dev/null | grep -vE '_(aarch64|heap|libidn2|none|posix|windows|x86_64)\.cpp$' | sort)
}
report "sdk/sources.txt lists the files that are there" \
  "$(diff <(listed sdk) <(present sdk src/base src/core src/codec src/client))"
report "widgets/sources.txt lists the files that are there" \
  "$(diff <(listed widgets) <(present widgets src text))"

[ "${#public[@]}" -gt 0 ] || { echo "FAIL  there are public headers to check"; failed=1; }
exit $failed
