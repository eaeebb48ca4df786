#!/usr/bin/env python3
"""Finds references that lead nowhere. Usage: references.py [ROOT]. Prints FILE:LINE and the fault; fails if there is one.

A reference is a page (something.md, with or without an anchor) in prose, a comment or a test name. It must name a file of this
repository, and the anchor must be a heading of that file. So must a path that begins with one of the top folders. A bare id such as E7, T1, S5, R3, "row 141" or "faults 5.3" is a
reference to a page that is not here, except on a page that defines the id in the first column of a table.
"""
import pathlib
import re
import sys

sys.dont_write_bytecode = True
from texts import CODE, PAGES, comments, files, pages_prose, test_names

PAGE = re.compile(r"(?<![\w/.:-])((?:\.{1,2}/)*[\w./-]*[\w-]\.md)(#[^\s)\"'`,;:*]+)?")
# A file or folder of the tree, by its path from the root. Patterns and placeholders are not looked at.
PATH = re.compile(r"(?<![\w/.$}<>*-])((?:sdk|widgets|samples|tests|scripts|docs)/(?:[\w.-]+/)*[\w-]+(?:\.(?!md\b)\w+)*)(?![\w<*{/]|\.\w|-\b)")
IDS = [
    (re.compile(r"(?<![\w.'`\"/<>-])([ESTR]\d{1,2}(?:\.\d+)?)(?!:\d|[\w'`\"/(<-])"), "a bare id"),
    (re.compile(r"\b([Rr]ows? \d+)\b"), "a row of a table that is not named"),
    (re.compile(r"\b((?:faults|screens|goals|contract|architecture) (?:§|section )?[A-Z]?\.?\d+[\d.]*)\b"),
     "a section of a page that is not here"),
    (re.compile(r"\(([A-E]\.\d{1,2})\)"), "a section of a page that is not here"),
]

NUMBERED = re.compile(r"^([A-Z]\d{1,2}|\d{1,2}\.\d{1,2}[a-z]?):? ")


def anchor_of(heading):
    """The anchor that the usual renderers make of a heading."""
    out = ""
    for c in heading.strip():
        if c.isalnum() or c in "-_":
            out += c.lower()
        elif c == " ":
            out += "-"
    return out


def anchors_of(page, known={}):
    if page not in known:
        out, inside = set(), False
        for line in page.read_text(encoding="utf-8").splitlines():
            if line.startswith("```"):
                inside = not inside
            elif not inside and re.match(r"#{1,6} ", line):
                out.add(anchor_of(line.lstrip("#")))
        known[page] = out
    return known[page]


def own_ids(page):
    """Ids that a page defines itself: the first cell of a row of a table."""
    return set(re.findall(r"^\| ([A-Z]\d{1,2}) \|", page.read_text(encoding="utf-8"), re.M))


def where(root, source, name):
    """The file that `name` means in `source`: beside it, or from the root."""
    for base in (source.parent, root):
        path = (base / name).resolve()
        if path.is_file():
            return path
    return None


def faults_of(root, source, text, ids_here):
    for match in PAGE.finditer(text):
        name, anchor = match[1], match[2]
        page = where(root, source, name)
        if page is None:
            yield f"there is no {name}"
        elif anchor and anchor[1:].rstrip(".") not in anchors_of(page):
            yield f"{name} has no heading {anchor.rstrip('.')}"
    for match in PATH.finditer(text):
        if not any((base / match[1]).exists() for base in (root, source.parent)):
            yield f"there is no {match[1]}"
    for pattern, what in IDS:
        for match in pattern.finditer(text):
            if match[1] not in ids_here:
                yield f"{match[1]} is {what}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    found, seen = 0, 0
    for source in files(root, PAGES | CODE):
        page = source.suffix in PAGES
        ids_here = own_ids(source) if page else set()
        names = list(test_names(source))
        texts = list(pages_prose(source, links=True)) if page else list(comments(source)) + names
        for line, text in texts:
            seen += 1
            faults = list(faults_of(root, source, text, ids_here))
            if (line, text) in names and NUMBERED.match(text):
                faults.append("the name of a test begins with a section number")
            for fault in faults:
                print(f"{source.relative_to(root)}:{line}: {fault}")
                found += 1
    print(f"references: {seen} texts, {found} faults")
    return 1 if found or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
