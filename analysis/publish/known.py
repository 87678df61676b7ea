"""What a build has left, remembered: where nothing at all has changed, nothing needs planning.

A build notes a fingerprint of everything that it could depend on, taken before it began, with the
key of each briefing. The next one that finds the same fingerprint, and every file as it was
published, is done. Whatever differs, in a comment or in a row that nobody reads, leads to the full
question, briefing by briefing (:mod:`analysis.publish.inputs`). Nothing heavy is imported here.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.publish.manifest import INDEX, Damaged, Foreign, faults_of, read_manifest
from analysis.publish.place import write_file
from analysis.store.folder import PACKAGE, default_folder, notebooks_folder

#: Where it is noted, in the folder of the briefings.
NOTE = ".rollback-known.json"
_CODE = frozenset({".css", ".csv", ".j2", ".json", ".py", ".typ"})


def fingerprint(
    asked: Mapping[str, Any], data: Path | None = None, catalogue: Path | None = None
) -> str:
    """Return a digest of what was asked for, the data, notebooks, package and libraries.

    ``catalogue`` is the file of one's own that the briefings come from.
    """
    base = data or default_folder()
    parts = [json.dumps({**asked, "data": str(base.resolve())}, sort_keys=True, default=str)]
    parts += [platform.python_version(), *_libraries()]
    files = [
        *(path for path in PACKAGE.rglob("*") if path.suffix in _CODE),
        *notebooks_folder().glob("*"),
        *([] if catalogue is None else [catalogue, *catalogue.parent.glob("*.ipynb")]),
        *(path for path in base.rglob("*") if path.suffix in (".csv", ".json", ".geojson")),
    ]
    whole = hashlib.sha256("\n".join(parts).encode())
    for path in sorted(set(files)):
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).digest()
            whole.update(str(path).encode() + content)
    return whole.hexdigest()


def remember(out: Path, mark: str, slugs: Iterable[str], files: Iterable[Path] = ()) -> None:
    """Note that these briefings, and the index, are what a fingerprint gives.

    ``files`` are further ones that they read, wherever they lie, such as a story of the user's.
    What cannot be read or written is not remembered: the next build asks in full.
    """
    with contextlib.suppress(OSError, Damaged, Foreign):
        keys = {slug: read_manifest(out / slug)["key"] for slug in slugs}
        more = {str(path.resolve()): _digest(path) for path in files}
        note = {"fingerprint": mark, "index": _digest(out / INDEX), "keys": keys, "files": more}
        write_file(out / NOTE, (json.dumps(note, indent=1) + "\n").encode())


def recall(out: Path, mark: str) -> list[str]:
    """Return the briefings that need no work, in the order of their build; none if any does."""
    try:
        note = json.loads((out / NOTE).read_text(encoding="utf-8"))
        same = note["fingerprint"] == mark and note["index"] == _digest(out / INDEX)
        same = same and all(_digest(Path(name)) == one for name, one in note["files"].items())
        whole = same and all(_is_as_noted(out / slug, key) for slug, key in note["keys"].items())
        return list(note["keys"]) if whole else []
    except (OSError, ValueError, KeyError, TypeError, AttributeError, Damaged, Foreign):
        return []


def _is_as_noted(folder: Path, key: str) -> bool:
    return read_manifest(folder)["key"] == key and not faults_of(folder)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _libraries() -> Iterator[str]:
    """Yield the installed libraries; their records are named by their versions."""
    for folder in sys.path:
        if folder and Path(folder).is_dir():
            yield from sorted(path.name for path in Path(folder).glob("*.dist-info"))
