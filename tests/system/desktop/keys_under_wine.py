#!/usr/bin/env python3
"""keys_under_wine.py PROGRAMS WORK: a mouse, a keyboard and a clipboard act on hellojohn-desktop.exe, as in desktop_test.cpp.

PROGRAMS is the folder of the programs built for Windows. They run under Wine on $DISPLAY, which no other window shares. Files go
to the folder WORK. What is on the screen comes from the program (--trace-screens). Waits for what it expects, never for time.
"""
import json
import os
import selectors
import subprocess
import sys
import time

PATIENCE_S = 60


class Program:
    """A program under Wine, and the JSON lines that it prints."""

    def __init__(self, programs, name, *arguments):
        self.process = subprocess.Popen(["wine", f"{programs}/{name}.exe", *arguments], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, bufsize=0)
        self.unread = b""
        self.waiting = selectors.DefaultSelector()
        self.waiting.register(self.process.stdout, selectors.EVENT_READ)

    def lines(self, patience_s):
        """What came within that time."""
        if self.waiting.select(patience_s):
            part = self.process.stdout.read(65536)
            if not part:
                raise SystemExit("the program has ended")
            self.unread += part
        *whole, self.unread = self.unread.split(b"\n")
        return [json.loads(line) for line in whole]

    def end(self):
        self.process.kill()
        self.process.wait()


class Window:
    """What its program says is on it, and a mouse and a keyboard."""

    def __init__(self, program, title):
        self.program = program
        self.now = {}
        self.wait("a first screen", lambda: self.now)
        found = subprocess.run(["xdotool", "search", "--sync", "--name", f"^{title}$"], check=True, timeout=PATIENCE_S,
                               capture_output=True, text=True)
        self.window = found.stdout.split()[-1]
        subprocess.run(["xdotool", "windowfocus", "--sync", self.window], check=True, timeout=PATIENCE_S)

    def wait(self, what, holds):
        limit = time.monotonic() + PATIENCE_S
        while True:
            for line in self.program.lines(0):
                self.now = line
            if holds():
                return
            if time.monotonic() > limit:
                raise SystemExit(f"waited in vain for {what}; last: {json.dumps(self.now)}")
            for line in self.program.lines(0.1):
                self.now = line

    def wait_for(self, label):
        self.wait(label, lambda: label in self.now["labels"] and self.now["ready"])

    def item(self, label, where="items"):
        return next((item for item in self.now[where] if item["label"] == label and item["sub"] == 0), None)

    def can(self, label):
        return self.item(label) is not None and self.item(label)["enabled"] and self.now["ready"]

    def click(self, label):
        self.wait(label, lambda: self.can(label))
        self.click_at(self.item(label))

    def click_at(self, item):
        left, top, right, bottom = item["rect"]
        before = self.now["clicks"]
        middle = str((left + right) // 2), str((top + bottom) // 2)
        subprocess.run(["xdotool", "mousemove", "--window", self.window, *middle, "click", "1"], check=True)
        self.wait("the click to arrive", lambda: self.now["clicks"] > before)

    def type(self, label, text):
        self.click(label)
        self.wait("the focus in the field", lambda: self.item(label) and self.item(label)["focused"])
        before = self.now["characters"]
        subprocess.run(["xdotool", "type", "--delay", "2", text], check=True)
        self.wait("the characters to arrive", lambda: self.now["characters"] >= before + len(text))


    def keys(self, combination):
        # A key that is let go within a frame was never held for Dear ImGui before 1.87.
        subprocess.run(["xdotool", "keydown", combination], check=True)
        self.wait("the keys to be held", lambda: self.now["keys"] == combination.count("+") + 1)
        subprocess.run(["xdotool", "keyup", combination], check=True)
        self.wait("the keys to be let go", lambda: self.now["keys"] == 0)

    def click_in_question(self, label):
        self.wait(label, lambda: self.item(label, "question"))
        self.click_at(self.item(label, "question"))


def require(holds, what):
    if not holds:
        raise SystemExit(f"wrong: {what}")


def clipboard():
    return subprocess.run(["timeout", "10", "xclip", "-selection", "clipboard", "-o"], capture_output=True, text=True).stdout


def content_of(path):
    """Of a file that a program under Wine names."""
    unix = subprocess.run(["winepath", "-u", path], check=True, capture_output=True, text=True).stdout.strip()
    return open(unix, encoding="utf-8", newline="").read()


def sign_in(app, person):
    app.wait_for("sign_in_title")
    app.type("sign_in_email", person["email"])
    app.type("sign_in_password", person["password"])
    app.click("sign_in_submit")
    app.wait_for("challenge_totp")


def sign_in_with_backup_code(app, person, code):
    sign_in(app, person)
    app.click("challenge_use_backup")
    app.wait_for("challenge_backup")
    app.type("challenge_backup", code)
    app.wait("all of the code", lambda: app.item("challenge_backup")["typed"] == 8)
    app.click("challenge_submit")
    app.wait_for("after_code_title")


def make_codes(app):
    app.click("after_code_make")
    app.wait_for("codes_replace")
    app.click("codes_replace")
    app.wait("the codes", lambda: app.now["unsaved"] and app.now["ready"])


def codes_are_copied_saved_and_sign_in(app, person):
    """A backup code signs in, and new ones are copied, saved and good for signing in."""
    sign_in_with_backup_code(app, person, person["backup_codes"][2])
    make_codes(app)
    app.click("codes_copy_all")
    app.wait("the copy", lambda: app.now["clipboard"])
    codes = clipboard().split()
    require(len(set(codes)) == 8 and all(len(code) == 9 and code[4] == "-" for code in codes), "the copied codes")
    app.click("clear_now")
    app.wait("the clipboard to be cleared", lambda: not app.now["clipboard"])
    require(not clipboard(), "the clipboard is not empty")
    app.click("codes_save")
    app.wait("a file", lambda: app.now["file"])
    saved = content_of(app.now["file"])
    require(saved.split("\r\n")[-9:-1] == codes, "the saved codes")
    require(person["email"] not in saved, "the saved file has the whole address")
    app.click("codes_have_saved")
    app.click("done")
    app.wait_for("card_title")
    app.click("card_sign_out")
    sign_in_with_backup_code(app, person, codes[4])


def closing_asks_while_codes_are_not_saved(app, person):
    """Closing the window asks while codes are not saved."""
    sign_in_with_backup_code(app, person, person["backup_codes"][1])
    make_codes(app)
    app.keys("ctrl+q")
    app.click_in_question("stay")
    app.wait("the question to go", lambda: not app.now["question"])
    require(app.now["unsaved"], "the codes are gone")
    app.keys("ctrl+q")
    app.click_in_question("yes_leave")
    require(app.program.process.wait(PATIENCE_S) == 0, "the end of the program")


def scale_changes_and_typed_text_stays(app, person):
    """The scale changes while a screen is shown, and what was typed stays."""

    def height():
        left, top, right, bottom = app.item("challenge_totp")["rect"]
        return bottom - top

    sign_in(app, person)
    app.type("challenge_totp", "123")
    before = height()
    app.keys("ctrl+equal")
    app.wait("larger fields", lambda: height() > before)
    require(app.item("challenge_totp")["typed"] == 3, "what was typed")
    app.keys("ctrl+0")
    app.wait("the size of before", lambda: height() == before)


def walk(programs, work, case):
    server = Program(programs, "hellojohn-mock-server", "--backup-codes-remaining", "--ca-out", f"{work}/ca.pem")
    start = []
    while not start:
        start = server.lines(1)
    said = start[0]
    desktop = Program(programs, "hellojohn-desktop", "--trace-screens", "--size", "900x1250", "--base-url", said["base_url"],
                      "--tenant", said["tenant_id"], "--key", said["publishable_key"], "--ca", said["ca_file"])
    try:
        case(Window(desktop, "Sky Game"), said["users"][0])
    finally:
        desktop.end()
        server.end()


def main():
    programs, work = sys.argv[1:]
    os.makedirs(work, exist_ok=True)
    cases = [codes_are_copied_saved_and_sign_in, closing_asks_while_codes_are_not_saved, scale_changes_and_typed_text_stays]
    passed = 0
    for case in cases:
        try:
            walk(programs, work, case)
            passed += 1
            print(f"ok    {case.__doc__}", flush=True)
        except SystemExit as failure:
            print(f"FAIL  {case.__doc__} {failure}", flush=True)
    print(f"keys: {passed} of {len(cases)} cases")
    return 0 if passed == len(cases) else 1


sys.exit(main())
