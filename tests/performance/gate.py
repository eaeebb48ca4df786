#!/usr/bin/env python3
# The gate of every build: what a warm verify allocates, exactly, its instructions as a share of raw Beast's in the same run,
# the instructions of a call among 1,000 in flight as a multiple of one among 64, and those of a deadline and of a call's end
# among thousands of them.
# Floors hold with every toolchain, and what is in recorded.json where its toolchain is this one. Of a crowd only the floor:
# its figure goes with how the threads take turns (1.00 to 1.04 of one program), and a list that is walked gives a multiple.
import argparse
import json
import os
import sys

import tools

FLOORS = {"allocations": 7, "bytes": 4096, "instructions": 0.75, "crowded": 1.25, "deadline": 1000, "ended": 1200}
EXACT = ("allocations", "bytes")
TOLERANCE = 1.02
# What bench-crowd does, and the functions in which its end is counted.
CROWD = {"deadline": ("due", "hellojohn::v0::Client::poll()"),
         "ended": ("destroy", "hellojohn::v0::Client::~Client()")}
RECORD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded.json")


def measure():
    with tools.server() as server:
        heap = tools.once(server.command("sdk"), "allocations 400")
        per_call = {
            library: tools.slope(lambda n: [*server.command(library), f"calls {n}"], 100, 400)
            for library in ("sdk", "beast")}
        among = {width: tools.slope(lambda n: [*server.command("sdk"), f"many {width} {n}"], 2000, 6000)
                 for width in (64, 1000)}
    program = os.path.join(os.environ["BENCH_BINARIES"], "bench-crowd")
    crowd = {name: tools.slope(lambda n, end=end: [program, end, str(n)], 2000, 10000, [function])
             for name, (end, function) in CROWD.items()}
    return {"allocations": heap["calls"], "bytes": heap["bytes"],
            "instructions": per_call["sdk"] / per_call["beast"],
            "crowded": among[1000] / among[64], **crowd}, per_call


def faults(found, recorded):
    out = [f"{name}: {found[name]:.3f} is not between 0 and the floor {floor}"
           for name, floor in FLOORS.items() if not 0 < found[name] <= floor]
    for name, was in (recorded or {}).items():
        if name in EXACT and found[name] != was:
            out.append(f"{name}: {found[name]:.2f} is not the recorded {was}")
        if name not in EXACT and found[name] > was * TOLERANCE:
            out.append(f"{name}: {found[name]:.3f}, recorded {was}, tolerance 2 %")
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binaries")
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--record", action="store_true", help="writes what was found")
    options = parser.parse_args()
    os.environ["BENCH_BINARIES"] = options.binaries
    with open(RECORD, encoding="utf-8") as file:
        record = json.load(file)
    found, per_call = measure()
    print(f"warm verify: {found['allocations']:.2f} allocations, {found['bytes']:.0f} bytes, "
          f"{per_call['sdk']:.0f} instructions, {found['instructions']:.3f} of raw Beast's "
          f"{per_call['beast']:.0f}")
    print(f"with 1,000 calls in flight: {found['crowded']:.3f} of the instructions with 64")
    print(f"among 10,000 calls: {found['deadline']:.0f} instructions for a deadline, "
          f"{found['ended']:.0f} for a call that ends with its client")
    if options.record:
        record[options.compiler] = {"allocations": found["allocations"], "bytes": found["bytes"],
                                    "instructions": round(found["instructions"], 3),
                                    "deadline": round(found["deadline"]),
                                    "ended": round(found["ended"])}
        with open(RECORD, "w", encoding="utf-8") as file:
            json.dump(record, file, indent=2)
            file.write("\n")
    recorded = record.get(options.compiler)
    if not recorded:
        print(f"nothing is recorded for {options.compiler}: the floors alone were checked")
    broken = faults(found, recorded)
    print("\n".join(broken))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
