#!/usr/bin/env bash
# Shows that each rule of check.sh can fail: plants one violation at a time in a copy of the tree.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
failed=0

cp -r "$root/sdk" "$root/widgets" "$copy/"

# plant RULE FILE TEXT: appends TEXT to FILE in the copy; check.sh must then fail that rule and say so.
plant() {
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
  rm "$copy/$2"
  if [ -f "$root/$2" ]; then cp "$root/$2" "$copy/$2"; else rmdir --ignore-fail-on-non-empty "$(dirname "$copy/$2")"; fi
}

plant "base includes only nothing of ours" sdk/src/base/text.cpp '#include "rules/exchange.hpp"'
plant "secret includes only base of ours" sdk/src/secret/secret.cpp '#include "json/json.hpp"'
plant "rules includes only base secret of ours" sdk/src/rules/exchange.cpp '#include "client/loop.hpp"'
plant "json includes only base secret rules of ours" sdk/src/json/parser.cpp '#include "client/loop.hpp"'
plant "client includes only base secret rules json net of ours" sdk/src/client/auth.cpp '#include "stores/worker_store.hpp"'
plant "net includes only base secret of ours" sdk/src/net/io_engine.cpp '#include "json/json.hpp"'
plant "stores includes only base secret of ours" sdk/src/stores/worker_store.cpp '#include "client/loop.hpp"'
plant "admin includes only base secret rules json client of ours" sdk/src/admin/audit.cpp '#include "net/io_engine.hpp"'
plant "rules have no threads, locks or streams" sdk/src/rules/exchange.cpp '#include <mutex>'
plant "rules and base ask no clock" sdk/src/rules/exchange.cpp 'auto t = std::chrono::steady_clock::now();'
plant "the mock has readers of its own" sdk/mock/service/verify.cpp '#include "json/json.hpp"'
plant "the doctor looks at the wire, not into the client" sdk/tools/doctor/exam.cpp '#include "client/core.hpp"'
plant "tests include no samples" tests/unit/new_test.cpp '#include "apps/common/totp.hpp"'
plant "no Boost or OpenSSL in a public header" sdk/include/hellojohn/auth.hpp '#include <openssl/ssl.h>'
plant "no <thread>, <mutex>, <iostream> in a public header" sdk/include/hellojohn/auth.hpp '#include <mutex>'
plant "Beast and Asio in net and the mock alone" sdk/src/client/auth.cpp '#include <boost/asio.hpp>'
plant "Boost.JSON in json and the mock alone" sdk/src/client/auth.cpp '#include <boost/json.hpp>'
plant "net knows of public headers the transport alone" sdk/src/net/io_engine.cpp '#include <hellojohn/client.hpp>'
plant "headless components include no imgui.h" widgets/fields/code_field.cpp '#include <imgui.h>'
plant "drawing includes no transport.hpp" widgets/imgui/src/draw.cpp '#include <hellojohn/transport.hpp>'
plant "all names stand in the versioned namespace" sdk/src/client/http.cpp 'namespace hellojohn {\n}'
plant "the sdk never links admin" sdk/CMakeLists.txt 'target_link_libraries(hellojohn_sdk PRIVATE hellojohn_admin)'
plant "the client's sources include no admin header" sdk/src/client/auth.cpp '#include <hellojohn/admin/admin.hpp>'
plant "nothing is downloaded at configure time" sdk/CMakeLists.txt 'FetchContent_Declare(something)'
plant "nobody's machine in the tree" sdk/src/client/auth.cpp '// see /home/somebody'
plant "every room says what lives in it" sdk/src/new/new.cpp '// A room without a page.'
plant "every public header has #pragma once" sdk/include/hellojohn/new.hpp '// A new header.'
plant "every public header begins with what it is for" sdk/include/hellojohn/new.hpp '#pragma once'
plant "sdk/sources.txt lists the files that are there" sdk/src/client/new.cpp '// A new file.'
plant "widgets/sources.txt lists the files that are there" widgets/sources.txt 'home/gone.cpp'
exit $failed
