#!/usr/bin/env python3
"""Prints one journey over three servers as one table: the mock's two faces and the peer.
Usage: side_by_side.py INTEGRATION_TESTS PEER_TESTS. Fails if a program fails, or a step of the mock's journey has no answer."""
import subprocess
import sys

# What only the mock is asked.
only_mock = {"a call after the token expired", "the whole audit log in pages", "check of a session"}


def table_of(program, test):
    """The steps that a test printed, with their columns."""
    ran = subprocess.run([program, test], stdout=subprocess.PIPE, text=True, check=False)
    if ran.returncode != 0:
        sys.exit(f"FAIL  {program} ended with {ran.returncode}:\n{ran.stdout}")
    rows = [[cell.strip() for cell in line.split(" | ")] for line in ran.stdout.splitlines() if " | " in line]
    return {row[0]: row[1:] for row in rows}


mock = table_of(sys.argv[1], "dialects: one journey*")
peer = table_of(sys.argv[2], "peer: one journey*")
missing = [step for step in mock if step not in peer and step not in only_mock]
for step in list(mock) + [step for step in peer if step not in mock]:
    columns = mock.get(step, ["not asked", "not asked"]) + peer.get(step, ["not asked"])
    print(f"{step:34} | {columns[0]:24} | {columns[1]:36} | {columns[2]}")
if missing or len(mock) < 10:
    sys.exit(f"FAIL  steps without an answer of the peer: {', '.join(missing) or 'no steps at all'}")
