#!/usr/bin/env python3
"""robot.py PROGRAM [DESKTOP SERVER]: walks through the screens by AT-SPI only: names, roles, states, actions and texts over D-Bus.

Sign-in, lost access, a new authenticator, new codes, and a sign-in with one of them. Prints what it does, as a log.
PROGRAM is the tests' app, or "window" for the desktop sample DESKTOP under Xvfb with the mock server SERVER.
It starts a session bus, which starts the accessibility bus.
"""
import os
import subprocess
import sys
import tempfile
import time

import dbus

from worlds import PersonWorld, WindowWorld

ATSPI = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
FIELD, SECRET, BUTTON, LINK, BOX, ROW, HEADING, DIALOG = 79, 40, 43, 88, 7, 32, 83, 16
ENABLED, CHECKED, ACTIVE = 8, 4, 1
LINE = 3


class Gone(Exception):
    pass


class Robot:
    def __init__(self, world):
        session = dbus.SessionBus()
        address = session.get_object("org.a11y.Bus", "/org/a11y/bus").GetAddress(dbus_interface="org.a11y.Bus")
        self.bus = dbus.bus.BusConnection(address)
        self.outside = world.outside
        self.window = self.call(self.find_application(), "Accessible", "GetChildren")[0]
        self.log("found the application on the desktop")
        self.wait_until_active()

    def wait_until_active(self):
        """A screen reader follows the focus only in a window that is active."""
        deadline = time.monotonic() + 60
        while not self.state(self.window, ACTIVE):
            if time.monotonic() > deadline:
                sys.exit("FAIL  the window has the keyboard, but is not active")

    def find_application(self):
        """Looks until the app is there: a window takes its time to open."""
        desktop = ("org.a11y.atspi.Registry", ROOT)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                apps = self.call(desktop, "Accessible", "GetChildren")
                found = [app for app in apps if self.get(app, "Accessible", "Name") == "Sky Game"]
            except Gone:
                continue  # One of the others went.
            if len(found) == 1:
                return found[0]
        sys.exit("FAIL  the desktop has no application named Sky Game, or two")

    def log(self, words):
        print(words, flush=True)

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
        """Each screen is a dialog with its title, which screen readers read when the focus comes into it."""
        while True:
            heading = self.find(title, {HEADING})
            try:
                dialog = self.get(heading, "Accessible", "Parent")
                said = self.call(dialog, "Accessible", "GetRole"), str(self.get(dialog, "Accessible", "Name"))
                break
            except Gone:
                pass  # The screen came once more, with what was asked for.
        if said[0] != DIALOG or not said[1].startswith(title):
            sys.exit(f"FAIL  the heading {title} is in {said}")
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
        try:
            back = [self.call(node, "Text", "GetText", 0, -1),
                    self.call(node, "Text", "GetStringAtOffset", 0, LINE)[0]]
            if self.call(node, "Text", "GetNSelections") != 0:
                sys.exit(f"FAIL  {name} has selected text")
        except Gone:
            return  # The last character sent the code.
        if shown and back != [text, text]:
            sys.exit(f"FAIL  {name} reads as {back}")
        if not shown and any(words.strip("*") for words in back):
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


def walk(world):
    robot = Robot(world)
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
    robot.find("Code", {SECRET})  # The service has made the key.
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


def run_in_session():
    """Runs this file again with a session bus. The accessibility bus of a session lies in its folder XDG_RUNTIME_DIR."""
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.call(["dbus-run-session", "--", sys.executable, *sys.argv],
                               env=os.environ | {"XDG_RUNTIME_DIR": folder, "HELLOJOHN_ROBOT_HAS_SESSION": "1"})


if __name__ == "__main__":
    if "HELLOJOHN_ROBOT_HAS_SESSION" not in os.environ:
        sys.exit(run_in_session())
    with WindowWorld(*sys.argv[2:]) if sys.argv[1] == "window" else PersonWorld(sys.argv[1]) as world:
        walk(world)
