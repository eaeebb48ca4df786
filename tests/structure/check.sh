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
mapfile -t public < <(sources sdk/include widgets/include widgets/imgui/include)
mapfile -t no_sockets < <(sources sdk/src widgets | grep -v '^sdk/src/net/')
mapfile -t no_json < <(sources sdk/src widgets | grep -v '^sdk/src/json/')
mapfile -t net < <(sources sdk/src/net)
mapfile -t headless < <(sources widgets | grep -v '^widgets/imgui/')
mapfile -t drawing < <(sources widgets/imgui)
mapfile -t all_sdk < <(find sdk widgets samples scripts docs -type f 2>/dev/null | sort)

# room NAME ROOMS: the room includes nothing of this project but itself and ROOMS.
room() {
  local own
  mapfile -t own < <(sources "sdk/src/$1")
  rule "$1 includes only ${2:-nothing} of ours" "$(others_than "$1" $2)" "${own[@]}"
}
# A pattern that matches an include of every room but those named. "base|" would match all, hence the loop.
others_than() {
  local other list=""
  for other in base secret rules json client net stores admin mock testing tools widgets; do
    [[ " $* " == *" $other "* ]] || list+="|$other"
  done
  echo "^#include \"(${list#|})/"
}

room base ""
room secret "base"
room rules "base secret"
room json "base secret rules"
room client "base secret rules json net"
room net "base secret"
room stores "base secret"
room admin "base secret rules json client"

mapfile -t rules < <(sources sdk/src/rules)
rule "rules have no threads, locks or streams" '#include <(thread|mutex|iostream|condition_variable|future)>' "${rules[@]}"
rule "rules and base ask no clock" '(steady|system|high_resolution)_clock::now' "${rules[@]}" $(sources sdk/src/base | grep -v early_binding)
rule "the mock has readers of its own" '#include "(json|client|rules|net)/' $(sources sdk/mock)
report "the doctor looks at the wire, not into the client" "$(grep -nE '^#include "[a-z]+/' $(sources sdk/tools/doctor) /dev/null |
  grep -vE '"(base/[a-z0-9_]+|net/beast_transport|json/object_text)\.hpp"')"
rule "tests include no samples" '#include "(apps|[01][0-9]_[a-z_]+)/' $(sources tests | grep -vE '^tests/(imgui|performance|speech|system/(admin|desktop)|structure)/')
rule "no Boost or OpenSSL in a public header" '#include [<"](boost|openssl)/' "${public[@]}"
rule "no <thread>, <mutex>, <iostream> in a public header" '#include <(thread|mutex|iostream)>' "${public[@]}"
rule "Beast and Asio in net and the mock alone" 'boost/(beast|asio)' "${no_sockets[@]}"
rule "Boost.JSON in json and the mock alone" 'boost/(json|url)' "${no_json[@]}"
rule "net knows of public headers the transport alone" '#include ["<]hellojohn/(client|auth|mfa|user|recovery|session|options|pending|await)\.hpp' "${net[@]}"
rule "headless components include no imgui.h" '#include [<"]imgui' "${headless[@]}"
rule "drawing includes no transport.hpp" '#include [<"]hellojohn/transport\.hpp' "${drawing[@]}"
# Tags programs do not read the nested form, hence not `namespace hellojohn::inline v0`.
mapfile -t own < <(sources sdk widgets)
report "all names stand in the versioned namespace" "$(
  grep -nE '^namespace hellojohn::' "${own[@]}"
  diff <(grep -c '^namespace hellojohn {' "${own[@]}") <(grep -c '^inline namespace v0 {' "${own[@]}")
)"
rule "the sdk never links admin" 'target_link_libraries\(hellojohn_sdk[^)]*admin' sdk/CMakeLists.txt
rule "the client's sources include no admin header" '#include [<"]hellojohn/admin' $(sources sdk/src | grep -v '^sdk/src/admin/')
# The consumers take the library from a folder, by FetchContent among other ways.
mapfile -t build_files < <(find CMakeLists.txt sdk widgets samples tests -name CMakeLists.txt -o -name '*.cmake' 2>/dev/null |
  grep -v '^tests/packaging/consumer/' | sort)
rule "nothing is downloaded at configure time" '(FetchContent|ExternalProject_Add|file\(DOWNLOAD|CPMAddPackage)' "${build_files[@]}"
rule "nobody's machine in the tree" '(^|[^a-z_])/(work/|home/[a-z]|root/)' "${all_sdk[@]}"

report "every public header has #pragma once" "$(grep -L '^#pragma once$' "${public[@]}")"
report "public headers are ASCII, for compilers that read them in another code page" "$(LC_ALL=C grep -nP '[^\x00-\x7F]' "${public[@]}")"
report "every public header begins with what it is for" \
  "$(awk 'FNR == 1 && !/^\/\/ / { print FILENAME }' "${public[@]}")"

# The plain lists of sources leave out what has a variant for each platform.
listed() { sed '/^#/d' "$1/sources.txt" 2>/dev/null | sort; }
present() {
  (cd "$1" && find "${@:2}" -name '*.cpp' 2>/dev/null | grep -vE '_(aarch64|heap|libidn2|macos|none|posix|speechd|windows|x86_64)\.cpp$' | sort)
}
report "sdk/sources.txt lists the files that are there" \
  "$(diff <(listed sdk) <(present sdk src/base src/secret src/rules src/json src/client))"
report "widgets/sources.txt lists the files that are there" \
  "$(diff <(listed widgets) <(present widgets $(cd widgets && ls -d */ 2>/dev/null | grep -vE "^(atspi|imgui|include|speech|voice)/")))"
report "widgets/speech/sources.txt lists the files that are there" \
  "$(diff <(listed widgets/speech) <(present widgets/speech . | sed 's,^\./,,'))"

unfurnished=""
while IFS= read -r folder; do
  if [ ! -f "$folder/README.md" ]; then unfurnished+="$folder has no README.md"$'\n'
  elif [ "$(wc -l <"$folder/README.md")" -gt 15 ]; then unfurnished+="$folder/README.md has more than 15 lines"$'\n'
  fi
done < <({ sources sdk/src sdk/mock sdk/testing sdk/tools widgets tests samples/apps; find scripts -type f; } | sed 's,/[^/]*$,,' | grep -vE '/include/|^sdk/src$|^tests/(packaging/consumer/|system/admin/|system/stores/|security/residue/|performance/)' | sort -u)
report "every room says what lives in it" "$unfurnished"

[ "${#public[@]}" -gt 0 ] || { echo "FAIL  there are public headers to check"; failed=1; }
exit $failed
