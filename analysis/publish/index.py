"""The page over all briefings of a folder, and what it says of those that could not be built."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from analysis.export.html import index_page
from analysis.language.days import format_date
from analysis.language.english import format_list
from analysis.publish.feed import TITLE, feed_of
from analysis.publish.manifest import (
    EXPLORE,
    FEED,
    INDEX,
    INDEX_MANIFEST,
    MANIFEST,
    Damaged,
    Foreign,
    read_manifest,
)
from analysis.publish.place import refuse_foreign, write_file
from analysis.publish.shelves import page_of
from analysis.terms.errors import RollbackError

#: Where failures are noted; no short name begins so.
FAILED = "_failed"
#: By this each file of ours is known, whichever version wrote it.
_OURS = {
    INDEX: "<title>Disarmament rollback: briefings</title>",
    FEED: f"<title>{TITLE}</title>",
    INDEX_MANIFEST: f'"{INDEX}"',
}


def check_index(out: Path) -> None:
    """Refuse to write over a page, or into a folder of failures, that no build has made."""
    for name, mark in _OURS.items():
        refuse_foreign(out / name, mark, "was not made by a build")
    notes = out / FAILED
    if notes.is_symlink() or (notes.exists() and not notes.is_dir()):
        raise RollbackError(f"{notes} was not made by a build; move it, or name another --out")


def write_index(out: Path, overview: Mapping[str, Any] | None = None) -> bool:
    """Write the page that lists every briefing in a folder, kind by kind, the latest day first.

    What assumes something comes last, behind all that is on record. ``overview`` is what the page
    says beside them (:class:`analysis.publish.overview.Overview` as plain data); with it comes the
    feed. Each file is replaced in one step, and only if it changes; returns whether one did.
    """
    files = index_files(out, overview)
    changed = [write_file(out / name, content) for name, content in files.items()]
    if FEED not in files and (out / FEED).exists():
        (out / FEED).unlink()
        return True
    return any(changed)


def index_files(
    out: Path, overview: Mapping[str, Any] | None = None, slugs: Collection[str] | None = None
) -> dict[str, bytes]:
    """Return the index over the briefings of a folder, its feed and what proves both, by name.

    Of all of them, with what failed; or of those with some short names alone.
    """
    every = [entry for path in sorted(out.glob(f"*/{MANIFEST}")) if (entry := _listed(path))]
    listed = [entry for entry in every if slugs is None or entry["slug"] in slugs]
    failed = failures(out) if slugs is None else []
    known = dict(overview) if overview else None
    beside = EXPLORE if slugs is None and (out / EXPLORE).is_file() else ""
    page = {**page_of(listed, failed, known), "explore": beside}
    files = {INDEX: index_page(page).encode("utf-8")}
    if known:
        files[FEED] = feed_of(known, _pages(listed))
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    proof = {"briefings": [entry["slug"] for entry in listed], "files": digests}
    return {**files, INDEX_MANIFEST: (json.dumps(proof, indent=1) + "\n").encode("utf-8")}


def _pages(listed: Iterable[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """Return the latest page on each treaty and each state."""
    found = {}
    for entry in sorted(listed, key=lambda one: one["as_of"]):
        code = entry["given"].get(entry["kind"], "")
        if entry["kind"] in ("treaty", "state") and code and not entry["assumed"]:
            found[entry["kind"], str(code)] = f"{entry['slug']}/{entry['slug']}.html"
    return found


def note_failure(out: Path, slug: str, error: str, executed: bytes | None) -> str:
    """Note for the index that a briefing failed, with the notebook as far as it was run.

    Returns where that notebook lies in the folder; empty where there is none.
    """
    folder = out / FAILED
    folder.mkdir(exist_ok=True)
    page = folder / f"{slug}.ipynb"
    if executed is not None:
        write_file(page, executed)
    elif _noted(folder / f"{slug}.json"):
        page.unlink(missing_ok=True)
    note = {"slug": slug, "error": error, "notebook": executed is not None}
    text = json.dumps(note, indent=1, ensure_ascii=False) + "\n"
    write_file(folder / f"{slug}.json", text.encode("utf-8"))
    return f"{FAILED}/{page.name}" if executed is not None else ""


def forget_failure(out: Path, slug: str) -> None:
    """Take back what was noted of a briefing, now that it is built."""
    folder = out / FAILED
    note = _noted(folder / f"{slug}.json")
    if not note:
        return
    if note.get("notebook"):
        (folder / f"{slug}.ipynb").unlink(missing_ok=True)
    (folder / f"{slug}.json").unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()


def failures(out: Path) -> list[dict[str, Any]]:
    """Return the briefings that failed when they were last built: slug, error, notebook."""
    found = [_noted(path) for path in sorted((out / FAILED).glob("*.json"))]
    shown = [{**note, "published": (out / note["slug"]).is_dir()} for note in found if note]
    return [{**note, "link": f"{FAILED}/{note['slug']}.ipynb"} for note in shown]


def _noted(path: Path) -> dict[str, Any]:
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    ours = isinstance(note, dict) and note.get("slug") == path.stem and "error" in note
    return note if ours else {}


def _listed(manifest: Path) -> dict[str, Any]:
    """Return what the page says of a briefing; nothing of a folder that is none."""
    try:
        content = read_manifest(manifest.parent)
        given = content["parameters"]
        day = given.get("as_of", "")
        noted = content.get("inputs")
        return {
            "slug": content["slug"],
            "kind": str(noted.get("kind", "")) if isinstance(noted, dict) else "",
            "given": given,
            "title": content.get("title", content["slug"]),
            "version": dict(content.get("data", {})).get("version", ""),
            "as_of": day,
            "day": format_date(day),
            "cover": content.get("cover", ""),
            "assumed": _assumed(given.get("scenario", "")),
        }
    except (Damaged, Foreign, ValueError, TypeError, AttributeError, RollbackError):
        return {}


def _assumed(scenario: str) -> str:
    """Say which notices a scenario assumes: "NOR on 1 September 2026"."""
    notices = (part.partition(":") for part in scenario.split(",") if part)
    return format_list(f"{state} on {format_date(day)}" for state, _, day in notices)
