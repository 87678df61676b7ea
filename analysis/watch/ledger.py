"""The ledger: the boards of all quarter-ends since 1997, and what followed within a year of each.

Every board is computed as it was known on its day. What followed is looked up in all that is
held now: an act of the state under the treaty, else a refusal, else a lapse, else nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.store.loading import Tables, end_of_date, rows_of
from analysis.terms.attempts import DONE, RESULT_OF
from analysis.terms.tiers import FOLLOWED, TIERS, Followed, Tier
from analysis.watch.attempts import Led, decisions
from analysis.watch.board import AS_RULED, Row, Rules, Watch, record_of
from analysis.watch.earlier import interval_of
from analysis.watch.pushes import Pair

LEDGER_COLUMNS = [
    "day", "treaty", "state", "name", "tier", "strength", "asked", "attempt", "last_step",
    "followed", "followed_on", "acted", "observed",
]  # fmt: skip
#: What can have followed a row that is counted: one whose act has no day is left out.
COUNTED_RESULTS: tuple[Followed, ...] = tuple(one for one in FOLLOWED if one != "unknown")
COUNTED_COLUMNS = [
    "tier", "rows", *COUNTED_RESULTS, "waiting",
    "pairs", "pairs_acted", "pairs_low", "pairs_high",
    "decisions", "decisions_acted", "decisions_low", "decisions_high",
]  # fmt: skip
SURPRISE_COLUMNS = ["treaty", "state", "name", "act", "on", "board", "tier"]
#: The first quarter-end: the year in which the mine-ban convention was made.
FIRST = pd.Timestamp("1997-03-31")
_SUSPENDED = ("suspension_notified", "suspension_effective")
#: What an act of the register, or of an attempt that the register holds no act of, amounts to.
_LEAVING = ("leave", "unsign", "unratify")
_YEAR = pd.DateOffset(years=1)
#: With these the row has its result, also before the year is over.
_RESULTS: tuple[Followed, ...] = ("notice", "suspension", "refusal", "lapse")


@dataclass(frozen=True, slots=True)
class Counted:
    """What followed the rows of one tier whose year was observed to its end.

    ``rows`` are rows of boards, ``waiting`` those left out because nothing has come yet and the
    year is not over; ``pairs`` and ``decisions`` say of how many pairs of treaty and state, and of
    how many decisions behind them, any board was followed by the act that was asked for (of those
    that had declared to stay: by any act). A word that a state stays is a decision of its own.
    """

    tier: Tier
    rows: int
    waiting: int
    followed: Mapping[Followed, int]
    pairs: Led
    decisions: Led


def quarter_ends(vintage: pd.Timestamp) -> list[pd.Timestamp]:
    """Return the last days of all quarters from 1997 to a vintage.

    >>> [f"{day:%Y-%m-%d}" for day in quarter_ends(pd.Timestamp("1997-07-01"))]
    ['1997-03-31', '1997-06-30']
    """
    return [day.as_unit("s") for day in pd.date_range(FIRST, vintage, freq="QE")]


def ledger(tables: Tables, rules: Rules = AS_RULED) -> pd.DataFrame:
    """Return one row for each row of each past board, and what followed it.

    Columns :data:`LEDGER_COLUMNS`: ``followed`` as in :data:`analysis.terms.tiers.FOLLOWED`, with
    its day where that is known; ``acted`` whether the state did what was asked for, or anything
    at all after it had declared to stay; ``observed`` whether something came of it, or the year
    after the board was observed to its end.
    """
    watch = Watch(tables, rules)
    after = _After(tables, watch)
    names = tables.states.set_index("state")["short_name"].to_dict()
    records = []
    for day in quarter_ends(tables.vintage):
        for row in watch.rows(day):
            came, on = after.follow(row, day)
            records.append(
                {
                    "day": day,
                    **record_of(row, names),
                    "followed": came,
                    "followed_on": on,
                    "acted": _acted(row, came),
                    "observed": came in _RESULTS or after.observed(row.pair[0], day),
                }
            )
    table = pd.DataFrame(records, columns=LEDGER_COLUMNS)
    return table.astype({"day": "datetime64[s]", "acted": "bool", "observed": "bool"})


def count_ledger(tables: Tables, rows: pd.DataFrame) -> list[Counted]:
    """Return the counts of a ledger by tier, of the rows whose year was observed."""
    known = rows[rows["followed"] != "unknown"]
    seen, waiting = known[known["observed"]], known[~known["observed"]]
    place = _decision_of(tables)
    found = []
    for tier in TIERS:
        own = seen[seen["tier"] == tier]
        by_pair = own.groupby(["treaty", "state"])["acted"].any()
        keys = [
            place.get(row.attempt, (row.treaty, row.state)) if row.attempt else row.state
            for row in rows_of(own)
        ]
        by_decision = own.groupby(pd.Series(keys, own.index, dtype="object"))["acted"].any()
        counts = own["followed"].value_counts()
        found.append(
            Counted(
                tier=tier,
                rows=len(own),
                waiting=int((waiting["tier"] == tier).sum()),
                followed={one: int(counts.get(one, 0)) for one in COUNTED_RESULTS},
                pairs=Led(int(by_pair.sum()), len(by_pair)),
                decisions=Led(int(by_decision.sum()), len(by_decision)),
            )
        )
    return found


def counted_table(counts: Iterable[Counted]) -> pd.DataFrame:
    """Return the counts of a ledger as a table, one row for each tier.

    Columns :data:`COUNTED_COLUMNS`: rows of boards and what followed them; then of how many pairs
    and decisions the act that was asked for followed, with the exact 95 per cent interval as
    counts of the same whole.
    """
    rows = []
    for one in counts:
        leds = [(led.cases, led.notices, *interval_of(led)) for led in (one.pairs, one.decisions)]
        followed = [one.followed[name] for name in COUNTED_RESULTS]
        rows.append([one.tier, one.rows, *followed, one.waiting, *leds[0], *leds[1]])
    return pd.DataFrame(rows, columns=COUNTED_COLUMNS)


def surprises(tables: Tables) -> pd.DataFrame:
    """Return the acts of leaving since 1997 and what the board of the quarter before had said.

    Columns :data:`SURPRISE_COLUMNS`: ``act`` and its day ``on``, the day of the last ``board``
    before it, and the ``tier`` there, empty where nothing was on record.
    """
    watch = Watch(tables)
    days = quarter_ends(tables.vintage)
    names = tables.states.set_index("state")["short_name"].to_dict()
    acts = tables.events[
        tables.events["kind"].isin(("withdrawal_notified", "ratification_revoked"))
    ]
    found = []
    for act in rows_of(acts[acts["state"] != "INT"].sort_values(["day", "treaty", "state"])):
        before = [day for day in days if day < act.day]
        if before:
            tiers = {row.pair: row.tier for row in watch.rows(before[-1])}
            tier = tiers.get((act.treaty, act.state), "")
            name = names[act.state]
            found.append((act.treaty, act.state, name, act.kind, act.date, before[-1], tier))
    return pd.DataFrame(found, columns=SURPRISE_COLUMNS)


class _After:
    """What followed a row of a board within a year, as far as is held."""

    def __init__(self, tables: Tables, watch: Watch) -> None:
        self._watch, self._vintage = watch, tables.vintage
        self._acts: dict[Pair, list[tuple[pd.Timestamp, Followed]]] = {}
        for act in rows_of(watch.acts):
            kind: Followed = "suspension" if act.kind in _SUSPENDED else "notice"
            self._add((act.treaty, act.state), act.day, kind)
        attempts = tables.attempts
        done = attempts[attempts["outcome"].isin(DONE)]
        for row, day in zip(rows_of(done), end_of_date(done["outcome_date"]), strict=True):
            # Where the register holds no such act, a step beside the treaty is no act under it.
            if (
                not pd.isna(day)
                and row.proposed in _LEAVING
                and row.outcome != "suspension_notified"
            ):
                self._add((row.treaty, row.state), day, "notice")
            elif not pd.isna(day) and row.act_missing not in ("not_held", "some_parties"):
                self._add((row.treaty, row.state), day, "suspension")
        treaties = tables.treaties.set_index("code")
        ended, covered = treaties["ended"], treaties["covered_to"]
        # Under a treaty that ended while it was covered nothing more can happen.
        closed = ended <= covered
        self._until = covered.where(~closed, tables.vintage + _YEAR).to_dict()

    def observed(self, treaty: str, day: pd.Timestamp) -> bool:
        """Return whether the year after a day was observed to its end."""
        return bool(day + _YEAR <= self._until[treaty])

    def follow(self, row: Row, day: pd.Timestamp) -> tuple[Followed, str]:
        """Return what followed a row within a year of a day, and when as far as that is known."""
        until = day + _YEAR
        acts = [act for act in self._acts.get(row.pair, []) if day < act[0] <= until]
        for kind in ("notice", "suspension"):
            if own := [when for when, what in acts if what == kind]:
                return kind, f"{min(own):%Y-%m-%d}"
        if row.lead is None:
            return "nothing", ""
        words = [word for word in self._watch.words(row.pair, until) if word.day > day]
        if words:
            return "refusal", words[0].written
        return self._of_push(row, day, until)

    def _of_push(self, row: Row, day: pd.Timestamp, until: pd.Timestamp) -> tuple[Followed, str]:
        push = row.lead
        if push is None:
            return "nothing", ""
        result = RESULT_OF.get(push.outcome, "unknown")  # type: ignore[call-overload]
        if push.end is None and push.outcome in DONE:
            # It was done on a day that nobody has found: the year cannot be told.
            return "unknown", ""
        if result in ("refusal", "lapse") and (push.end is None or day < push.end <= until):
            return result, f"{push.end:%Y-%m-%d}" if push.end is not None else ""
        # Those who stood behind it left before the year was over; what is yet to come is not known.
        left = self._watch.left_on(row.pair, self._watch.steps(push, until))
        if left is not None and day < left <= min(until, self._vintage):
            return "lapse", f"{left:%Y-%m-%d}"
        return "nothing", ""

    def _add(self, pair: Pair, day: pd.Timestamp, kind: Followed) -> None:
        self._acts.setdefault(pair, []).append((day, kind))


def _acted(row: Row, came: Followed) -> bool:
    """Return whether the state did what was asked for; after a word that it stays, anything."""
    stayed = row.asked in ("suspend", "stay")
    return came == "notice" or (came == "suspension" and stayed)


def _decision_of(tables: Tables) -> dict[str, int]:
    """Return the decision to which each attempt belongs: a joint act of several states is one."""
    joint: Iterable[list[object]] = decisions(tables.attempts)
    return {row.attempt: at for at, own in enumerate(joint) for row in own}  # type: ignore[attr-defined]
