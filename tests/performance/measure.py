#!/usr/bin/env python3
# Measures the performance goals beside the libraries that one would take instead, in one run, and writes
# docs/performance.md and its plot. Called by scripts/bench.
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

import plot
import report
import tools

COMPARED = ("openssl", "beast", "curl", "httplib", "poco")


def present(binaries, names):
    return [name for name in names if os.path.exists(os.path.join(binaries, "bench-" + name))]


def warm(server, libraries, effort):
    print("instructions of a warm call", flush=True)
    per_call = {name: tools.slope(lambda n: [*server.command(name), f"calls {n}"], 200, 600)
                for name in libraries}
    print("time of a warm call", flush=True)
    times = tools.rounds({name: (server.command(name), f"calls {effort['calls']}")
                          for name in libraries}, effort["rounds"])
    print("heap", flush=True)
    heap = {name: tools.once(server.command(name), "allocations 400") for name in libraries}
    figures = [{name: [answer[figure] for answer in answers] for name, answers in times.items()}
               for figure in ("p50", "processor_us")]
    return per_call, *figures, heap


def syscalls(command_for, few=200, many=1200):
    """System calls of one more call; None where strace is missing or may not trace."""
    def count(n):
        done = subprocess.run(["strace", "-f", "-c", "-o", "/dev/stdout", *command_for(n)],
                              capture_output=True, text=True, check=True)
        return int(re.search(r"^\s*100\.00\s.*?(\d+)\s+(?:\d+\s+)?total$", done.stdout, re.M)[1])
    if shutil.which("strace") is None:
        return None
    try:
        return (count(many) - count(few)) / (many - few)
    except (subprocess.CalledProcessError, TypeError):
        return None


def connections(server, libraries, effort):
    print("connections", flush=True)
    count = effort["connections"]
    commands = {"full": (server.command("sdk"), f"full {count}"),
                "resumed": (server.command("sdk", "closing"), f"after-idle {count}")}
    for name in ("beast", "curl"):
        if name in libraries:
            commands["idle " + name] = (server.command(name, "closing"), f"after-idle {count}")
    answers = tools.rounds(commands, effort["rounds"])
    return {name: [answer["p50"] for answer in found] for name, found in answers.items()}


def cold(server, effort):
    print("first call", flush=True)
    out = {"sdk": [], "openssl": [], "beast": []}
    for _ in range(effort["rounds"]):
        for name in out:
            out[name].append(tools.once(server.command(name), "cold")["whole"])
    return out


def in_flight(server, effort):
    print("64 calls in flight", flush=True)
    words = f"many 64 {effort['calls'] * 8 // 64 * 64}"
    answers = tools.rounds({name: (server.command(name), words) for name in ("sdk", "beast")},
                           effort["rounds"])
    return {name: [answer["per_second"] for answer in found] for name, found in answers.items()}


def crowds(server, effort):
    """The same client with 64, 1,000 and 10,000 calls in flight; the peak of memory in a process that does nothing else."""
    print("thousands in flight", flush=True)
    total = effort["calls"] * 8
    commands = {width: (server.command("sdk"), f"many {width} {max(total, width)}")
                for width in (64, 1000, 10000)}
    answers = tools.rounds(commands, effort["rounds"])
    out = {figure: {width: [answer[figure] for answer in found] for width, found in answers.items()}
           for figure in ("per_second", "processor_us")}
    out["peak_kib"] = {width: tools.once(*commands[width])["peak_kib"] for width in commands}
    return out


def ends(binaries):
    """Processor time of 10,000 deadlines at once and of a client's end among as many calls: the least of some runs."""
    command = [os.path.join(binaries, "bench-crowd")]
    return {end: min(tools.once(command, end, "10000")["processor_ms"] for _ in range(7))
            for end in ("due", "destroy")}


def idle_pump(server):
    def command(count):
        return [*server.command("sdk"), f"poll {count}"]
    found = tools.once(command(5_000_000))
    found["instructions"] = tools.slope(command, 500_000, 5_500_000)  # Start-up differs by millions.
    found["syscalls"] = syscalls(command, 1_000, 101_000)
    return found


def json_cost(binaries):
    program = os.path.join(binaries, "bench-json")
    out = {how: tools.slope(lambda n: [program, how, str(n)], 200, 1200)
           for how in ("codec", "monotonic", "tree")}
    out["allocations"] = {how: tools.once([program], how, "1000")["calls"]
                          for how in ("codec", "monotonic", "tree")}
    return out


def bounds(server, binaries):
    print("stalls, cancelling, destroying", flush=True)
    command = [os.path.join(binaries, "bench-bounds"), server.ca_file,
               *(str(server.ports[name]) for name in ("kept", "silent", "dripping", "mute"))]
    runs = [tools.values(tools.run(command)) for _ in range(3)]
    stale = subprocess.run([os.path.join(binaries, "bench-stale-pool")], check=False,
                           capture_output=True, text=True)
    # A bound that is broken by us is broken in every run; one that a busy machine breaks is not.
    found = {name: min(run[name] for run in runs) for name in runs[0]}
    found["stale"] = stale.stdout.strip().splitlines()[-1]
    return found


HEADERS = {
    "std": "#include <atomic>\n#include <chrono>\n#include <functional>\n#include <memory>\n"
           "#include <optional>\n#include <string>\n#include <vector>\n",
    "sdk": "#include <hellojohn/hellojohn.hpp>\n",
    "beast": "#include <boost/beast.hpp>\n#include <boost/asio/ssl.hpp>\n",
    "httplib": "#define CPPHTTPLIB_OPENSSL_SUPPORT\n#include <httplib.h>\n",
}


def headers(root, compiler):
    print("headers", flush=True)
    flags = [compiler, "-std=c++20", "-I" + os.path.join(root, "sdk/include"), "-x", "c++", "-"]
    seconds = {}
    for _ in range(5):
        for name, text in HEADERS.items():
            begun = time.monotonic()
            done = subprocess.run([*flags, "-fsyntax-only"], input=text, text=True,
                                  capture_output=True, check=False)
            if done.returncode == 0:
                seconds.setdefault(name, []).append(time.monotonic() - begun)
    text = tools.run([*flags, "-E"], input=HEADERS["sdk"])
    foreign = len(re.findall(r"^# \d+ \"[^\"]*/(?:boost|openssl)/", text, re.M))
    return {name: min(times) for name, times in seconds.items()}, foreign


def loaded(binary, folder):
    """text + data of a stripped program."""
    stripped = os.path.join(folder, "stripped")
    tools.run(["strip", "-o", stripped, binary])
    line = tools.run(["size", stripped]).splitlines()[1].split()
    return int(line[0]) + int(line[1])


def sizes(folders, scratch):
    """folders: "O2" -> where the size programs lie that were built so."""
    out = {}
    for level, folder in folders.items():
        size = {name: loaded(os.path.join(folder, "bench-size-" + name), scratch)
                for name in ("empty", "sdk", "calls", "widgets")}
        out[level] = {"sdk": size["sdk"] - size["empty"], "calls": size["calls"] - size["empty"],
                      "widgets": size["widgets"] - size["calls"]}
    return out


def frame(binaries):
    """The window beside a hand-written one, where its program was built: the figure, and whether it holds."""
    program = os.path.join(binaries, "hellojohn-frame-bench")
    if not os.path.exists(program):
        return None
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "frame", "run.sh")
    done = subprocess.run([script, program], capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1], done.returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True)
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--sizes", nargs="*", default=[], metavar="LEVEL=FOLDER")
    parser.add_argument("--build-seconds", type=float, help="sdk and widgets from scratch")
    parser.add_argument("--unit-seconds", type=float, help="one integrator's file")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--command", default="scripts/bench")
    options = parser.parse_args()
    os.environ["BENCH_BINARIES"] = options.binaries
    effort = ({"rounds": 15, "calls": 2000, "connections": 40} if options.full
              else {"rounds": 7, "calls": 400, "connections": 12})
    libraries = ["sdk", *present(options.binaries, COMPARED)]
    found = {"command": options.command, "load": os.getloadavg()}
    with tools.server() as server:
        found["instructions"], found["times"], found["processor"], found["heap"] = warm(
            server, libraries, effort)
        found["syscalls"] = {name: syscalls(lambda n, who=name: [*server.command(who), f"calls {n}"])
                             for name in ("sdk", "beast")}
        found["connections"] = connections(server, libraries, effort)
        found["cold"] = cold(server, effort)
        found["in_flight"] = in_flight(server, effort)
        found["crowds"] = crowds(server, effort)
        found["poll"] = idle_pump(server)
        found["construct"] = tools.once(server.command("sdk"), "construct 50")
        found["construct_first"] = statistics.median(
            tools.once(server.command("sdk"), "construct 1")["construct_p50"] for _ in range(21))
        found["memory"] = {name: tools.once(server.command(name), "memory")
                           for name in ("sdk", "beast", "openssl")}
        found["bounds"] = bounds(server, options.binaries)
    found["ends"] = ends(options.binaries)
    found["json"] = json_cost(options.binaries)
    found["headers"], found["foreign_lines"] = headers(options.root, os.environ.get("CXX", "g++"))
    scratch = os.path.dirname(options.binaries)
    found["sizes"] = sizes(dict(pair.split("=", 1) for pair in options.sizes), scratch)
    found["build_seconds"], found["unit_seconds"] = options.build_seconds, options.unit_seconds
    found["frame"] = frame(options.binaries)
    rows = report.judge(found)
    with open(os.path.join(options.root, "docs/performance.md"), "w", encoding="utf-8") as out:
        out.write(report.page(found, rows))
    with open(os.path.join(options.root, "docs/performance.svg"), "w", encoding="utf-8") as out:
        out.write(plot.bars({name: (found["instructions"][name],
                                    statistics.median(found["times"][name]))
                             for name in libraries}))
    for row in rows:
        print(" | ".join(row))
    return 1 if any(row[-1] == "missed" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
