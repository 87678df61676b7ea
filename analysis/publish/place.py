"""The folder that briefings go into: what in it is ours, and one swap that puts a briefing there.

Only a folder that holds our manifest is ever replaced, and only files that it lists are removed;
whatever else lies in it stays where it was. A new briefing is written aside, in a hidden folder of
the same place, and changes places with the old one in a single step of the system.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis.publish.manifest import MANIFEST, Damaged, Foreign, is_whole, read_manifest
from analysis.publish.swap import swap, sync_folder
from analysis.terms.errors import RollbackError

#: What is written aside, and what waits to be removed: the short name is in the name.
_ASIDE = re.compile(r"\.rollback-(?P<slug>[a-z0-9-]+)\.[0-9a-f]{8}")
#: The same of versions that published within a temporary folder.
_EARLIER = re.compile(r"\.building-[a-z0-9_]{8}")
#: A file that was to replace another, see :func:`write_file`.
_PARTIAL = re.compile(r"\.rollback-file\.[0-9a-f]{8}")


def refuse_foreign(path: Path, mark: str, reason: str) -> None:
    """Refuse to write over a file that lacks the mark of ours; an empty one may be replaced.

    Raises ``RollbackError`` with the reason, or where the file cannot be read.
    """
    try:
        there = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    except OSError as error:
        raise RollbackError(f"{path} cannot be read: {error.strerror}") from None
    if there.strip() and mark not in there:
        raise RollbackError(f"{path} {reason}; move it, or name another --out")


def prepare(out: Path) -> None:
    """Make the folder, and see that it and the temporary folder can be written to.

    Raises ``RollbackError`` in one line: that is to be known before any work is done.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / f".rollback-file.{secrets.token_hex(4)}"
        probe.write_bytes(b"-")
        probe.unlink()
    except OSError as error:
        raise RollbackError(f"nothing can be written to {out}: {error.strerror}") from None
    try:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "probe").write_bytes(b"-")
    except OSError as error:
        reason = error.strerror or error
        raise RollbackError(f"nothing can be written to the temporary folder: {reason}") from None


def check_places(out: Path, slugs: Iterable[str]) -> None:
    """Refuse to build where something else lies; raises ``RollbackError`` with all such places."""
    faults = []
    for slug in slugs:
        try:
            look(out / slug)
        except (Foreign, OSError) as error:
            faults.append(f"{out / slug}: {error}")
    if faults:
        hint = "Nothing was touched. Move what lies there, or name another --out."
        raise RollbackError("\n".join([*faults, hint]))


def look(place: Path) -> frozenset[str]:
    """Return the names of the files in a place that are ours to replace; none if it is free.

    None, too, for a briefing whose manifest cannot be read: it is replaced, and kept aside whole.
    Raises ``Foreign`` where something else lies there.
    """
    if not place.exists() and not place.is_symlink():
        return frozenset()
    if place.is_symlink() or not place.is_dir():
        raise Foreign("this is not a folder that a build has made")
    try:
        return frozenset({*read_manifest(place)["files"], MANIFEST})
    except Damaged:
        return frozenset()


def put(slug: str, files: Mapping[str, bytes], out: Path) -> None:
    """Put a briefing in its place: whoever looks finds the old one or the new one, whole.

    Raises ``Foreign`` where something else lies there, ``OSError`` where the disk is full or
    cannot be written; then nothing has changed.
    """
    place = out / slug
    ours = look(place)
    here = {path.name for path in place.iterdir()} if place.exists() else set()
    # A briefing whose manifest cannot be read is set aside whole.
    if ours and (taken := sorted((here - ours) & set(files))):
        raise Foreign(f"{place}: {', '.join(taken)} was not put there by a build; move it")
    aside = out / f".rollback-{slug}.{secrets.token_hex(4)}"
    aside.mkdir()
    try:
        # The manifest first: a folder that was left behind tells what in it is ours.
        for name in sorted(files, key=lambda name: name != MANIFEST):
            _write(aside / name, files[name])
        sync_folder(aside)
        swap(aside, place)
        sync_folder(out)
    finally:
        _retire(aside, place)


def sweep(out: Path) -> None:
    """Finish what a build that was killed has left: nothing half done stays behind."""
    for path in sorted(out.glob(".rollback-*")):
        if path.is_dir() and (found := _ASIDE.fullmatch(path.name)):
            _retire(path, out / found["slug"])
        elif path.is_file() and _PARTIAL.fullmatch(path.name):
            path.unlink(missing_ok=True)
    for path in sorted(out.glob(".building-*")):
        if path.is_dir() and _EARLIER.fullmatch(path.name):
            for part in ("old", "new"):
                _retire_earlier(path / part, out)
            with contextlib.suppress(OSError):
                path.rmdir()


def write_file(path: Path, content: bytes) -> bool:
    """Replace a file in one step, only if it changes; say whether it did."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        pass
    aside = path.with_name(f".rollback-file.{secrets.token_hex(4)}")
    try:
        _write(aside, content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return True


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _retire(aside: Path, place: Path) -> None:
    """Remove a folder that is out of its place: the files it lists go, all others move back."""
    if not aside.is_dir():
        return
    try:
        listed = {*read_manifest(aside, slug=place.name)["files"]}
    except (Damaged, Foreign):
        if any(path.name != MANIFEST for path in aside.iterdir()):
            aside.rename(_free(place.with_name(f"{place.name}.damaged")))
            return
        listed = set()
    if not place.exists() and is_whole(aside):
        aside.rename(place)
        return
    aside.chmod(0o755)
    for path in sorted(aside.iterdir()):
        if path.name not in {*listed, MANIFEST}:
            place.mkdir(exist_ok=True)
            path.rename(_free(place / path.name))
    for name in listed:
        (aside / name).unlink(missing_ok=True)
    # Last: until here it tells what in the folder is ours.
    (aside / MANIFEST).unlink(missing_ok=True)
    aside.rmdir()


def _retire_earlier(part: Path, out: Path) -> None:
    try:
        slug = str(read_manifest(part, slug=None)["slug"])
    except (Damaged, Foreign, OSError):
        return
    _retire(part, out / slug)


def _free(path: Path) -> Path:
    """Return the path, or the first with a number after it where nothing lies."""
    if not path.exists() and not path.is_symlink():
        return path
    number = 2
    while (path.with_name(f"{path.name}.{number}")).exists():
        number += 1
    return path.with_name(f"{path.name}.{number}")
