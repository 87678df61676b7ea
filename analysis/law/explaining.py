"""Why a state is bound by a treaty on a day, or is not: the law, the acts and their sources.

The answer is one object: a sentence, a table of the acts, what can be written as JSON, and a card
in a notebook. All four tell the same values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from html import escape
from typing import Any, Protocol, cast

import pandas as pd

from analysis.language.days import format_day
from analysis.language.english import sentence_case, treaty_with_article, with_article
from analysis.law.disputes import disputes
from analysis.law.events import events_asked
from analysis.law.known import told_by
from analysis.law.silence import acting_code, why_silent
from analysis.law.spells import status_on
from analysis.store.frames import as_records
from analysis.store.loading import Tables
from analysis.terms.acts import LEGAL_KINDS, READINGS, Reading
from analysis.terms.clauses import named_article
from analysis.terms.stages import STAGE_OF_KIND
from analysis.terms.statuses import IN_FORCE, TERMS, Status

#: How each reading of a contested act is told.
_AS_READ: dict[str, str] = {
    "depositary": "as the depositary lists it",
    "state": "as the state that acted claims",
    "objectors": "as those who object hold",
}
#: The columns of the table of acts that a card and a table for eyes show.
ACT_COLUMNS = ["date", "kind", "body", "sources", "source"]


class Standing(Protocol):
    """What is asked: the tables as known on a day, and the spells in each reading."""

    @property
    def known(self) -> Tables:
        """The tables as known on the day."""

    @property
    def spells(self) -> pd.DataFrame:
        """The spells that follow from them."""

    @property
    def day(self) -> pd.Timestamp:
        """The day from which is seen."""

    def read_as(self, reading: Reading) -> Standing:
        """Return the same under another reading."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The time in which a treaty is in force for a state; ``until`` is the first day outside."""

    since: pd.Timestamp | None
    until: pd.Timestamp | None


@dataclass(frozen=True, repr=False, eq=False)
class Explanation:
    """Whether a state is bound by a treaty on a day, and what that rests on.

    ``since`` and ``until`` (the first day outside) bound the time in which the treaty is in force;
    of a state not bound ``since`` is when its present status began. ``article`` is the clause that
    dates the beginning, ``exit_article`` the one that dates the end. ``frame`` lists the acts with
    their sources, best rank first. ``contested`` is the reason of a dispute, and ``readings``
    the status in each reading of it.
    """

    state: str
    treaty: str
    name: str
    title: str
    day: str
    seen_from: str
    status: str
    bound: bool
    since: str
    until: str
    article: str
    clause: str
    exit_article: str
    exit_clause: str
    contested: str
    readings: dict[str, str]
    sentence: str
    frame: pd.DataFrame

    def __repr__(self) -> str:
        return self.sentence

    @property
    def brief(self) -> list[str]:
        """The columns of the acts that are shown beside the sentence."""
        return ACT_COLUMNS

    def as_json(self) -> dict[str, Any]:
        """Return all of it as JSON-safe values: the acts as a list under ``acts``."""
        told = {name: value for name, value in asdict(self).items() if name != "frame"}
        return {**told, "acts": as_records(self.frame)}

    @property
    def rows(self) -> dict[str, str]:
        """What a card shows, in order: each line's name with its text; empty ones left out."""
        told = {
            "Status": _word(self.status),
            "Bound": "yes" if self.bound else "no",
            "Since": self.since,
            "First day outside": self.until,
            "By": self.article,
            "Way out": self.exit_article,
            "Contested": self.contested,
            **{f"  {_AS_READ[key]}": word for key, word in self.readings.items()},
            "Seen from": self.seen_from if self.seen_from != self.day else "",
        }
        return {name: text for name, text in told.items() if text}

    def _repr_html_(self) -> str:
        """Show the answer in a notebook as a card: the sentence, the law, the acts."""
        left = "text-align:left;vertical-align:top"
        lines = "".join(
            f"<tr><th style='{left}'>{escape(name.strip())}</th>"
            f"<td style='{left}'>{escape(text)}</td></tr>"
            for name, text in self.rows.items()
        )
        acts = "".join(
            "<tr>"
            + "".join(f"<td style='{left}'>{escape(str(cell))}</td>" for cell in row)
            + "</tr>"
            for row in self.frame[ACT_COLUMNS].itertuples(index=False)
        )
        heads = "".join(f"<th style='{left}'>{name}</th>" for name in ACT_COLUMNS)
        return (
            f"<p>{escape(self.sentence)}</p><table><caption>Standing</caption>{lines}</table>"
            f"<table><caption>Acts and sources</caption><tr>{heads}</tr>{acts}</table>"
        )


def explain(
    standing: Standing, state: str, treaty: str, on: pd.Timestamp | None = None
) -> Explanation:
    """Return what binds a state on a day, as known on the day of ``standing``.

    ``on`` is the day asked about; the day of ``standing`` if left out. A later one tells what the
    law had scheduled.
    """
    day = standing.day if on is None else on
    known, row = standing.known, standing.known.treaty(treaty)
    state = acting_code(known, state, treaty, day)
    silent = why_silent(known, state, treaty, day)
    status, span = _stands(standing.spells, state, treaty, day)
    acts = events_asked(known, treaties=[treaty], states=[state, "INT"])
    steps = acts["kind"].isin([*LEGAL_KINDS, *STAGE_OF_KIND])
    reason, readings = _contested(standing, state, treaty, day)
    name = str(known.states.set_index("state").at[state, "short_name"])
    said = with_article(name), treaty_with_article(row["name"])
    came = status in (*IN_FORCE, "contracting")
    leaving = span.until is not None or status == "withdrawn"
    return Explanation(
        state=state,
        treaty=treaty,
        name=name,
        title=row["name"],
        day=f"{day:%Y-%m-%d}",
        seen_from=f"{standing.day:%Y-%m-%d}",
        status=status,
        bound=status in IN_FORCE,
        since="" if status == "none" else _iso(span.since),
        until="" if status == "none" else _iso(span.until),
        article=named_article(row["entry_article"]) if came else "",
        clause=told_by(row["entry_text"], standing.day) if came else "",
        exit_article=row["withdrawal_article"] if leaving else "",
        exit_clause=told_by(row["withdrawal_text"], standing.day, always=1) if leaving else "",
        contested=reason,
        readings=readings,
        sentence=_sentence(said, status, span, day, row, contested=bool(reason), silent=silent),
        frame=acts[steps].reset_index(drop=True),
    )


def _iso(day: pd.Timestamp | None) -> str:
    return "" if day is None else f"{day:%Y-%m-%d}"


def _stands(
    spells: pd.DataFrame, state: str, treaty: str, day: pd.Timestamp
) -> tuple[str, InForce]:
    """Return the status on a day, and the unbroken time in force, or of the status, around it."""
    own = spells[(spells["state"] == state) & (spells["treaty"] == treaty)].sort_values("start")
    held = status_on(own, day)
    if held.empty:
        # What a state was bound by to the end of the treaty, or to its own, is told.
        past = own[own["status"].isin(IN_FORCE) & (own["end"] <= day)].tail(1)
        for first, last in zip(past["start"], past["end"], strict=True):
            return "none", InForce(*_run(own[own["status"].isin(IN_FORCE)], first, last))
        return "none", InForce(None, None)
    status, first, last = held.iloc[0][["status", "start", "end"]]
    if status in IN_FORCE:
        first, last = _run(own[own["status"].isin(IN_FORCE)], first, last)
    return str(status), InForce(first, None if pd.isna(last) else last)


def _run(
    spells: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the ends of the unbroken run of spells around one of them."""
    while not (before := spells[spells["end"] == first]).empty:
        first = before["start"].iloc[0]
    while not (after := spells[spells["start"] == last]).empty:
        last = after["end"].iloc[0]
    return first, last


def _contested(
    standing: Standing, state: str, treaty: str, day: pd.Timestamp
) -> tuple[str, dict[str, str]]:
    """Return why a standing is contested on a day, and the status in each reading of it."""
    rows = disputes(standing.known, min(day, standing.day))
    own = rows[(rows["state"] == state) & (rows["treaty"] == treaty)]
    if own.empty:
        return "", {}
    readings = {}
    for reading in READINGS:
        read = standing.read_as(cast(Reading, reading))
        status, _ = _stands(read.spells, state, treaty, day)
        readings[reading] = _word(status)
    return str(own["disputed"].iloc[0]), readings


def _word(status: str) -> str:
    return TERMS[cast(Status, status)].word


def _in_words(day: pd.Timestamp | None) -> str:
    return "" if day is None else format_day(day)


Told = Callable[[str, InForce, pd.Series], str]


def _sentence(
    said: tuple[str, str],
    status: str,
    span: InForce,
    day: pd.Timestamp,
    row: pd.Series,
    *,
    contested: bool,
    silent: str,
) -> str:
    """Write the answer: bound or not, since when, until when, and by which article."""
    state, treaty = said
    if silent and status == "none" and span.since is None:
        return f"As of {format_day(day)}, nothing is known of {state} under {treaty}: {silent}."
    verb = "is" if status in IN_FORCE else "is not"
    opening = f"as of {format_day(day)}, {state} {verb} bound by {treaty}"
    ending = "; its standing is contested" if contested else ""
    if row["nature"] == "political" and status in IN_FORCE:
        ending += "; a political commitment, which binds in politics and not in law"
    return f"{sentence_case(opening)}: {_TOLD[status](status, span, row)}{ending}."


def _by(article: str) -> str:
    """Return an article in brackets, nothing where none is named."""
    return f" ({named})" if (named := named_article(article)) else ""


def _told_in_force(status: str, span: InForce, row: pd.Series) -> str:
    since = f"since {_in_words(span.since)}{_by(row['entry_article'])}"
    text = f"{_word(status)} {since}"
    if status != "party":
        text = f"in force for it {since}, now {_word(status)}"
    if span.until is None:
        return text
    ended = pd.notna(row["ended"]) and row["ended"] == span.until
    by = "when the treaty ends" if ended and status != "withdrawing" else row["withdrawal_article"]
    return f"{text}; {_in_words(span.until)} is the first day outside ({by})"


def _told_outside(status: str, span: InForce, row: pd.Series) -> str:
    since = _in_words(span.since)
    if status == "withdrawn":
        return f"it has withdrawn; {since} was the first day outside ({row['withdrawal_article']})"
    if status == "signatory":
        return f"it signed on {since} and has not consented"
    if span.until is None:
        return f"it consented on {since}, and the treaty is not in force for it"
    return (
        f"it consented on {since} and is bound from {format_day(span.until)}"
        f"{_by(row['entry_article'])}"
    )


def _told_none(status: str, span: InForce, row: pd.Series) -> str:
    del status
    if span.since is None or span.until is None:
        return "it has neither signed nor joined"
    whose = "the treaty" if row["ended"] == span.until else "its standing"
    since, until = format_day(span.since), format_day(span.until)
    return f"in force for it from {since} until {whose} ended on {until}"


_TOLD: dict[str, Told] = {
    **dict.fromkeys(IN_FORCE, _told_in_force),
    **dict.fromkeys(("signatory", "contracting", "withdrawn"), _told_outside),
    "none": _told_none,
}
