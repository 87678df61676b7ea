"""What a build has left, remembered: where nothing at all has changed, nothing needs planning.

A build notes a fingerprint of everything that it could depend on, taken before it began, with the
key of each briefing; the last few that were asked for are kept. The next one that finds its
fingerprint, and every file as it was published, is done. Whatever differs, in a comment or in a
row that nobody reads, leads to the full question, briefing by briefing
(:mod:`analysis.publish.inputs`). Nothing heavy is imported here.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from analysis.publish.manifest import (
    EXPLORE,
    FEED,
    INDEX,
    INDEX_MANIFEST,
    Damaged,
    Foreign,
    faults_of,
    read_manifest,
)
from analysis.publish.place import write_file
from analysis.store.folder import PACKAGE, default_folder, notebooks_folder

#: Where it is noted, in the folder of the briefings.
NOTE = ".rollback-known.json"
#: What the index says beside the briefings: it does not follow from what was built.
OVERVIEW = ".rollback-overview.json"
#: So many of the things last asked for are remembered.
_KEPT = 8
_CODE = frozenset({".css", ".csv", ".j2", ".js", ".json", ".py", ".typ"})


def fingerprint(
    asked: Mapping[str, Any], data: Path | None = None, catalogue: Path | None = None
) -> str:
    """Return a digest of what was asked for, the data, notebooks, package and libraries.

    ``catalogue`` is the file of one's own that the briefings come from.
    """
    (found,) = fingerprints([asked], data, catalogue)
    return found


def fingerprints(
    several: Iterable[Mapping[str, Any]], data: Path | None = None, catalogue: Path | None = None
) -> list[str]:
    """Return such a digest for each of several askings; the files are read once."""
    base = data or default_folder()
    files = [
        *(path for path in PACKAGE.rglob("*") if path.suffix in _CODE),
        *notebooks_folder().glob("*"),
        *([] if catalogue is None else [catalogue, *catalogue.parent.glob("*.ipynb")]),
        *(path for path in base.rglob("*") if path.suffix in (".csv", ".json", ".geojson")),
    ]
    whole = hashlib.sha256("\n".join([platform.python_version(), *_libraries()]).encode())
    for path in sorted(set(files)):
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).digest()
            whole.update(str(path).encode() + content)
    told = [
        json.dumps({**asked, "data": str(base.resolve())}, sort_keys=True, default=str)
        for asked in several
    ]
    return [hashlib.sha256(whole.digest() + words.encode()).hexdigest() for words in told]


def remember(out: Path, mark: str, slugs: Iterable[str], files: Iterable[Path] = ()) -> None:
    """Note that these briefings, and the index, are what a fingerprint gives.

    ``files`` are further ones that they read, wherever they lie, such as a story of the user's.
    What cannot be read or written is not remembered: the next build asks in full.
    """
    with contextlib.suppress(OSError, Damaged, Foreign):
        keys = {slug: read_manifest(out / slug)["key"] for slug in slugs}
        more = {str(path.resolve()): _digest(path) for path in files}
        others = {one: left for one, left in _noted(out).items() if one != mark}
        asked = {mark: {"keys": keys, "files": more}, **others}
        note = {"index": _digest_of_index(out), "asked": dict(islice(asked.items(), _KEPT))}
        write_file(out / NOTE, (json.dumps(note, indent=1) + "\n").encode())


def _noted(out: Path) -> dict[str, Any]:
    """Return what was noted by fingerprint, the last first; nothing where that cannot be read."""
    try:
        asked = json.loads((out / NOTE).read_text(encoding="utf-8"))["asked"]
        return asked if isinstance(asked, dict) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def recall(out: Path, mark: str) -> list[str]:
    """Return the briefings that need no work, in the order of their build; none if any does."""
    try:
        note = json.loads((out / NOTE).read_text(encoding="utf-8"))
        left = note["asked"].get(mark)
        if left is None or note["index"] != _digest_of_index(out):
            return []
        same = all(_digest(Path(name)) == one for name, one in left["files"].items())
        whole = same and all(_is_as_noted(out / slug, key) for slug, key in left["keys"].items())
        return list(left["keys"]) if whole else []
    except (OSError, ValueError, KeyError, TypeError, AttributeError, Damaged, Foreign):
        return []


def remember_overview(out: Path, mark: str, overview: Mapping[str, Any]) -> None:
    """Note what an index says beside its briefings, for builds of the same data and catalogue."""
    with contextlib.suppress(OSError):
        note = {"fingerprint": mark, "overview": overview}
        write_file(out / OVERVIEW, json.dumps(note, ensure_ascii=False).encode("utf-8"))


def recall_overview(out: Path, mark: str) -> dict[str, Any] | None:
    """Return what was noted of the same data and catalogue; ``None`` where there is nothing."""
    try:
        note = json.loads((out / OVERVIEW).read_text(encoding="utf-8"))
        found = note["overview"] if note["fingerprint"] == mark else None
        return found if isinstance(found, dict) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_as_noted(folder: Path, key: str) -> bool:
    return read_manifest(folder)["key"] == key and not faults_of(folder)


def _digest_of_index(out: Path) -> str:
    """Return a digest of the index with all that lies beside it, and whether it has a slider."""
    beside = [name for name in (FEED, INDEX_MANIFEST) if (out / name).exists()]
    slider = [EXPLORE] if (out / EXPLORE).is_file() else []
    return " ".join([*(_digest(out / name) for name in (INDEX, *beside)), *slider])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _libraries() -> Iterator[str]:
    """Yield the installed libraries; their records are named by their versions."""
    for folder in sys.path:
        if folder and Path(folder).is_dir():
            yield from sorted(path.name for path in Path(folder).glob("*.dist-info"))
