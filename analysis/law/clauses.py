"""The law of treaty dates: when a treaty binds a state, and when a withdrawal takes effect.

Each rule is a clause of a treaty, held as data in ``treaties.csv`` beside its article:

* *entry into force* -- generally, a period after the Nth instrument, or those of named states,
  have been deposited; for a later state, a period after its own deposit (VCLT Art. 24);
* *withdrawal* -- a period after the depositary receives the notice, under some treaties not
  before the end of an armed conflict in which the state is then engaged (VCLT Art. 54). Where
  the clause itself dates the effect, the day is fixed; where it asks for a notice so long in
  advance, the period is a minimum, and the notice may name a later day;
* *duration* -- some treaties end on a day of their own (VCLT Art. 54, 70);
* *succession* -- from the day the depositary gives, since the successor continues the treaty
  relation of its predecessor (Vienna Convention on Succession of States 1978, Art. 22-23).

Days are numpy ``datetime64[D]``, one or many: the same line of law dates one deposit and a
million. ``NaT`` stands for a day that is not known or not yet determined. A treaty is its row of
``treaties.csv``, acts are columns by name: a frame, or a mapping of arrays, which costs less where
thousands of treaties have a few acts each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

Days = npt.NDArray[np.datetime64]
DayRule = Literal["same_day", "first_of_month"]
Treaty = pd.Series | Mapping[str, Any]
Acts = pd.DataFrame | Mapping[str, npt.NDArray[Any]]

NOT_DETERMINED = np.datetime64("NaT", "D")
#: Instruments that count towards the number that brings a treaty into force. A notice of
#: succession does not: the predecessor's instrument has been counted already.
COUNTING_KINDS = (
    "definitive_signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "consent_to_be_bound",
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a clause: calendar months to the day, or days."""

    months: int = 0
    days: int = 0

    @classmethod
    @cache
    def parse(cls, duration: str) -> Period:
        """Read an ISO 8601 duration of years, months, weeks or days.

        Raises ``ValueError`` for anything else.

        >>> Period.parse("P6M"), Period.parse("P1Y"), Period.parse("P90D")
        (Period(months=6, days=0), Period(months=12, days=0), Period(months=0, days=90))
        """
        found = re.fullmatch(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", duration)
        if not found:
            raise ValueError(f"{duration!r} is not a duration such as P6M, P90D or P1Y")
        years, months, weeks, days = (int(part or 0) for part in found.groups())
        return cls(months=12 * years + months, days=7 * weeks + days)


@dataclass(frozen=True, slots=True)
class Clause:
    """When something takes effect: a period after an act, on that day or the first of its month.

    ``first_of_month`` is the wording of Art. 17 of the Mine Ban Convention and of the
    Convention on Cluster Munitions: "the first day of the sixth month after" the deposit.
    """

    period: Period
    day: DayRule = "same_day"

    def after(self, acts: Days) -> Days:
        """Return the day on which an act of each given day takes effect."""
        if self.day == "first_of_month":
            return first_of_month_after(acts, self.period.months)
        return day_after(acts, self.period)


def day_after(acts: Days, period: Period) -> Days:
    """Return the day a period after each act; in a shorter month, its last day.

    >>> day_after(np.datetime64("2025-06-27"), Period(months=6))
    np.datetime64('2025-12-27')
    >>> day_after(np.datetime64("2025-08-31"), Period(months=6))
    np.datetime64('2026-02-28')
    """
    days = np.asarray(acts, dtype="datetime64[D]")
    month = days.astype("datetime64[M]")
    target = month + period.months
    last = (target + 1).astype("datetime64[D]") - 1
    same = target.astype("datetime64[D]") + (days - month.astype("datetime64[D]"))
    return cast(Days, np.minimum(same, last) + period.days)


def first_of_month_after(acts: Days, months: int) -> Days:
    """Return the first day of the Nth month after each act's month.

    >>> first_of_month_after(np.datetime64("1998-09-16"), 6)
    np.datetime64('1999-03-01')
    """
    month = np.asarray(acts, dtype="datetime64[D]").astype("datetime64[M]")
    return cast(Days, (month + months).astype("datetime64[D]"))


def trigger_day(treaty: Treaty, acts: Acts) -> np.datetime64:
    """Return the day of the deposit that brings the treaty into force, ``NaT`` until there is one.

    ``acts`` are consents: ``state``, ``kind``, ``day``. The clause asks for a number of
    instruments (:data:`COUNTING_KINDS`), for those of named states, or for both: NPT Art.
    IX(3), three depositaries and forty others; CTBT Art. XIV(1), the 44 states of Annex 2.
    """
    if treaty["entry_trigger"] != "nth_deposit":
        return NOT_DETERMINED
    deposits = to_days(acts["day"])
    counting = np.array([kind in COUNTING_KINDS for kind in acts["kind"]], dtype=bool)
    counting &= ~np.isnat(deposits)
    days = [_nth_day(treaty["entry_trigger_count"], np.sort(deposits[counting]))]
    states = np.asarray(acts["state"])[counting]
    for required in required_states(treaty):
        own = deposits[counting][states == required]
        days.append(own.min() if len(own) else NOT_DETERMINED)
    return cast(np.datetime64, np.max([day for day in days if day is not None]))


def required_states(treaty: Treaty) -> list[str]:
    """Return the states without whose instruments the treaty does not enter into force."""
    return [code for code in str(treaty["entry_required_states"]).split(";") if code]


def general_entry(treaty: Treaty, acts: Acts) -> np.datetime64:
    """Return the day on which the treaty enters into force, ``NaT`` while that is not determined.

    For the two humanitarian conventions: Art. 17(1), first day of the sixth month after the
    month of the 40th (Mine Ban Convention) or 30th (Cluster Munitions) deposit. Never before
    ``entry_not_before``: two years after the opening for signature, CWC Art. XXI(1) and CTBT
    Art. XIV(1). Where no clause computes it (``stated``), the day is the one recorded.
    """
    if treaty["entry_trigger"] != "nth_deposit":
        stated = pd.DatetimeIndex([treaty["entered_into_force"]])
        return cast(np.datetime64, to_days(stated)[0])
    clause = entry_clause(treaty, "general")
    day = cast(np.datetime64, clause.after(np.asarray(trigger_day(treaty, acts)))[()])
    floor = treaty.get("entry_not_before")
    no_floor = pd.isna(floor) or floor == ""
    return day if no_floor else cast(np.datetime64, np.maximum(day, np.datetime64(floor, "D")))


def entry_into_force(treaty: Treaty, acts: Acts) -> Days:
    """Return the day on which the treaty binds each state that has consented.

    ``acts`` has the columns ``state``, ``day`` (of deposit), ``kind`` and ``effect`` (a later
    day that the depositary gives, used for successions and where no clause computes the day:
    under Tlatelolco Art. 28(2) a state is bound from its waiver). A state that deposited up to
    the triggering day -- under some treaties before entry into force itself, as CWC Art.
    XXI(2) is applied to Cuba -- is bound from the treaty's own day; a later one from its own,
    never before the treaty. A succession binds from its notification: that it reaches back to
    the succession of states was not known before, and a count on a past day must not change.
    Nor is a later ``effect`` known before it comes, unless the clause gives the same day: of
    Brazil, which ratified Tlatelolco in 1968 and gave its waiver in 1994, nothing was determined
    up to then.
    """
    deposits = to_days(acts["day"])
    general = general_entry(treaty, acts)
    if np.isnat(general):
        return np.full(len(deposits), NOT_DETERMINED)
    by_trigger = treaty["entry_later_after"] == "trigger"
    own = np.maximum(entry_clause(treaty, "later").after(deposits), general)
    in_time = deposits <= trigger_day(treaty, acts) if by_trigger else deposits < general
    succeeds = np.asarray(acts["kind"]) == "succession"
    by_clause = np.where(succeeds, np.maximum(deposits, general), np.where(in_time, general, own))
    given = to_days(acts["effect"])
    entry = np.where(
        succeeds | (treaty["entry_trigger"] == "stated"), np.fmax(by_clause, given), by_clause
    )
    unseen = (entry > by_clause) & (entry > known_on(treaty))
    return cast(Days, np.where(unseen, NOT_DETERMINED, entry))


def withdrawal_effect(treaty: Treaty, notices: Acts, conflicts: pd.DataFrame) -> Days:
    """Return the day on which each notice of withdrawal takes effect.

    ``notices`` has the columns ``state``, ``day`` (of receipt by the depositary) and ``effect``
    (the day that the notice names, if any), ``conflicts`` the columns ``state``, ``start`` and
    ``end`` (first day of peace, ``NaT`` while it goes on). Where the clause sets a minimum
    (``withdrawal_day`` is ``at_least``: NPT Art. X(1), CFE Art. XIX(2)), a later day that the
    notice names counts. The day is ``NaT`` where the treaty has no withdrawal clause and while
    an armed conflict keeps it open. Which one does, ``withdrawal_tail_until`` says:
    ``that_conflict`` that goes on when the period ends (Mine Ban and Cluster Munitions Art. 20(3)),
    ``any_conflict`` (TPNW Art. 17(3): until the state is party to none), or
    ``conflict_or_occupation`` (CCW Art. 9(2)), whose end is the earliest day: operations for
    protected persons may keep a state bound. What a conflict comes to is seen on no earlier day.
    """
    received = to_days(notices["day"])
    if not treaty["withdrawal_period"]:
        return np.full(len(received), NOT_DETERMINED)
    effect = day_after(received, Period.parse(treaty["withdrawal_period"]))
    if treaty["withdrawal_day"] == "at_least":
        effect = np.fmax(effect, to_days(notices["effect"]))
    if treaty["withdrawal_conflict_tail"] != "yes":
        return effect
    chained = treaty.get("withdrawal_tail_until") == "any_conflict"
    seen = _conflicts_as_known(conflicts, known_on(treaty))
    return _not_before_peace(effect, np.asarray(notices["state"]), seen, chained=chained)


def end_of_term(terms: str, day: np.datetime64) -> np.datetime64:
    """Return the day on which a treaty of limited duration ends, as it was set on a day.

    ``terms`` are intervals from the day on which a term was set to the day on which it ends.
    An extension sets a new one: New START, ten years from 2011, extended in 2021 to 2026.

    >>> end_of_term("2011-02-05/2021-02-05;2021-02-03/2026-02-05", np.datetime64("2020-01-01"))
    np.datetime64('2021-02-05')
    """
    last = terms_set(terms, day).rpartition("/")[2]
    return np.datetime64(last, "D") if last else NOT_DETERMINED


def terms_set(terms: str, day: np.datetime64) -> str:
    """Return those of a treaty's terms that were set by a day, written as in the table.

    >>> terms_set("2011-02-05/2021-02-05;2021-02-03/2026-02-05", np.datetime64("2020-01-01"))
    '2011-02-05/2021-02-05'
    """
    told = [term for term in terms.split(";") if term]
    return ";".join(term for term in told if np.datetime64(term.partition("/")[0], "D") <= day)


def known_on(treaty: Treaty) -> np.datetime64:
    """Return the day as of which acts under a treaty are read, ``NaT`` if all are seen."""
    return cast(np.datetime64, to_days([treaty.get("known_on", NOT_DETERMINED)])[0])


def opening(treaty: pd.Series) -> pd.Timestamp:
    """Return the day on which states could first act under a treaty: opened, or else adopted."""
    opened: pd.Timestamp = treaty["adopted"] if pd.isna(treaty["opened"]) else treaty["opened"]
    return opened


def _nth_day(number: Any, ordered: Days) -> np.datetime64 | None:
    """Return the day of the deposit with that number, ``None`` if the clause asks for none."""
    if pd.isna(number) or number == "":
        return None
    place = int(number) - 1
    return cast(np.datetime64, ordered[place]) if place < len(ordered) else NOT_DETERMINED


def entry_clause(treaty: Treaty, which: Literal["general", "later"]) -> Clause:
    """Return the entry-into-force clause of a treaty, in general or for later depositors."""
    period = Period.parse(treaty[f"entry_{which}_period"])
    return Clause(period, cast(DayRule, treaty[f"entry_{which}_day"]))


def to_days(values: Any) -> Days:
    """Return days as numpy ``datetime64[D]``, whatever precision pandas holds them in."""
    return cast(Days, np.asarray(values, dtype="datetime64[D]"))


def _conflicts_as_known(conflicts: pd.DataFrame, day: np.datetime64) -> pd.DataFrame:
    """Return the conflicts that had begun by a day, ended only if they had; all without a day."""
    if np.isnat(day):
        return conflicts
    begun = conflicts[conflicts["start"].to_numpy() <= day]
    return begun.assign(end=begun["end"].where(begun["end"].to_numpy() <= day))


def _not_before_peace(
    expiry: Days, states: npt.NDArray[Any], conflicts: pd.DataFrame, *, chained: bool
) -> Days:
    # In order of start: where any conflict counts, one begun before another has ended extends it.
    effect, ordered = expiry, conflicts.sort_values("start")
    engaged_states = ordered["state"].to_numpy()
    spans = zip(engaged_states, to_days(ordered["start"]), to_days(ordered["end"]), strict=True)
    for state, start, end in spans:
        asked = effect if chained else expiry
        engaged = (states == state) & (start <= asked) & (np.isnat(end) | (asked < end))
        effect = np.where(engaged, np.maximum(effect, end), effect)
    return effect
