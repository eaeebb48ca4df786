"""What the robot does not see: the program that shows the screens, and the mailbox and the phone beside it."""
import json
import os
import ssl
import subprocess
import sys
import tempfile
import urllib.request


class PersonWorld:
    """The tests' app with its own clock. It answers for the mailbox and the phone itself."""

    def __init__(self, program):
        self.app = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.app.stdout.readline().strip()
        if line != "ready":
            sys.exit(f"FAIL  the app said {line!r} instead of 'ready'")

    def outside(self, what):
        self.app.stdin.write(what + "\n")
        self.app.stdin.flush()
        return self.app.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.app.stdin.close()
        if self.app.wait() != 0:
            sys.exit("FAIL  the app did not end well")


class WindowWorld:
    """hellojohn-desktop in a window under Xvfb, with a mock server that answers for the mailbox and the phone."""

    def __init__(self, desktop, server):
        self.desktop, self.mock = desktop, server
        self.running = []
        self.folder = tempfile.TemporaryDirectory()

    def open(self):
        ca = self.folder.name + "/ca.pem"
        mock = self.start([self.mock, "--listen", "127.0.0.1:0", "--ca-out", ca, "--backup-codes-remaining"],
                          stdout=subprocess.PIPE)
        self.server = json.loads(mock.stdout.readline())
        self.trust = ssl.create_default_context(cafile=ca)
        # Xvfb finds a free number and says it when it is ready.
        ready, says = os.pipe()
        self.start(["Xvfb", "-displayfd", str(says), "-screen", "0", "1000x800x24", "-nolisten", "tcp"],
                   pass_fds=[says], stderr=subprocess.DEVNULL)
        os.close(says)
        with os.fdopen(ready) as number:
            display = ":" + number.readline().strip()
        environment = os.environ | {"DISPLAY": display, "HOME": self.folder.name, "LIBGL_ALWAYS_SOFTWARE": "1",
                                    "LP_NUM_THREADS": "1"}
        self.start([self.desktop, "--size", "900x700", "--base-url", self.server["base_url"],
                    "--tenant", self.server["tenant_id"], "--key", self.server["publishable_key"], "--ca", ca],
                   env=environment)
        subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", "^Sky Game$", "windowfocus", "--sync"],
                       env=environment, check=True, timeout=60)

    def start(self, command, **more):
        self.running.append(subprocess.Popen(command, text=True, **more))
        return self.running[-1]

    def control(self, route):
        request = urllib.request.Request(self.server["base_url"] + "/__mock/" + route,
                                         headers={"X-Mock-Token": self.server["control_token"]})
        with urllib.request.urlopen(request, context=self.trust) as answer:
            return answer.read().decode()

    def outside(self, what):
        if what == "mail":
            return json.loads(self.control("outbox"))[-1]["link"]
        factor = self.control("journal").rpartition('"fac_')[2].partition('"')[0]
        return json.loads(self.control("totp/fac_" + factor))["code"]

    def __enter__(self):
        try:
            self.open()
        except BaseException:
            self.close()  # What is still running would keep the test's output open.
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for program in reversed(self.running):
            program.terminate()
            program.wait()
        self.folder.cleanup()
