#!/bin/sh
# clang_sysroot.sh FOLDER: makes a root in which clang finds the headers and libraries of Debian's MinGW-w64. It looks for a folder
# that is named after a version of GCC, and Debian's is named 12-posix.
set -e
triple=x86_64-w64-mingw32
mkdir -p "$1/lib/gcc/$triple"
[ -e "$1/$triple" ] || ln -s "/usr/$triple" "$1/$triple"
for gcc in /usr/lib/gcc/"$triple"/*-posix; do
  version=$(basename "$gcc" -posix)
  [ -e "$1/lib/gcc/$triple/$version" ] || ln -s "$gcc" "$1/lib/gcc/$triple/$version"
done
