#!/usr/bin/env python3
# bill_of_materials.py BILL: is it a document of SPDX 2.3 (JSON)? Looks at each field that the specification makes mandatory
# and at the form of the others that we write; then breaks the document in many ways, each of which it must notice.
import copy
import json
import re
import sys

LICENCES = {"MIT", "BSL-1.0", "Apache-2.0", "LGPL-2.1-or-later", "LGPL-3.0-or-later", "NOASSERTION", "NONE"}
KINDS = {"DESCRIBES", "DEPENDS_ON", "CONTAINS"}
PLACE = re.compile(r"(https?|git)://[^\s#]+$|NOASSERTION$|NONE$")


def document_faults(bill):
    """Clause 6: document creation information."""
    for field, form in {
            "spdxVersion": r"SPDX-2\.3$", "dataLicense": r"CC0-1\.0$", "SPDXID": r"SPDXRef-DOCUMENT$",
            "name": r"\S", "documentNamespace": r"[a-z]+://[^\s#]+$"}.items():
        if not re.match(form, bill.get(field, "")):
            yield f"{field}: {bill.get(field)!r}"
    creation = bill.get("creationInfo", {})
    if not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", creation.get("created", "")):
        yield f"created: {creation.get('created')!r}"
    creators = creation.get("creators", [])
    if not creators:
        yield "nobody created it"
    for creator in creators:
        if not re.match(r"(Tool: \S+-\d[\w.]*|Person: \S.*|Organization: \S.*)$", creator):
            yield f"creator: {creator!r}"


def package_faults(package):
    """Clause 7: package information."""
    if not re.match(r"SPDXRef-[A-Za-z0-9.-]+$", package.get("SPDXID", "")):
        yield f"SPDXID: {package.get('SPDXID')!r}"
    if not package.get("name"):
        yield "no name"
    if not PLACE.match(package.get("downloadLocation", "")):
        yield f"downloadLocation: {package.get('downloadLocation')!r}"
    if package.get("versionInfo", "1") in ("", "NOASSERTION"):
        yield "a version that says nothing"
    # Where files were analysed a verification code would be mandatory.
    if package.get("filesAnalyzed") is not False:
        yield "filesAnalyzed is not false"
    for field in ("licenseConcluded", "licenseDeclared"):
        if package.get(field) not in LICENCES:
            yield f"{field}: {package.get(field)!r}"
    for checksum in package.get("checksums", []):
        if checksum.get("algorithm") != "SHA256" or not re.match(
                r"[0-9a-f]{64}$", checksum.get("checksumValue", "")):
            yield f"checksum: {checksum}"


def relationship_faults(bill):
    """Clause 11: relationships, all between elements that are there, and every package in one."""
    known = {bill.get("SPDXID"), *(package.get("SPDXID") for package in bill.get("packages", []))}
    related = set()
    for relation in bill.get("relationships", []):
        ends = {relation.get("spdxElementId"), relation.get("relatedSpdxElement")}
        related |= ends
        if relation.get("relationshipType") not in KINDS or not ends <= known:
            yield f"relationship: {relation}"
    if known - related:
        yield f"unrelated: {known - related}"
    if not any(relation.get("relationshipType") == "DESCRIBES"
               and relation.get("spdxElementId") == "SPDXRef-DOCUMENT"
               for relation in bill.get("relationships", [])):
        yield "the document describes nothing"


def faults(bill):
    packages = bill.get("packages", [])
    identifiers = [package.get("SPDXID") for package in packages]
    found = [*document_faults(bill), *relationship_faults(bill)]
    if len(set(identifiers)) != len(identifiers):
        found.append("two packages with one SPDXID")
    for package in packages:
        found += [f"{package.get('name')}: {fault}" for fault in package_faults(package)]
    if not any(package.get("checksums") for package in packages):
        found.append("no digest of any file")
    return found


def broken(bill):
    """Copies of the bill, each without one of its fields or with a wrong one, by what was done."""
    def changed(what, change):
        other = copy.deepcopy(bill)
        change(other)
        return what, other
    for field in ("spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo",
                  "relationships"):
        yield changed("no " + field, lambda it, field=field: it.pop(field))
    for field in ("SPDXID", "name", "downloadLocation", "filesAnalyzed", "licenseConcluded"):
        yield changed("a package without " + field, lambda it, field=field: it["packages"][1].pop(field))
    yield changed("a fragment", lambda it: it.update(documentNamespace="https://example.com/#a"))
    yield changed("local time", lambda it: it["creationInfo"].update(created="2026-01-01T00:00:00"))
    yield changed("a tool without version", lambda it: it["creationInfo"].update(creators=["Tool: a"]))
    yield changed("one name twice", lambda it: it["packages"].append(it["packages"][0]))
    yield changed("half a digest", lambda it: it["packages"][-1]["checksums"][0].update(
        checksumValue="ab"))
    yield changed("a package gone", lambda it: it["packages"].pop())


def main(path):
    with open(path, encoding="utf-8") as file:
        bill = json.load(file)
    found = faults(bill)
    found += [f"not noticed: {what}" for what, other in broken(bill) if not faults(other)]
    for fault in found:
        print("FAIL ", fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
