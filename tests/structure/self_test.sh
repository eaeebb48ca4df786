#!/usr/bin/env bash
# Shows that each rule of check.sh can fail: plants one violation at a time in a copy of the tree.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
failed=0

# plant RULE FILE TEXT: appends TEXT to FILE in a fresh copy; check.sh must then fail that rule and say so.
plant() {
  rm -rf "${copy:?}"/*
  cp -r "$root/sdk" "$copy/"
  [ -d "$root/widgets" ] && cp -r "$root/widgets" "$copy/"
  mkdir -p "$(dirname "$copy/$2")"
  printf '%b\n' "$3" >>"$copy/$2"
  if out=$("$here/check.sh" "$copy" 2>&1); then
    echo "NOT FOUND  $1"
    failed=1
  elif grep -qF "FAIL  $1" <<<"$out"; then
    echo "found      $1"
  else
    echo "OTHER RULE $1"
    printf '%s\n' "$out" | grep FAIL
    failed=1
  fi
}

plant "core includes nothing of client, codec, net or stores" sdk/src/core/http.cpp '#include "client/loop.hpp"'
plant "core has no threads, locks or streams" sdk/src/core/http.cpp '#include <mutex>'
plant "core asks no clock" sdk/src/core/http.cpp 'auto t = std::chrono::steady_clock::now();'
plant "no Boost or OpenSSL in a public header" sdk/include/hellojohn/auth.hpp '#include <openssl/ssl.h>'
plant "no <thread>, <mutex>, <iostream> in a public header" sdk/include/hellojohn/auth.hpp '#include <mutex>'
plant "Beast and Asio in net and testing alone" sdk/src/client/auth.cpp '#include <boost/asio.hpp>'
plant "Boost.JSON and Boost.URL in codec and testing alone" sdk/src/client/auth.cpp '#include <boost/json.hpp>'
plant "net knows the transport seam alone" sdk/src/net/origin.cpp '#include <hellojohn/client.hpp>'
plant "headless components include no imgui.h" widgets/src/code_field.cpp '#include <imgui.h>'
plant "drawing includes no transport.hpp" widgets/imgui/src/draw.cpp '#include <hellojohn/transport.hpp>'
plant "all names stand in the versioned namespace" sdk/src/core/http.cpp 'namespace hellojohn {\n}'
plant "the sdk never links admin" sdk/CMakeLists.txt 'target_link_libraries(hellojohn_sdk PRIVATE hellojohn_admin)'
plant "the client's sources include no admin header" sdk/src/client/auth.cpp '#include <hellojohn/admin/admin.hpp>'
plant "nothing is downloaded at configure time" sdk/CMakeLists.txt 'FetchContent_Declare(something)'
plant "nobody's machine in the tree" sdk/src/client/auth.cpp '// see /home/somebody'
plant "every public header has #pragma once" sdk/include/hellojohn/new.hpp '// A new header.'
plant "every public header begins with what it is for" sdk/include/hellojohn/new.hpp '#pragma once'
plant "sdk/sources.txt lists the files that are there" sdk/src/client/new.cpp '// A new file.'
plant "widgets/sources.txt lists the files that are there" widgets/sources.txt 'src/gone.cpp'
exit $failed
