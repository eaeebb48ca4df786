"""Turns the Markdown pages into a static site and checks every link of it.

usage: site.py SOURCE TO. The site mirrors the folders of the repository, so that relative links keep their meaning; files
that pages link to are copied.
"""
import html
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse

source, to = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])


def pages():
    yield "README.md"
    yield "SECURITY.md"
    for folder, _, names in sorted(os.walk(os.path.join(source, "docs"))):
        for name in sorted(names):
            if name.endswith(".md"):
                yield os.path.relpath(os.path.join(folder, name), source)


def html_name(page):
    return "index.html" if page == "README.md" else page[:-3] + ".html"


class Reader(html.parser.HTMLParser):
    """Links, anchors and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors, self.words, self.silent = [], set(), [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.silent += tag in ("script", "style")
        for name, value in attributes:
            if name in ("href", "src"):
                self.links.append(value or "")
            if name in ("id", "name"):
                self.anchors.add(value)

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)


def convert(page):
    """The body of a page and its title."""
    body = subprocess.run(["pandoc", "--from=gfm", "--to=html5", "--no-highlight", os.path.join(source, page)],
                          check=True, capture_output=True, text=True).stdout
    known = set(pages())

    def relink(match):
        target, hash_, anchor = html.unescape(match[2]).partition("#")
        if "://" in target or not target.endswith(".md"):
            return match[0]
        to_page = os.path.normpath(os.path.join(os.path.dirname(page), target))
        if to_page not in known:
            return match[0]
        there = os.path.relpath(html_name(to_page), os.path.dirname(html_name(page)) or ".")
        return f'{match[1]}"{html.escape(there + hash_ + anchor)}"'

    body = re.sub(r'(href=)"([^"]*)"', relink, body)
    title = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.DOTALL)
    return body, re.sub(r"<[^>]+>", "", title[1]).strip() if title else page


def write_page(page, body, title, titles):
    here = html_name(page)
    root = os.path.relpath(".", os.path.dirname(here) or ".") + "/"
    items = []
    for other, name in titles.items():
        current = ' aria-current="page"' if other == page else ""
        items.append(f'<li><a href="{root}{html_name(other)}"{current}>{name}</a></li>')
    items.append(f'<li><a href="{root}reference/index.html">API reference</a></li>')
    if os.path.exists(os.path.join(to, "gallery/index.html")):
        items.append(f'<li><a href="{root}gallery/index.html">The gallery, to play</a></li>')
    out = os.path.join(to, here)
    os.makedirs(os.path.dirname(out), exist_ok=True)
    with open(out, "w", encoding="utf-8") as file:
        file.write(f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{root}site.css">
<script src="{root}search-index.js" defer></script>
<script src="{root}site.js" defer></script>
</head>
<body data-root="{root}">
<nav aria-label="Pages">
<label for="search">Search</label><input id="search" type="search" autocomplete="off">
<div id="found" role="status"></div>
<ul>
{chr(10).join(items)}
</ul>
</nav>
<main>
{body}
</main>
</body>
</html>
""")


def check_links():
    """Copies what is linked from the repository; returns what leads nowhere."""
    wrong, seen = [], {}

    def read(path):
        if path not in seen:
            with open(path, encoding="utf-8", errors="replace") as file:
                seen[path] = Reader(file.read())
        return seen[path]

    for page in pages():
        here = os.path.join(to, html_name(page))
        for link in read(here).links:
            if "://" in link or link.startswith("mailto:"):
                continue
            target, _, anchor = link.partition("#")
            there = os.path.normpath(os.path.join(os.path.dirname(here), urllib.parse.unquote(target))) if target else here
            if not there.startswith(to):
                wrong.append((page, link))
                continue
            if not os.path.exists(there):
                original = os.path.join(source, os.path.relpath(there, to))
                if os.path.isfile(original):
                    os.makedirs(os.path.dirname(there), exist_ok=True)
                    shutil.copyfile(original, there)
                elif not os.path.isdir(original):
                    wrong.append((page, link))
                    continue
                else:
                    listing(original, there)
            if anchor and there.endswith(".html") and anchor not in read(there).anchors:
                wrong.append((page, link))
    return wrong


def listing(folder, there):
    """A folder of the repository that a page links to: its files, copied and listed."""
    os.makedirs(there)
    names = sorted(n for n in os.listdir(folder) if os.path.isfile(os.path.join(folder, n)))
    for name in names:
        shutil.copyfile(os.path.join(folder, name), os.path.join(there, name))
    with open(os.path.join(there, "index.html"), "w", encoding="utf-8") as file:
        links = "".join(f'<li><a href="{html.escape(n)}">{html.escape(n)}</a></li>' for n in names)
        file.write(f'<!doctype html><html lang="en"><title>{html.escape(os.path.basename(there))}</title><ul>{links}</ul></html>')


done = {page: convert(page) for page in pages()}
titles = {page: title for page, (_, title) in done.items()}
index = []
for page, (body, title) in done.items():
    write_page(page, body, title, titles)
    index.append({"at": html_name(page), "title": html.unescape(title), "text": " ".join(" ".join(Reader(body).words).split())})
with open(os.path.join(to, "search-index.js"), "w", encoding="utf-8") as file:
    file.write("const SEARCH_INDEX = " + json.dumps(index, ensure_ascii=False) + ";\n")
for name in ("site.css", "site.js"):
    shutil.copyfile(os.path.join(source, "scripts/lib", name), os.path.join(to, name))
wrong = check_links()
for page, link in wrong:
    print(f"{page}: {link} leads nowhere", file=sys.stderr)
print(f"{len(done)} pages in {to}")
sys.exit(bool(wrong))
