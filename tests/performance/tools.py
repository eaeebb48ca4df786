# What gate.py and parts.py share: the server, one program per library, callgrind's slope, statistics.
import concurrent.futures
import contextlib
import os
import random
import re
import statistics
import subprocess
import tempfile

SERVER_CORE, CLIENT_CORE = 1, 0


def values(line):
    return {name: float(value) for name, value in re.findall(r"(\w+)=([-\d.]+)", line)}


def pinned(core):
    """None if no core is asked for, or this machine has no such core."""
    return (lambda: os.sched_setaffinity(0, {core})) if core in os.sched_getaffinity(0) else None


class Server:
    """The fixed-answer peer, in a separate process, on `core`."""

    def __init__(self, folder, core):
        self.ca_file = os.path.join(folder, "ca.pem")
        self.binaries = os.environ["BENCH_BINARIES"]
        self.process = subprocess.Popen(
            [os.path.join(self.binaries, "bench-server"), self.ca_file], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, preexec_fn=pinned(core))
        self.ports = {name: int(port) for name, port in values(self.process.stdout.readline()).items()}

    def command(self, library, port="kept"):
        return [os.path.join(self.binaries, "bench-" + library), str(self.ports[port]), self.ca_file]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


@contextlib.contextmanager
def server(core=SERVER_CORE):
    with tempfile.TemporaryDirectory() as folder:
        running = Server(folder, core)
        try:
            yield running
        finally:
            running.close()


class Watch:
    """How much of the processors other programs take meanwhile: what spoils times. Own are this one and those that it ended."""

    def __init__(self):
        self.begun = self.now()

    @staticmethod
    def now():
        with open("/proc/stat", encoding="ascii") as lines:
            ticks = [int(word) for word in lines.readline().split()[1:9]]
        user, nice, system, _, _, _, _, steal = ticks
        own = sum(os.times()[:4]) * os.sysconf("SC_CLK_TCK")
        return user + nice + system + steal, sum(ticks), own

    def others(self):
        """A share of all processors; None if too little time has passed."""
        busy, whole, own = (now - then for now, then in zip(self.now(), self.begun))
        return None if whole < 20 else max(0.0, (busy - own) / whole)


def run(command, **options):
    """What a program printed. Where it fails this ends, with what it said of that."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def once(command, *more):
    """Runs a program with one command; what it printed, as numbers."""
    return values(run([*command, *more], preexec_fn=pinned(CLIENT_CORE)))


def instructions(command, inside=()):
    """All that a program does in user space, its threads together; with `inside` only while one of these functions runs."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "callgrind")
        run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + out,
             *("--toggle-collect=" + function for function in inside), *command])
        with open(out, encoding="utf-8", errors="replace") as lines:
            return max(int(line.split()[1]) for line in lines if line.startswith("totals:"))


def slope(command_for, few, many, inside=()):
    """Instructions of one more call: start-up and handshake cancel out."""
    whole = instructions(command_for(many), inside) - instructions(command_for(few), inside)
    return whole / (many - few)


def slopes(commands_for, few, many):
    """The same for several programs, name by name. Two at a time: a count does not depend on what runs beside it."""
    with concurrent.futures.ThreadPoolExecutor(2) as workers:
        found = workers.map(lambda command_for: slope(command_for, few, many), commands_for.values())
        return dict(zip(commands_for, found))


class Live:
    """A program that waits for commands, so that rounds can alternate between libraries."""

    def __init__(self, command, core):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, preexec_fn=pinned(core))

    def ask(self, words):
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a program broke at: " + words)
        return values(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def rounds(commands, count, core=CLIENT_CORE):
    """commands: name -> (command line, words). One answer per name and round, in alternating order."""
    live = {name: (Live(command, core), words) for name, (command, words) in commands.items()}
    out = {name: [] for name in commands}
    names = list(commands)
    for turn in range(count + 1):
        for name in names if turn % 2 else reversed(names):
            program, words = live[name]
            answer = program.ask(words)
            if turn:  # The first round warms up.
                out[name].append(answer)
    for program, _ in live.values():
        program.close()
    return out


def ratio(ours, theirs):
    """Median of the rounds' ratios, and the 95 % interval of that median by bootstrap."""
    ratios = [a / b for a, b in zip(ours, theirs)]
    source = random.Random(1)
    medians = sorted(statistics.median(source.choices(ratios, k=len(ratios))) for _ in range(2000))
    return statistics.median(ratios), medians[50], medians[1949]
