# A Chromium that a test drives by WebDriver's wire protocol. Knows nothing of what is tested.
import base64
import json
import subprocess
import tempfile
import time
import urllib.request

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class Browser:
    def __init__(self, width=1280, height=900, flags=()):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        # "ChromeDriver was started successfully on port N."
        for line in self.driver.stdout:
            if "on port" in line and line.rstrip().endswith("."):
                self.address = "http://127.0.0.1:" + line.rstrip(".\n").split()[-1]
                break
        options = {"binary": "/usr/bin/chromium",
                   "args": FLAGS + list(flags) + [f"--user-data-dir={self.profile.name}", f"--window-size={width},{height}"]}
        self.session = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "timeouts": {"script": 240000},
            "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}})["sessionId"]

    def _ask(self, method, path, body=None):
        request = urllib.request.Request(self.address + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.load(answer)["value"]

    def ask(self, method, path, body=None):
        return self._ask(method, f"/session/{self.session}{path}", body)

    def open(self, url):
        self.ask("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def click(self, selector):
        found = self.ask("POST", "/element", {"using": "css selector", "value": selector})
        self.ask("POST", f"/element/{list(found.values())[0]}/click", {})

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0]).innerText", selector)

    def until(self, what, holds, limit=120):
        """Waits until `holds` returns true; fails with `what` after `limit` seconds."""
        end = time.monotonic() + limit
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(what)
            time.sleep(0.05)

    def resize(self, width, height):
        self.ask("POST", "/window/rect", {"width": width, "height": height})

    def picture(self, path):
        with open(path, "wb") as out:
            out.write(base64.b64decode(self.ask("GET", "/screenshot")))

    def problems(self):
        return [entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"})
                if entry["level"] == "SEVERE"]

    def requests(self):
        """The addresses that the page asked for since the last call."""
        events = [json.loads(entry["message"])["message"] for entry in self.ask("POST", "/se/log", {"type": "performance"})]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]

    def devtools(self, command, **parameters):
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def point(self, x, y):
        """A click at a place of the window."""
        self.ask("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}, {"type": "pause", "duration": 60},
            {"type": "pointerDown", "button": 0}, {"type": "pause", "duration": 60}, {"type": "pointerUp", "button": 0}]}]})

    def keys(self, keys):
        """Presses of keys, one after the other; WebDriver's characters name those without a letter."""
        presses = [{"type": kind, "value": key} if kind != "pause" else {"type": kind, "duration": 30}
                   for key in keys for kind in ("keyDown", "pause", "keyUp", "pause")]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": presses}]})

    def close(self):
        try:
            self.ask("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(10)
            self.profile.cleanup()
