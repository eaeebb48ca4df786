#!/usr/bin/env python3
# recipes.py SOURCE: checks the recipes for vcpkg and Conan as far as possible without those tools. They parse, name this
# version, set options that the build declares, and ask for the same dependencies. Then breaks them, which it must notice.
import ast
import json
import pathlib
import re
import sys

OPTION = re.compile(r"HELLOJOHN_[A-Z0-9_]+")
# A dependency under its name in vcpkg's registry and in Conan's.
CONAN_NAMES = {"boost-json": "boost", "boost-asio": "boost", "boost-beast": "boost", "libidn2": "libidn2", "openssl": "openssl"}
HELPERS = {"vcpkg-cmake", "vcpkg-cmake-config"}


def names(dependencies):
    return {each if isinstance(each, str) else each["name"] for each in dependencies}


def manifest_faults(manifest, version):
    """The fields that vcpkg demands, and versions that would need a baseline."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", manifest.get("name", "")):
        yield "a manifest without a name"
    if manifest.get("version-semver") != version:
        yield f"a manifest for version {manifest.get('version-semver')}"
    features = manifest.get("features", {})
    for name, feature in features.items():
        if not feature.get("description"):
            yield f"feature {name} has no description"
    if not set(manifest.get("default-features", [])) <= set(features):
        yield "a default feature that is not there"
    if "version>=" in json.dumps(manifest) and "builtin-baseline" not in manifest:
        yield "version>= without a baseline"


def every_dependency(manifest):
    found = names(manifest.get("dependencies", []))
    for feature in manifest.get("features", {}).values():
        found |= names(feature.get("dependencies", []))
    return found - HELPERS - {manifest.get("name")}


def faults(texts, declared, version):
    root, port = json.loads(texts["vcpkg.json"]), json.loads(texts["port"])
    yield from manifest_faults(root, version)
    yield from manifest_faults(port, version)
    if port.get("features") != root.get("features") or every_dependency(port) != every_dependency(root):
        yield "the port and vcpkg.json differ"
    if not HELPERS <= names(port["dependencies"]):
        yield "the port lacks its helpers"
    portfile = texts["portfile"]
    if portfile.count("(") != portfile.count(")"):
        yield "portfile.cmake has unbalanced brackets"
    for step in ("vcpkg_cmake_configure", "vcpkg_cmake_install", "vcpkg_cmake_config_fixup", "vcpkg_install_copyright"):
        if step + "(" not in portfile:
            yield f"portfile.cmake lacks {step}"
    for feature in set(port.get("features", {})):
        if not re.search(rf"^\s*{feature} HELLOJOHN_|\"{feature}\" IN_LIST FEATURES", portfile, re.M):
            yield f"portfile.cmake ignores the feature {feature}"
    for name in ("portfile", "conanfile"):
        for option in set(OPTION.findall(texts[name])) - {"HELLOJOHN_VERSION"}:
            if option not in declared:
                yield f"{name} sets {option}, which the build does not have"
    recipe = ast.parse(texts["conanfile"])
    asked = {node.args[0].value.split("/")[0] for node in ast.walk(recipe)
             if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "requires"}
    if asked != {CONAN_NAMES.get(name, name) for name in every_dependency(root)}:
        yield f"conanfile.py requires {sorted(asked)}"


def broken(texts):
    for name, old, new in (("portfile", "HELLOJOHN_TESTS", "HELLOJOHN_TEST"), ("portfile", "    admin HELLOJOHN_ADMIN\n", ""),
                           ("portfile", "vcpkg_cmake_install()", ""), ("conanfile", "HELLOJOHN_ADMIN", "HELLOJOHN_DESK"),
                           ("conanfile", '"libidn2/', '"zlib/'), ("port", '"openssl"', '"boringssl"'),
                           ("vcpkg.json", '"libidn2"]', '{"name": "libidn2", "version>=": "2.3"}]'),
                           ("port", '"version-semver": "', '"version-semver": "9')):
        if old not in texts[name]:
            yield f"{old} is not in {name}", texts
        yield f"{old} of {name}", {**texts, name: texts[name].replace(old, new)}


def main(source):
    port = source / "ports/hellojohn"
    texts = {"vcpkg.json": (source / "vcpkg.json").read_text(), "port": (port / "vcpkg.json").read_text(),
             "portfile": (port / "portfile.cmake").read_text(), "conanfile": (port / "conanfile.py").read_text()}
    page = (source / "docs/15-building.md").read_text()
    declared = set(re.findall(r"^\| `(HELLOJOHN_[A-Z0-9_]+)`", page, re.M))
    header = (source / "sdk/include/hellojohn/version.hpp").read_text()
    version = re.search(r'define HELLOJOHN_VERSION "([0-9.]+)"', header).group(1)
    found = list(faults(texts, declared, version))
    found += [f"not noticed: {what}" for what, other in broken(texts) if not list(faults(other, declared, version))]
    for fault in found:
        print("FAIL ", fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
