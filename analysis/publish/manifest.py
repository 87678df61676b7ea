"""The manifest of a published briefing: read with distrust, and its files proved against it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
#: The page over all briefings of a folder.
INDEX = "index.html"
#: The page with the day slider, where there is one.
EXPLORE = "explore.html"
#: The feed of changes beside it, and what proves both.
FEED = "atom.xml"
INDEX_MANIFEST = "index.json"
#: What a manifest of ours has, and of which type.
_KEYS = {"slug": str, "parameters": dict, "key": str, "files": dict}


class Foreign(Exception):
    """What lies in a place was not made by a build; the message says why that is thought."""


class Damaged(Exception):
    """A briefing whose manifest cannot be read."""


def read_manifest(folder: Path, *, slug: str | None = "") -> dict[str, Any]:
    """Return the manifest of a briefing's folder; it is named by it, unless another name is given.

    Raises ``Damaged`` where the page of a briefing lies beside a manifest that cannot be used, and
    ``Foreign`` where nothing shows that a build has made the folder.
    """
    name = folder.name if slug == "" else slug
    path = folder / MANIFEST
    if not path.is_file() or path.is_symlink():
        raise Foreign(f"there is no {MANIFEST} that says that a build has made it")
    content = _parsed(path)
    if isinstance(content, dict) and _is_ours(content, name):
        return content
    if not (folder / f"{name}.html").is_file() or _of_another(content, name):
        raise Foreign(f"its {MANIFEST} is not that of the briefing {name}")
    raise Damaged(f"its {MANIFEST} cannot be read")


def faults_of(folder: Path) -> list[str]:
    """Return what of a briefing is not as its manifest says; raises as :func:`read_manifest`."""
    manifest = read_manifest(folder)
    found = []
    for name, digest in sorted(manifest["files"].items()):
        try:
            content = (folder / name).read_bytes()
        except OSError as error:
            found.append(f"{name} is missing" if _absent(error) else f"{name} cannot be read")
            continue
        if hashlib.sha256(content).hexdigest() != digest:
            found.append(f"{name} is not the file that was published")
    needed = {f"{manifest['slug']}.{kind}" for kind in ("html", "pdf", "ipynb")}
    if cover := manifest.get("cover"):
        needed.add(str(cover))
    struck = sorted(needed - set(manifest["files"]))
    return [*found, *(f"{name} is not in the manifest" for name in struck)]


def faults_of_index(out: Path) -> list[str]:
    """Return what of the index of a folder, and of its feed, is not as it was published."""
    if not (out / INDEX).is_file():
        return [f"{INDEX} is missing"]
    content = _parsed(out / INDEX_MANIFEST)
    files = content.get("files") if isinstance(content, dict) else None
    if not isinstance(files, dict) or INDEX not in files:
        return [f"{INDEX_MANIFEST} is missing, or cannot be read"]
    found = []
    for name, digest in sorted(files.items()):
        try:
            own = hashlib.sha256((out / name).read_bytes()).hexdigest() if _is_plain(name) else ""
        except OSError as error:
            found.append(f"{name} is missing" if _absent(error) else f"{name} cannot be read")
            continue
        if own != digest:
            found.append(f"{name} is not the file that was published")
    return found


def is_whole(folder: Path) -> bool:
    """Say whether every file that a folder's manifest lists is there and as it was published."""
    try:
        manifest = read_manifest(folder, slug=None)
        return all(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
            for name, digest in manifest["files"].items()
        )
    except (Damaged, Foreign, OSError):
        return False


def _parsed(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _is_ours(content: dict[str, Any], name: str | None) -> bool:
    if any(not isinstance(content.get(key), kind) for key, kind in _KEYS.items()):
        return False
    files = content["files"].items()
    plain = all(_is_plain(one) and isinstance(digest, str) for one, digest in files)
    return plain and _is_plain(content["slug"]) and name in (None, content["slug"])


def _of_another(content: Any, name: str | None) -> bool:
    """Say whether a manifest is another program's, or another briefing's."""
    if not isinstance(content, dict) or not content:
        return False
    return not set(_KEYS) & set(content) or content.get("slug", name) != name


def _is_plain(name: str) -> bool:
    """Say whether a name leads to no other folder."""
    return bool(name) and name not in (".", "..") and not set("/\\:\0") & set(name)


def _absent(error: OSError) -> bool:
    return isinstance(error, FileNotFoundError)
