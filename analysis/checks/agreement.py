"""Tables that tell of the same acts: the calendar, disputes and attempts against the events.

Each is sound on its own and wrong beside the act that it is about: an effect on another day, a
claim from before its act, an attempt to leave of a state that never joined.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from analysis.checks.dates import days_between, first_of
from analysis.checks.order import find_doubts
from analysis.checks.sheets import Sheets
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.errors import Fault

_ACT = ("treaty", "state", "date", "kind")
_JOINING = (*CONSENT_KINDS, "signature")
#: The longest a meeting of a treaty lasts, in days.
_LONGEST_MEETING = 45
#: Days between two effects of one act of which one is mistyped, at most.
_NEAR = 366
#: Who calls for leaving may mean another state; members and citizens mean their own.
_ABROAD = ("government", "head_of_state", "head_of_government", "organisation")
_PROPOSED = ("leave", "suspend", "unsign", "unratify")
#: The day at the end of the key of a source, and by how many days its own may differ.
_KEY_DAY = re.compile(r"_((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[a-z]?$")
_KEY_AWAY = 31


def check_agreement(sheets: Sheets) -> Iterator[Fault]:
    """Yield rows of the calendar, disputes and attempts that no act bears out."""
    if sheets.has("events", *_ACT, "effect"):
        yield from _check_effects(sheets)
        yield from _check_strangers(sheets)
    if sheets.has("calendar", "day", "last_day", "occasion"):
        for number, day, last, occasion in sheets.rows("calendar", "day", "last_day", "occasion"):
            if occasion == "meeting" and len(day) == len(last) == 10:
                length = days_between(day, last)
                if length > _LONGEST_MEETING:
                    rule = f"no meeting lasts {length} days (from {day})"
                    remedy = "Look it up again: the year or month may be mistyped."
                    yield Fault("calendar.csv", number, "last_day", last, rule, remedy)
    yield from _check_totals_days(sheets)
    if sheets.has("disputes", "date", "claimed"):
        for number, day, claimed in sheets.rows("disputes", "date", "claimed"):
            if claimed and claimed < first_of(day):
                rule = f"the state claims an effect from before its act ({day})"
                remedy = "Correct one of the two days."
                yield Fault("disputes.csv", number, "claimed", claimed, rule, remedy)


def _check_totals_days(sheets: Sheets) -> Iterator[Fault]:
    """Yield totals of a day on which the treaty was not there."""
    if not sheets.has("totals", "treaty", "day"):
        return
    treaties = sheets.treaties()
    for number, code, day in sheets.rows("totals", "treaty", "day"):
        if code not in treaties:
            continue
        begun = treaties[code].get("adopted") or treaties[code].get("opened")
        if begun and day < begun:
            rule = f"there was no treaty before {begun} that could be counted"
            yield Fault("totals.csv", number, "day", day, rule, "Correct the day.")


def check_keys_of_days(sheets: Sheets) -> Iterator[Fault]:
    """Yield sources whose key names another day than the one on which they were published."""
    if not sheets.has("sources", "source", "published"):
        return
    for number, key, published in sheets.rows("sources", "source", "published"):
        found = _KEY_DAY.search(key)
        if not found or len(published) != 10:
            continue
        try:
            named = date(*map(int, found.groups()))
        except ValueError:
            continue
        if abs(days_between(published, named.isoformat())) > _KEY_AWAY:
            rule = f"the key ({key}) names the day {named}"
            remedy = "Look the day up again, and correct one of the two."
            yield Fault("sources.csv", number, "published", published, rule, remedy)


def _check_effects(sheets: Sheets) -> Iterator[Fault]:
    """Yield effects of the calendar on another day than those that the acts have."""
    if not sheets.has("calendar", "treaty", "day", "occasion", "states"):
        return
    effects: dict[tuple[str, str], set[str]] = defaultdict(set)
    columns = ("treaty", "day", "occasion", "states")
    about = {treaty for _, treaty, *_ in sheets.rows("calendar", *columns)}
    acts = sheets.rows("events", *_ACT, "effect", among={"treaty": about})
    for _, treaty, state, day, kind, effect in acts:
        if len(effect) == 10:
            effects[treaty, state].add(effect)
        if kind in ("withdrawal_effective", "suspension_effective") and len(day) == 10:
            effects[treaty, state].add(day)
    for number, treaty, day, occasion, states in sheets.rows("calendar", *columns):
        for state in states.split(";"):
            if occasion != "effect" or len(day) != 10:
                continue
            # What took effect years away is another act of the state.
            known = {one for one in effects[treaty, state] if abs(days_between(one, day)) <= _NEAR}
            if known and day not in known:
                rule = f"the acts of {state} take effect on {', '.join(sorted(known))}"
                remedy = "Correct this day, or the effect of the act in events.csv."
                yield Fault("calendar.csv", number, "day", day, rule, remedy)
                break


def _check_strangers(sheets: Sheets) -> Iterator[Fault]:
    """Yield attempts to leave by states that have never signed nor joined."""
    acted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, treaty, state, _, kind in sheets.rows("events", *_ACT):
        acted[treaty, state].add(kind)
    treaties, doubts = {treaty for treaty, _ in acted}, find_doubts(sheets)
    columns = ("treaty", "state", "actor", "proposed")
    if sheets.has("attempts", *columns):
        for number, treaty, state, actor, proposed in sheets.rows("attempts", *columns):
            inside = acted[treaty, state] & set(_JOINING)
            if treaty not in treaties or state == "INT" or actor in _ABROAD or inside:
                continue
            if proposed in _PROPOSED and not doubts.cover(treaty, _JOINING, state):
                rule = "the state has neither signed nor joined what it is to leave"
                remedy = "Correct the state or the treaty, or add its consent."
                yield Fault("attempts.csv", number, "state", state, rule, remedy)
