"""The map against the tables: each state has its shape, its name, and its neighbours.

``states.csv``, ``borders.csv`` and the map know of each other: two codes or names that have changed
places, a border that is missing and one that is ten times too long show in the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from analysis.checks.schema import resources
from analysis.checks.shapes import Atlas, Pair, read_atlas
from analysis.checks.sheets import Sheets
from analysis.store.reading import Unreadable, read_octets
from analysis.terms.errors import Fault

GEOGRAPHY_FILE = "geography/world.geojson"
#: Standings of states that need no shape.
_UNDRAWN = ("former", "organisation")
#: A border is at least this much of its drawing, and at most that many times as long.
_SHORTEST, _LONGEST = 0.3, 3.0
#: Drawings below these kilometres say nothing about a length, or about who are neighbours.
_SAYS_LENGTH, _SAYS_NEIGHBOURS = 30.0, 12.0
#: Borders shorter than this may lie on an island that the map does not draw.
_ISLET = 25.0
#: Degrees that may lie between the boxes around two neighbours.
_NEAR = 0.5
#: Missing borders that are told one by one; more of them are told as one loss.
_FEW = 3

_NO_MAP, _NO_SHAPE = "the file is missing", "every state of states.csv has a shape on the map"


def is_unmapped(fault: Fault) -> bool:
    """Return whether a fault says only that something cannot be drawn: no number rests on it."""
    return fault.file == GEOGRAPHY_FILE and fault.rule in (_NO_MAP, _NO_SHAPE)


def check_geography(sheets: Sheets) -> Iterator[Fault]:
    """Yield what is wrong with the map, and where it and the tables contradict each other."""
    folder = sheets.raw.folder
    try:
        atlas = read_atlas(read_octets(folder / GEOGRAPHY_FILE))
    except FileNotFoundError:
        # A register does without a map by declaring none.
        if any(entry.get("path") == GEOGRAPHY_FILE for entry in resources(sheets.raw)):
            remedy = f"Add {GEOGRAPHY_FILE} to {folder}, or take it out of datapackage.json."
            yield _map_fault("", _NO_MAP, remedy)
    except Unreadable as error:
        rule = "the file is not valid JSON"
        yield _map_fault(str(error), rule, "Restore or export it again.")
    else:
        yield from _check_atlas(atlas, sheets)


def _check_atlas(atlas: Atlas, sheets: Sheets) -> Iterator[Fault]:
    if not atlas.whole:
        rule = "the map must be a GeoJSON FeatureCollection"
        yield _map_fault("", rule, "Export it again as a FeatureCollection.")
        return
    for code in atlas.twice:
        rule = "two shapes have this code"
        yield _map_fault(code, rule, "Give each its own code, or make them one.", "iso3")
    if atlas.nameless:
        rule = "every shape needs the property iso3"
        yield _map_fault("", rule, "Add the code of the territory to each shape.", "iso3")
    elif sheets.has("states", "state", "un_status"):
        wrong = list(_check_states(atlas, sheets))
        yield from wrong
        # What lies elsewhere lies apart from its neighbours: that is said once.
        if not wrong and not atlas.twice and sheets.has("borders", "state_a", "state_b", "km"):
            yield from _check_borders(atlas, sheets)


def _check_states(atlas: Atlas, sheets: Sheets) -> Iterator[Fault]:
    for _, code, standing in sheets.rows("states", "state", "un_status"):
        shape = atlas.shapes.get(code)
        if shape is None and standing not in _UNDRAWN:
            yield _map_fault(code, _NO_SHAPE, "Add its shape, with the code as iso3.", "iso3")
        elif shape and shape.fault:
            rule = f"the shape of a state has an area on the globe: {shape.fault}"
            yield _map_fault(code, rule, "Export the shape again.", "geometry")
    if sheets.has("states", "state", "name", "short_name", "iso_numeric"):
        yield from _check_names(atlas, sheets)


def _check_names(atlas: Atlas, sheets: Sheets) -> Iterator[Fault]:
    """Yield codes, names and numbers of states that belong to another shape of the map."""
    columns = ("state", "name", "short_name", "iso_numeric")
    known = {value for _, _, *names, _ in sheets.rows("states", *columns) for value in names}
    for row, code, name, short_name, number in sheets.rows("states", *columns):
        if (shape := atlas.shapes.get(code)) is None:
            continue
        numbered = shape.number in ("", number)
        elsewhere = shape.name in known - {name, short_name}
        if not numbered and elsewhere:
            rule = f"the map says that this is the shape of {shape.name}"
            yield _map_fault(code, rule, "Give the shape its own code.", "iso3")
        elif not numbered:
            rule = f"the map has another number for {code}, {shape.number}"
            remedy = "Take the number from the M49 table, for both."
            yield _state_fault(row, "iso_numeric", number, rule, remedy)
        elif elsewhere:
            rule = f"the map calls {code} {shape.name}"
            yield _state_fault(row, "name", name, rule, "Give the state its own names.")


def _check_borders(atlas: Atlas, sheets: Sheets) -> Iterator[Fault]:
    rows = {
        (min(a, b), max(a, b)): (number, float(km))
        for number, a, b, km in sheets.rows("borders", "state_a", "state_b", "km")
    }
    apart = [pair for pair, (_, km) in rows.items() if km > _ISLET and _apart(atlas, *pair)]
    moved = _moved(apart, rows)
    for code in moved:
        rule = "its shape lies apart from its neighbours in borders.csv"
        yield _map_fault(code, rule, "Give each shape its own code and its own points.", "iso3")
    for pair in apart:
        if not moved & set(pair):
            rule = "the map draws the two far from each other"
            remedy = "Correct one of the codes, or delete the row."
            number = rows[pair][0]
            yield _border_fault(number, "state_a, state_b", ", ".join(pair), rule, remedy)
    if not moved:
        yield from _check_missing(atlas, sheets, set(rows))
        yield from _check_lengths(atlas, rows)


def _apart(atlas: Atlas, one: str, other: str) -> bool:
    """Whether no ring of two shapes comes near another, by the boxes around them."""
    if one not in atlas.boxes or other not in atlas.boxes:
        return False
    # Each ring has its own box: a state on both sides of the 180th meridian spans the world.
    here, there = atlas.boxes[one][:, None, :], atlas.boxes[other][None, :, :]
    meets = (here[..., :2] <= there[..., 2:] + _NEAR) & (there[..., :2] <= here[..., 2:] + _NEAR)
    return not meets.all(axis=-1).any()


def _moved(apart: list[Pair], rows: dict[Pair, tuple[int, float]]) -> set[str]:
    """Return the states that lie apart from more than half of their neighbours, of two or more."""
    borders = Counter(code for pair, (_, km) in rows.items() if km > _ISLET for code in pair)
    far = Counter(code for pair in apart for code in pair)
    return {code for code, count in far.items() if count > 1 and 2 * count > borders[code]}


def _check_missing(atlas: Atlas, sheets: Sheets, pairs: set[Pair]) -> Iterator[Fault]:
    """Yield borders that the map draws between two states and that no row has."""
    standing = {code: kind for _, code, kind in sheets.rows("states", "state", "un_status")}
    # An overseas part lies under its own code in borders.csv, and under its state's on the map.
    split = {code for pair in pairs for code in pair if code not in standing}
    if sheets.faults_in("borders") or not pairs:
        return
    missing = [
        pair
        for pair, km in sorted(atlas.shared.items())
        if km >= _SAYS_NEIGHBOURS and pair not in pairs
        and all(standing.get(code, "former") not in _UNDRAWN for code in pair)
        and not any((min(one, part), max(one, part)) in pairs for one in pair for part in split)
    ]  # fmt: skip
    if len(missing) > _FEW:
        shown = ", ".join("-".join(pair) for pair in missing[:6])
        rule = f"{len(missing)} borders that the map draws are missing: rows have been lost"
        remedy = "Restore the table from its last version."
        yield Fault("borders.csv", None, "state_a, state_b", f"{shown}, ...", rule, remedy)
        return
    for one, other in missing:
        km = atlas.shared[one, other]
        rule = f"the map draws a border of about {km:.0f} km between the two, and no row has it"
        yield Fault(
            "borders.csv", None, "state_a, state_b", f"{one}, {other}", rule, "Add the row."
        )


def _check_lengths(atlas: Atlas, rows: dict[Pair, tuple[int, float]]) -> Iterator[Fault]:
    lengths: dict[Pair, float] = defaultdict(float, atlas.shared)
    for pair, (number, km) in rows.items():
        drawn = lengths[pair]
        if drawn >= _SAYS_LENGTH and not _SHORTEST * drawn <= km <= _LONGEST * drawn:
            rule = f"the map draws about {drawn:.0f} km of this border"
            remedy = "Look it up again: a digit may be missing, or one too many."
            yield _border_fault(number, "km", f"{km:g}", rule, remedy)


def _map_fault(value: str, rule: str, remedy: str, column: str = "") -> Fault:
    return Fault(GEOGRAPHY_FILE, None, column, value, rule, remedy)


def _state_fault(row: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("states.csv", row, column, value, rule, remedy)


def _border_fault(row: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("borders.csv", row, column, value, rule, remedy)
