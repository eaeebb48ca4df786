#!/usr/bin/env python3
"""Finds public headers that leave questions open. Usage: header_docs.py [ROOT]. Prints FILE:LINE and what is missing.

A class with functions states **Exceptions**, **Thread safety** and **Lifetime** once, for all its functions; if a function
returns a Pending, also **Errors** and **Cancellation**. A free function states **Exceptions** and **Thread safety**; a group in
///@{ ///@} has one text. Wherever labels stand, their order is the one of docs/STYLE.md.
"""
import pathlib
import re
import sys

sys.dont_write_bytecode = True
from texts import read

ROOMS = ("sdk/include", "widgets/include", "widgets/imgui/include")
ORDER = ["Errors", "Exceptions", "Thread safety", "Lifetime", "Cancellation", "Source"]
LABEL = re.compile(r"\*\*([A-Z][a-z ]+)\*\*")
TYPE = re.compile(r"^(class|struct) (?:\[\[nodiscard\]\] )?(\w+)[^;]*\{")
FREE = re.compile(r"^(?=\S)(?!class|struct|enum|using|namespace|template|inline constexpr|#|\}|//|friend|static_assert)"
                  r"(?:\[\[nodiscard\]\] )?[\w:<>,&* ]+\b(operator *\w+|\w+)\(")


def without_details(lines):
    """Blanks what is not public: namespace detail and private parts."""
    out, depth = [], 0
    for line in lines:
        if re.match(r"\s*namespace detail \{", line):
            depth = 1
        out.append("" if depth else line)
        if depth and re.match(r"\s*\}  // namespace detail", line) or re.match(r"\s*namespace detail \{.*\}", line):
            depth = 0
    return out


def doc_above(lines, at):
    """The comment right above line `at`; a group's text counts for each of its members."""
    begin = at
    while begin > 0 and (lines[begin - 1].lstrip().startswith("///") or re.match(r"\s*template <", lines[begin - 1])):
        begin -= 1
    text = "\n".join(lines[begin:at])
    if text.strip():
        return text
    for i in range(at, -1, -1):
        if "///@}" in lines[i]:
            break
        if "///@{" in lines[i]:
            end = i + 1
            while lines[end].lstrip().startswith("///"):
                end += 1
            return "\n".join(lines[i:end])
    return text


def body_of(lines, at):
    depth, out = 0, []
    for line in lines[at:]:
        depth += line.count("{") - line.count("}")
        if re.match(r"\s*(private|protected):", line) and depth == 1:
            break
        out.append(line)
        if depth <= 0 and "{" in "".join(out):
            break
    return out


def has_functions(body):
    """True if the type has a function of its own, defaulted and deleted ones and operators of a group apart."""
    for line in body[1:]:
        bare = line.strip()
        if bare.startswith(("///", "//", "#", "enum", "using")) or "= default" in bare or "= delete" in bare:
            continue
        if re.search(r"\b\w+\([^)]*\)?[^;{]*[;{]", bare.split("///")[0]) and "std::function<" not in bare:
            return True
    return False


def missing(labels, wanted):
    return [w for w in wanted if w not in labels]


def faults_of(path):
    lines = without_details(read(path).splitlines())
    for number, line in enumerate(lines):
        if line.lstrip().startswith("///"):
            labels = LABEL.findall("\n".join([line])) or []
            bad = [l for l in labels if l not in ORDER and not l.startswith("Not ")]
            if bad:
                yield number, f"there is no part called {bad[0]}"
        type_ = TYPE.match(line)
        free = FREE.match(line) if not type_ else None
        if not type_ and not free:
            continue
        doc = doc_above(lines, number)
        labels = LABEL.findall(doc)
        known = [ORDER.index(l) for l in labels if l in ORDER]
        if known != sorted(known):
            yield number, "the parts are not in the order " + ", ".join(ORDER)
        if type_:
            body = body_of(lines, number)
            if not has_functions(body):
                continue
            wanted = ["Exceptions", "Thread safety"]
            if type_[1] == "class":
                wanted.append("Lifetime")
            if any(re.search(r"^\s*(\[\[nodiscard\]\] )?Pending<", l) for l in body):
                wanted += ["Errors", "Cancellation"]
            name = type_[2]
        else:
            wanted, name = ["Exceptions", "Thread safety"], free[1]
        for part in missing(labels, wanted):
            yield number, f"{name} does not state **{part}**"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    found = seen = 0
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.hpp")):
            seen += 1
            for number, fault in faults_of(path):
                print(f"{path.relative_to(root)}:{number + 1}: {fault}")
                found += 1
    print(f"header docs: {seen} headers, {found} faults")
    return 1 if found or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
