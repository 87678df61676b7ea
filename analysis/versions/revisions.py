"""Data folders that git remembers: the files of a revision, lent in a temporary folder."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.terms.errors import RollbackError, UnknownName

#: Where the data lie in a revision that names no other folder.
DATA_PATH = "data"
_TABULAR = (".csv", ".json")


@contextmanager
def lent_folder(name: str, repository: Path | None = None) -> Iterator[Path]:
    """Lend the data folder of a git revision while a ``with`` block lasts.

    ``name`` is a revision (``HEAD~3``, a tag, a commit) or ``REVISION:PATH`` where the data lie
    elsewhere than in ``data``; ``repository`` is any folder of the repository, by default the
    current one. Only the CSV and JSON files are lent, byte for byte. Raises ``UnknownName`` or
    ``RollbackError``, saying what there is not: git, a repository, the revision, the folder.
    """
    base = repository or Path()
    tree = _find_tree(name, base)
    listed = _git(base, "ls-tree", "--full-tree", "-z", "--name-only", tree).decode()
    with tempfile.TemporaryDirectory(prefix="rollback-") as folder:
        for file in listed.split("\0"):
            if file.endswith(_TABULAR):
                blob = _git(base, "cat-file", "blob", f"{tree}:{file}")
                (Path(folder) / file).write_bytes(blob)
        yield Path(folder)


def _find_tree(name: str, base: Path) -> str:
    """Return the object name of a revision's data folder: from here on git sees nothing typed."""
    revision, _, path = name.partition(":")
    # No revision begins with a hyphen, but git would read such a name as an option.
    if not revision or revision.startswith("-"):
        raise UnknownName(f"{name!r} is neither a data folder nor a git revision")
    _inside_repository(name, base)
    commit = _resolve(base, f"{revision}^{{commit}}")
    if commit is None:
        raise UnknownName(
            f"{revision!r} is neither a data folder nor a revision of the git repository here;"
            " `git log --oneline` lists them (a shallow clone lacks the older ones)"
        )
    found = _resolve(base, f"{commit}:{path or DATA_PATH}")
    tree = found and _resolve(base, f"{found}^{{tree}}")
    if tree is None:
        raise UnknownName(
            f"revision {revision!r} has no folder {path or DATA_PATH!r};"
            f" name the one that holds the data: {revision}:PATH"
        )
    return tree


def _inside_repository(name: str, base: Path) -> None:
    try:
        _git(base, "rev-parse", "--git-dir")
    except RollbackError as error:
        raise RollbackError(
            f"{name!r} is no data folder, and no git revision can be looked up: {error}"
        ) from None


def _resolve(base: Path, name: str) -> str | None:
    """Return the object that a name stands for, ``None`` if there is no such object."""
    try:
        return _git(base, "rev-parse", "--verify", "--quiet", name).decode().strip()
    except RollbackError:
        return None


def _git(base: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(base), *arguments]
    try:
        run = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise RollbackError("git is not installed; install it, or name a data folder") from None
    if run.returncode:
        words = run.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise RollbackError(f"git says: {words or 'no'}")
    return run.stdout
