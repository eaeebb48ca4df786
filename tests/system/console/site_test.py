"""The documentation site in Chromium, opened from its files: the search finds pages, links lead on, nothing is too wide.

usage: site_test.py SITE PICTURES
"""
import os
import sys

from browser import Browser

site, pictures = os.path.abspath(sys.argv[1]), sys.argv[2]
os.makedirs(pictures, exist_ok=True)


def check(what, holds):
    print(("ok    " if holds else "FAIL  ") + what, flush=True)
    if not holds:
        sys.exit(1)


def search(words):
    browser.run("const f = document.getElementById('search'); f.value = arguments[0];"
                "f.dispatchEvent(new Event('input'))", words)
    return browser.run("return [...document.querySelectorAll('#found a')].map((a) => a.getAttribute('href'))")


browser = Browser()
try:
    browser.open(f"file://{site}/docs/01-start.html")
    for words, page in (("proxy timeout", "../docs/17-network-and-logs.html"), ("restore", "../docs/16-sessions.html"),
                        ("firebase", "../docs/23-migration.html"), ("tls_trust", "../docs/20-troubleshooting.html")):
        check(f"a search for '{words}' finds its page", page in search(words))
    check("a search for nonsense says so", search("xyzzy plugh") == []
          and browser.text("#found") == "Nothing found")
    search("firebase")
    browser.click("#found a")
    browser.until("a found page opens", lambda: browser.run("return document.querySelector('main h1') !== null"))
    for page in ("index.html", "docs/01-start.html", "docs/02-backup-code-sign-in.html", "docs/mock-server.html"):
        browser.open(f"file://{site}/{page}")
        for width in (1280, 390):
            browser.resize(width, 900)
            check(f"{page}: nothing is wider than the window at {width} px",
                  browser.run("return document.documentElement.scrollWidth <= window.innerWidth"))
            browser.picture(f"{pictures}/{os.path.basename(page)}_{width}.png")
        check(f"{page}: every picture is there",
              browser.run("return [...document.images].every((i) => i.complete && i.naturalWidth > 0)"))
    check("the browser reports no error", browser.problems() == [])
finally:
    browser.close()
print("the site in Chromium: passed")
