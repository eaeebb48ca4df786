# What gate.py and parts.py share: the server, one program per library, callgrind's slope, statistics.
import concurrent.futures
import contextlib
import http.client
import os
import random
import re
import socket
import ssl
import statistics
import subprocess
import tempfile
import time

SERVER_CORE, CLIENT_CORE = 1, 0


def values(line):
    return {name: float(value) for name, value in re.findall(r"(\w+)=([-\d.]+)", line)}


def pinned(core):
    """None if no core is asked for, or this machine has no such core."""
    return (lambda: os.sched_setaffinity(0, {core})) if core in os.sched_getaffinity(0) else None


class Peer:
    """Something that listens, in a separate process: its ports, and the file of the authority to trust."""

    def __init__(self, folder):
        self.ca_file, self.ports = os.path.join(folder, "ca.pem"), {}

    def command(self, library, port="kept"):
        return [os.path.join(os.environ["BENCH_BINARIES"], "bench-" + library), str(self.ports[port]), self.ca_file]


class Server(Peer):
    """The fixed-answer peer, on `core`."""

    def __init__(self, folder, core):
        super().__init__(folder)
        self.process = subprocess.Popen(
            [os.path.join(os.environ["BENCH_BINARIES"], "bench-server"), self.ca_file], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, preexec_fn=pinned(core))
        self.ports = {name: int(port) for name, port in values(self.process.stdout.readline()).items()}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def free_port():
    """Free a moment ago: nginx cannot bind port 0."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def answer_of(running):
    """The body that the fixed-answer peer sends."""
    trusting = ssl.create_default_context(cafile=running.ca_file)
    link = http.client.HTTPSConnection("localhost", running.ports["kept"], timeout=15, context=trusting)
    with contextlib.closing(link):
        link.request("POST", "/v1/auth/mfa/verify", "{}")
        return link.getresponse().read().decode()


class Nginx(Peer):
    """nginx with the same answer over the same cipher suite, with one worker that the system places."""

    CONFIGURATION = """daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  keepalive_requests 1000000;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/ca.pem;
    ssl_certificate_key {folder}/key.pem;
    ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
    default_type application/json;
    location / {{ return 200 '{answer}'; }}
  }}
}}
"""

    def __init__(self, folder, program, answer):
        super().__init__(folder)
        run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", os.path.join(folder, "key.pem"),
             "-out", self.ca_file])
        self.ports["kept"] = free_port()
        configuration = os.path.join(folder, "nginx.conf")
        with open(configuration, "w", encoding="utf-8") as out:
            out.write(self.CONFIGURATION.format(folder=folder, port=self.ports["kept"], answer=answer))
        self.process = subprocess.Popen([program, "-p", folder, "-c", configuration], stdin=subprocess.DEVNULL)
        self.await_start()

    def await_start(self):
        limit = time.monotonic() + 15
        while time.monotonic() < limit and self.process.poll() is None:
            with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", self.ports["kept"])):
                return
            time.sleep(0.01)
        self.close()
        raise SystemExit("nginx did not start")

    def close(self):
        self.process.terminate()
        self.process.wait()


@contextlib.contextmanager
def peer(kind, *arguments):
    """A peer of that class while it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        running = kind(folder, *arguments)
        try:
            yield running
        finally:
            running.close()


def server(core=SERVER_CORE):
    return peer(Server, core)


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


def once(command, *more, core=CLIENT_CORE):
    """Runs a program with one command; what it printed, as numbers."""
    return values(run([*command, *more], preexec_fn=pinned(core)))


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
    """commands: name -> (command line, words). One answer per name and round: the mean of two turns. Each turn has an order of
    its own, by chance: the system places the server by what it saw of the program before, and a call takes twice as long if
    client and server do not share a core."""
    live = {name: (Live(command, core), words) for name, (command, words) in commands.items()}
    out, names, source = {}, list(commands), random.Random(1)
    turns = {name: [] for name in commands}
    for _ in range(2 * count + 1):
        source.shuffle(names)
        for name in names:
            program, words = live[name]
            turns[name].append(program.ask(words))
    for name, (_, *answers) in turns.items():  # The first turn warms up.
        out[name] = [{figure: (one[figure] + other[figure]) / 2 for figure in one}
                     for one, other in zip(answers[::2], answers[1::2])]
    for program, _ in live.values():
        program.close()
    return out


def ratio(ours, theirs):
    """Median of the rounds' ratios, and the 95 % interval of that median by bootstrap."""
    ratios = [a / b for a, b in zip(ours, theirs)]
    source = random.Random(1)
    medians = sorted(statistics.median(source.choices(ratios, k=len(ratios))) for _ in range(2000))
    return statistics.median(ratios), medians[50], medians[1949]
