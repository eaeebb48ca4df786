# The page around the rows of judge.py: what the machine is, library by library, how much to believe.
import os
import platform
import statistics
import subprocess

import judge
from plot import NAMES


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), platform.machine())
    system = next((line.split("=", 1)[1].strip().strip('"')
                   for line in open("/etc/os-release", encoding="utf-8")
                   if line.startswith("PRETTY_NAME")), platform.system())
    compiler = subprocess.run([os.environ.get("CXX", "g++"), "--version"], capture_output=True,
                              text=True, check=True).stdout.splitlines()[0]
    return f"{model}, {os.cpu_count()} processors, {system}, {compiler}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(cells) + " |" for cells in rows])


def figure(found, part, name, form):
    """One cell of the table of libraries, or a dash."""
    value = found[part]["figures"].get(name) if part in found else None
    return "–" if value is None else form(value)


def libraries(found):
    names = found["instructions"]["figures"] if "instructions" in found else {}
    def spread(figures):
        return f"{statistics.median(figures):.1f} ({min(figures):.1f}–{max(figures):.1f})"
    def own(heap):
        return f"{heap['calls']:.0f}, {heap['bytes']:,.0f}"
    def openssl(heap):
        return f"{heap['openssl_calls']:.0f}, {heap['openssl_bytes']:,.0f}" if heap["apart"] == 1 else "among the others"
    def pinned(name):
        return figure(found, "times", "p50", lambda times: spread(times[name]))
    def burst(name, which):
        return figure(found, "times_unpinned", "burst", lambda run: spread(run[which][name]))
    def long_run(name):
        return figure(found, "times_unpinned", "long", lambda run: spread(run["p50"][name]))
    return table(("library", "instructions", "µs, pinned", "µs, burst", "µs, long run", "processor µs, burst", "system calls",
                  "allocations, bytes", "OpenSSL's own"),
                 [(NAMES[name], f"{count:,.0f}", pinned(name), burst(name, "p50"), long_run(name), burst(name, "processor_us"),
                   figure(found, "system_calls", name, "{:.1f}".format),
                   figure(found, "heap", name, own), figure(found, "heap", name, openssl))
                  for name, count in names.items()])


def names(rows, verdict):
    return [one[1] if one[0] == "–" else f"{one[0]} {one[1]}" for one in rows if one[-2] == verdict]


def verdicts(rows):
    """In words, so that nobody has to count."""
    said = [f"{len(names(rows, 'held'))} goals are held."]
    missed, unjudged = names(rows, "missed"), names(rows, "not judged")
    said.append(f"{len(missed)} are missed: {'; '.join(missed)}." if missed else "None is missed.")
    if unjudged:
        said.append(f"{len(unjudged)} are not judged, because other programs took more than "
                    f"{100 * judge.MOST_OTHERS:.0f} % of the machine: {'; '.join(unjudged)}.")
    return "\n\n".join(said)


def age(found):
    """When the figures are from, and what was not measured."""
    days = sorted({one["when"][:10] for one in found.values()})
    text = f"Measured on {days[0]}" if len(days) == 1 else f"Measured from {days[0]} to {days[-1]}"
    left_out = judge.missing(found)
    return text + (f", without: {', '.join(left_out)}." if left_out else ".")


def page(found, rows):
    return f"""# Performance

`scripts/bench --full` measures every figure here, on one machine, beside the libraries that one would take instead:
{machine()}.
{age(found)} Each row says when it was measured, and how much of the processors other programs took meanwhile.
The script writes this page; run it to have your own.

## Goals

{verdicts(rows)}

{table(("goal", "what", "floor", "figure", "verdict", "measured"), rows)}

## One warm verify, library by library

![instructions and time of one warm verify](performance.svg)

{libraries(found)}

The same bytes go to the same server, over the same cipher suite: a separate process that answers from memory. Ours and the two
Beast clients write and read JSON; the others send a text that was made before and compare the answer byte by byte. "Beast" is
the C++20 coroutine that one would write by hand, with a deadline, Boost.JSON and a TLS session that is resumed. "Blocking Beast"
has no deadline and no way to cancel. In ours a waiting call does the network's work itself, and the network's
thread stands aside meanwhile. "No own thread" is `NetworkOptions::own_thread = false`.

## How much to believe

- **Instructions** are counted by callgrind, for all threads, as (I₂ − I₁) / (N₂ − N₁): start-up and handshake cancel
  out. They repeat within 1 %. The kernel's work is not among them.
- **Times** are medians of rounds. A round asks each library twice, each time in an order by chance: where the system places the
  server depends on who was asked before. The judged figure is the ratio within a round, and the interval is the bootstrap's.
  Absolute times on a shared machine say little; ratios move by a tenth.
- **Allocations** are exact: malloc itself is replaced in the program. Memory for secrets is not among them: it comes from
  one region that is mapped once, is wiped, and stays out of core files.
- **Bounds** (R4, R5, P10) are the longest of all calls in a run, and the best of three runs: what the code itself breaks is
  broken in each of them, what a busy machine breaks is not.
- cpp-httplib takes memory through OpenSSL before the count can be set apart, so its row has both together.
- "After the server hung up" stands for a verify after 30 s of idleness, which no load balancer leaves open: ours notices
  before it sends and resumes the session; the hand-written Beast client notices by the failure of its request and sends
  it again, which for a one-time code is exactly what must not happen.
- The first call of a process (P7): raw OpenSSL and Beast decode all roots of the system when they start. Ours reads their names and
  decodes a root when a chain leads to it. The server's own root is given separately here, which saves ours one decoding, 0.1 ms.
- Sizes are text + data of the stripped program, minus the same program without the sdk, in builds of the types Release (with -O2) and
  MinSizeRel; Boost.JSON and OpenSSL are linked
  dynamically. The widgets are compared with a program that makes every call that they make.
- Pinned, each program has a core to itself, and the server another: most of that time is the kernel's, waking the other core.
  Unpinned, the system places both, as it does with an application: on one core in a burst of 500 calls, apart in most of a run of
  8,000, which takes more than twice as long for every library.
- **Others** is the share of all processors that programs outside the measurement took. With more than a quarter, times are
  not judged; counts of instructions, allocations and system calls, and sizes, stay what they are.

## What keeps it so

`ctest -L bench` in a release build counts the allocations of a warm verify, which must equal what
`tests/performance/recorded.json` says for the toolchain, and its instructions as a share of raw Beast's in the same run, which
may grow by 2 %. So may the instructions of one of 10,000 deadlines and of one of 10,000 calls that end with their client. A
call among 1,000 in flight may take 1.25 × the instructions of one among 64; its figure goes with how the threads take turns.
A wanted change is recorded with `tests/performance/gate.py … --record`.
"""
