#!/usr/bin/env python3
"""Finds what docs/STYLE.md bans. Usage: prose.py [ROOT]. Prints FILE:LINE and the form; fails if there is one.

The forms are the table "Do not write" of docs/STYLE.md itself. They are looked for in pages, comments, test names, help texts
and the English sentences on screen.
In pages and public headers a sentence must not begin with Who, Whoever, What or Where, unless it is a question. In a header
such a phrase of at most eight words may stand for a noun, as "What is on screen."
"""
import pathlib
import re
import sys

sys.dont_write_bytecode = True
from texts import CODE, PAGES, comments, files, help_texts, pages_prose, read, screen_words, test_names

OPENING = re.compile(r"(?:^|(?<=[.:!?] ))(?:[-*] |\| )?(Who|Whoever|What|Where)\b(?![^.]*\?)[^.?|:]*[.]")
# The page that lists the forms quotes them; the licence texts are not ours.
QUOTING = {"docs/STYLE.md"}


def forms_of(style):
    """The left column of the table: (pattern, what to write)."""
    out = []
    for line in read(style).splitlines():
        match = re.match(r"\| `(.+)` \| (.+) \|$", line)
        if match:
            out.append((re.compile(r"\b" + match[1].replace("\\|", "|"), re.I), match[2]))
    return out


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    forms = forms_of(root / "docs" / "STYLE.md")
    found = seen = 0
    for source in files(root, PAGES | CODE):
        name = source.relative_to(root).as_posix()
        if name in QUOTING:
            continue
        if source.suffix in PAGES:
            texts = pages_prose(source)
        else:
            texts = list(comments(source)) + list(test_names(source)) + list(help_texts(source)) + list(screen_words(source))
        for line, text in texts:
            seen += 1
            for pattern, better in forms:
                for match in pattern.finditer(text):
                    print(f"{name}:{line}: \"{match[0].strip()}\": write {better}")
                    found += 1
            if source.suffix not in PAGES and "/include/" not in name:
                continue
            for match in OPENING.finditer(text):
                if source.suffix not in PAGES and len(match[0].split()) <= 8 and match[1] != "Whoever":
                    continue
                print(f"{name}:{line}: a sentence begins with {match[1]}: {match[0][:60]}")
                found += 1
    print(f"prose: {len(forms)} forms, {seen} texts, {found} faults")
    return 1 if found or not seen or not forms else 0


if __name__ == "__main__":
    sys.exit(main())
