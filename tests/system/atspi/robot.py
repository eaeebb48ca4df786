#!/usr/bin/env python3
"""robot.py PROGRAM: walks through the screens by AT-SPI only: names, roles, states, actions and texts over D-Bus.

Sign-in, lost access, a new authenticator, new codes, and a sign-in with one of them. Prints what it does, as a log.
Runs inside dbus-run-session; the bus starts the accessibility bus.
"""
import subprocess
import sys
import time

import dbus

ATSPI = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
FIELD, SECRET, BUTTON, LINK, BOX, ROW, HEADING = 79, 40, 43, 88, 7, 32, 83
ENABLED, CHECKED = 8, 4


class Gone(Exception):
    pass


class Robot:
    def __init__(self, program):
        session = dbus.SessionBus()
        address = session.get_object("org.a11y.Bus", "/org/a11y/bus").GetAddress(dbus_interface="org.a11y.Bus")
        self.bus = dbus.bus.BusConnection(address)
        self.app = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.expect_line("ready")
        desktop = self.bus.get_object("org.a11y.atspi.Registry", ROOT, introspect=False)
        apps = dbus.Interface(desktop, ATSPI + "Accessible").GetChildren()
        found = [app for app in apps if self.get(app, "Accessible", "Name") == "Sky Game"]
        if len(found) != 1:
            sys.exit(f"FAIL  the desktop has {len(found)} applications named Sky Game")
        self.window = self.call(found[0], "Accessible", "GetChildren")[0]
        self.log("found the application on the desktop")

    def log(self, words):
        print(words, flush=True)

    def expect_line(self, wanted):
        line = self.app.stdout.readline().strip()
        if line != wanted:
            sys.exit(f"FAIL  the app said {line!r} instead of {wanted!r}")

    def outside(self, what):
        """The mailbox and the phone, which are no part of the app."""
        self.app.stdin.write(what + "\n")
        self.app.stdin.flush()
        return self.app.stdout.readline().strip()

    def proxy(self, node, interface):
        return dbus.Interface(self.bus.get_object(node[0], node[1], introspect=False), ATSPI + interface)

    def call(self, node, interface, method, *arguments):
        try:
            return getattr(self.proxy(node, interface), method)(*arguments)
        except dbus.exceptions.DBusException as error:
            raise Gone(str(error)) from error

    def get(self, node, interface, name):
        try:
            properties = dbus.Interface(self.bus.get_object(node[0], node[1], introspect=False),
                                        "org.freedesktop.DBus.Properties")
            return properties.Get(ATSPI + interface, name)
        except dbus.exceptions.DBusException as error:
            raise Gone(str(error)) from error

    def nodes(self, parent=None):
        for node in self.call(parent or self.window, "Accessible", "GetChildren"):
            yield node
            if parent is None:
                yield from self.nodes(node)

    def state(self, node, bit):
        words = self.call(node, "Accessible", "GetState")
        return bool(words[bit // 32] >> (bit % 32) & 1)

    def find(self, name, roles):
        """Looks until it is there: an answer of the service takes some frames."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                for node in self.nodes():
                    role = self.call(node, "Accessible", "GetRole")
                    if role in roles and str(self.get(node, "Accessible", "Name")).startswith(name):
                        if role == HEADING or self.state(node, ENABLED):
                            return node
            except Gone:
                pass  # The screen changed while it was read.
        seen = [str(self.get(node, "Accessible", "Name")) for node in self.nodes()]
        sys.exit(f"FAIL  {name!r} is not there; there are {seen}")

    def hears(self, title):
        self.find(title, {HEADING})
        self.log(f"screen: {title}")

    def press(self, name):
        node = self.find(name, {BUTTON, LINK, BOX, ROW})
        if not self.call(node, "Action", "DoAction", 0):
            sys.exit(f"FAIL  {name} was not pressed")
        self.log(f"pressed: {name}")

    def fill(self, name, text, shown=False):
        node = self.find(name, {FIELD, SECRET})
        if not self.call(node, "EditableText", "SetTextContents", text):
            sys.exit(f"FAIL  {name} took no text")
        self.log(f"filled: {name}")
        if shown:
            return
        try:
            back = self.call(node, "Text", "GetText", 0, -1)
        except Gone:
            return  # The last character sent the code.
        if back.strip("*"):
            sys.exit(f"FAIL  {name} can be read over the bus")

    def read_row(self, n):
        """Reveals a row and reads its code, which was dots before."""
        row = self.find(f"Code {n} of ", {ROW})
        if self.call(row, "Text", "GetText", 0, -1).strip("*"):
            sys.exit("FAIL  a masked code can be read over the bus")
        self.press(f"Code {n} of ")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            code = str(self.call(row, "Text", "GetText", 0, -1))
            if code.strip("*"):
                return code
        sys.exit("FAIL  a revealed code cannot be read")


def main(program):
    robot = Robot(program)
    robot.hears("Sign in to Sky Game")
    robot.fill("E-mail", "alice@example.com", shown=True)
    robot.fill("Password", "correct horse battery")
    robot.press("Sign in")
    robot.hears("Confirm it's you")
    robot.press("Lost access?")
    robot.hears("Can't use your authenticator?")
    robot.press("I have neither")
    robot.hears("Get a recovery link")
    robot.fill("E-mail", "alice@example.com", shown=True)
    robot.press("Send link")
    robot.hears("Check your mail")
    robot.fill("Paste the link", robot.outside("mail"))
    robot.press("Continue")
    robot.hears("Is this your account?")
    robot.press("Yes, continue")
    robot.hears("Set up a new authenticator")
    robot.fill("Code", robot.outside("totp"))
    robot.press("Create codes")
    robot.hears("Your new backup codes")
    code = robot.read_row(1)
    robot.press("I have saved these codes")
    robot.press("Done")
    robot.hears("You're back")
    robot.press("Sign in now")
    robot.hears("Sign in to Sky Game")
    robot.fill("E-mail", "alice@example.com", shown=True)
    robot.fill("Password", "correct horse battery")
    robot.press("Sign in")
    robot.hears("Confirm it's you")
    robot.press("Use a backup code")
    robot.fill("One of your backup codes", code)
    robot.press("Continue")
    robot.hears("Signed in with a backup code")
    robot.app.stdin.close()
    return robot.app.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
