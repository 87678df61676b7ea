"""The catalogue of briefings: which notebooks are run with which parameters.

It lists briefings one by one, and matrices: briefings of one kind about every treaty, region or
state (:mod:`analysis.publish.matrix`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from analysis.language.english import one_line
from analysis.law.names import unknown
from analysis.store.folder import CATALOGUE, catalogue_file, notebooks_folder
from analysis.terms.errors import RollbackError

#: A short name becomes a folder and the stem of its files. Names of files end at 255 bytes; the
#: limit leaves room for what a build adds to it, and for a path that can be read.
LONGEST = 100
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST)]
#: A notebook is a file of the folder of notebooks itself: no path leads out of it.
Notebook = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9._ -]*\.ipynb)?$")]
KindName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
#: What stands for every treaty, region or state in a matrix, and of which parameters it can.
EVERY = "*"
THROUGH = ("region", "treaty", "state")


class Entry(BaseModel):
    """One briefing: its short name, its kind, a title for lists, and its parameters.

    The notebook is that of the kind, unless another is named.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    slug: Slug
    kind: KindName
    title: str
    notebook: Notebook = ""
    #: As written: the kind's own check says what is wrong with them.
    parameters: dict[str, Any] = {}

    @property
    def source(self) -> str:
        """The name of the notebook that makes the briefing."""
        return self.notebook or f"{self.kind}_briefing.ipynb"


class Matrix(BaseModel):
    """Briefings of one kind: one for each value of the parameters that it goes through.

    Such a parameter is ``"*"``, for all that the register has, or a list of names; the others have
    one value throughout. Short names and titles follow from the values, and what has nothing to say
    is left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    kind: KindName
    notebook: Notebook = ""
    parameters: dict[str, Any]

    @property
    def through(self) -> dict[str, Any]:
        """The parameters that it goes through, as written."""
        return {
            name: value
            for name, value in self.parameters.items()
            if value == EVERY or isinstance(value, list)
        }

    @property
    def fixed(self) -> dict[str, Any]:
        """The parameters that have one value throughout."""
        return {name: v for name, v in self.parameters.items() if name not in self.through}


class Catalogue(BaseModel):
    """All briefings, in the order in which they are built and listed, and the matrices of more.

    ``flagships`` are those that are built when none is asked for by name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    briefing: list[Entry]
    flagships: list[Slug]
    matrix: list[Matrix] = []


def find_notebook(entry: Entry, catalogue: Path | None = None) -> Path:
    """Return the notebook of an entry: the one beside its catalogue, or the package's."""
    beside = (catalogue or catalogue_file()).parent / entry.source
    return beside if beside.is_file() else notebooks_folder() / entry.source


def load_catalogue(named: Path | None = None, data: Path | None = None) -> Catalogue:
    """Read a catalogue (:func:`analysis.store.folder.catalogue_file`).

    Raises ``RollbackError`` that names each wrong entry.
    """
    catalogue, faults = read_catalogue(named, data)
    if faults:
        raise with_faults(faults)
    return catalogue


def read_catalogue(
    named: Path | None = None, data: Path | None = None
) -> tuple[Catalogue, list[str]]:
    """Return what of a catalogue can be used, and every fault of the rest.

    Raises ``RollbackError`` where there is none, or it is no TOML.
    """
    path = catalogue_file(named, data)
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RollbackError(f"there is no catalogue of briefings at {path}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RollbackError(f"{path.name} is not valid TOML: {error}") from None
    except OSError as error:
        raise RollbackError(f"{path} cannot be read: {error.strerror}") from None
    faults = [
        f"{name}: this is not part of a catalogue; it has {', '.join(Catalogue.model_fields)}"
        for name in written
        if name not in Catalogue.model_fields
    ]
    if "briefing" not in written and "matrix" not in written:
        faults.append("briefing: Field required")
    briefings = _sound(Entry, written, "briefing", faults)
    matrices = [
        matrix for matrix in _sound(Matrix, written, "matrix", faults) if not _odd(matrix, faults)
    ]
    flagships = _flagships(written, faults)
    catalogue = Catalogue(briefing=briefings, flagships=flagships, matrix=matrices)
    faults += _slugs(catalogue, written)
    return catalogue, faults


def with_faults(faults: Iterable[str]) -> RollbackError:
    """Return the error that lists the faults of a catalogue."""
    return RollbackError(f"{CATALOGUE} has faults:\n" + "\n".join(f"- {one}" for one in faults))


def choose(catalogue: Catalogue, slugs: tuple[str, ...]) -> list[Entry]:
    """Return the entries by short name; raises ``UnknownName`` with the nearest valid one."""
    entries = {entry.slug: entry for entry in catalogue.briefing}
    for slug in slugs:
        if slug not in entries:
            raise unknown("briefing", slug, entries)
    return [entries[slug] for slug in dict.fromkeys(slugs)]


M = TypeVar("M", bound=BaseModel)


def _sound(model: type[M], written: Mapping[str, Any], part: str, faults: list[str]) -> list[M]:
    """Return the entries of a list that are as they should be, and note what of the others is not.

    An entry is named by its place, the first being 1, and by its short name or kind.
    """
    listed = written.get(part, [])
    if not isinstance(listed, list):
        faults.append(f"{part}: this is not a list; write each as [[{part}]]")
        return []
    found = []
    for place, one in enumerate(listed, start=1):
        try:
            found.append(model.model_validate(one))
        except ValidationError as error:
            known = one.get("slug", one.get("kind", "")) if isinstance(one, dict) else ""
            known = one_line(str(known))
            name = f"{part} {place}" + (f" ({known})" if known else "")
            faults += [f"{name}, {_told(each)}" for each in error.errors()]
    return found


def _told(error: Any) -> str:
    return f"{'.'.join(map(str, error['loc']))}: {error['msg']}"


def _odd(matrix: Matrix, faults: list[str]) -> bool:
    """Note what a matrix goes through that it cannot; say whether it can be used."""
    about = f"matrix ({matrix.kind})"
    wrong = [name for name in matrix.through if name not in THROUGH]
    own = [
        f"{about}, parameters.{name}: {matrix.parameters[name]!r} stands for several values, which"
        f" only {', '.join(THROUGH)} can have; write one as text in quotes"
        for name in wrong
    ]
    if not matrix.through:
        own.append(
            f'{about}, parameters: none of them goes through several values; write "*" for one of'
            f" {', '.join(THROUGH)}, or list it as a [[briefing]]"
        )
    faults += own
    return bool(own)


def _flagships(written: Mapping[str, Any], faults: list[str]) -> list[str]:
    if "flagships" not in written:
        faults.append("flagships: Field required")
        return []
    try:
        return TypeAdapter(list[Slug]).validate_python(written["flagships"], strict=True)
    except ValidationError as error:
        faults += [f"flagships, {_told(each)}" for each in error.errors()]
        return []


def _slugs(catalogue: Catalogue, written: Mapping[str, Any]) -> list[str]:
    """Return the short names that are used twice, and flagships that nothing bears."""
    listed = written.get("briefing", [])
    entries = listed if isinstance(listed, list) else []
    slugs = [one.get("slug") for one in entries if isinstance(one, dict)]
    found = []
    if twice := sorted({str(slug) for slug in slugs if slugs.count(slug) > 1}):
        found.append(f"it uses a slug twice: {', '.join(twice)}; rename one")
    missing = sorted(set(catalogue.flagships) - set(slugs))
    # Matrices may have them: that is found out with the register, by whoever builds them.
    if missing and not written.get("matrix"):
        found.append(f"it names flagships that it does not list: {', '.join(missing)}")
    return found
