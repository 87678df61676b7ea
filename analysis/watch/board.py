"""The board of a day: how far each state has come towards leaving a treaty, short of a notice.

Everything is as it was known on the day. A push leaves the board on the day of its recorded end,
when all who took its steps have left office, governments and parliaments alike, or when nothing
further has happened for a year. A government that takes the next step makes the push its own. A
state that has given notice stands in the pipeline and not here; nothing on record is no row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.law.pipeline import leaving_steps, stages
from analysis.store.loading import Tables, rows_of
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.offices import Holds
from analysis.terms.stages import POLITICAL_STAGES
from analysis.terms.tiers import TIERS, Strength, Tier
from analysis.watch.offices import Offices, Term, first_day
from analysis.watch.pushes import Pair, Push, Step, Trail, Word, graver, is_done, trails

BOARD_COLUMNS = [
    "treaty", "state", "name", "tier", "strength", "asked", "attempt", "last_step", "by", "form",
    "days", "stage", "sources", "office", "holder", "holds", "holds_since", "holds_until",
    "office_sources",
]  # fmt: skip
OFF_COLUMNS = ["treaty", "state", "name", "attempt", "started", "came", "came_on", "sources"]
_PAIR = ["treaty", "state"]
#: What came of a push of which nothing was heard for a year.
SILENT = "silent"
#: What came of a push when the government or parliament behind it had left office.
LEFT = "left_office"
_LEGAL = ("notified", "effective")
#: Acts by which a state leaves or suspends; the register dates them all.
_LEAVING = ("withdrawal_notified", "withdrawal_effective", "ratification_revoked")
_NOTICES = (*_LEAVING, "suspension_notified", "suspension_effective")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a board takes for granted; a test of its sensitivity changes one of them.

    ``silent`` are the years without a further step after which a push is taken off; with
    ``wishes_announce`` a wish of a head of state or government counts as an announcement; without
    ``offices`` a push outlives the governments and parliaments that took its steps.
    """

    silent: int = 1
    wishes_announce: bool = False
    offices: bool = True


#: The rules of every board that is shown.
AS_RULED = Rules()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the board: its tier, the push that leads it, and the last step.

    ``term`` is that of who took the last step; ``None`` where it is not known, or no office counts.
    """

    pair: Pair
    tier: Tier
    strength: Strength | None
    asked: str
    lead: Push | None
    last: Step | Word
    term: Term | None = None

    def holds(self, day: pd.Timestamp) -> Holds | None:
        """Return whether who took the last step holds office on a day; none where none counts."""
        if not self.last.offices:
            return None
        return self.term.holds(day) if self.term else "unknown"


class Watch:
    """The boards of one register: what is held is sorted once, and then asked about many days."""

    def __init__(self, tables: Tables, rules: Rules = AS_RULED) -> None:
        """Sort what the tables hold by pair of treaty and state."""
        self.rules = rules
        self.trails = trails(tables)
        self._offices = Offices(tables.offices)
        treaties = tables.treaties.set_index("code")
        self._covered: Mapping[Any, pd.Timestamp] = treaties["covered_to"].to_dict()
        self._over: Mapping[Any, pd.Timestamp] = treaties["ended"].to_dict()
        # Only what concerns a pair with a push can matter.
        events = tables.events[_keyed(tables.events).isin(list(self.trails))]
        bound = events[events["kind"].isin(("signature", *CONSENT_KINDS))]
        self._bound: Mapping[Any, pd.Timestamp] = bound.groupby(_PAIR)["day"].min().to_dict()
        out = events[events["kind"].isin(_NOTICES)]
        leavers = events[events["kind"].isin(_LEAVING)]
        known = events["kind"].isin((*_LEAVING, *CONSENT_KINDS, "notice_revoked"))
        self._leavers = events[known & _keyed(events).isin(list(_keyed(leavers)))]
        self.acts = out
        self._acts = out.groupby(_PAIR)["day"].agg(list).to_dict()
        self._gone: dict[int, dict[Pair, pd.Timestamp]] = {}
        self._silent: dict[pd.Timestamp, pd.Timestamp] = {}
        self._terms: dict[tuple[str, Step | Word], Term | None] = {}

    def rows(self, day: pd.Timestamp) -> list[Row]:
        """Return the rows of the board of a day, the gravest tier first, by treaty and state."""
        gone = self.gone(day)
        found = [
            row
            for pair, trail in self.trails.items()
            # Who has neither signed nor consented has nothing to leave.
            if pair not in gone and pair in self._bound and self._bound[pair] <= day
            if not self._over[pair[0]] <= day and (row := self._row(pair, trail, day))
        ]
        return sorted(found, key=lambda row: (TIERS.index(row.tier), row.pair))

    def gone(self, day: pd.Timestamp) -> dict[Pair, pd.Timestamp]:
        """Return the pairs whose notice stands on the day, or has taken effect, with its day."""
        known = self._leavers[self._leavers["day"] <= day]
        if len(known) not in self._gone:
            steps = leaving_steps(known)
            legal = steps[steps["stage"].isin(_LEGAL)].sort_values("day")
            self._gone[len(known)] = {(row.treaty, row.state): row.day for row in rows_of(legal)}
        return self._gone[len(known)]

    def ended(self, push: Push, day: pd.Timestamp) -> bool:
        """Return whether a push had ended as far as was known: on its day, or when covered."""
        if push.end is not None:
            return push.end <= day
        settled = push.outcome not in ("open", "unknown")
        return settled and self._covered[push.pair[0]] <= day

    def steps(self, push: Push, day: pd.Timestamp) -> list[Step]:
        """Return the steps of a push up to a day, the first one included, until it fell silent."""
        first = push.first
        if self.rules.wishes_announce and first.strength == "head" and first.tier == "debated":
            first = replace(first, tier="announced")
        taken = [first]
        for step in self.trails[push.pair].steps:
            if taken[-1].day <= step.day <= day and step.day < self.silent_on(taken[-1].day):
                taken.append(step)
        return taken

    def silent_on(self, last: pd.Timestamp) -> pd.Timestamp:
        """Return the day from which a push whose last step this was is taken for lapsed."""
        if last not in self._silent:
            self._silent[last] = last + pd.DateOffset(years=self.rules.silent)
        return self._silent[last]

    def term(self, pair: Pair, taken: Step | Word) -> Term | None:
        """Return the term in office of who took a step or gave a word, if that is known."""
        key = pair[1], taken
        if key not in self._terms:
            span = first_day(taken.written), taken.day
            self._terms[key] = self._offices.of(pair[1], taken.offices, *span)
        return self._terms[key]

    def left_on(self, pair: Pair, taken: Sequence[Step | Word]) -> pd.Timestamp | None:
        """Return the day by which all who took some steps had left office, if that is known."""
        if not self.rules.offices:
            return None
        ends = [term.end if (term := self.term(pair, one)) else None for one in taken]
        known = [end for end in ends if end is not None]
        return max(known) if len(known) == len(ends) else None

    def over_on(self, pair: Pair, taken: Sequence[Step | Word]) -> tuple[pd.Timestamp, str]:
        """Return from when on steps or a word no longer stand, and why."""
        silent, left = self.silent_on(taken[-1].day), self.left_on(pair, taken)
        return (left, LEFT) if left is not None and left <= silent else (silent, SILENT)

    def words(self, pair: Pair, day: pd.Timestamp) -> list[Word]:
        """Return the declarations of a state that it stays, up to a day."""
        return [word for word in self.trails[pair].words if word.day <= day]

    def _row(self, pair: Pair, trail: Trail, day: pd.Timestamp) -> Row | None:
        words = self.words(pair, day)
        live = [push for push in trail.pushes if self._live(push, words, day)]
        if live:
            taken = {push: self.steps(push, day) for push in live}
            # Of several pushes that share a step, the one that began most formally leads.
            lead = max(live, key=lambda p: (graver(max(taken[p], key=graver)), graver(p.first)))
            top = max(taken[lead], key=graver)
            every = sorted((step for own in taken.values() for step in own), key=graver)
            last = latest(every)
            term = self.term(pair, last)
            return Row(pair, top.tier, top.strength, lead.aim, lead, last, term)
        if not words or self._acted(pair, words[-1].day, day):
            return None
        last = latest(words)
        if day >= self.over_on(pair, [last])[0]:
            return None
        return Row(pair, "stay", None, "stay", None, last, self.term(pair, last))

    def _live(self, push: Push, words: list[Word], day: pd.Timestamp) -> bool:
        if push.first.day > day or self.ended(push, day):
            return False
        steps = self.steps(push, day)
        last = steps[-1].day
        if day >= self.over_on(push.pair, steps)[0]:
            return False
        debated = all(step.tier == "debated" for step in steps)
        # A word that the state stays ends a debate; a process only a vote or a decision.
        return not any(word.day >= last and (debated or word.decided) for word in words)

    def _acted(self, pair: Pair, since: pd.Timestamp, day: pd.Timestamp) -> bool:
        """Return whether the state left or suspended after its last word that it stays.

        An act on a day not known may have come after the word: then the word is not told.
        """
        if any(since < act <= day for act in self._acts.get(pair, ())):
            return True
        done = [push for push in self.trails[pair].pushes if is_done(push)]
        return any(
            self.ended(push, day) and (push.end is None or push.end > since) for push in done
        )


def latest(taken: Sequence[Any]) -> Any:
    """Return the last of some steps or words; one known to the day stands for its year.

    What is dated by the year alone counts from its end, but does not hide what happened within.
    """
    last = max(taken, key=lambda one: one.day)
    within = [one for one in taken if one.written.startswith(last.written)]
    # Of two alike the register's own act, which names the body, comes after the attempt.
    return max(reversed(within), key=lambda one: (len(one.written), one.day))


def _keyed(events: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(events[_PAIR])


def board(tables: Tables, spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the board of a day, the gravest tier first.

    ``tables`` is the whole data, ``spells`` what was known on the day. Columns
    :data:`BOARD_COLUMNS`: ``tier`` and ``strength`` (of the strongest push; empty for a
    declaration to stay) as in :mod:`analysis.terms.tiers`, ``asked`` what the push asks for,
    ``attempt`` its key, ``last_step`` the date of the last step as precise as known, who took it
    and in which ``form``, ``days`` since, ``stage`` the stage of leaving reached, if any;
    ``office`` and ``holder`` who stood behind that step, ``holds`` whether they hold office still
    (:data:`analysis.terms.offices.HOLDS`; empty where none counts), ``holds_since``, and
    ``holds_until`` the day on which they left or were last seen in office, ``office_sources``.
    """
    events = tables.events[tables.events["day"] <= day]
    reached = stages(replace(tables, events=events), spells, day)
    stage = dict(
        zip(zip(reached["treaty"], reached["state"], strict=True), reached["stage"], strict=True)
    )
    return _framed(tables, Watch(tables).rows(day), day, lambda pair: stage.get(pair, ""))


def framed_board(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return :func:`board` with the column ``stage`` left empty: for it no law is asked."""
    return _framed(tables, Watch(tables).rows(day), day, lambda _: "")


def off_board(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return the pairs that came off the board in the year before a day, and why.

    Columns :data:`OFF_COLUMNS`: the last push of the pair, ``came`` what came of it as in
    :data:`analysis.terms.attempts.OUTCOMES`, or ``left_office`` where all who took a step had
    left office, or ``silent`` where nothing was recorded for a year, and the day of that as far
    as it is known. Pairs on the board are left out.
    """
    watch = Watch(tables)
    on, gone = {row.pair for row in watch.rows(day)}, watch.gone(day)
    year = pd.DateOffset(years=1)
    found = []
    for pair, trail in watch.trails.items():
        ends = [end for push in trail.pushes if (end := _end(watch, push, day))]
        # A notice says it all: whatever else had been pushed for fell silent with it.
        ends = [
            end
            for end in ends
            if day - year < end[0] and not (pair in gone and end[1] in (SILENT, LEFT))
        ]
        if pair not in on and ends:
            _, came, on_day, push = max(ends, key=lambda end: (end[0], end[3].first.day))
            first = push.first
            found.append((*pair, push.attempt, first.written, came, on_day, first.sources))
    names = tables.states.set_index("state")["short_name"]
    table = pd.DataFrame(found, columns=[name for name in OFF_COLUMNS if name != "name"])
    table.insert(2, "name", table["state"].map(names).astype("str"))
    return table[OFF_COLUMNS]


def _end(watch: Watch, push: Push, day: pd.Timestamp) -> tuple[pd.Timestamp, str, str, Push] | None:
    """Return when and how a push ended by a day; without a day of its own, by its last step."""
    if push.first.day > day:
        return None
    steps = watch.steps(push, day)
    over, why = watch.over_on(push.pair, steps)
    # That nothing came of it is no news when it was over already.
    late = push.end is not None and over < push.end and not is_done(push)
    if watch.ended(push, day) and not late:
        on = f"{push.end:%Y-%m-%d}" if push.end else ""
        return (push.end or steps[-1].day, push.outcome, on, push)
    return (over, why, f"{over:%Y-%m-%d}", push) if over <= day else None


def _framed(
    tables: Tables, rows: list[Row], day: pd.Timestamp, stage_of: Callable[[Pair], str]
) -> pd.DataFrame:
    names = tables.states.set_index("state")["short_name"].to_dict()
    records: list[dict[str, Any]] = [
        {
            **record_of(row, names),
            "by": row.last.by,
            "form": row.last.form,
            "days": (day - row.last.day).days,
            "stage": _political(stage_of(row.pair), row),
            "sources": row.last.sources,
            **_held(row, day),
        }
        for row in rows
    ]
    return pd.DataFrame(records, columns=BOARD_COLUMNS)


def _held(row: Row, day: pd.Timestamp) -> dict[str, str]:
    """Return what is known of the office behind the last step of a row."""
    term = row.term
    until = term.until(day) if term else None
    return {
        "office": term.office if term else "",
        "holder": term.holder if term else "",
        "holds": row.holds(day) or "",
        "holds_since": f"{term.start:%Y-%m-%d}" if term else "",
        "holds_until": f"{until:%Y-%m-%d}" if until is not None else "",
        "office_sources": term.sources if term else "",
    }


def record_of(row: Row, names: Mapping[Any, str]) -> dict[str, Any]:
    """Return what every table says of a row of a board; ``names`` are those of the states."""
    return {
        "treaty": row.pair[0],
        "state": row.pair[1],
        "name": names[row.pair[1]],
        "tier": row.tier,
        "strength": row.strength or "",
        "asked": row.asked,
        "attempt": row.lead.attempt if row.lead else "",
        "last_step": row.last.written,
    }


def _political(stage: str, row: Row) -> str:
    """Return the stage of a process that is still under way; an older one is history."""
    return stage if row.tier in ("formal", "announced") and stage in POLITICAL_STAGES else ""
