#!/usr/bin/env python3
# Measures the performance goals beside the libraries that one would take instead, part by part, and writes
# docs/performance.md and its plot. Called by scripts/bench. Keeps the figures, so that one part can be measured again.
import argparse
import datetime
import json
import os
import statistics
import sys
import time

import judge
import parts
import plot
import report
import tools

EFFORTS = {
    "full": {"rounds": 9, "rounds of crowds": 5, "rounds of connections": 5, "calls": 2000, "connections": 16,
             "burst": 500, "long run": 8000, "slope": (200, 600), "clients": (1000, 10000), "compiles": 15},
    "quick": {"rounds": 4, "rounds of crowds": 3, "rounds of connections": 3, "calls": 400, "connections": 8,
              "burst": 200, "long run": 2000, "slope": (200, 600), "clients": (1000,), "compiles": 3},
    # To see that every part runs; its figures mean little.
    "trial": {"rounds": 1, "rounds of crowds": 1, "rounds of connections": 1, "calls": 40, "connections": 2,
              "burst": 20, "long run": 40, "slope": (20, 60), "clients": (100,), "compiles": 1},
}

# In the order of measuring: what the load of others spoils comes first, what only counts comes last.
TIMED = ("times", "times_unpinned", "times_nginx", "in_flight", "crowds", "connections", "cold", "construct", "bounds", "stale",
         "ends", "headers")
COUNTED = ("poll", "clients", "memory", "heap", "system_calls", "instructions", "json", "frame")
BUILT = ("builds", "sizes")  # From trees that scripts/bench --full makes.
NEEDS_SERVER = frozenset(("times", "times_nginx", "in_flight", "crowds", "connections", "cold", "construct", "bounds", "poll",
                          "clients", "memory", "heap", "system_calls", "instructions"))


def measured(setting, part):
    """The figures of one part, when they were taken, and how much of the machine others used meanwhile."""
    stamp = {"when": f"{datetime.datetime.now():%Y-%m-%d %H:%M}"}
    begun, watch = time.monotonic(), tools.Watch()
    print(part, end=" ", flush=True)
    if part in NEEDS_SERVER:
        with tools.server() as setting.server:
            figures = getattr(parts, part)(setting)
    else:
        figures = getattr(parts, part)(setting)
    others = watch.others()
    print(f"{time.monotonic() - begun:.1f} s, others {'?' if others is None else f'{others:.0%}'}", flush=True)
    return {"figures": figures, **stamp, "others": others}


def possible(setting):
    """The parts whose programs are here."""
    there = {"frame": os.path.exists(setting.program("hellojohn-frame-bench")), "times_nginx": setting.nginx is not None,
             "builds": setting.build_seconds, "sizes": setting.size_folders}
    return [part for part in (*TIMED, *COUNTED, *BUILT) if there.get(part, True)]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True)
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--pages", help="folder of the page and its plot; docs/ of the root if absent")
    parser.add_argument("--kept", required=True, metavar="FILE", help="figures of earlier runs, and of this one")
    parser.add_argument("--only", nargs="+", metavar="PART", choices=(*TIMED, *COUNTED, *BUILT),
                        help="measures these again; every other figure is an earlier run's")
    parser.add_argument("--effort", choices=EFFORTS, default="quick")
    parser.add_argument("--sizes", nargs="*", default=[], metavar="LEVEL=FOLDER")
    parser.add_argument("--build-seconds", type=float, help="sdk and widgets from scratch")
    parser.add_argument("--unit-seconds", type=float, help="one integrator's file")
    return parser.parse_args()


def kept_of(file):
    if not os.path.exists(file):
        return {}
    with open(file, encoding="utf-8") as kept:
        return json.load(kept)


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        out.write(text)


def main():
    options = arguments()
    os.environ["BENCH_BINARIES"] = options.binaries
    setting = parts.Setting(options.root, options.binaries, EFFORTS[options.effort])
    setting.size_folders = dict(pair.split("=", 1) for pair in options.sizes)
    setting.build_seconds, setting.unit_seconds = options.build_seconds, options.unit_seconds
    found = kept_of(options.kept) if options.only else {}
    for part in options.only or possible(setting):
        found[part] = measured(setting, part)
        write(os.path.dirname(options.kept), os.path.basename(options.kept), json.dumps(found, indent=1))
    rows = judge.rows(found)
    pages = options.pages or os.path.join(options.root, "docs")
    write(pages, "performance.md", report.page(found, rows))
    if "instructions" in found and "times" in found:
        figures = {name: (count, statistics.median(found["times"]["figures"]["p50"][name]))
                   for name, count in found["instructions"]["figures"].items()}
        write(pages, "performance.svg", plot.bars(figures))
    for row in rows:
        print(" | ".join(row))
    return 1 if any(row[-2] == "missed" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
