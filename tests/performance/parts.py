# What is measured, part by part: each function takes the setting and answers with plain figures that JSON can hold.
# Judges nothing.
import os
import re
import shutil
import statistics
import subprocess
import time

import tools

COMPARED = ("driven", "openssl", "beast", "blocking", "curl", "httplib", "poco")
WIDTHS = (64, 1000, 10000)


class Setting:
    """Where the programs are, how much effort is taken, and the server while a part runs."""

    def __init__(self, root, binaries, effort):
        self.root, self.binaries, self.effort = root, binaries, effort
        self.size_folders, self.build_seconds, self.unit_seconds = {}, None, None
        self.server = None
        self.nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:" + os.environ["PATH"])
        self.libraries = ["sdk", *(name for name in COMPARED if os.path.exists(self.program("bench-" + name)))]

    def program(self, name):
        return os.path.join(self.binaries, name)


def each_figure(answers, *names):
    """rounds() answers library by library; this gives figure by figure."""
    return {name: {library: [answer[name] for answer in found] for library, found in answers.items()}
            for name in names}


def instructions(setting):
    server = setting.server
    return tools.slopes({name: lambda n, name=name: [*server.command(name), f"calls {n}"]
                         for name in setting.libraries}, *setting.effort["slope"])


def times(setting):
    commands = {name: (setting.server.command(name), f"calls {setting.effort['calls']}") for name in setting.libraries}
    return each_figure(tools.rounds(commands, setting.effort["rounds"]), "p50", "processor_us")


def unpinned(setting, server, libraries):
    """As an application runs: the system places client and server. A burst and a long run apart, since it leaves the two on one
    core at first and moves them apart after about 0.1 s."""
    def of(calls):
        commands = {name: (server.command(name), f"calls {calls}") for name in libraries}
        return each_figure(tools.rounds(commands, setting.effort["rounds"], core=None), "p50", "processor_us")
    return {"burst": of(setting.effort["burst"]), "long": of(setting.effort["long run"])}


def times_unpinned(setting):
    with tools.server(core=None) as server:
        return unpinned(setting, server, setting.libraries)


def times_nginx(setting):
    """The same with nginx as the server. Raw OpenSSL compares the head of the answer too, which is nginx's own here."""
    with tools.peer(tools.Nginx, setting.nginx, tools.answer_of(setting.server)) as server:
        return unpinned(setting, server, [name for name in setting.libraries if name != "openssl"])


def heap(setting):
    return {name: tools.once(setting.server.command(name), "allocations 400") for name in setting.libraries}


def system_calls_of(command_for, few, many):
    """System calls of one more call; None without strace, or if it must not trace here."""
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


def system_calls(setting):
    server = setting.server
    return {name: system_calls_of(lambda n, name=name: [*server.command(name), f"calls {n}"], 200, 1200)
            for name in setting.libraries}


def connections(setting):
    server, count = setting.server, setting.effort["connections"]
    commands = {"full": (server.command("sdk"), f"full {count}"),
                "resumed": (server.command("sdk", "closing"), f"after-idle {count}"),
                "full openssl": (server.command("openssl"), f"full {count}"),
                "resumed openssl": (server.command("openssl"), f"resumed {count}")}
    for name in ("beast", "curl"):
        if name in setting.libraries:
            commands["idle " + name] = (server.command(name, "closing"), f"after-idle {count}")
    answers = tools.rounds(commands, setting.effort["rounds of connections"])
    return each_figure(answers, "p50")["p50"]


def cold(setting):
    out = {"sdk": [], "openssl": [], "beast": []}
    for _ in range(setting.effort["rounds"]):
        for name, found in out.items():
            found.append(tools.once(setting.server.command(name), "cold")["whole"])
    return out


def in_flight(setting):
    words = f"many 64 {setting.effort['calls'] * 8 // 64 * 64}"
    commands = {name: (setting.server.command(name), words) for name in ("sdk", "beast", "curl")
                if name in setting.libraries}
    return each_figure(tools.rounds(commands, setting.effort["rounds"]), "per_second", "processor_us")


def crowds(setting):
    """The same client with 64, 1,000 and 10,000 calls in flight; the peak of memory in a process that does nothing else."""
    total = setting.effort["calls"] * 8
    commands = {str(width): (setting.server.command("sdk"), f"many {width} {max(total, width)}") for width in WIDTHS}
    answers = tools.rounds(commands, setting.effort["rounds of crowds"])
    peaks = {width: tools.once(*command)["peak_kib"] for width, command in commands.items()}
    return {**each_figure(answers, "per_second", "processor_us"), "peak_kib": peaks}


def clients(setting):
    """Memory, threads and descriptors that thousands of signed-in clients of one network add."""
    return {str(count): tools.once(setting.server.command("sdk"), f"clients {count}")
            for count in setting.effort["clients"]}


def ends(setting):
    """Processor time of 10,000 deadlines at once and of a client's end among as many calls: the least of some runs."""
    command = [setting.program("bench-crowd")]
    return {end: min(tools.once(command, end, "10000")["processor_ms"] for _ in range(7))
            for end in ("due", "destroy")}


def poll(setting):
    def command(count):
        return [*setting.server.command("sdk"), f"poll {count}"]
    found = tools.once(command(5_000_000))
    found["instructions"] = tools.slope(command, 500_000, 5_500_000)  # Start-up differs by millions.
    found["system_calls"] = system_calls_of(command, 1_000, 101_000)
    return found


def construct(setting):
    """Not on one core: there the network's new thread may begin its work before create() goes on."""
    command = setting.server.command("sdk")
    found = tools.once(command, "construct 50", core=None)
    found["first"] = statistics.median(tools.once(command, "construct 1", core=None)["construct_p50"] for _ in range(21))
    return found


def memory(setting):
    return {name: tools.once(setting.server.command(name), "memory") for name in ("sdk", "beast", "openssl")}


def json(setting):
    program = setting.program("bench-json")
    ways = ("codec", "monotonic", "tree")
    out = tools.slopes({how: lambda n, how=how: [program, how, str(n)] for how in ways}, 200, 1200)
    out["allocations"] = {how: tools.once([program], how, "1000")["calls"] for how in ways}
    return out


def bounds(setting):
    server = setting.server
    command = [setting.program("bench-bounds"), server.ca_file,
               *(str(server.ports[name]) for name in ("kept", "silent", "dripping", "mute"))]
    runs = [tools.values(tools.run(command)) for _ in range(3)]
    # A bound that we break is broken in every run; one that a busy machine breaks is not.
    return {name: min(run[name] for run in runs) for name in runs[0]}


def stale(setting):
    """Its last line; a figure above the goal also makes it fail."""
    done = subprocess.run([setting.program("bench-stale-pool")], check=False, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1]


HEADERS = {
    "std": "#include <atomic>\n#include <chrono>\n#include <functional>\n#include <memory>\n"
           "#include <optional>\n#include <string>\n#include <vector>\n",
    "sdk": "#include <hellojohn/hellojohn.hpp>\n",
    "beast": "#include <boost/beast.hpp>\n#include <boost/asio/ssl.hpp>\n",
    "httplib": "#define CPPHTTPLIB_OPENSSL_SUPPORT\n#include <httplib.h>\n",
}


def headers(setting):
    flags = [os.environ.get("CXX", "g++"), "-std=c++20", "-I" + os.path.join(setting.root, "sdk/include"),
             "-x", "c++", "-"]
    seconds = {}
    for _ in range(setting.effort["compiles"]):
        for name, text in HEADERS.items():
            begun = time.monotonic()
            done = subprocess.run([*flags, "-fsyntax-only"], input=text, text=True,
                                  capture_output=True, check=False)
            if done.returncode == 0:
                seconds.setdefault(name, []).append(time.monotonic() - begun)
    text = tools.run([*flags, "-E"], input=HEADERS["sdk"])
    foreign = len(re.findall(r"^# \d+ \"[^\"]*/(?:boost|openssl)/", text, re.M))
    return {"seconds": {name: min(found) for name, found in seconds.items()}, "foreign": foreign}


def builds(setting):
    return {"scratch": setting.build_seconds, "unit": setting.unit_seconds}


def sizes(setting):
    """text + data of the stripped size programs, at each level of optimisation."""
    def loaded(binary):
        stripped = os.path.join(os.path.dirname(binary), "stripped")
        tools.run(["strip", "-o", stripped, binary])
        line = tools.run(["size", stripped]).splitlines()[1].split()
        return int(line[0]) + int(line[1])
    return {level: {name: loaded(os.path.join(folder, "bench-size-" + name))
                    for name in ("empty", "sdk", "calls", "widgets", "words", "english")}
            for level, folder in setting.size_folders.items()}


def frame(setting):
    """The window beside a hand-written one: what its script says last, and whether it holds."""
    script = os.path.join(setting.root, "tests/performance/frame/run.sh")
    done = subprocess.run([script, setting.program("hellojohn-frame-bench")], capture_output=True, text=True)
    return {"figure": done.stdout.strip().splitlines()[-1], "held": done.returncode == 0}
