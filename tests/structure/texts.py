"""What people read in this repository: pages, comments, test names and help texts. Used by references.py and prose.py."""
import pathlib
import re

PAGES = {".md", ".yml"}
CODE = {".hpp", ".cpp", ".def", ".cmake", ".txt", ".py", ".sh", ".in"}
SKIPPED = ("build", ".git", "tests/cases", "tests/security/fuzz/corpus", "tests/imgui/golden", "tests/unit/mutation/mutants.txt")
SCRIPTS = ("scripts/", ".ci/")


def files(root, kinds):
    """The files of the tree whose suffix is one of kinds; scripts without a suffix count as .sh."""
    out = []
    for path in sorted(pathlib.Path(root).rglob("*")):
        name = path.relative_to(root).as_posix()
        if any(name == s or name.startswith(s + "/") for s in SKIPPED) or not path.is_file() or path.is_symlink():
            continue
        bare = path.suffix == "" and name.startswith(SCRIPTS) and ".sh" in kinds
        if path.suffix in kinds or bare:
            out.append(path)
    return out


def read(path):
    return path.read_text(encoding="utf-8", errors="replace")


def marks_of(path):
    """How a comment begins in this file."""
    return ("///<", "///", "//!<", "//") if path.suffix in {".hpp", ".cpp", ".def"} else ("#",)


def after_string(line, mark):
    """The comment at the end of a line of code, if `mark` stands outside of a string."""
    if '"' not in line and "'" not in line:
        at = line.find(mark)
    else:
        bare = re.sub(r'"(?:\\.|[^"\\])*"', lambda m: '"' + "_" * (len(m[0]) - 2) + '"', line)
        bare = re.sub(r"'(?:\\.|[^'\\])+'", lambda m: "'" + "_" * (len(m[0]) - 2) + "'", bare)
        at = bare.find(mark)
    return line[at:] if at > 0 else ""


def comments(path):
    """Yields (line, text) of each comment; lines that follow each other are one text."""
    marks, block, begin, raw = marks_of(path), [], 0, False
    cpp = len(marks) > 1
    for number, line in enumerate(read(path).splitlines() + [""], 1):
        bare = line.strip()
        if cpp and raw:
            raw = ')"' not in line
            continue
        if cpp and 'R"(' in line and ')"' not in line.split('R"(', 1)[1]:
            raw = True
            bare = ""
        whole = next((m for m in marks if bare.startswith(m)), None)
        if whole and not bare.startswith("#!"):
            if not block:
                begin = number
            block.append(bare[len(whole):].strip())
            continue
        if block:
            yield begin, " ".join(block)
            block = []
        if bare and not raw:
            tail = after_string(line, "//") if cpp else (after_string(line, " # ")[1:] if path.suffix != ".txt" else "")
            if tail:
                yield number, tail.lstrip("/#<! ").strip()


def test_names(path):
    """Yields (line, name) of each TEST_CASE and SECTION, and of each add_test."""
    text = read(path)
    if path.suffix == ".sh":
        return
    for match in re.finditer(r'\b(?:TEST_CASE|SECTION)\(\s*((?:"(?:\\.|[^"\\])*"\s*)+)', text):
        name = "".join(re.findall(r'"((?:\\.|[^"\\])*)"', match[1]))
        yield text.count("\n", 0, match.start()) + 1, name
    for match in re.finditer(r'add_test\(NAME "([^"]+)"', text):
        yield text.count("\n", 0, match.start()) + 1, match[1]


def help_texts(path):
    """Yields (line, text) of each raw string that describes options."""
    text = read(path)
    for match in re.finditer(r'R"\(([^"]*?\n  -[^"]*?)\)"', text):
        first = text.count("\n", 0, match.start()) + 1
        for number, line in enumerate(match[1].splitlines()):
            yield first + number, line.strip()


def pages_prose(path, links=False):
    """Yields (line, paragraph) of a page, without blocks of code; with `links`, code in backticks and targets stay."""
    inside, block, begin = False, [], 0
    if path.suffix == ".yml":
        yield from comments(path)
        return
    for number, line in enumerate(read(path).splitlines() + [""], 1):
        if line.lstrip().startswith(("```", "<!--")):
            inside = not inside if line.lstrip().startswith("```") else inside
            line = ""
        if inside:
            continue
        fresh = re.match(r"\s*([-*#|>]|\d+\.) ?", line)
        if block and (not line.strip() or fresh):
            yield begin, " ".join(block)
            block = []
        if line.strip():
            begin = begin if block else number
            text = line.strip()
            if not links:
                text = re.sub(r"`[^`]*`", "`x`", text)
                text = re.sub(r"\]\([^)]*\)", "]", text)
            block.append(text)


def screen_words(path):
    """Yields (line, text) of the English sentences on screen."""
    if path.name != "en.def":
        return
    for number, line in enumerate(read(path).splitlines(), 1):
        for text in re.findall(r'"((?:\\.|[^"\\])*)"', line):
            yield number, text
