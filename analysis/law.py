"""The law of treaty dates: when a treaty binds a state, and when a withdrawal takes effect.

Each rule is a clause of a treaty, held as data in ``treaties.csv`` beside its article:

* *entry into force* -- generally, a period after the Nth instrument is deposited; for a state
  that deposits after that day, a period after its own deposit (VCLT Art. 24);
* *withdrawal* -- a period after the depositary receives the notice, under some treaties not
  before the end of an armed conflict in which the state is then engaged (VCLT Art. 54);
* *succession* -- from the day the depositary gives, since the successor continues the treaty
  relation of its predecessor (Vienna Convention on Succession of States 1978, Art. 22-23).

Days are numpy ``datetime64[D]``, one or many: the same line of law dates one deposit and a
million. ``NaT`` stands for a day that is not known or not yet determined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

Days = npt.NDArray[np.datetime64]
DayRule = Literal["same_day", "first_of_month"]

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


def trigger_day(treaty: pd.Series, deposits: Days) -> np.datetime64:
    """Return the day of the deposit that brings the treaty into force, ``NaT`` until there is one.

    ``deposits`` are the days of the instruments that count (:data:`COUNTING_KINDS`).
    """
    if treaty["entry_trigger"] != "nth_deposit":
        return NOT_DETERMINED
    number = int(treaty["entry_trigger_count"])
    known = np.sort(deposits[~np.isnat(deposits)])
    return known[number - 1] if len(known) >= number else NOT_DETERMINED


def general_entry(treaty: pd.Series, deposits: Days) -> np.datetime64:
    """Return the day on which the treaty enters into force, ``NaT`` while that is not determined.

    For the two humanitarian conventions: Art. 17(1), first day of the sixth month after the
    month of the 40th (Mine Ban Convention) or 30th (Cluster Munitions) deposit.
    """
    if treaty["entry_trigger"] != "nth_deposit":
        return np.datetime64(treaty["entered_into_force"], "D")
    clause = entry_clause(treaty, "general")
    return cast(np.datetime64, clause.after(np.asarray(trigger_day(treaty, deposits)))[()])


def entry_into_force(treaty: pd.Series, acts: pd.DataFrame) -> Days:
    """Return the day on which the treaty binds each state that has consented.

    ``acts`` has the columns ``day`` (of deposit), ``kind`` and ``effect`` (a later day that
    the depositary gives, used for successions only). A state that deposited up to the
    triggering day is bound from the treaty's own day; a later one from its own, never before
    the treaty. A succession binds from its notification: that it reaches back to the
    succession of states was not known before, and a count on a past day must not change.
    """
    deposits = to_days(acts["day"])
    counting = deposits[acts["kind"].isin(COUNTING_KINDS).to_numpy()]
    trigger, general = trigger_day(treaty, counting), general_entry(treaty, counting)
    if np.isnat(general):
        return np.full(len(acts), NOT_DETERMINED)
    own = np.maximum(entry_clause(treaty, "later").after(deposits), general)
    entry = np.where(deposits <= trigger, general, own) if not np.isnat(trigger) else own
    given = to_days(acts["effect"])
    succession = np.maximum(np.fmax(deposits, given), general)
    return cast(Days, np.where((acts["kind"] == "succession").to_numpy(), succession, entry))


def withdrawal_effect(treaty: pd.Series, notices: pd.DataFrame, conflicts: pd.DataFrame) -> Days:
    """Return the day on which each notice of withdrawal takes effect.

    ``notices`` has the columns ``state`` and ``day`` (of receipt by the depositary),
    ``conflicts`` the columns ``state``, ``start`` and ``end`` (first day of peace, ``NaT``
    while it goes on). The day is ``NaT`` while an armed conflict keeps it open (for the two
    humanitarian conventions Art. 20(3)) and where the treaty has no withdrawal clause.
    """
    received = to_days(notices["day"])
    if not treaty["withdrawal_period"]:
        return np.full(len(notices), NOT_DETERMINED)
    effect = day_after(received, Period.parse(treaty["withdrawal_period"]))
    if treaty["withdrawal_conflict_tail"] != "yes":
        return effect
    return _not_before_peace(effect, notices["state"].to_numpy(), conflicts)


def entry_clause(treaty: pd.Series, which: Literal["general", "later"]) -> Clause:
    """Return the entry-into-force clause of a treaty, in general or for later depositors."""
    period = Period.parse(treaty[f"entry_{which}_period"])
    return Clause(period, cast(DayRule, treaty[f"entry_{which}_day"]))


def to_days(values: Any) -> Days:
    """Return days as numpy ``datetime64[D]``, whatever precision pandas holds them in."""
    return cast(Days, np.asarray(values, dtype="datetime64[D]"))


def _not_before_peace(effect: Days, states: npt.NDArray[Any], conflicts: pd.DataFrame) -> Days:
    # In order of start, so that a second conflict begun before the first has ended extends it.
    ordered = conflicts.sort_values("start")
    engaged_states = ordered["state"].to_numpy()
    spans = zip(engaged_states, to_days(ordered["start"]), to_days(ordered["end"]), strict=True)
    for state, start, end in spans:
        engaged = (states == state) & (start <= effect)
        engaged &= np.isnat(end) | (effect < end)
        effect = np.where(engaged, end, effect)
    return effect
