#!/usr/bin/env python3
# cps.py PREFIX: is the installed hellojohn.cps a package of the Common Package Specification, does each location and folder
# in it exist, and does each component require what it or its package declares? Then breaks it, which it must notice.
import copy
import json
import pathlib
import re
import sys

TYPES = {"archive", "dylib", "executable", "interface"}


def faults(package, prefix):
    for field, form in {"cps_version": r"0\.13$", "name": r"hellojohn$", "version": r"\d+\.\d+\.\d+$",
                        "compat_version": r"\d+\.\d+\.0$", "version_schema": r"simple$",
                        "cps_path": r"@prefix@/\S+/cps/hellojohn$"}.items():
        if not re.match(form, package.get(field, "")):
            yield f"{field}: {package.get(field)!r}"
    components = package.get("components", {})
    known = {":" + name for name in components}
    for name, needed in package.get("requires", {}).items():
        known |= {f"{name}:{part}" for part in needed.get("components", [name])}
    if not set(package.get("default_components", [])) <= set(components) or "sdk" not in components:
        yield "a default component that is not there"
    for name, component in components.items():
        if component.get("type") not in TYPES:
            yield f"{name}: type {component.get('type')!r}"
        for path in [component.get("location", ""), *component.get("includes", [])]:
            if not path.startswith("@prefix@/") or not (prefix / path[len("@prefix@/"):]).exists():
                yield f"{name}: {path!r} is not there"
        for required in component.get("requires", []):
            if required not in known:
                yield f"{name}: requires {required!r}, which nothing declares"


def broken(package):
    """Copies of the package, each with one fault."""
    for field in ("cps_version", "name", "version", "cps_path", "requires", "components"):
        other = copy.deepcopy(package)
        del other[field]
        yield f"no {field}", other
    for field, value in (("type", "library"), ("location", "@prefix@/lib/none.a"), ("includes", ["/usr/include"]),
                         ("requires", ["zlib:zlib"])):
        other = copy.deepcopy(package)
        other["components"]["sdk"][field] = value
        yield f"{field} of sdk: {value}", other


def main(prefix):
    files = list(prefix.glob("lib/**/cps/hellojohn/hellojohn.cps"))
    if len(files) != 1:
        print("FAIL  no hellojohn.cps, or two")
        return 1
    package = json.loads(files[0].read_text(encoding="utf-8"))
    found = list(faults(package, prefix))
    found += [f"not noticed: {what}" for what, other in broken(package) if not list(faults(other, prefix))]
    for fault in found:
        print("FAIL ", fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
