"""Further names: what they name is there, and no two things are called alike unawares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analysis.checks.sheets import Sheets, did_you_mean
from analysis.language.folding import fold
from analysis.terms.errors import Fault

#: Where what is called so stands, and by which columns it is called already.
_OWN = {
    "state": ("states", ("state", "iso2", "name", "short_name")),
    "treaty": ("treaties", ("code", "name", "noun", "title")),
    "region": ("groups", ("group", "group_name")),
}


def check_aliases(sheets: Sheets) -> Iterator[Fault]:
    """Yield aliases of nobody, names that others bear already, and doubts about a clear name."""
    if not sheets.has("aliases", "name", "what", "code", "ambiguous"):
        return
    rows = list(sheets.rows("aliases", "name", "what", "code", "ambiguous"))
    owners, doubtful = _owners(sheets), _doubtful(sheets)
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, name, what, code, _ in rows:
        bearers[what, fold(name)].add(code)
    for number, name, what, code, ambiguous in rows:
        codes, written = _codes(owners, what), fold(name)
        if codes and code not in codes and not doubtful[what]:
            rule = f"there is no {what} of this code in {_OWN[what][0]}.csv"
            yield Fault("aliases.csv", number, "code", code, rule, did_you_mean(code, codes))
        others = sorted((bearers[what, written] | owners[what].get(written, set())) - {code})
        if others and not ambiguous:
            rule = f"{', '.join(others)} is called so too"
            remedy = "Give each its own row and mark it ambiguous, or delete the row."
            yield Fault("aliases.csv", number, "name", name, rule, remedy)
        if ambiguous and len(bearers[what, written]) < 2:
            rule = "it is marked ambiguous, and no other row has this name"
            remedy = "Add a row for each other that is called so, or empty the cell."
            yield Fault("aliases.csv", number, "ambiguous", name, rule, remedy)


def _codes(owners: dict[str, dict[str, set[str]]], what: str) -> list[str]:
    return sorted({code for codes in owners[what].values() for code in codes})


def _owners(sheets: Sheets) -> dict[str, dict[str, set[str]]]:
    """Return, for states, treaties and regions, whose each folded name is."""
    found: dict[str, dict[str, set[str]]] = {}
    for what, (table, columns) in _OWN.items():
        names: dict[str, set[str]] = defaultdict(set)
        if sheets.has(table, *columns):
            for _, *cells in sheets.rows(table, *columns):
                for cell in cells:
                    names[fold(cell)].add(cells[0])
        found[what] = names
    return found


def _doubtful(sheets: Sheets) -> dict[str, bool]:
    """Say of which tables a row is broken: it may be the very one that an alias names."""
    return {what: sheets.at_fault(table) for what, (table, _) in _OWN.items()}
