"""The questions by which claims are checked: each is a function of a register on the claim's day.

A function is chosen by its name from a fixed list, and gets its arguments by name; what the data
hold is never run. The names and the arguments are those of :mod:`analysis.terms.claims`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from analysis.law.regions import land_borders
from analysis.law.spells import status_on
from analysis.register import Register
from analysis.store.loading import end_of_date, rows_of
from analysis.terms.acts import CONSENT_KINDS, STATE_ACTORS
from analysis.terms.attempts import TOWARDS_LEAVING
from analysis.terms.claims import QUESTIONS
from analysis.terms.days import date_or_none
from analysis.terms.stages import STAGES, Stage
from analysis.terms.statuses import IN_FORCE
from analysis.watch.attempts import attempts_known

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Act:
    """An act that answers a question: whose, its kind, its date as written, and its key."""

    state: str
    kind: str
    written: str
    event: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a state stands under the treaty, and since when."""

    state: str
    status: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found: whether the claim holds, whether it once did, and on what that rests.

    ``holds`` is ``None`` where the data cannot say. ``number`` is what was counted, ``counted`` of
    what (``states``, ``withdrawals``, ``parties``); ``borders`` are lengths in km between two
    states; ``members`` those of the states asked about that belong to the group; ``title`` the
    treaty's, ``adopted`` its day; ``attempts`` earlier attempts as state, date and summary.
    """

    holds: bool | None
    once: bool = False
    acts: tuple[Act, ...] = ()
    standings: tuple[Standing, ...] = ()
    stage: Stage | Literal[""] | None = None
    number: int | None = None
    counted: str = ""
    borders: tuple[tuple[str, str, float], ...] = ()
    members: tuple[str, ...] = ()
    title: str = ""
    adopted: date | None = None
    attempts: tuple[tuple[str, str, str], ...] = ()
    sources: tuple[str, ...] = field(default=())


def answer(register: Register, question: str, given: Given) -> Answer:
    """Return the answer to a question about what is given, as of the register's day."""
    return _ANSWERS[question](register, given)


def _states(given: Given, name: str = "states") -> list[str]:
    return [one.strip() for one in given[name].split(",")]


def _standing(register: Register, state: str, treaty: str) -> Standing:
    (row,) = rows_of(register.status(treaty=treaty, state=state))
    # A party is one since the treaty is in force for it, whatever notice it took back since.
    since = row.bound_from if row.status == "party" else row.since
    return Standing(state, row.status, date_or_none(since))


def _spells(register: Register, state: str, treaty: str) -> pd.DataFrame:
    """Return the spells of a state that had begun by the day."""
    own = register.spells
    own = own[(own["treaty"] == treaty) & (own["state"] == state)]
    return own[own["start"] <= register.day]


def _status(register: Register, given: Given) -> Answer:
    now = _standing(register, given["state"], given["treaty"])
    past = _spells(register, given["state"], given["treaty"])["status"]
    once = given["status"] in set(past)
    acts = _last_acts(register, given["state"], given["treaty"])
    return Answer(now.status == given["status"], once, acts=acts, standings=(now,))


def _bound(register: Register, given: Given) -> Answer:
    now = _standing(register, given["state"], given["treaty"])
    bound, claimed = now.status in IN_FORCE, given["answer"] == "yes"
    past = _spells(register, given["state"], given["treaty"])["status"]
    # Before its first spell every state was unbound: that a claim of not being bound was once
    # true says nothing.
    once = claimed and bool(past.isin(IN_FORCE).any())
    acts = _last_acts(register, given["state"], given["treaty"])
    return Answer(bound == claimed, once, acts=acts, standings=(now,))


def _stage(register: Register, given: Given) -> Answer:
    row = rows_of(register.status(treaty=given["treaty"], state=given["state"]))[0]
    steps = rows_of(_of(register.pipeline(treaty=given["treaty"]), given["state"]))
    claimed = given["stage"]
    passed = bool(row.stage) and STAGES.index(row.stage) > STAGES.index(claimed)
    reached = bool(steps) and claimed != "effective" and bool(getattr(steps[0], claimed))
    kind = "withdrawal_notified" if row.stage == "notified" else row.stage
    acts = _acts(register, given["treaty"], [given["state"]], [kind])[-1:] if row.stage else ()
    now = _standing(register, given["state"], given["treaty"])
    return Answer(
        row.stage == claimed, passed and reached, acts=acts, stage=row.stage, standings=(now,)
    )


def _of(table: pd.DataFrame, state: str) -> pd.DataFrame:
    return table[table["state"] == state]


def _act(register: Register, given: Given) -> Answer:
    states = _states(given)
    own = _acts(register, given["treaty"], states, [given["kind"]])
    within = tuple(one for one in own if _within(one.written, given))
    holds = {one.state for one in within} >= set(states)
    return Answer(holds, acts=_first_each(within) if holds else own[-3:])


def _first(register: Register, given: Given) -> Answer:
    own = _acts(register, given["treaty"], None, [given["kind"]])
    since = tuple(one for one in own if _end(one.written) >= _begin(given["from"]))
    if not since:
        return Answer(False)
    earliest = min(_end(one.written) for one in since)
    leaders = tuple(one for one in since if _end(one.written) == earliest)
    return Answer([one.state for one in leaders] == [given["state"]], acts=leaders)


def _count_acts(register: Register, given: Given) -> Answer:
    own = _acts(register, given["treaty"], None, [given["kind"]])
    within = _first_each(tuple(one for one in own if _within(one.written, given)))
    holds = len(within) == int(given["number"])
    return Answer(holds, acts=within[:5], number=len(within), counted="states")


def _withdrawals(register: Register, given: Given) -> Answer:
    held = status_on(register.spells, register.day)
    own = held[(held["treaty"] == given["treaty"]) & (held["status"] == "withdrawn")]
    out = tuple(
        Standing(row.state, row.status, row.start.date())
        for row in rows_of(own.sort_values(["start", "state"]))
    )
    holds = len(out) == int(given["number"])
    return Answer(holds, standings=out[:6], number=len(out), counted="withdrawals")


def _parties(register: Register, given: Given) -> Answer:
    table = register.counts(treaty=given["treaty"], over_time=True)
    now = int(register.counts(treaty=given["treaty"])["parties"].iloc[0])
    claimed = int(given["number"])
    once = claimed in set(table["parties"])
    return Answer(now == claimed, once, number=now, counted="parties")


def _never_consented(register: Register, given: Given) -> Answer:
    own = _acts(register, given["treaty"], [given["state"]], [*CONSENT_KINDS, "signature"])
    consents = [one for one in own if one.kind in CONSENT_KINDS]
    now = _standing(register, given["state"], given["treaty"])
    return Answer(not consents, acts=own, standings=(now,))


def _members(register: Register, given: Given) -> Answer:
    inside = set(register.members(given["group"]))
    found = tuple(one for one in _states(given) if one in inside)
    return Answer(len(found) == len(_states(given)), members=found)


def _borders(register: Register, given: Given) -> Answer:
    states, towards = _states(given), _states(given, "towards")
    table = land_borders(register.tables, towards)
    own = table[table["state"].isin(states)].sort_values(["state", "neighbour"])
    found = tuple((row.state, row.neighbour, float(row.km)) for row in rows_of(own))
    each = {state: {there for here, there, _ in found if here == state} for state in states}
    whole = given.get("all") == "yes"
    holds = all(one >= set(towards) if whole else bool(one) for one in each.values())
    return Answer(holds, borders=found, sources=tuple(register.tables.borders["sources"].unique()))


def _adopted(register: Register, given: Given) -> Answer:
    row = register.tables.treaty(given["treaty"])
    day = date_or_none(row["adopted"]) or date_or_none(row["opened"])
    holds = day is not None and _within(day.isoformat(), given)
    return Answer(holds, adopted=day, sources=_sources_of(row))


def _title(register: Register, given: Given) -> Answer:
    row = register.tables.treaty(given["treaty"])
    words = [one.strip().lower() for one in given["words"].split(",")]
    holds = all(one in row["title"].lower() for one in words)
    return Answer(holds, title=row["title"], sources=_sources_of(row))


def _sources_of(row: pd.Series) -> tuple[str, ...]:
    return tuple(key for key in row["sources"].split(";") if key)


def _begun_after(register: Register, given: Given) -> Answer:
    rows = attempts_known(register.tables, register.day)
    own = rows[(rows["treaty"] == given["treaty"]) & rows["state"].isin(_states(given))]
    own = own[own["proposed"].isin(TOWARDS_LEAVING) & (own["started"] != "")]
    before = end_of_date(own["started"]) < _begin(given["from"])
    early = own[before].sort_values("started", kind="stable")
    found = tuple((row.state, row.started, row.summary) for row in rows_of(early))
    keys = tuple(key for row in rows_of(early.head(3)) for key in row.sources.split(";")[:1])
    return Answer(not found, attempts=found, sources=keys)


def _documented(_: Register, given: Given) -> Answer:
    return Answer(given["answer"] == "yes")


def _acts(
    register: Register, treaty: str, states: Sequence[str] | None, kinds: Sequence[str]
) -> tuple[Act, ...]:
    """Return the acts of some kinds by states themselves, in order."""
    events = register.events
    own = events[(events["treaty"] == treaty) & events["kind"].isin(list(kinds))]
    own = own[own["actor"].isin(STATE_ACTORS) & (own["state"] != "INT")]
    own = own[own["aim"] != "suspension"]
    if states is not None:
        own = own[own["state"].isin(list(states))]
    return tuple(
        Act(row.state, row.kind, row.date, row.event, row.summary)
        for row in rows_of(own.sort_values(["day", "state"], kind="stable"))
    )


def _last_acts(register: Register, state: str, treaty: str) -> tuple[Act, ...]:
    """Return the last legal act or step of a state under a treaty."""
    kinds = [*CONSENT_KINDS, "signature", *STAGES, "withdrawal_notified", "withdrawal_effective"]
    return _acts(register, treaty, [state], kinds)[-1:]


def _first_each(acts: Sequence[Act]) -> tuple[Act, ...]:
    first: dict[str, Act] = {}
    for one in acts:
        first.setdefault(one.state, one)
    return tuple(first.values())


def _begin(written: str) -> pd.Timestamp:
    return pd.Timestamp(f"{written}-01-01"[:10])


def _end(written: str) -> pd.Timestamp:
    return pd.Timestamp(end_of_date(pd.Series([written]))[0])


def _within(written: str, given: Given) -> bool:
    """Whether a date can lie within the days asked about."""
    return _end(written) >= _begin(given["from"]) and _begin(written) <= _end(given["until"])


_ANSWERS: Mapping[str, Callable[[Register, Given], Answer]] = {
    "status": _status,
    "bound": _bound,
    "stage": _stage,
    "act": _act,
    "first": _first,
    "acts": _count_acts,
    "withdrawals": _withdrawals,
    "parties": _parties,
    "never_consented": _never_consented,
    "members": _members,
    "borders": _borders,
    "adopted": _adopted,
    "title": _title,
    "begun_after": _begun_after,
    "documented": _documented,
}
if set(_ANSWERS) != set(QUESTIONS):
    raise ImportError("every question of terms/claims.py needs its function in questions.py")
