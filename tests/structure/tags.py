#!/usr/bin/env python3
"""Counts how many of the libraries' functions an editor finds. Usage: tags.py ROOT ARCHIVE...

What the linker knows is compared with what Universal Ctags reads from the sources, by qualified name.
"""
import re
import subprocess
import sys
from pathlib import Path

ENOUGH = 0.95


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def compiled(archives: list[str]) -> set[str]:
    """Qualified names of our own functions that have a symbol for the linker."""
    names = set()
    for line in output("nm", "-C", "--defined-only", *archives).splitlines():
        match = re.match(r"[0-9a-f]+ T (hellojohn::v0::[^(]+)\(", line)
        # Templates are named by their arguments; a cold part is a piece of a function.
        if match and "<" not in match[1] and "[" not in match[1]:
            names.add(match[1])
    return names


def tagged(root: str) -> set[str]:
    files = [file for room in ("sdk", "widgets") for file in Path(root, room).rglob("*.[ch]pp")]
    tags = output("ctags", "--languages=C++", "--langmap=C++:.cpp.hpp", "--c++-kinds=f", "--fields=+s", "-f", "-",
                      *map(str, files))
    names = set()
    for line in tags.splitlines():
        fields = line.split("\t")
        scope = next((f.split(":", 1)[1] for f in fields[3:] if re.match(r"(class|struct|namespace):", f)), "")
        names.add(f"{scope}::{fields[0]}")
    return names


def main() -> int:
    root, archives = sys.argv[1], sys.argv[2:]
    known, found = compiled(archives), tagged(root)
    missing = sorted(known - found)
    print(f"{len(known) - len(missing)} of {len(known)} functions are found by ctags")
    for name in missing[:20]:
        print(f"  not found: {name}")
    if len(known) < 300:
        print("too few functions in the libraries to say anything")
        return 1
    return 0 if len(known) - len(missing) >= ENOUGH * len(known) else 1


if __name__ == "__main__":
    sys.exit(main())
