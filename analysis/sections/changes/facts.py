"""What happened since another day, and what is pending: notices, refusals, contested claims."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import pandas as pd

from analysis.law.changes import ENDINGS
from analysis.law.disputes import disputes
from analysis.sections.exits.facts import exits
from analysis.store.loading import rows_of
from analysis.subject.facts import TODAY, Fact, fact
from analysis.subject.setting import State, states, treaty
from analysis.subject.subject import Subject
from analysis.terms.acts import decides
from analysis.terms.stages import POLITICAL_STAGES

#: What can happen to a state under a treaty, the gravest first.
Kind = Literal[
    "withdrawn",
    "taken_back",
    "withdrawing",
    "contested",
    "suspended",
    "promulgated",
    "parliament_approved",
    "government_approved",
    "recommended",
    "announced",
    "withdrawal_rejected",
    "said_to_stay",
    "notice_revoked",
    "suspension_notified",
    "suspension_promulgated",
    "suspension_parliament_approved",
    "suspension_government_approved",
    "suspension_recommended",
    "suspension_announced",
    "suspension_ended",
    "contracting",
    "party",
    "signatory",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: What a change of status is, where the status after it does not say it alone.
_FROM: Mapping[tuple[str, str], str] = {
    ("contracting", "signatory"): "taken_back",
    ("party", "signatory"): "taken_back",
    ("withdrawing", "party"): "notice_revoked",
    ("suspended", "party"): "suspension_ended",
}
#: What an act is with which no status changed.
_STEP: Mapping[str, str] = {
    "withdrawal_notified": "contested",
    "suspension_effective": "suspended",
}
#: What a political step towards suspending is called: it is no step towards leaving.
_SUSPENDING: Mapping[str, str] = {stage: f"suspension_{stage}" for stage in POLITICAL_STAGES}
#: What a later change undoes: it is no longer told.
_UNDONE: Mapping[str, tuple[str, ...]] = {
    "notice_revoked": ("withdrawing", *POLITICAL_STAGES),
    "withdrawal_rejected": POLITICAL_STAGES,
    "suspension_ended": ("suspended", "suspension_notified", *_SUSPENDING.values()),
}


@dataclass(frozen=True, slots=True)
class Change:
    """The gravest thing that happened to a state: its date as precise as known, and its act."""

    kind: Kind
    state: State
    written: str
    event: str


@dataclass(frozen=True, kw_only=True)
class Changes(Fact):
    """What happened to the region's members after ``since`` (``None``: no day to compare with).

    ``rows`` has the gravest change of each state, the gravest first; ``ended`` is the day on which
    the treaty ended, if that lies in between, ``ended_by`` says how (``expired``, ``terminated``).
    """

    since: date | None
    rows: tuple[Change, ...]
    ended: date | None
    ended_by: str
    ended_events: tuple[str, ...]

    def having(self, kind: Kind) -> tuple[Change, ...]:
        """Return the changes of one kind, in the order of their days."""
        return tuple(row for row in self.rows if row.kind == kind)

    @property
    def none(self) -> bool:
        """Whether nothing happened."""
        return not self.rows and self.ended is None


@fact("treaty", "region", "compare_to")
def changes(subject: Subject) -> Changes:
    """Return what happened in the region under the treaty since the day compared with."""
    since = subject.compare_to
    if since is None:
        return Changes(basis=TODAY, since=None, rows=(), ended=None, ended_by="", ended_events=())
    register, code = subject.register, subject.treaty
    # All treaties and states at once: the briefings of a day share the day compared with.
    table = register.keep(("changes", since), lambda: register.changes(since))
    table = table[table["treaty"] == code]
    inside = table["state"].isin(subject.members) & (table["change"] != "end")
    acts = register.events[register.events["treaty"] == code]
    written = dict(zip(acts["event"], acts["date"], strict=True))
    said = _only_said(acts)
    rows = _gravest(rows_of(table[inside]), states(subject), written, said)
    end = treaty(subject).ended
    over = end is not None and end > since.date()
    ended_by, ended_events = _end(acts) if over else ("", ())
    return Changes(
        basis=TODAY,
        since=since.date(),
        rows=rows,
        ended=end if over else None,
        ended_by=ended_by,
        ended_events=ended_events,
        events=(*ended_events, *(row.event for row in rows if row.event)),
    )


def _gravest(
    rows: Iterable[Any],
    named: Mapping[str, State],
    written: Mapping[str, str],
    said: Collection[str],
) -> tuple[Change, ...]:
    """Keep the gravest change of each state that was not undone, the first time it happened."""
    held: dict[str, dict[str, Change]] = {}
    for row in rows:
        kind = _FROM.get((row.before, row.after), row.after)
        kind = _STEP.get(kind, kind) if row.change == "step" else kind
        kind = _SUSPENDING.get(kind, kind) if row.aim == "suspension" else kind
        kind = "said_to_stay" if row.event in said else kind
        own = held.setdefault(row.state, {})
        for undone in _UNDONE.get(kind, ()):
            own.pop(undone, None)
        if kind in KINDS and kind not in own:
            # The law dates a change by a day; its act may be known to the month or year.
            known = written[row.event] if row.event else row.date
            own[kind] = Change(kind, named[row.state], known, row.event)
    found = [
        min(own.values(), key=lambda one: KINDS.index(one.kind)) for own in held.values() if own
    ]
    order = sorted(found, key=lambda one: (KINDS.index(one.kind), one.written, one.state.name))
    return tuple(order)


def _end(acts: pd.DataFrame) -> tuple[str, tuple[str, ...]]:
    """Return how the treaty itself ended, and the acts that say so."""
    own = acts[acts["kind"].isin(ENDINGS)]
    expired = own["kind"].isin(["expired"]).any()
    return "expired" if expired else "terminated", tuple(own["event"])


def _only_said(acts: pd.DataFrame) -> frozenset[str]:
    """Return the refusals to leave that are the word of a minister and no decision."""
    refused = acts[acts["kind"] == "withdrawal_rejected"]
    return frozenset(row.event for row in rows_of(refused) if not decides(row.actor, row.body))


@dataclass(frozen=True, slots=True)
class Countdown:
    """A notice running: its date, its day of effect and the days until then (``None``: open)."""

    state: State
    written: str
    effect: date | None
    days: int | None
    event: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal to leave, the state's last word so far: by whom, when, whether it was decided.

    What a minister or a ministry said is not ``decided``.
    """

    state: State
    body: str
    written: str
    event: str
    decided: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A contested act: what the state claims, and who objects, states and bodies.

    ``listed``: there is a depositary, and it goes on listing the state as a party; ``inside``: it
    is a member.
    """

    state: State
    inside: bool
    reason: str
    listed: bool
    objectors: tuple[State, ...]
    bodies: tuple[str, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Pending(Fact):
    """What is open: notices running and refusals in the region, claims contested anywhere.

    Nothing is pending under a treaty that has ended.
    """

    running: tuple[Countdown, ...]
    refusals: tuple[Refusal, ...]
    claims: tuple[Claim, ...]


@fact("treaty", "region")
def pending(subject: Subject) -> Pending:
    """Return what is pending or disputed under the treaty on the day."""
    if treaty(subject).ended is not None:
        return Pending(basis=TODAY, running=(), refusals=(), claims=())
    events = subject.register.events
    under = events[events["treaty"] == subject.treaty]
    running, refusals, claims = (
        _running(subject),
        _refusals(subject, under),
        _claims(subject, under),
    )
    keys = [*(one.event for one in running), *(one.event for one in refusals)]
    keys += [key for claim in claims for key in claim.events]
    return Pending(
        basis=TODAY, running=running, refusals=refusals, claims=claims, events=tuple(keys)
    )


def _running(subject: Subject) -> tuple[Countdown, ...]:
    today = subject.day.date()
    return tuple(
        Countdown(
            state=row.state,
            written=row.notice.written,
            effect=row.effect,
            days=(row.effect - today).days if row.effect else None,
            event=row.notice.event,
        )
        for row in exits(subject).running
        if row.notice
    )


def _refusals(subject: Subject, under: pd.DataFrame) -> tuple[Refusal, ...]:
    """Return the last refusal of each member that has taken no step since."""
    staying = {state.code: state for state, _ in exits(subject).staying}
    own = under[(under["kind"] == "withdrawal_rejected") & under["state"].isin(list(staying))]
    last = own.sort_values("day", kind="stable").drop_duplicates("state", keep="last")
    return tuple(
        Refusal(staying[row.state], row.body, row.date, row.event, decides(row.actor, row.body))
        for row in rows_of(last)
    )


def _claims(subject: Subject, under: pd.DataFrame) -> tuple[Claim, ...]:
    """Return the contested claims, inside the region or not, and the objections since."""
    inside, named = set(subject.members), states(subject)
    contested = disputes(subject.register.known, subject.day)
    objections = under[under["kind"] == "objection"]
    found = []
    for row in rows_of(contested[contested["treaty"] == subject.treaty]):
        same = (under["state"] == row.state) & (under["kind"] == row.act)
        acts = under[same & (under["date"] == row.date)]
        against = objections[objections["day"] >= acts["day"].max()]
        parties = {named[code] for code in against["state"] if code != "INT"}
        found.append(
            Claim(
                state=named[row.state],
                inside=row.state in inside,
                reason=row.disputed,
                listed=row.applied == "no" and treaty(subject).depositary,
                objectors=tuple(sorted(parties, key=lambda state: state.name)),
                bodies=tuple(against[against["state"] == "INT"]["body"]),
                events=(*acts["event"], *against["event"]),
            )
        )
    return tuple(found)
