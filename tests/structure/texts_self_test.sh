#!/usr/bin/env bash
# Shows that references.py and prose.py can fail: plants one fault at a time in a small tree, and one sound text beside it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
failed=0

tree() {
  rm -rf "${copy:?}"/*
  mkdir -p "$copy/docs" "$copy/src" "$copy/tests" "$copy/sdk/include" "$copy/widgets/words"
  cp "$root/docs/STYLE.md" "$copy/docs/"
  mkdir -p "$copy/tests/structure"  # Named by that page.
  touch "$copy/tests/structure/prose.py"
  printf '# Page\n\n## Two words\n\n| Z1 | a row |\n|---|---|\n| R3 | a figure |\n\nR3 is defined above.\n' >"$copy/docs/page.md"
  printf '// Reads the page (docs/page.md#two-words).\nint x;\n' >"$copy/src/a.cpp"
  printf '/// Reads. **Exceptions** none. **Thread safety** any thread.\nint read(int page) noexcept;\n' >"$copy/sdk/include/a.hpp"
  printf 'TEST_CASE("page: it is read") {}\nconst char* raw = R"(\n// E7 octets\n)";\n' >"$copy/tests/a_test.cpp"
}

# found CHECKER WHAT FILE TEXT: CHECKER passes before TEXT is added to FILE, and then names WHAT.
found() {
  tree
  if ! out=$("$here/$1" "$copy" 2>&1); then
    echo "NOT SOUND  $1: $out"
    failed=1
  fi
  printf '%b\n' "$4" >>"$copy/$3"
  if out=$("$here/$1" "$copy" 2>&1); then
    echo "NOT FOUND  $1: $4"
    failed=1
  elif grep -qF "$2" <<<"$out"; then
    echo "found      $1: $2"
  else
    echo "OTHER      $1: $out"
    failed=1
  fi
}

found references.py "there is no gone.md" src/a.cpp '// See gone.md for more.'
found references.py "there is no docs/gone.md" docs/page.md 'Read [it](docs/gone.md).'
found references.py "there is no sdk/src/gone" src/a.cpp '// The rest is in sdk/src/gone.'
found references.py "page.md has no heading #three" src/a.cpp 'int y;  // docs/page.md#three'
found references.py "E7 is a bare id" src/a.cpp '/// Folds what is typed (E7).'
found references.py "T1 is a bare id" tests/a_test.cpp 'TEST_CASE("page: one number (T1)") {}'
found references.py "S5 is a bare id" tests/a_test.cpp 'TEST_CASE(\n    "page: a name in two "\n    "parts (S5)") {}'
found references.py "R4 is a bare id" docs/page.md 'R4 is not defined here.'
found references.py "row 141" src/a.cpp '// As row 141 says.'
found references.py "faults 5.3" tests/a_test.cpp 'TEST_CASE("page: late (faults 5.3)") {}'
found references.py "begins with a section number" tests/a_test.cpp 'TEST_CASE("5.21 a factor") {}'
found references.py "A.3" src/a.cpp '// Nested (A.3) or flat.'
found prose.py "octets" docs/page.md 'It sends four octets.'
found prose.py "all the same" docs/page.md 'It is sent all\nthe same.'
found prose.py "alone" src/a.cpp '// Questions are sent again, those alone.'
found prose.py "is no secret." src/a.cpp 'int z;  // A count is no secret.'
found prose.py "by itself" widgets/words/en.def 'HELLOJOHN_WORD(later, "It ends by itself.")'
found prose.py "by itself" tests/a_test.cpp 'TEST_CASE("page: it goes on by itself") {}'
found prose.py "begins with What" docs/page.md 'What was sent is kept.'
found prose.py "whoever" src/a.cpp 'const char* help = R"(\n  --all   for whoever wants all\n)";'
found header_docs.py "write does not state **Exceptions**" sdk/include/a.hpp '/// Writes. **Thread safety** any thread.\nvoid write(int page);'
found header_docs.py "write does not state **Thread safety**" sdk/include/a.hpp '/// Writes. **Exceptions** none.\nvoid write(int page);'
found header_docs.py "B does not state **Lifetime**" sdk/include/a.hpp \
  '/// **Exceptions** none. **Thread safety** one thread.\nclass B {\n public:\n  int b() const;\n};'
found header_docs.py "C does not state **Cancellation**" sdk/include/a.hpp \
  '/// **Errors** usage. **Exceptions** none. **Thread safety** any. **Lifetime** own.\nclass C {\n public:\n  Pending<int> c();\n};'
found header_docs.py "not in the order" sdk/include/a.hpp '/// **Thread safety** any thread. **Exceptions** none.\nvoid write(int page);'
found header_docs.py "no part called Thread" sdk/include/a.hpp '/// **Thread** any. **Exceptions** none. **Thread safety** any.\nvoid write(int page);'
exit $failed
