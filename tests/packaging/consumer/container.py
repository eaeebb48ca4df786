#!/usr/bin/env python3
# container.py SOURCE: lints the mock server's Containerfile and GitHub Action, and runs their scripts with a server that only
# says how it was called. Then breaks them, which it must notice.
import functools
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

FOLDER = "sdk/mock/container"
OPTION = re.compile(r"HELLOJOHN_(?!CONTROL_TOKEN)[A-Z0-9_]+(?==)")


def instructions(text):
    """(NAME, REST) of each instruction, without comments, with its lines joined."""
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield name, rest


def stages(text):
    found = []
    for name, rest in instructions(text):
        if name == "FROM":
            found.append([])
        if not found:
            return []
        found[-1].append((name, rest))
    return found


def stage_faults(stage, source, known):
    image = stage[0][1].split()[0]
    if not re.fullmatch(r"[\w./-]+:(?!latest)[\w.-]+", image):
        yield f"FROM {image}: name a version"
    for name, rest in stage:
        if name == "ADD":
            yield "ADD: use COPY"
        if name == "WORKDIR" and not rest.startswith("/"):
            yield f"WORKDIR {rest}: use an absolute path"
        if name in ("ENV", "ARG") and re.search(r"TOKEN|SECRET|PASSWORD", rest):
            yield f"{name} {rest}: a secret stays in the image"
        if name == "RUN" and "apt-get install" in rest:
            for part in ("apt-get update", " -y ", "--no-install-recommends", "rm -rf /var/lib/apt/lists/*"):
                if part not in rest:
                    yield f"RUN apt-get install without {part.strip()}"
            for package in re.search(r"apt-get install((?: [^&;]+))", rest).group(1).split():
                if not package.startswith("-") and package.replace("libssl3", "libssl-dev") not in known and not re.fullmatch(
                        r"libboost-json[\d.]+\.0", package):
                    yield f"RUN apt-get install {package}: scripts/lib/packages.sh does not know it"
        if name == "COPY" and "--from=" not in rest and not (source / rest.split()[0]).exists():
            yield f"COPY {rest}: not there"


def container_faults(text, start, source, known, declared):
    found = stages(text)
    if len(found) < 2:
        yield "the compiler stays in the image: use a stage for the build"
        return
    for stage in found:
        yield from stage_faults(stage, source, known)
    last = dict(found[-1])
    if last.get("USER", "root") in ("root", "0"):
        yield "the server runs as root"
    try:
        entry = json.loads(last.get("ENTRYPOINT", ""))
    except ValueError:
        entry = []
    if not entry or not any(name == "COPY" and rest.split()[-1].endswith("/" + entry[0]) for name, rest in found[-1]):
        yield "ENTRYPOINT is no list, or names a program that is not in the image"
    if f":{last.get('EXPOSE', '')} " not in start:
        yield "start.sh listens on another port than EXPOSE names"
    if 'exec hellojohn-mock-server' not in start:
        yield "start.sh does not hand its process over, so signals do not reach the server"
    for option in set(OPTION.findall(text)) - declared:
        yield f"{option} is no option of the build"


def action_faults(text, source, declared):
    for part in ("name:", "description:", "runs:", "using: composite"):
        if part not in text:
            yield f"action.yml lacks {part}"
    blocks = text.split("    - ")[1:]
    if any("run:" in block and "shell:" not in block for block in blocks):
        yield "a step of action.yml names no shell"
    for path in re.findall(r'\$GITHUB_ACTION_PATH([/.]*)"', text):
        if not (source / FOLDER / path.lstrip("/") / "CMakePresets.json").exists():
            yield f"action.yml builds {path}, which is not the root"
    for name in re.findall(r"steps\.start\.outputs\.(\w+)", text):
        if not re.search(rf"for name in [^;]*\b{name}\b", text):
            yield f"the output {name} is never set"
    for run in re.findall(r"run: \|\n((?: {8}.*\n?)+)", text):
        if "${{" in run:
            yield "an expression inside a shell script: pass it by env"
    for option in set(OPTION.findall(text)) - declared:
        yield f"{option} is no option of the build"


def run_script(folder, command, server, **environment):
    """Runs it with a server of that text. Status, standard error, and the server's options if it was started."""
    for name in ("hellojohn-mock-server", "hellojohn/bin/hellojohn-mock-server"):
        program = folder / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text('#!/bin/sh\nprintf "%s " "$@" >"$RUNNER_TEMP/called"\n' + server)
        program.chmod(0o755)
    called = folder / "called"
    called.unlink(missing_ok=True)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60,
                          env={"PATH": f"{folder}:/usr/bin:/bin", "HOME": str(folder), "RUNNER_TEMP": str(folder),
                               "GITHUB_OUTPUT": str(folder / "output"), "HELLOJOHN_CONTROL_TOKEN": "a-token-of-16-or-more",
                               **environment})
    return done.returncode, done.stderr, called.read_text() if called.exists() else ""


@functools.lru_cache
def script_faults(start, action):
    return list(find_script_faults(start, action))


def find_script_faults(start, action):
    step = re.search(r"id: start\n(?:.*\n)*?      run: \|\n((?: {8}.*\n?)+)", action)
    if not step:
        yield "action.yml has no step that starts the server"
        return
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", textwrap.dedent(step.group(1))]
    with tempfile.TemporaryDirectory(prefix="hellojohn-container-") as name:
        folder = pathlib.Path(name)
        status, said, _ = run_script(folder, bash, "echo a wrong option >&2; exit 2\n", OPTIONS="--bogus")
        if status == 0 or "did not start" not in said:
            yield "action.yml: the step is green without a server"
        for options in ("", "--no-limits", "--plain", "--cert a --key b"):
            wants = options in ("", "--no-limits")
            for what, command in (("start.sh", ["sh", "-c", start, "start.sh", *options.split()]), ("action.yml", bash)):
                _, said, called = run_script(folder, command, "exit 2\n", OPTIONS=options)
                if options not in called or ("--ca-dir" in called) != wants:
                    yield f"{what} with {options!r} calls the server with {called!r}: {said}"


def faults(texts, source, known, declared):
    yield from script_faults(texts["start.sh"], texts["action.yml"])
    yield from container_faults(texts["Containerfile"], texts["start.sh"], source, known, declared)
    yield from action_faults(texts["action.yml"], source, declared)


def broken(texts):
    for name, old, new in (("Containerfile", "debian:12-slim AS", "debian:latest AS"), ("Containerfile", "USER mock", "USER root"),
                           ("Containerfile", "EXPOSE 8443", "EXPOSE 443"), ("Containerfile", "COPY . .", "ADD . ."),
                           ("Containerfile", "rm -rf /var/lib/apt/lists/*", "true"), ("Containerfile", "cmake ninja", "cmaek ninja"),
                           ("Containerfile", '["start-mock"]', "start-mock"), ("Containerfile", "HELLOJOHN_TESTS", "HELLOJOHN_TEST"),
                           ("Containerfile", "USER mock", "USER mock\nENV CONTROL_TOKEN=a"), ("start.sh", "exec ", ""),
                           ("action.yml", "/../../..", "/../.."), ("action.yml", "$OPTIONS", "${{ inputs.options }}"),
                           ("action.yml", "ca_file control", "control"), ("action.yml", "; exit 1", ""),
                           ("action.yml", "authority=()", "true"), ("start.sh", "*) ;;\n", '*) set -- --ca-dir a "$@" ;;\n')):
        if old not in texts[name]:
            yield f"{old} is not in {name}", texts
        yield f"{old} of {name}", {**texts, name: texts[name].replace(old, new)}


def main(source):
    texts = {name: (source / FOLDER / name).read_text() for name in ("Containerfile", "start.sh", "action.yml")}
    known = set(re.findall(r"[a-z0-9][a-z0-9.+-]+", (source / "scripts/lib/packages.sh").read_text()))
    declared = set(re.findall(r"^\| `(HELLOJOHN_[A-Z0-9_]+)`", (source / "docs/15-building.md").read_text(), re.M))
    found = list(faults(texts, source, known, declared))
    found += [f"not noticed: {what}" for what, other in broken(texts) if not list(faults(other, source, known, declared))]
    for fault in found:
        print("FAIL ", fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
