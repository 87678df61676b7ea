"""One archive of briefings with an index of their own: to be sent, unpacked and opened as it is.

The same briefings give the same bytes: entries stand in the order of their names, and bear no time,
no user and no machine.
"""

from __future__ import annotations

import secrets
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.publish.index import index_files
from analysis.publish.manifest import MANIFEST, Damaged, Foreign, faults_of, read_manifest
from analysis.terms.errors import RollbackError

#: By this an archive of ours is known.
_MARK = b"disarmament-rollback: briefings"
#: The first day that the format can hold.
_TIME = (1980, 1, 1, 0, 0, 0)
#: What is packed already gains nothing by being packed again.
_PACKED = frozenset({".png", ".pdf"})


def write_bundle(
    path: Path, out: Path, slugs: Collection[str], overview: Mapping[str, Any] | None = None
) -> int:
    """Write the briefings of a folder with some short names into one archive; return its size.

    The archive is replaced in one step, and only if it changes. Raises ``RollbackError`` where
    something else lies there, a briefing is not as it was published, or it cannot be written.
    """
    check_bundle(path)
    faults = [f"{slug}: {fault}" for slug in slugs for fault in _faults(out / slug)]
    if faults:
        raise RollbackError("\n".join([f"{path} was not written:", *faults]))
    aside = path.with_name(f".rollback-file.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(aside, "x") as archive:
            archive.comment = _MARK
            for name, content in _contents(out, slugs, overview):
                _add(archive, name, content)
        if not path.exists() or not _equal(aside, path):
            aside.replace(path)
        return path.stat().st_size
    except OSError as error:
        raise RollbackError(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        aside.unlink(missing_ok=True)


def check_bundle(path: Path) -> None:
    """Refuse to write over what is not an archive of briefings."""
    if not path.exists() and not path.is_symlink():
        return
    try:
        with zipfile.ZipFile(path) as archive:
            ours = archive.comment == _MARK
    except (OSError, zipfile.BadZipFile):
        ours = False
    if not ours:
        raise RollbackError(
            f"{path} is not an archive of briefings that a build has made; move it, or name another"
        )


def _faults(folder: Path) -> list[str]:
    try:
        return faults_of(folder)
    except (Damaged, Foreign, OSError) as error:
        return [str(error)]


def _contents(
    out: Path, slugs: Collection[str], overview: Mapping[str, Any] | None
) -> Iterator[tuple[str, bytes]]:
    """Yield every file in the order of the names: the index, and each briefing's own."""
    yield from sorted(index_files(out, overview, slugs).items())
    for slug in sorted(slugs):
        for name in sorted({*read_manifest(out / slug)["files"], MANIFEST}):
            yield f"{slug}/{name}", (out / slug / name).read_bytes()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _TIME)
    # As a file of Unix that its owner may write and everybody read, whoever packs it.
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    packed = Path(name).suffix in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _equal(one: Path, other: Path) -> bool:
    """Say whether two files have the same bytes, without holding either as a whole."""
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        while content := left.read(1 << 20):
            if content != right.read(1 << 20):
                return False
    return True
