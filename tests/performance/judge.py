# From figures to rows with a verdict: one function for each group of goals. Measures nothing, and knows no page.
import statistics

import tools
from plot import NAMES

KIB = 1024


def interval(ours, theirs):
    middle, low, high = tools.ratio(ours, theirs)
    return middle, f"{middle:.2f} × (95 %: {low:.2f}–{high:.2f})"


def row(goal, what, floor, figure, held):
    """Held is None if there is no goal."""
    return (goal, what, floor, figure, "–" if held is None else "held" if held else "missed")


def against(times, ours, limits):
    """The ratio to each library that was measured, and whether all of them are below their limits."""
    texts, held = [], True
    for name, limit in limits.items():
        if name in times:
            middle, text = interval(times[ours], times[name])
            texts.append(f"{text} {NAMES[name]}")
            held = held and middle <= limit
    return "; ".join(texts), held


def work(count):
    ours, beast, blocking = count["sdk"], count["beast"], count.get("blocking")
    text = f"{ours:,.0f}; {ours / beast:.2f} × Beast ({beast:,.0f})"
    below_curl = "curl" not in count or ours < count["curl"]
    if "curl" in count:
        text += f", {ours / count['curl']:.2f} × libcurl ({count['curl']:,.0f})"
    out = [row("P1", "instructions of a warm verify, JSON both ways", "≤ 0.70 × Beast + Boost.JSON, < libcurl without JSON",
               text, ours <= 0.7 * beast and below_curl)]
    if blocking:
        out.append(row("–", "the same against a blocking Beast client without deadlines, JSON on the stack", "≤ 1.0 ×",
                       f"{ours / blocking:.2f} × ({blocking:,.0f}); without a thread of our own "
                       f"{count['driven'] / blocking:.2f} ×", ours <= blocking))
    return out


def time_pinned(found):
    text, held = against(found["p50"], "sdk", {"beast": 1.15, "curl": 1.0, "httplib": 0.7})
    if "httplib" in found["p50"] and "openssl" in found["p50"]:
        text += f" (raw OpenSSL {interval(found['p50']['openssl'], found['p50']['httplib'])[1]})"
    processor, held_processor = against(found["processor_us"], "sdk", {"beast": 1.2})
    return [row("P2", "median time of a warm verify, each program on its own core",
                "≤ 1.15 × Beast, ≤ 1.0 × libcurl, ≤ 0.70 × cpp-httplib", text, held),
            row("–", "processor time of the same, the kernel's included", "≤ 1.2 × Beast", processor, held_processor)]


RUNS = {"burst": "in a burst", "long": "in a long run"}


def time_unpinned(found):
    out = []
    for run, words in RUNS.items():
        times, processor_times = found[run]["p50"], found[run]["processor_us"]
        text, held = against(times, "sdk", {"beast": 1.15, "curl": 1.0})
        processor, held_processor = against(processor_times, "sdk", {"beast": 1.2})
        out += [row("–", f"median time unpinned, as an application runs, {words}", "≤ 1.15 × Beast, ≤ 1.0 × libcurl", text, held),
                row("–", "processor time of the same", "≤ 1.2 × Beast", processor, held_processor)]
        text, held = against(times, "driven", {"beast": 0.95, "curl": 0.85})
        out.append(row("–", f"median time unpinned without a thread of our own, {words}", "≤ 0.95 × Beast, ≤ 0.85 × libcurl",
                       text, held))
    return out


def time_nginx(found):
    out = []
    for run, words in RUNS.items():
        text, held = against(found[run]["p50"], "sdk", {"beast": 1.15, "curl": 1.0})
        driven, _ = against(found[run]["p50"], "driven", {"beast": 0.95, "curl": 0.85})
        out.append(row("–", f"median time unpinned, nginx as the server, {words}", "≤ 1.15 × Beast, ≤ 1.0 × libcurl",
                       f"{text}; without a thread of our own {driven}", held))
    return out


def heap(found):
    own, beast = found["sdk"], found["beast"]
    return [row("P3", "allocations of a warm verify, OpenSSL's apart", "≤ 7, ≤ 4 KB",
                f"{own['calls']:.0f}, {own['bytes']:,.0f} bytes (Beast {beast['calls']:.0f}, {beast['bytes']:,.0f})",
                own["calls"] <= 7 and own["bytes"] <= 4 * KIB)]


def system_calls(found):
    if None in found.values():
        return [row("–", "system calls of a get()", "≤ 7; without a thread of our own ≤ 6",
                    "not counted: strace is missing or must not trace", None)]
    text = f"{found['sdk']:.1f}"
    held = found["sdk"] <= 7.05  # A timer that fires in between is none of the call's.
    if "driven" in found:
        text += f"; {found['driven']:.1f}"
        held = held and found["driven"] <= 6.05
    return [row("–", "system calls of a get()", "≤ 7; without a thread of our own ≤ 6",
                f"{text} (Beast {found['beast']:.1f})", held)]


def json(found):
    decode = found["codec"] / found["monotonic"]
    taken = found["allocations"]["codec"]
    return [row("P4", "reading the answer", "0 allocations of the parser, ≤ 1.2 × Boost.JSON on the stack",
                f"{found['codec']:,.0f} instructions, {decode:.2f} ×; {taken:.0f} allocation, the result's own id of 20 bytes",
                decode <= 1.2 and taken <= 1)]


def construct(found):
    first, later = found["first"], found["construct_p50"]
    return [row("P5", "making a client, on the caller's thread: the first of a process; a later one", "≤ 0.5 ms; ≤ 0.1 ms",
                f"{first / 1000:.3f} ms; {later / 1000:.3f} ms, longest of 50 {found['construct_max'] / 1000:.3f} ms",
                first <= 500 and later <= 100)]


def connections(found):
    resumed, text = interval(found["resumed"], found["full"])
    raw, raw_text = interval(found["resumed openssl"], found["full openssl"])
    out = [row("P6", "call on a new connection, resumed against full handshake", "≤ raw OpenSSL's own ratio + 0.05",
               f"{text}; raw OpenSSL {raw_text}", resumed <= raw + 0.05)]
    others = [f"{interval(found['resumed'], found['idle ' + name])[1]} {NAMES[name]}"
              for name in ("curl", "beast") if "idle " + name in found]
    if others:
        out.append(row("–", "verify after the server hung up on the idle connection", "–", "; ".join(others), None))
    return out


def cold(found):
    first, text = interval(found["sdk"], found["openssl"])
    return [row("P7", "first call of a process, roots read, against raw OpenSSL", "≤ 1.1 ×", text, first <= 1.1)]


def frame(found):
    return [row("P8", "a frame of the widgets", "≤ 1.10 × a hand-written window; hidden ≤ 300 instructions",
                found["figure"], found["held"])]


def poll(found):
    calls = found["system_calls"]
    told = "not counted" if calls is None else f"{abs(calls):.0f}"
    return [row("P9", "poll() with nothing to do", "≤ 20 ns, 0 system calls, 0 allocations",
                f"{found['poll_ns']:.1f} ns, {found['instructions']:.0f} instructions, {told} system calls, "
                f"{found['poll_allocations']:.0f} allocations",
                found["poll_ns"] <= 20 and found["poll_allocations"] == 0 and not round(calls or 0))]


def memory(found):
    first, second = found["sdk"]["first"], found["sdk"]["second"]
    beast = first / found["beast"]["first"]
    return [row("P14", "heap of an idle client with one connection; of a second client", "≤ 1.25 × raw; ≤ 160 KB",
                f"{first / KIB:,.0f} KiB, {beast:.2f} × Beast ({first / found['openssl']['first']:.2f} × raw OpenSSL); "
                f"{second / KIB:,.0f} KiB", beast <= 1.25 and second <= 160 * KIB)]


def clients(found):
    limits = {"1000": 30, "10000": 140}
    out = []
    for count, one in found.items():
        most = limits.get(count)
        megabytes = one["kib"] * KIB / 1e6
        out.append(row("–", f"{int(count):,} signed-in clients of one network: memory that they add; threads; descriptors",
                       f"≤ {most} MB; ≤ 2; ≤ 80" if most else "–",
                       f"{megabytes:.0f} MB; {one['threads']:.0f}; {one['descriptors']:.0f}",
                       megabytes <= most and one["threads"] <= 2 and one["descriptors"] <= 80 if most else None))
    return out


def in_flight(found):
    rate, text = interval(found["per_second"]["sdk"], found["per_second"]["beast"])
    processor, processor_text = interval(found["processor_us"]["sdk"], found["processor_us"]["beast"])
    text = f"{text}; processor time {processor_text}"
    if "curl" in found["per_second"]:
        text += f"; {interval(found['per_second']['sdk'], found['per_second']['curl'])[1]} libcurl's multi interface"
    return [row("P15", "64 calls in flight, calls per second against Beast", "≥ 0.90 ×", text, rate >= 0.9)]


def crowds(found):
    rates = found["per_second"]
    ratios = [interval(rates[width], rates["64"]) for width in ("1000", "10000")]
    told = ", ".join(f"{statistics.median(rates[width]):,.0f}" for width in rates)
    costs = ", ".join(f"{statistics.median(found['processor_us'][width]):.0f}" for width in rates)
    peak = found["peak_kib"]["10000"] * KIB / 1e6
    return [row("–", "calls per second with 1,000 and with 10,000 in flight, against 64", "≥ 0.8 ×",
                "; ".join(text for _, text in ratios) + f"; with 64, 1,000 and 10,000: {told} a second, processor time "
                f"of a call {costs} µs", all(middle >= 0.8 for middle, _ in ratios)),
            row("–", "peak of memory with 10,000 calls in flight", "≤ 64 MB", f"{peak:.0f} MB", peak <= 64)]


def ends(found):
    return [row("–", "10,000 deadlines in one poll(); end of a client with 10,000 calls; processor time",
                "≤ 2 ms; ≤ 250 ms", f"{found['due']:.1f} ms; {found['destroy']:.1f} ms",
                found["due"] <= 2 and found["destroy"] <= 250)]


def bounds(found):
    late = max(found[name] for name in found if name.startswith("late_"))
    cancel = max(found["cancel_silent"], found["cancel_names"])
    destroy = max(found["destroy_silent"], found["destroy_names"])
    ours, hosts = found["threads_with_beast"], found["threads_with_own_transport"]
    return [row("R4", "latest end of a call after its deadline: silent peer, drip, no handshake, stuck names",
                "≤ 100 ms", f"{late:.1f} ms", late <= 100),
            row("R5", "cancel; destructor with 100 calls in flight and names stuck", "≤ 50 ms; ≤ 250 ms",
                f"{cancel:.2f} ms; {destroy:.1f} ms", cancel <= 50 and destroy <= 250),
            row("P10", "longest call of the library on the caller's thread, over all of these", "≤ 1 ms",
                f"{found['longest_call']:.2f} ms", found["longest_call"] <= 1),
            row("P16", "threads in the background", "1 with our transport, 0 with the host's", f"{ours:.0f}, {hosts:.0f}",
                ours == 1 and hosts == 0)]


def stale(found):
    return [row("R3", "needless unknowns on connections that the peer closed", "≤ 0.1 %",
                found.removeprefix("stale connections: "), "(0.0" in found)]


def headers(found):
    seconds = found["seconds"]
    limits = {"std": (1.2, "the standard headers"), "beast": (0.3, "Beast + SSL"), "httplib": (0.6, "cpp-httplib")}
    ratios = [(seconds["sdk"] / seconds[name], *limits[name]) for name in limits if name in seconds]
    return [row("P11", "the public header, -fsyntax-only",
                "≤ 1.2 × std set, ≤ 0.30 × Beast + SSL, ≤ 0.60 × cpp-httplib, nothing of Boost or OpenSSL",
                "; ".join(f"{value:.2f} × {name}" for value, _, name in ratios) + f"; {found['foreign']} lines",
                all(value <= limit for value, limit, _ in ratios) and found["foreign"] == 0)]


def builds(found):
    return [row("P12", "sdk and widgets from scratch; an integrator's file", "≤ 150 s; ≤ 2 s",
                f"{found['scratch']:.0f} s; {found['unit']:.1f} s", found["scratch"] <= 150 and found["unit"] <= 2)]


def sizes(found):
    out = []
    for level, size in found.items():
        sdk_most, widgets_most = {"O2": (600, 130), "Os": (430, 70)}[level]

        def more(than, what, size=size):
            return (size[what] - size[than]) / 1000
        sdk, widgets = more("empty", "sdk"), more("calls", "widgets")
        out += [row("P13", f"the sdk, added to a stripped program that makes one call, -{level}", f"≤ {sdk_most} KB",
                    f"{sdk:.0f} KB; with every call of the widgets {more('empty', 'calls'):.0f} KB", sdk <= sdk_most),
                row("P13", f"the widgets, over a program that makes the same calls, -{level}", f"≤ {widgets_most} KB",
                    f"{widgets:.0f} KB", widgets <= widgets_most),
                row("–", f"the words of their screens: with HELLOJOHN_LANGUAGES=en; all 14 languages, -{level}", "–",
                    f"{more('widgets', 'english'):.0f} KB; {more('widgets', 'words'):.0f} KB", None)]
    return out


# Which part of the figures each function judges, in the order of the page.
JUDGES = {"instructions": work, "times": time_pinned, "times_unpinned": time_unpinned, "times_nginx": time_nginx, "heap": heap,
          "system_calls": system_calls, "json": json, "construct": construct, "connections": connections, "cold": cold,
          "frame": frame, "poll": poll, "memory": memory, "clients": clients, "in_flight": in_flight, "crowds": crowds,
          "ends": ends, "headers": headers, "builds": builds, "sizes": sizes, "stale": stale, "bounds": bounds}


# Seconds: they say nothing while other programs take more than a quarter of the machine.
TIMED = frozenset(("times", "times_unpinned", "times_nginx", "construct", "connections", "cold", "poll", "in_flight", "crowds", "headers",
                   "builds", "bounds"))
MOST_OTHERS = 0.25
# Of these, the parts with a bound that a busy machine can only break: what is held beside others is held.
BOUNDED = frozenset(("construct", "poll", "builds", "bounds"))


def rows(found):
    """One row for each goal: id, what, floor, figure, verdict, when it was measured and beside what."""
    out = []
    for part, judge in JUDGES.items():
        if part not in found:
            continue
        others = found[part]["others"]
        stamp = found[part]["when"] + ("" if others is None else f", others {100 * others:.0f} %")
        busy = part in TIMED and (others or 0) > MOST_OTHERS
        for *told, verdict in judge(found[part]["figures"]):
            spoilt = busy and verdict != "–" and not (verdict == "held" and part in BOUNDED)
            out.append((*told, "not judged" if spoilt else verdict, stamp))
    return out


def missing(found):
    return [part for part in JUDGES if part not in found]
