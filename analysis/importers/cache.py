"""The pages that were fetched: each under the day of fetching, so that they become a series.

Under the number of a treaty (``XXVI-5``) stands a page for each day on which it had changed, as
``2026-11-27.html``, and ``fetched.json`` with what the site wants to be shown when it is asked for
the page again. What was no status page is kept as ``refused.html``, to be looked at.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from analysis.importers.asking import Answer
from analysis.terms.errors import RollbackError

_RECORD = "fetched.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest page of a treaty: its file, the day of fetching, and what the site said of it."""

    file: str
    address: str
    day: str
    sha256: str
    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers that ask whether the page has changed (RFC 9110, 13.1)."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True)
class PageCache:
    """A folder of fetched pages."""

    folder: Path

    def newest(self, number: str, address: str) -> tuple[Path, Kept] | None:
        """Return the newest page of a treaty from an address, if it is there as it was kept."""
        try:
            written = json.loads((self.folder / number / _RECORD).read_text(encoding="utf-8"))
            kept = Kept(**written)
            path = self.folder / number / Path(kept.file).name
            content = path.read_bytes()
        except (OSError, ValueError, TypeError):
            return None
        as_it_was = hashlib.sha256(content).hexdigest() == kept.sha256
        return (path, kept) if as_it_was and kept.address == address else None

    def draft(self, number: str, content: bytes) -> Path:
        """Write a page that is still to be read, and return its file."""
        path = self.folder / number / "refused.html"
        self._write(path, content)
        return path

    def keep(self, number: str, draft: Path, answer: Answer, address: str, day: str) -> Path:
        """Keep a page that could be read, under the day on which it was fetched."""
        content = draft.read_bytes()
        path = self.folder / number / f"{day}.html"
        digest = hashlib.sha256(content).hexdigest()
        kept = Kept(path.name, address, day, digest, answer.etag, answer.modified)
        self._write(path, content)
        text = json.dumps(asdict(kept), indent=1) + "\n"
        self._write(self.folder / number / _RECORD, text.encode("utf-8"))
        draft.unlink(missing_ok=True)
        return path

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file at one stroke."""
        beside = path.with_name(f".{path.name}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
            os.replace(beside, path)
        except OSError as error:
            raise RollbackError(
                f"the page cannot be kept in {self.folder}: {error.strerror}. Name another folder"
                " with --cache."
            ) from error
