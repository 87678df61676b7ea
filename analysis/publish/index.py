"""The page over all briefings of a folder, and what it says of those that could not be built."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from analysis.export.html import index_page
from analysis.language.days import format_date
from analysis.language.english import format_list
from analysis.publish.manifest import INDEX, MANIFEST, Damaged, Foreign, read_manifest
from analysis.publish.place import write_file
from analysis.terms.errors import RollbackError

#: Where failures are noted; no short name begins so.
FAILED = "_failed"
#: By this an index of ours is known, whichever version wrote it.
_TITLE = "<title>Disarmament rollback: briefings</title>"


def check_index(out: Path) -> None:
    """Refuse to write over a page, or into a folder of failures, that no build has made."""
    page, notes = out / INDEX, out / FAILED
    try:
        text = page.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        text = ""
    except OSError as error:
        raise RollbackError(f"{page} cannot be read: {error.strerror}") from None
    if text.strip() and _TITLE not in text:
        raise RollbackError(f"{page} was not made by a build; move it, or name another --out")
    if notes.is_symlink() or (notes.exists() and not notes.is_dir()):
        raise RollbackError(f"{notes} was not made by a build; move it, or name another --out")


def write_index(out: Path) -> bool:
    """Write the page that lists every briefing in a folder, the latest as-of day first.

    What assumes something comes last, behind all that is on record. The page is replaced in one
    step, and only if it changes; returns whether it did.
    """
    listed = [entry for path in sorted(out.glob(f"*/{MANIFEST}")) if (entry := _listed(path))]
    listed.sort(key=lambda entry: (not entry["assumed"], entry["as_of"]), reverse=True)
    return write_file(out / INDEX, index_page(listed, failures(out)).encode("utf-8"))


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
        return {
            **content,
            "title": content.get("title", content["slug"]),
            "data": {"version": dict(content.get("data", {})).get("version", "")},
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
