"""The importer of pages of many days: what the depositary showed, when it came and when it went.

An act is dated by the day on which it was done. When the depositary first showed it, corrected it
or took it away, only pages saved on past days can tell, each for the time since the page before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pandas as pd

from analysis.importers.acts import PageFault
from analysis.importers.claims import Claim
from analysis.importers.comparing import Comparison, compare_page, treaty_row
from analysis.importers.difference import SLOTS
from analysis.importers.faults import SourceFaults
from analysis.importers.protocol import Option, Proposal
from analysis.importers.rows import rows_of_pages
from analysis.importers.untc import StatusPage, read_page
from analysis.store.loading import RawTables
from analysis.terms.errors import Fault, RollbackError

COLUMNS = [
    "change", "seen", "state", "kind", "date", "was", "not_before", "treaty", "name", "register",
    "note",
]  # fmt: skip
#: An act as the page before has it, and as the page has it.
Pair = tuple[Claim | None, Claim | None]
#: Endings of saved pages; whatever else lies in the folder is no page.
PAGES = (".html", ".htm")


class SavedSeries:
    """Reads a folder of status pages of one treaty, each of another day."""

    summary = "Read pages of many days: what was first seen when, changed, or gone."
    source = "DIR"
    details = (
        "DIR holds pages of one treaty, saved on different days, under any names that end in"
        " .html. A row says what a page shows otherwise than the one before it: seen is its day,"
        " not_before that of the page before. With --apply the new acts of the newest page are"
        " added."
    )
    options = (Option("treaty", "A treaty, such as apmbc.", metavar="CODE"),)

    def propose(self, source: Path, raw: RawTables, options: Mapping[str, str]) -> Proposal:
        """Return what each page shows otherwise than the one before, and the newest page's rows."""
        treaty = str(treaty_row(raw, options["treaty"])["code"])
        series = read_series(source, treaty, raw)
        first, newest = series[0], series[-1]
        count = f"{len(series)} page{'s' if len(series) > 1 else ''}"
        return Proposal(
            subject=f"{treaty}, {count} from {first.page.day} to {newest.page.day}",
            table=changes_of_series(series, raw),
            rows=rows_of_pages([newest], raw),
            totals=newest.totals,
            remarks=(
                f"the page of {first.page.day} is the first: it shows {len(first.claims)} acts,"
                " and nothing tells since when",
                *newest.remarks,
            ),
            counted=("first seen", "changed", "gone"),
        )


def read_series(folder: Path, treaty: str, raw: RawTables) -> list[Comparison]:
    """Return the pages of a folder in the order of their days, one a day.

    Raises :class:`~analysis.importers.faults.SourceFaults` with every file that is no page of the
    treaty, and with pages of one day that do not say the same.
    """
    files = _files(folder)
    faults: list[Fault] = []
    by_day: dict[str, tuple[Path, Comparison]] = {}
    for file in files:
        try:
            compared = compare_page(read_page(file), treaty, raw)
        except RollbackError as error:
            remedy = "Save it again, or take it out of the folder."
            faults.append(Fault(file.name, None, "", "", str(error).rstrip("."), remedy))
            continue
        other, same = by_day.setdefault(compared.page.day, (file, compared))
        if not _say_the_same(same.page, compared.page):
            rule = f"it is of {compared.page.day} and says otherwise than {other.name}, of that day"
            faults.append(Fault(file.name, None, "", "", rule, "Take one of them out."))
    if faults:
        raise SourceFaults(folder, faults)
    return [compared for _, (_, compared) in sorted(by_day.items())]


def _files(folder: Path) -> list[Path]:
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in PAGES)
    except OSError as error:
        raise PageFault(f"cannot read the folder {folder}: {error.strerror}") from None
    if not files:
        raise PageFault(f"{folder} holds no saved page: none of its files ends in .html or .htm")
    return files


def _say_the_same(one: StatusPage, other: StatusPage) -> bool:
    return (one.participants, one.marks) == (other.participants, other.marks)


def changes_of_series(series: list[Comparison], raw: RawTables) -> pd.DataFrame:
    """Return what each page shows otherwise than the one before; columns :data:`COLUMNS`.

    ``change`` is ``first seen``, ``changed`` or ``gone``; ``seen`` is the day of the page and
    ``not_before`` that of the page before it, ``date`` and ``was`` the days that the two give the
    act, ``register`` that which the register gives it.
    """
    held = raw.frames["events"]
    rows = [
        _row(before, after, pair, held)
        for before, after in pairwise(series)
        for pair in _between(before.claims, after.claims)
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _between(before: tuple[Claim, ...], after: tuple[Claim, ...]) -> list[Pair]:
    """Return the acts of two pages that differ, in the order of states; one of a pair may lack."""
    of_state: dict[str, tuple[list[Claim], list[Claim]]] = {}
    for place, claims in enumerate((before, after)):
        for claim in claims:
            of_state.setdefault(claim.state, ([], []))[place].append(claim)
    return [pair for _, (old, new) in sorted(of_state.items()) for pair in _of_state(old, new)]


def _of_state(old: list[Claim], new: list[Claim]) -> Iterator[Pair]:
    # What stayed the same first, so that an act is not held against its neighbour.
    for fits in (_same, _same_kind, _same_place):
        for now in list(new):
            if was := next((one for one in old if fits(one, now)), None):
                old.remove(was)
                new.remove(now)
                if was != now:
                    yield was, now
    yield from ((was, None) for was in old)
    yield from ((None, now) for now in new)


def _same(was: Claim, now: Claim) -> bool:
    return was == now


def _same_kind(was: Claim, now: Claim) -> bool:
    return was.kind == now.kind


def _same_place(was: Claim, now: Claim) -> bool:
    return SLOTS[was.kind] == SLOTS[now.kind]


def _row(before: Comparison, after: Comparison, pair: Pair, held: pd.DataFrame) -> dict[str, str]:
    was, now = pair
    act = now or was
    assert act is not None
    own = held[(held["treaty"] == after.code) & (held["state"] == act.state)]
    return {
        "change": "changed" if was and now else "first seen" if now else "gone",
        "seen": after.page.day,
        "not_before": before.page.day,
        "treaty": after.code,
        "state": act.state,
        "name": after.names.labels[act.state],
        "kind": act.kind,
        "date": now.date if now else "",
        "was": was.date if was else "",
        "register": ";".join(own.loc[own["kind"] == act.kind, "date"]),
        "note": "; ".join(_notes(was, now)) if was and now else "",
    }


def _notes(was: Claim, now: Claim) -> Iterator[str]:
    if was.kind != now.kind:
        yield f"was {was.kind}"
    if was.effect != now.effect:
        yield f"effect {now.effect or 'not given'}, was {was.effect or 'not given'}"
    if was.bracketed != now.bracketed:
        yield "now in brackets: no longer counted" if now.bracketed else "no longer in brackets"
    if was.reference != now.reference:
        yield f"notification {now.reference or 'not given'}, was {was.reference or 'not given'}"
