"""A software bill of materials of the environment that runs this (CycloneDX 1.6, JSON).

Usage: ``python .ci/sbom.py requirements.lock OUT``. It lists every installed distribution with
its licence, what it depends on, and the hashes that the lock file allows for its files; what was
installed beside the lock file has none, and is named. Nothing is asked of the network, and the
same environment gives the same bytes: there is no date in it.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OWN = "disarmament-rollback"
#: Tools that make the environment; the lock file, which they read, does not pin them.
TOOLS = {"pip", "setuptools", "wheel"}
#: The namespace in which the number of the document is derived from its content.
NUMBERS = uuid.uuid5(uuid.NAMESPACE_URL, "https://cyclonedx.org")


def read_lock(text: str) -> dict[tuple[str, str], list[str]]:
    """Return the SHA-256 sums of each pin that holds here, by name and version."""
    pins: dict[tuple[str, str], list[str]] = {}
    for pin in re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]:
        first = re.split(r"\\?\n", pin, maxsplit=1)[0]
        found = re.fullmatch(r"([\w.-]+)(?:\[.*?\])?==(\S+)\s*(?:;\s*(.*?))?\s*", first)
        if not found:
            raise ValueError(f"a line of the lock file is no pin: {first!r}")
        name, version, marker = found.groups()
        if not marker or Marker(marker).evaluate():
            sums = sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", pin))
            pins[canonicalize_name(name), version] = sums
    return pins


def bill(lock: str) -> dict[str, Any]:
    """Return the bill of materials of the running environment."""
    pins = read_lock(lock)
    found = {canonicalize_name(each.name): each for each in distributions()}
    own = found[OWN]
    others = {name: each for name, each in sorted(found.items()) if name != OWN}
    document: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**component(own, []), "type": "application"}},
        "components": [
            component(each, pins.get((name, each.version), [])) for name, each in others.items()
        ],
        "dependencies": [
            {"ref": reference(each), "dependsOn": needed(each, found)}
            for _, each in sorted(found.items())
        ],
    }
    number = uuid.uuid5(NUMBERS, json.dumps(document, sort_keys=True))
    return {**document, "serialNumber": f"urn:uuid:{number}"}


def unpinned(document: dict[str, Any]) -> list[str]:
    """Return what a bill lists without hashes, except the tools that made the environment."""
    listed = document["components"]
    bare = [each["name"] for each in listed if "externalReferences" not in each]
    return [name for name in bare if name not in TOOLS]


def component(found: Distribution, sums: list[str]) -> dict[str, object]:
    """Return a distribution as a component; its files' sums stand with where files come from."""
    name = canonicalize_name(found.name)
    entry: dict[str, object] = {
        "type": "library",
        "bom-ref": reference(found),
        "name": name,
        "version": found.version,
        "purl": reference(found),
    }
    if licence := licence_of(found):
        entry["licenses"] = [licence]
    if sums:
        hashes = [{"alg": "SHA-256", "content": digest} for digest in sums]
        source = {"type": "distribution", "url": reference(found), "hashes": hashes}
        entry["externalReferences"] = [source]
    return entry


def reference(found: Distribution) -> str:
    """Return the package URL of a distribution."""
    return f"pkg:pypi/{canonicalize_name(found.name)}@{found.version}"


def licence_of(found: Distribution) -> dict[str, object] | None:
    """Return the licence that a distribution declares: an expression, or a name in words."""
    if expression := found.metadata.get("License-Expression"):
        return {"expression": expression}
    classes = found.metadata.get_all("Classifier") or []
    names = [each.rpartition(" :: ")[2] for each in classes if each.startswith("License ::")]
    # Some write their whole licence into the field for its name: the first line is the name.
    words = (found.metadata.get("License") or "").strip().partition("\n")[0].strip()
    name = ", ".join(sorted(names)) or words
    return {"license": {"name": name}} if name else None


def needed(found: Distribution, installed: dict[str, Distribution]) -> list[str]:
    """Return what of the installed a distribution depends on here, extras left out."""
    wanted = [Requirement(each) for each in found.requires or []]
    names = {
        canonicalize_name(each.name)
        for each in wanted
        if not each.marker or each.marker.evaluate({"extra": ""})
    }
    return sorted(reference(installed[name]) for name in names & installed.keys())


def main(lock: str, out: str) -> None:
    """Write the bill of materials to a file."""
    document = bill(Path(lock).read_text(encoding="utf-8"))
    if beside := unpinned(document):
        print(f"Not in {lock}, so without hashes: {', '.join(beside)}.", file=sys.stderr)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    target = Path(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(f"{text}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
