"""The clauses of a treaty in words, as far as a program reads them."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd
from pandas.api.typing import NaTType

from analysis.language.days import format_day_short
from analysis.language.numbers import counted, ordinal, period_words
from analysis.law import clauses
from analysis.store.loading import Tables
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.clauses import CONDITIONS, TAILS

#: A day, or none.
Day = pd.Timestamp | NaTType
NO_DAY = "—"


def as_day(day: Any) -> Day:
    """Return a day as pandas holds it, also the one that the law gives (``NaT`` if there is none).

    >>> as_day("2025-12-27"), as_day("NaT")
    (Timestamp('2025-12-27 00:00:00'), NaT)
    """
    return cast(Day, pd.Timestamp(day))


def short_day(day: Any) -> str:
    """Write a day for a table, and a dash where there is none.

    >>> short_day("2025-12-27"), short_day(pd.NaT)
    ('27 Dec 2025', '—')
    """
    moment = as_day(day)
    return NO_DAY if isinstance(moment, NaTType) else format_day_short(moment)


def entry_words(treaty: pd.Series) -> str:
    """Write the clause that brings the treaty into force.

    >>> mine_ban = pd.Series({"entry_trigger": "nth_deposit", "entry_trigger_count": 40,
    ...     "entry_required_states": "", "entry_general_period": "P6M",
    ...     "entry_general_day": "first_of_month"})
    >>> entry_words(mine_ban)
    'first day of the sixth month after that of the 40th deposit'
    """
    if treaty["entry_trigger"] != "nth_deposit":
        return "on a day that no count of deposits gives"
    return _deposits_words(treaty) + _floor_words(treaty)


def _deposits_words(treaty: pd.Series) -> str:
    count, named = treaty["entry_trigger_count"], len(clauses.required_states(treaty))
    of_named = f"the deposits of {counted(named, 'named state')}"
    if pd.isna(count):
        return _after(treaty, "general", of_named)
    among = f", {of_named} among them" if named else ""
    return _after(treaty, "general", f"the {ordinal(int(count))} deposit{among}")


def _floor_words(treaty: pd.Series) -> str:
    floor = as_day(treaty.get("entry_not_before"))
    return "" if isinstance(floor, NaTType) else f", never before {format_day_short(floor)}"


def later_words(treaty: pd.Series) -> str:
    """Write the clause that binds a state which deposits later, empty if there is none."""
    return _after(treaty, "later", "its own deposit") if treaty["entry_later_period"] else ""


def withdrawal_words(treaty: pd.Series) -> str:
    """Write the clause that dates a withdrawal.

    >>> withdrawal_words(pd.Series({"withdrawal_period": "P150D", "withdrawal_day": "at_least",
    ...     "withdrawal_tail_until": "", "withdrawal_condition": "breach", "withdrawal_with": ""}))
    'at least 150 days after notice; only after an essential breach by another party'
    """
    if not treaty["withdrawal_period"]:
        return "no period stated" if treaty["withdrawal_article"] else "no clause"
    least = "at least " if treaty["withdrawal_day"] == "at_least" else ""
    conditions = [
        TAILS.get(treaty["withdrawal_tail_until"], ""),
        CONDITIONS["breach"] if treaty["withdrawal_condition"] == "breach" else "",
        _with_words(treaty),
    ]
    said = f"{least}{period_words(treaty['withdrawal_period'])} after notice"
    return "; ".join([said, *filter(None, conditions)])


def _with_words(treaty: pd.Series) -> str:
    if not treaty["withdrawal_with"]:
        return ""
    alone = "alone or with" if treaty["withdrawal_alone"] == "yes" else "only with"
    return f"{alone} the convention"


def reading_words(treaty: pd.Series) -> str:
    """Write whether both clauses were read in the treaty's text.

    >>> reading_words(pd.Series({"entry_read": "yes", "withdrawal_read": "no"}))
    'The clause on withdrawal was not read.'
    """
    said = {
        "secondary": "was not read in the text: it is known from a translation, a quotation or"
        " another's account",
        "no": "was not read",
    }
    entry, leave = (said.get(treaty[f"{which}_read"], "") for which in ("entry", "withdrawal"))
    if entry == leave:
        told = [f"neither clause {entry.replace('was not', 'was', 1)}"] if entry else []
    else:
        told = [f"the clause on entry into force {entry}"] if entry else []
        told += [f"the clause on withdrawal {leave}"] if leave else []
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in told)


def consents(tables: Tables, treaty: str) -> pd.DataFrame:
    """Return the consents to be bound by a treaty that have a day, in its order."""
    events = tables.events
    chosen = (events["treaty"] == treaty) & events["kind"].isin(CONSENT_KINDS)
    chosen &= (events["state"] != "INT") & events["day"].notna()
    return events[chosen].sort_values(["day", "state"], kind="stable", ignore_index=True)


def triggering(treaty: pd.Series, acts: pd.DataFrame) -> pd.DataFrame:
    """Return the deposits of the day that brings a treaty into force, none while there is none."""
    day = clauses.trigger_day(treaty, acts)
    counting = acts["kind"].isin(clauses.COUNTING_KINDS).to_numpy()
    completing: pd.DataFrame = acts[counting & (clauses.to_days(acts["day"]) == day)]
    return completing


def state_names(tables: Tables) -> dict[str, str]:
    """Return the short name of each state by its code."""
    return dict(zip(tables.states["state"], tables.states["short_name"], strict=True))


def _after(treaty: pd.Series, which: str, deposit: str) -> str:
    period, day = treaty[f"entry_{which}_period"], treaty[f"entry_{which}_day"]
    if day == "first_of_month":
        months = clauses.Period.parse(period).months
        return f"first day of the {ordinal(months)} month after that of {deposit}"
    words = period_words(period)
    return f"{words} after {deposit}" if words else f"on the day of {deposit}"
