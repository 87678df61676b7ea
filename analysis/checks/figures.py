"""The numbers of the context: parts against wholes, editions and votes against their days.

A number is published after what it counts; an edition of a year follows the year; the parts of a
total do not exceed it; no more members vote than there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from analysis.checks.dates import first_of, last_of
from analysis.checks.sheets import Sheets
from analysis.terms.errors import Fault

_PARTS = ("killed", "injured", "unknown")
_VOTES = ("yes", "no", "abstain")


def check_casualties(sheets: Sheets) -> Iterator[Fault]:
    """Yield casualties whose parts do not fit, or that were published before they happened."""
    if not sheets.has("casualties", "year", "edition", "total", "bound", "sources", *_PARTS):
        return
    for number, year, edition in sheets.rows("casualties", "year", "edition"):
        if int(edition) <= int(year):
            rule = f"an edition tells of years before it, not of {year}"
            yield Fault("casualties.csv", number, "edition", edition, rule, "Correct one of them.")
    for row in sheets.rows("casualties", "total", "bound", *_PARTS):
        yield from _check_parts(*row)
    rows = sheets.rows("casualties", "edition", "sources")
    yield from _check_sources(sheets, "casualties", rows)


def check_stockpiles(sheets: Sheets) -> Iterator[Fault]:
    """Yield numbers on stocks that were published before the day as of which they are said."""
    if sheets.has("stockpiles", "day", "sources"):
        rows = sheets.rows("stockpiles", "day", "sources")
        yield from _check_sources(sheets, "stockpiles", rows)


def check_resolutions(sheets: Sheets) -> Iterator[Fault]:
    """Yield votes that are too many, come before their treaty, or were reported before them."""
    if not sheets.has("resolutions", "treaty", "day", "sources", *_VOTES):
        return
    treaties = sheets.treaties()
    for number, code, day in sheets.rows("resolutions", "treaty", "day"):
        treaty = treaties.get(code)
        begun = treaty and (treaty.get("adopted") or treaty.get("opened"))
        if begun and last_of(day) < begun:
            rule = f"there was no treaty before {begun} on which to vote"
            yield Fault("resolutions.csv", number, "day", day, rule, "Correct the day.")
    yield from _check_sources(sheets, "resolutions", sheets.rows("resolutions", "day", "sources"))
    yield from _check_votes(sheets)


def _check_parts(
    number: int, total: str, bound: str, killed: str, injured: str, unknown: str
) -> Iterator[Fault]:
    """Yield a total that its parts exceed, or do not add up to although all three are given."""
    parts = [int(part) for part in (killed, injured, unknown) if part]
    whole = len(parts) == len(_PARTS) and bound == "exact"
    if sum(parts) > int(total) or (whole and sum(parts) != int(total)):
        adds = "exceed it" if sum(parts) > int(total) else "do not add up to it"
        rule = f"the killed, the injured and the unknown {adds} ({sum(parts)})"
        yield Fault("casualties.csv", number, "total", total, rule, "Look the four numbers up.")


def _check_votes(sheets: Sheets) -> Iterator[Fault]:
    """Yield votes that say nothing, and more votes than the United Nations had members."""
    lives = []
    if sheets.has("states", "un_status", "start", "end"):
        rows = sheets.rows("states", "un_status", "start", "end")
        lives = [(start, end) for _, status, start, end in rows if status in ("member", "former")]
    for number, day, *votes in sheets.rows("resolutions", "day", *_VOTES):
        cast = sum(int(vote) for vote in votes if vote)
        last = last_of(day)
        most = sum(start <= last and (not end or end > first_of(day)) for start, end in lives)
        shown, column = ", ".join(votes), ", ".join(_VOTES)
        if not any(votes):
            rule, remedy = "a vote needs a number of votes", "Add one, or delete the row."
            yield Fault("resolutions.csv", number, column, shown, rule, remedy)
        elif most and cast > most and not sheets.faults_in("states"):
            rule = f"there were not more than {most} members to vote, and {cast} votes are counted"
            yield Fault("resolutions.csv", number, column, shown, rule, "Look them up.")


def _check_sources(sheets: Sheets, table: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[Fault]:
    """Yield sources that were out before the day, or the edition, of which they are to tell.

    ``rows`` are row numbers, each with what is told and the keys of its sources.
    """
    if not sheets.has("sources", "source", "published"):
        return
    published = {key: day for _, key, day in sheets.rows("sources", "source", "published") if day}
    for number, told, keys in rows:
        for key in keys.split(";"):
            if key in published and last_of(published[key]) < first_of(told):
                rule = f"{key} was published before {told} ({published[key]})"
                remedy = "Name a source of that time or later, or correct one of the two."
                yield Fault(f"{table}.csv", number, "sources", keys, rule, remedy)
                break
