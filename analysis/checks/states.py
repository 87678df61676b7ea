"""States against themselves: codes that belong together, names of one state, regions.

Codes and names that have changed places are each sound on their own; together they give
themselves away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.checks.context import rarer
from analysis.checks.sheets import Sheets, nearest
from analysis.terms.errors import Fault

#: Two-letter codes of ISO 3166-1 that are not made of letters of the code of three in their order.
_IRREGULAR = {
    "BEN": "BJ", "BIH": "BA", "BLR": "BY", "COM": "KM", "EST": "EE", "GNB": "GW", "IRL": "IE",
    "ISR": "IL", "PRK": "KP", "SRB": "RS", "SVN": "SI", "UKR": "UA",
}  # fmt: skip
#: Words that the names of many states have in common.
_SHARED = {
    "republic", "democratic", "federal", "federation", "islands", "kingdom", "people", "peoples",
    "saint", "socialist", "states", "union", "united", "south", "north", "east", "west", "state",
    "and", "the", "new",
}  # fmt: skip


def check_codes(sheets: Sheets) -> Iterator[Fault]:
    """Yield states whose codes, names or regions belong to different states."""
    if sheets.has("states", "state", "iso2"):
        for number, state, iso2 in sheets.rows("states", "state", "iso2"):
            if iso2 not in (_IRREGULAR.get(state, iso2),) or not _made_of(iso2, state):
                rule = f"the two-letter code does not belong to {state}"
                remedy = f"Write {_IRREGULAR[state]!r}." if state in _IRREGULAR else _LOOK
                yield _fault(number, "iso2", iso2, rule, remedy)
    if sheets.has("states", "name", "short_name", "un_status"):
        yield from _check_names(sheets)
    if sheets.has("states", "region", "sub_region"):
        yield from _check_regions(sheets)


_LOOK = "Take both codes from ISO 3166-1."


def _made_of(iso2: str, state: str) -> bool:
    """Whether two letters stand in a code of three in their order, or the code is irregular."""
    return state in _IRREGULAR or (iso2[0] == state[0] and iso2[1] in state[1:])


def _check_names(sheets: Sheets) -> Iterator[Fault]:
    rows = list(sheets.rows("states", "name", "short_name", "un_status"))
    for number, name, short_name, standing in rows:
        # The official name of a state that is no more may be that of nobody else.
        if standing == "former" or _alike(name, short_name):
            continue
        owners = [short for row, _, short, _ in rows if row != number and _alike(name, short)]
        if owners:
            rule = f"the name is that of {owners[0]}, and the short name is not"
            yield _fault(number, "name", name, rule, "Give the state its own two names.")


def _alike(name: str, other: str) -> bool:
    """Whether two names have the beginning of a word in common."""
    return other in name or bool(_words(name) & _words(other))


def _words(name: str) -> set[str]:
    words = set(re.findall(r"[^\W\d_]+", name.casefold())) - _SHARED
    return {word[:4] for word in words}


def _check_regions(sheets: Sheets) -> Iterator[Fault]:
    """Yield sub-regions that lie in another region than elsewhere, or that nobody else has."""
    rows = [row for row in sheets.rows("states", "region", "sub_region") if row[2]]
    areas = [area for _, _, area in rows]
    for number, _, area in rows:
        others = {other for other in areas if other != area}
        meant = nearest(area, others, cutoff=0.85) if areas.count(area) == 1 else None
        if meant and areas.count(meant) > 1:
            rule = "there is no sub-region of this name"
            yield _fault(number, "sub_region", area, rule, f"Did you mean {meant!r}?")
    # A region that is not given is told as such.
    by_area = [(number, area, region) for number, region, area in rows if region]
    for number, region, usual in rarer(by_area):
        rule = f"the sub-region of this state lies in {usual}"
        remedy = "Correct the region or the sub-region, by the M49 table."
        yield _fault(number, "region", region, rule, remedy)


def _fault(number: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault("states.csv", number, column, value, rule, remedy)
