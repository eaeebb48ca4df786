# From what was measured to a table with a verdict for each goal. Decides nothing about how things are measured.
import datetime
import os
import platform
import statistics
import subprocess

import tools
from plot import NAMES

KIB = 1024


def interval(ours, theirs):
    middle, low, high = tools.ratio(ours, theirs)
    return middle, f"{middle:.2f} × (95 %: {low:.2f}–{high:.2f})"


def row(goal, what, floor, figure, held):
    return (goal, what, floor, figure, "held" if held else "missed")


def judge(found):
    """One row for each goal: id, what, floor, figure, verdict."""
    return [*calls(found), *connecting(found), *idling(found), *building(found), *bounds(found)]


def calls(found):
    work, times, heap = found["instructions"], found["times"], found["heap"]
    against_beast = work["sdk"] / work["beast"]
    p1 = f"{work['sdk']:,.0f}; {against_beast:.2f} × Beast ({work['beast']:,.0f})"
    below_curl = True
    if "curl" in work:
        p1 += f", {work['sdk'] / work['curl']:.2f} × libcurl ({work['curl']:,.0f})"
        below_curl = work["sdk"] < work["curl"]
    p2, held = [], True
    for name, limit in (("beast", 1.15), ("curl", 1.0), ("httplib", 0.7)):
        if name in times:
            middle, text = interval(times["sdk"], times[name])
            p2.append(f"{text} {NAMES[name]}")
            held = held and middle <= limit
    processor, processor_text = interval(found["processor"]["sdk"], found["processor"]["beast"])
    own = heap["sdk"]
    json = found["json"]
    decode = json["codec"] / json["monotonic"]
    return [
        row("P1", "instructions of a warm verify, JSON both ways",
            "≤ 0.70 × Beast + Boost.JSON, < libcurl without JSON", p1,
            against_beast <= 0.7 and below_curl),
        row("P2", "median time of a warm verify, paired",
            "≤ 1.15 × Beast, ≤ 1.0 × libcurl, ≤ 0.70 × cpp-httplib", "; ".join(p2), held),
        row("P3", "allocations of a warm verify, OpenSSL's apart", "≤ 7, ≤ 4 KB",
            f"{own['calls']:.0f}, {own['bytes']:,.0f} bytes "
            f"(Beast {heap['beast']['calls']:.0f}, {heap['beast']['bytes']:,.0f})",
            own["calls"] <= 7 and own["bytes"] <= 4 * KIB),
        row("P4", "reading the answer", "0 allocations of the parser, ≤ 1.2 × Boost.JSON on the stack",
            f"{json['codec']:,.0f} instructions, {decode:.2f} ×; "
            f"{json['allocations']['codec']:.0f} allocations, the result's own id of 20 bytes",
            decode <= 1.2 and json["allocations"]["codec"] <= 1),
        row("–", "processor time of a warm verify, the kernel's included, paired", "≤ 1.2 × Beast",
            processor_text, processor <= 1.2),
    ]


def connecting(found):
    made = found["construct"]
    paths = found["connections"]
    resumed, resumed_text = interval(paths["resumed"], paths["full"])
    first, first_text = interval(found["cold"]["sdk"], found["cold"]["openssl"])
    out = [
        row("P5", "making a client, on the caller's thread: the first of a process; a later one",
            "≤ 0.5 ms; ≤ 0.1 ms",
            f"{found['construct_first'] / 1000:.3f} ms; {made['construct_p50'] / 1000:.3f} ms, "
            f"longest of 50 {made['construct_max'] / 1000:.3f} ms",
            found["construct_first"] <= 500 and made["construct_p50"] <= 100),
        row("P6", "call on a new connection, resumed against full handshake", "≤ 0.65 ×", resumed_text,
            resumed <= 0.65),
        row("P7", "first call of a process, roots read, against raw OpenSSL", "≤ 1.1 ×", first_text,
            first <= 1.1)]
    against = [f"{interval(paths['resumed'], paths['idle ' + name])[1]} {NAMES[name]}"
               for name in ("curl", "beast") if "idle " + name in paths]
    if against:
        out.append(("–", "verify after the server hung up on the idle connection", "–",
                    "; ".join(against), "–"))
    if found["frame"]:
        figure, held = found["frame"]
        out.append(row("P8", "a frame of the widgets",
                       "≤ 1.10 × a hand-written window; hidden ≤ 300 instructions", figure, held))
    return out


def idling(found):
    poll, memory = found["poll"], found["memory"]
    against = memory["sdk"]["first"] / memory["beast"]["first"]
    flights, flight_text = interval(found["in_flight"]["sdk"], found["in_flight"]["beast"])
    system = poll["syscalls"]
    told = "not counted" if system is None else f"{abs(system):.0f}"
    threads = found["bounds"]
    return [
        row("P9", "poll() with nothing to do", "≤ 20 ns, 0 system calls, 0 allocations",
            f"{poll['poll_ns']:.1f} ns, {poll['instructions']:.0f} instructions, {told} system calls, "
            f"{poll['poll_allocations']:.0f} allocations",
            poll["poll_ns"] <= 20 and poll["poll_allocations"] == 0 and not round(system or 0)),
        row("P14", "heap of an idle client with one connection; of a second client",
            "≤ 1.25 × raw; ≤ 160 KB",
            f"{memory['sdk']['first'] / KIB:,.0f} KiB, {against:.2f} × Beast "
            f"({memory['sdk']['first'] / memory['openssl']['first']:.2f} × raw OpenSSL); "
            f"{memory['sdk']['second'] / KIB:,.0f} KiB",
            against <= 1.25 and memory["sdk"]["second"] <= 160 * KIB),
        row("P15", "64 calls in flight, calls per second against Beast", "≥ 0.90 ×", flight_text,
            flights >= 0.9),
        *thousands(found["crowds"], found["ends"]),
        row("P16", "threads in the background", "1 with our transport, 0 with the host's",
            f"{threads['threads_with_beast']:.0f}, {threads['threads_with_own_transport']:.0f}",
            threads["threads_with_beast"] == 1 and threads["threads_with_own_transport"] == 0),
    ]


def thousands(crowds, ends):
    rates = crowds["per_second"]
    ratios = [interval(rates[width], rates[64]) for width in (1000, 10000)]
    costs = [statistics.median(crowds["processor_us"][width]) for width in (64, 1000, 10000)]
    peak = crowds["peak_kib"][10000] * KIB / 1e6
    return [
        row("–", "calls per second with 1,000 and with 10,000 in flight, against 64", "≥ 0.8 ×",
            "; ".join(text for _, text in ratios) + "; processor time of a call " +
            ", ".join(f"{cost:.0f}" for cost in costs) + " µs", all(middle >= 0.8 for middle, _ in ratios)),
        row("–", "peak of memory with 10,000 calls in flight", "≤ 64 MB", f"{peak:.0f} MB", peak <= 64),
        row("–", "10,000 deadlines in one poll(); end of a client with 10,000 calls; processor time",
            "≤ 2 ms; ≤ 250 ms", f"{ends['due']:.1f} ms; {ends['destroy']:.1f} ms",
            ends["due"] <= 2 and ends["destroy"] <= 250),
    ]


def building(found):
    seconds = found["headers"]
    parts = [("std", 1.2, "the standard headers"), ("beast", 0.3, "Beast + SSL"),
             ("httplib", 0.6, "cpp-httplib")]
    ratios = [(seconds["sdk"] / seconds[name], limit, name_of) for name, limit, name_of in parts
              if name in seconds]
    out = [row("P11", "the public header, -fsyntax-only", "≤ 1.2 × std set, ≤ 0.30 × Beast + SSL, "
               "≤ 0.60 × cpp-httplib, nothing of Boost or OpenSSL",
               "; ".join(f"{value:.2f} × {name}" for value, _, name in ratios) +
               f"; {found['foreign_lines']} lines",
               all(value <= limit for value, limit, _ in ratios) and found["foreign_lines"] == 0)]
    if found["build_seconds"] is not None:
        out.append(row("P12", "sdk and widgets from scratch; an integrator's file", "≤ 150 s; ≤ 2 s",
                       f"{found['build_seconds']:.0f} s; {found['unit_seconds']:.1f} s",
                       found["build_seconds"] <= 150 and found["unit_seconds"] <= 2))
    limits = {"O2": (600, 130), "Os": (430, 70)}
    for level, size in found["sizes"].items():
        out.append(row("P13", f"added to a stripped program, -{level}",
                       f"sdk ≤ {limits[level][0]} KB; widgets ≤ {limits[level][1]} KB over a program that makes "
                       "the same calls",
                       f"{size['sdk'] / 1000:.0f} KB, with all of those calls {size['calls'] / 1000:.0f} KB; "
                       f"widgets {size['widgets'] / 1000:.0f} KB",
                       size["sdk"] <= limits[level][0] * 1000 and
                       size["widgets"] <= limits[level][1] * 1000))
    return out


def bounds(found):
    limit = found["bounds"]
    late = max(limit[name] for name in limit if name.startswith("late_"))
    cancel = max(limit["cancel_silent"], limit["cancel_names"])
    destroy = max(limit["destroy_silent"], limit["destroy_names"])
    return [
        row("R3", "needless unknowns on connections that the peer closed", "≤ 0.1 %",
            limit["stale"].removeprefix("stale connections: "), "(0.0" in limit["stale"]),
        row("R4", "latest end of a call after its deadline: silent peer, drip, no handshake, stuck names",
            "≤ 100 ms", f"{late:.1f} ms", late <= 100),
        row("R5", "cancel; destructor with 100 calls in flight and names stuck", "≤ 50 ms; ≤ 250 ms",
            f"{cancel:.2f} ms; {destroy:.1f} ms", cancel <= 50 and destroy <= 250),
        row("P10", "longest call of the library on the caller's thread, over all of these", "≤ 1 ms",
            f"{limit['longest_call']:.2f} ms", limit["longest_call"] <= 1),
    ]


# Goals that no program here measures yet: what, and the floor. A row leaves this list when its figure is in judge().
UNMEASURED = (
    ("instructions of a warm verify against a blocking Beast client with JSON", "≤ 1.0 ×"),
    ("median time unpinned, as an application runs", "≤ 1.15 × Beast, ≤ 1.0 × libcurl"),
    ("system calls of a get()", "≤ 7"),
    ("memory of 1,000 and of 10,000 signed-in clients", "≤ 30 MB; ≤ 140 MB"),
    ("frames of the dearest screens: enrolment, codes that are streaming in", "≤ 1.10 × a hand-written window"),
    ("the same cipher suite for every library, and nginx as the server", "–"),
)


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


def libraries(found):
    out = []
    for name, work in found["instructions"].items():
        heap, times = found["heap"][name], found["times"][name]
        apart = heap["apart"] == 1
        out.append((NAMES[name], f"{work:,.0f}", f"{statistics.median(times):.1f}",
                    f"{min(times):.1f}–{max(times):.1f}", f"{heap['calls']:.0f}", f"{heap['bytes']:,.0f}",
                    f"{heap['openssl_calls']:.0f}, {heap['openssl_bytes']:,.0f}" if apart
                    else "among the others"))
    return table(("library", "instructions", "p50 µs", "p50 of the rounds", "allocations", "bytes",
                  "OpenSSL's own"), out)


def page(found, rows):
    system = found["syscalls"]
    calls_text = ("" if None in system.values() else
                  f"System calls of a warm verify: {system['sdk']:.1f}, raw Beast {system['beast']:.1f}. The difference "
                  "is the price of a thread of our own: the caller wakes it, and it wakes the caller.\n\n")
    return f"""# Performance

Every figure here was measured by `{found['command']}` in one run, on one machine, beside the libraries that one would
take instead: {machine()}. Date: {datetime.date.today():%Y-%m}. Load when it began: {found['load'][0]:.1f}.
The script writes this page; run it to have your own.

## Goals

{table(("goal", "what", "floor", "figure", "verdict"), rows)}

## Goals that are not measured yet

None of them may be taken for held.

{table(("what", "floor"), UNMEASURED)}

## One warm verify, library by library

![instructions and time of one warm verify](performance.svg)

{libraries(found)}

{calls_text}The same bytes go to the same server: a process of its own, on another processor, that answers from memory. Ours and
Beast write and read JSON; the others send a text that was made before and compare the answer byte by byte. Beast is
the C++20 coroutine that one would write by hand, with a deadline, Boost.JSON and a TLS session that is resumed.

## How much to believe

- **Instructions** are counted by callgrind, for all threads, as (I₂ − I₁) / (N₂ − N₁): start-up and handshake cancel
  out. They repeat within 1 %. The kernel's work is not among them.
- **Times** are medians of rounds that alternate between the libraries; what is judged is the ratio within a round, and the
  interval is the bootstrap's. Absolute times on a shared machine say little; ratios move by a tenth.
- **Allocations** are exact: malloc itself is replaced in the program. Memory for secrets is not among them: it comes from
  one region that is mapped once, is wiped, and stays out of core files.
- **Bounds** (R4, R5, P10) are the longest of all calls in a run, and the best of three runs: what the code itself breaks is
  broken in each of them, what a busy machine breaks is not.
- cpp-httplib takes memory through OpenSSL before the count can be set apart, so its row has both together.
- "After the server hung up" stands for a verify after 30 s of idleness, which no load balancer leaves open: ours notices
  before it sends and resumes the session; the hand-written Beast client notices by the failure of its request and sends
  it again, which for a one-time code is exactly what must not happen.
- Sizes are text + data of the stripped program, minus the same program without the sdk; Boost.JSON and OpenSSL are linked
  dynamically. The widgets are compared with a program that makes every call that they make.
- Each program has a core to itself, and the server another: a thread of our own costs more where they share one.

## What keeps it so

`ctest -L bench` in a release build counts the allocations of a warm verify, which must equal what
`tests/performance/recorded.json` says for the toolchain, and its instructions as a share of raw Beast's in the same run, which
may grow by 2 %. So may the instructions of one of 10,000 deadlines, and of one of 10,000 calls that end with their client. A wanted change is recorded with `tests/performance/gate.py … --record`.
"""
