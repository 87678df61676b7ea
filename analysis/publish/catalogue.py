"""The catalogue of briefings: which notebooks are run with which parameters."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from analysis.law.names import unknown
from analysis.store.folder import catalogue_file, notebooks_folder
from analysis.terms.errors import RollbackError

#: A short name becomes a folder and the stem of its files. Names of files end at 255 bytes; the
#: limit leaves room for what a build adds to it, and for a path that can be read.
LONGEST = 100
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST)]
#: A notebook is a file of the folder of notebooks itself: no path leads out of it.
Notebook = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9._ -]*\.ipynb)?$")]


class Entry(BaseModel):
    """One briefing: its short name, its kind, a title for lists, and its parameters.

    The notebook is that of the kind, unless another is named.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    slug: Slug
    kind: Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
    title: str
    notebook: Notebook = ""
    #: As written: the kind's own check says what is wrong with them.
    parameters: dict[str, Any] = {}

    @property
    def source(self) -> str:
        """The name of the notebook that makes the briefing."""
        return self.notebook or f"{self.kind}_briefing.ipynb"


class Catalogue(BaseModel):
    """All briefings, in the order in which they are built and listed.

    ``flagships`` are those that are built when none is asked for by name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    briefing: list[Entry]
    flagships: list[Slug]


def find_notebook(entry: Entry, catalogue: Path | None = None) -> Path:
    """Return the notebook of an entry: the one beside its catalogue, or the package's."""
    beside = (catalogue or catalogue_file()).parent / entry.source
    return beside if beside.is_file() else notebooks_folder() / entry.source


def load_catalogue(named: Path | None = None, data: Path | None = None) -> Catalogue:
    """Read a catalogue (:func:`analysis.store.folder.catalogue_file`).

    Raises ``RollbackError`` that names each wrong entry.
    """
    path = catalogue_file(named, data)
    try:
        catalogue = Catalogue.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise RollbackError(f"there is no catalogue of briefings at {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise RollbackError(f"{path} cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise RollbackError(f"{path.name} is not valid TOML: {error}") from None
    except ValidationError as error:
        lines = (f"- {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise RollbackError(f"{path.name} has faults:\n" + "\n".join(lines)) from None
    _check_slugs(catalogue, path)
    return catalogue


def choose(catalogue: Catalogue, slugs: tuple[str, ...]) -> list[Entry]:
    """Return the entries by short name; raises ``UnknownName`` with the nearest valid one."""
    entries = {entry.slug: entry for entry in catalogue.briefing}
    for slug in slugs:
        if slug not in entries:
            raise unknown("briefing", slug, entries)
    return [entries[slug] for slug in dict.fromkeys(slugs)]


def _check_slugs(catalogue: Catalogue, path: Path) -> None:
    slugs = [entry.slug for entry in catalogue.briefing]
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twice:
        raise RollbackError(f"{path.name} uses a slug twice: {', '.join(twice)}")
    missing = sorted(set(catalogue.flagships) - set(slugs))
    if missing:
        raise RollbackError(f"{path.name} names flagships it does not list: {', '.join(missing)}")
