#!/usr/bin/env python3
# The mock server's console in Chromium: what a person sees and presses there while a client recovers an account.
# Usage: console_test.py MOCK_SERVER PICTURES
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request

from browser import Browser

server_program, pictures = sys.argv[1:3]
os.makedirs(pictures, exist_ok=True)
server = subprocess.Popen([server_program, "--plain", "--json"], stdout=subprocess.PIPE, text=True)
start = json.loads(server.stdout.readline())


def client(path, body, bearer=None):
    """What a client sends; the status and the answer, or 0 if none came."""
    headers = {"Content-Type": "application/json", "X-Tenant-ID": start["tenant_id"]}
    if bearer:
        headers["Authorization"] = "Bearer " + bearer
    request = urllib.request.Request(start["base_url"] + path, method="POST", headers=headers,
                                     data=None if body is None else json.dumps(body).encode())
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else {}
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
    except (urllib.error.URLError, ConnectionError):
        return 0, {}


def check(what, holds):
    print("ok   " if holds else "FAIL ", what)
    assert holds, what


browser = Browser()
try:
    browser.open(start["base_url"] + "/__mock/")
    browser.until("without a token the page says what is missing", lambda: "token is missing" in browser.text("main"))

    browser.open("about:blank")
    browser.open(start["console_url"])
    browser.until("users are listed", lambda: "alice@example.com" in browser.text("#users"))
    check("a password and eight backup codes are shown",
          "correct horse battery" in browser.text("#users") and "8 left" in browser.text("#users"))

    status, _ = client("/v1/auth/mfa/recovery", {"email": "alice@example.com"})
    check("the client asks for a recovery mail", status == 200)
    browser.until("the mail is in the outbox", lambda: "rec_tok_" in browser.text("#outbox"))
    browser.ask("POST", "/goog/cdp/execute", {"cmd": "Browser.grantPermissions", "params": {
        "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}})
    browser.click("#outbox button")
    browser.until("the link is copied", lambda: "Copied the link" in browser.text("#status"))
    link = browser.ask("POST", "/execute/async", {
        "script": "navigator.clipboard.readText().then(arguments[0], (e) => arguments[0]('refused: ' + e))", "args": []})
    check("the clipboard holds the link", link.startswith(start["base_url"] + "/recover?token=rec_tok_"))

    status, session = client("/v1/auth/mfa/recovery/verify", {"token": link.split("token=")[1]})
    check("the client redeems the link", status == 200 and session["session_type"] == "recovery")
    user = start["users"][0]["id"]
    status, factor = client(f"/v1/users/{user}/mfa/factors", {"type": "totp", "name": "New phone"}, session["access_token"])
    check("the client enrols a new authenticator", status in (200, 201))
    code_of = """for (const line of document.querySelectorAll('#users div'))
        if (line.innerText.startsWith('New phone')) { const c = line.querySelector('code'); if (c) return c.innerText; }
        return '';"""
    browser.until("the console shows the new authenticator's code", lambda: browser.run(code_of) != "")
    status, _ = client(f"/v1/users/{user}/mfa/factors/{factor['factor_id']}/confirm", {"code": browser.run(code_of)},
                       session["access_token"])
    check("that code confirms it", status in (200, 201, 204))
    browser.until("the audit log has the recovery", lambda: "mfa.recovery_used" in browser.text("#audit"))

    browser.run("document.querySelector('#fault [name=path]').value = '/v1/auth/mfa/recovery'")
    browser.click("#fault button")
    browser.until("the fault is listed", lambda: "drop_after" in browser.text("#faults"))
    status, _ = client("/v1/auth/mfa/recovery", {"email": "bob@example.com"})
    check("the ordered fault meets the next call", status == 0)
    browser.until("the request log says that it was processed and dropped", lambda: "drop_after" in browser.text("#requests"))

    before = browser.text("#clock")
    browser.click("[data-advance='3600000']")
    browser.until("the clock moves", lambda: browser.text("#clock") != before and "+1 h" in browser.text("#status"))
    for width in (1280, 390):
        browser.resize(width, 900)
        check(f"nothing is wider than the window at {width} px",
              browser.run("return document.documentElement.scrollWidth <= window.innerWidth"))
        browser.picture(f"{pictures}/console_{width}.png")
    browser.click("#reset")
    browser.until("everything is as at the start", lambda: "No mail was sent yet" in browser.text("#outbox"))
    problems = [p for p in browser.problems() if "favicon" not in p]
    check("the browser reports no error", problems == [])
finally:
    browser.close()
    server.terminate()
    server.wait(10)
print("the console in Chromium: passed")
