#!/usr/bin/env python3
# The gate of every build: what a warm verify allocates, exactly, and its instructions as a share of raw Beast's in the
# same run. Floors hold with every toolchain; equality with recorded.json where its toolchain is this one.
import argparse
import json
import os
import sys

import tools

FLOORS = {"allocations": 8, "bytes": 4096, "instructions": 0.75}
TOLERANCE = 1.02
RECORD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded.json")


def measure():
    with tools.server() as server:
        heap = tools.once(server.command("sdk"), "allocations 400")
        per_call = {
            library: tools.slope(lambda n: [*server.command(library), f"calls {n}"], 100, 400)
            for library in ("sdk", "beast")}
    return {"allocations": heap["calls"], "bytes": heap["bytes"],
            "instructions": per_call["sdk"] / per_call["beast"]}, per_call


def faults(found, recorded):
    out = [f"{name}: {found[name]:.3f} is above the floor {floor}"
           for name, floor in FLOORS.items() if found[name] > floor]
    if recorded:
        out += [f"{name}: {found[name]:.2f} is not the recorded {recorded[name]}"
                for name in ("allocations", "bytes") if found[name] != recorded[name]]
        if found["instructions"] > recorded["instructions"] * TOLERANCE:
            out.append(f"instructions: {found['instructions']:.3f} of raw Beast's, recorded "
                       f"{recorded['instructions']}, tolerance 2 %")
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
    if options.record:
        record[options.compiler] = {"allocations": found["allocations"], "bytes": found["bytes"],
                                    "instructions": round(found["instructions"], 3)}
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
