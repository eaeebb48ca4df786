#!/usr/bin/env python3
"""Mutation sample of the code that decides outcomes and retries (tests/unit/mutation/mutants.txt).

Applies each mutant to a copy of the tree, builds the programs that run on scripted transports and virtual clocks, and
runs them: a mutant that they let pass is a decision that no test holds. The last line is the figure; fails where one
survives, does not compile or does not fit the source any more.

tests/unit/mutation/run.py [--only WORD] [--jobs N]   WORD: mutants whose file, snippet or replacement contains it
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "mutation"
TREE = WORK / "tree"
BUILD = WORK / "out"
PROGRAMS = ["hellojohn-unit-tests", "hellojohn-trap-tests"]
LONGEST_RUN = 60  # Seconds; the programs take less than one. A mutant that hangs is found.


def read_mutants(path):
    """A heading names the file; each line below is `snippet => replacement`, the snippet standing once in the file."""
    mutants, file = [], None
    for line in path.read_text().splitlines():
        if line.startswith("["):
            file = line.strip("[]")
        elif line and not line.startswith("#"):
            before, arrow, after = line.partition(" => ")
            if file is None or not arrow:
                sys.exit(f"{path.name}: not a mutant: {line}")
            mutants.append((file, before, after))
    return mutants


def run(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)


def copy_tree():
    """The files of the checkout as they stand; what did not change keeps its time, so that ninja knows it."""
    listed = run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT).stdout.splitlines()
    wanted = {name for name in listed if (ROOT / name).is_file()}
    for old in [p for p in TREE.rglob("*") if p.is_file()]:
        if str(old.relative_to(TREE)) not in wanted:
            old.unlink()
    for name in wanted:
        source, target = ROOT / name, TREE / name
        if target.exists() and target.read_bytes() == source.read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def configure():
    done = run(["cmake", "-S", TREE, "-B", BUILD, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", "-DHELLOJOHN_WIDGETS=OFF",
                "-DHELLOJOHN_IMGUI=OFF", "-DHELLOJOHN_SAMPLES=OFF", "-DHELLOJOHN_INSTALL=OFF",
                "-DHELLOJOHN_TRANSPORT=none", "-DCMAKE_CXX_FLAGS_DEBUG="])
    if done.returncode != 0:
        sys.exit(done.stdout)


def outcome(jobs):
    """How the programs, built one after the other, take the tree as it stands."""
    for program in PROGRAMS:
        built = run(["ninja", "-C", BUILD, f"-j{jobs}", program])
        if built.returncode != 0:
            error = next((line for line in built.stdout.splitlines() if "error:" in line), built.stdout)
            return f"UNFIT     (does not compile: {error})"
        try:
            if run([BUILD / "bin" / program, "--abort"], timeout=LONGEST_RUN).returncode != 0:
                return f"killed    (by {program})"
        except subprocess.TimeoutExpired:
            return f"killed    (by {program}, which did not end)"
    return "SURVIVED"


def verdict(mutant, jobs):
    file, before, after = mutant
    path = TREE / file
    original = path.read_text()
    if original.count(before) != 1:
        return f"UNFIT     (stands {original.count(before)} times)"
    try:
        path.write_text(original.replace(before, after))
        return outcome(jobs)
    finally:
        path.write_text(original)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--only", default="")
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    chosen = options.parse_args()
    os.nice(10)
    mutants = [m for m in read_mutants(ROOT / "tests/unit/mutation/mutants.txt") if any(chosen.only in part for part in m)]
    copy_tree()
    configure()
    if (first := outcome(chosen.jobs)) != "SURVIVED":
        sys.exit(f"without a mutant: {first}")
    killed = 0
    for mutant in mutants:
        word = verdict(mutant, chosen.jobs)
        killed += word.startswith("killed")
        print(f"{word:45} {mutant[0]}: {mutant[1]} => {mutant[2]}", flush=True)
    print(f"mutation: {killed} of {len(mutants)} killed")
    return 0 if mutants and killed == len(mutants) else 1


if __name__ == "__main__":
    sys.exit(main())
