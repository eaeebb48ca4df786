# The gallery's page in Chromium, as its tests see it. Knows no screen.
import gzip
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "console"))
from browser import Browser  # noqa: E402

# WebGL without a graphics card.
FLAGS = ["--use-angle=swiftshader", "--use-gl=angle", "--enable-unsafe-swiftshader", "--force-device-scale-factor=1",
         "--hide-scrollbars"]
TAB, ENTER, F6 = "\ue004", "\ue007", "\ue036"


class Page(Browser):
    def __init__(self, site, width=1280, height=1000):
        super().__init__(width, height, FLAGS)
        self.site = pathlib.Path(site).resolve()

    def show(self, **choice):
        """Goes to what the address names, and waits for its first frame."""
        fragment = "&".join(f"{key}={value}" for key, value in choice.items())
        address = f"file://{self.site}/index.html"
        if not self.run("return location.href").startswith(address):
            self.open(address + "#" + fragment)
            self.until("the page draws", lambda: self.run("return typeof state === 'object' && state.frames > 0"))
        else:
            self.run("state.tree = ''; if (location.hash === '#' + arguments[0]) go(); else location.hash = arguments[0]", fragment)
        self.until(f"{fragment} is shown", lambda: self.run("return state.tree !== ''"))
        self.rest()

    def rest(self):
        """Until frames have come after the last change, so that what is drawn is what the page is told."""
        seen = self.run("call('wake', []); return state.frames")
        self.until("frames go on", lambda: self.run("return state.frames") >= seen + 4)

    def seen(self):
        return self.run("return state.trace")

    def says(self, label):
        return self.seen() is not None and label in self.seen()["labels"]

    def wait_for(self, label):
        self.until(f"'{label}' is shown", lambda: self.says(label) and self.seen()["ready"])

    def item(self, label):
        found = [item for item in self.seen()["items"] if item["label"] == label]
        return found[0] if found else None

    def click_on(self, label):
        """On the canvas, in the middle of what has that label."""
        self.until(f"'{label}' can be pressed",
                   lambda: self.seen()["ready"] and self.item(label) is not None and self.item(label)["enabled"])
        self.rest()
        left, top, right, bottom = self.item(label)["rect"]
        at = self.run("""const r = canvas.getBoundingClientRect();
            const out = arguments[1] < -r.top + 60 || arguments[1] > innerHeight - r.top - 20;
            if (out) scrollBy(0, r.top + arguments[1] - innerHeight / 2);
            const now = canvas.getBoundingClientRect(); return [now.left + arguments[0], now.top + arguments[1]];""",
                      (left + right) / 2, (top + bottom) / 2)
        clicks = self.seen()["clicks"]
        self.point(*at)
        self.until(f"the click on '{label}' arrives", lambda: self.seen()["clicks"] > clicks)

    def type_into(self, label, text):
        self.click_on(label)
        self.until(f"'{label}' has the focus", lambda: self.item(label) is not None and self.item(label)["focused"])
        if text:
            self.keys(text)

    def mirrored(self, words):
        """The mirror's button, link or field with these words; pressed as a screen reader presses it."""
        return self.run("""for (const node of document.querySelectorAll('#mirror button, #mirror label'))
            if (node.textContent.startsWith(arguments[0])) { (node.querySelector('input') ?? node).click(); return true; }
            return false;""", words)

    def size(self):
        """Of everything that a server would send, compressed."""
        return sum(len(gzip.compress(path.read_bytes(), 9)) for path in self.site.iterdir())


def check(what, holds):
    print("ok   " if holds else "FAIL ", what, flush=True)
    assert holds, what


def pictures_folder(path):
    os.makedirs(path, exist_ok=True)
    return pathlib.Path(path)
