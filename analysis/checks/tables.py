"""What the other tables say of states and treaties that the events would not bear out.

A state that is no more belongs to no group, has no border and takes no step; a treaty is covered to
a day that its own acts have reached; a number of a depositary belongs to one treaty.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from analysis.checks.cells import MANY
from analysis.checks.dates import first_of, last_of
from analysis.checks.sheets import Sheets, TreatyRow
from analysis.law.clauses import Period
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.errors import Fault

#: Tables that say something of a state from a day on: its columns of states, of start and of end.
_SPELLS = (
    ("groups", "state", "start", "end"),
    ("conflicts", "state", "start", "end"),
    ("attempts", "state", "started", "outcome_date"),
    ("offices", "state", "start", "end"),
    ("calendar", "states", "day", ""),
    ("gaps", "states", "start", "end"),
    ("disputes", "state", "start", ""),
    ("searches", "state", "from_year", ""),
)
#: How a note begins that says what a member was before it was a state.
WAS = "as "
#: Acts of which the last shows how far a treaty is covered; a few may be known of later days.
_DEPOSITS = (*CONSENT_KINDS, "signature", "withdrawal_notified")
_KNOWN_LATER = 3
#: Days after which no clause on withdrawal lets a state go.
_LONGEST_NOTICE = 3660
#: A notification of the UN as depositary: its year, and the treaty that it is about.
_REFERENCE = re.compile(r"C\.N\.\d+\.(\d{4})\.TREATIES-(.+)")


def check_members(sheets: Sheets) -> Iterator[Fault]:
    """Yield rows of any table about a state before it began or after it ended."""
    if not sheets.has("states", "state", "start", "end", "un_status"):
        return
    lives = {code: life for _, code, *life in sheets.rows("states", "state", "start", "end")}
    for table, column, first, last in _SPELLS:
        columns = (column, first, *([last] if last else []))
        if not sheets.has(table, *columns):
            continue
        older = _older(sheets) if table == "groups" else set()
        for number, states, day, *until in sheets.rows(table, *columns):
            for state in states.split(";"):
                start, end = lives.get(state, ["", ""])
                if found := _outlived("" if number in older else start, end, day, *until):
                    where, rule = found
                    at, value = (last, until[0]) if where == "end" else (first, day)
                    at, value = f"{column}, {at}", f"{states}, {value}"
                    remedy = "Correct the day, or name its successor or its predecessor."
                    if table == "groups" and where == "start":
                        remedy += f" What was no state yet has a note that begins with {WAS!r}."
                    yield Fault(f"{table}.csv", number, at, value, f"{rule} ({state})", remedy)
                    break
    if sheets.has("borders", "state_a", "state_b"):
        for number, *pair in sheets.rows("borders", "state_a", "state_b"):
            for column, state in zip(("state_a", "state_b"), pair, strict=True):
                if lives.get(state, ["", ""])[1]:
                    rule = f"there is no such state any more (since {lives[state][1]})"
                    remedy = "Name the state that has the border today."
                    yield Fault("borders.csv", number, column, state, rule, remedy)


def _older(sheets: Sheets) -> set[int]:
    """Return the rows of memberships older than their state: a predecessor's, or a territory's."""
    if not sheets.has("groups", "standing", "note"):
        return set()
    return {
        number
        for number, standing, note in sheets.rows("groups", "standing", "note")
        if standing == "successor" or note.startswith(WAS)
    }


def _outlived(start: str, end: str, day: str, until: str | None = None) -> tuple[str, str] | None:
    """Return which cell lies outside the life of a state, and why."""
    if start and day and last_of(day) < start and len(day) > 4:
        return "start", f"there was no such state before {start}"
    if not end:
        return None
    if (day and first_of(day) >= end) or (not day and until is None):
        return "start", f"there was no such state any more (since {end})"
    if until is not None and (not until or first_of(until) > end):
        # What began in its life and goes on after it: an end is due.
        return ("end", f"the state itself ended before (on {end})")
    return None


def check_standings(sheets: Sheets) -> Iterator[Fault]:
    """Yield former members without an end of membership, and members with one in the past."""
    if not sheets.has("groups", "group", "start", "end", "standing", "state"):
        return
    ended = {
        (group, state)
        for _, group, state, end, standing in sheets.rows(
            "groups", "group", "state", "end", "standing"
        )
        if end and standing == "former"
    }
    of_the_past = {
        group for group, rows in _by_group(sheets).items() if rows and all(end for end in rows)
    }
    for number, group, end, standing in sheets.rows("groups", "group", "end", "standing"):
        if standing == "former" and not end:
            rule = "a former member has the day on which its membership ended"
            yield _fault("groups", number, "end", end, rule, "Add it, or correct the standing.")
        elif standing == "member" and end and group not in of_the_past and ended:
            rule = f"a member whose membership has ended ({end}) is a former one"
            yield _fault("groups", number, "standing", standing, rule, "Write former.")


def _by_group(sheets: Sheets) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for _, group, end in sheets.rows("groups", "group", "end"):
        found[group].append(end)
    return found


def check_covered(sheets: Sheets) -> Iterator[Fault]:
    """Yield treaties covered to before their acts, or without any; odd clauses and numbers."""
    if sheets.has("events", "treaty", "kind", "date"):
        yield from _check_coverage(sheets)
    numbers: dict[str, list[str]] = defaultdict(list)
    treaties = sheets.treaties()
    for code, treaty in treaties.items():
        if number := treaty.get("untc_number"):
            numbers[number].append(treaty.get("withdrawal_with") or code)
        above = treaty.get("withdrawal_with")
        if above == code or (above in treaties and treaties[above].get("withdrawal_with")):
            rule = "a treaty is left with its convention, which stands on its own"
            yield _fault("treaties", treaty.number, "withdrawal_with", above, rule, "Correct it.")
        if (period := treaty.get("withdrawal_period")) and (rule := _odd(period)):
            remedy = "Take it from the clause on withdrawal."
            yield _fault("treaties", treaty.number, "withdrawal_period", period, rule, remedy)
    for treaty in treaties.values():
        number = treaty.get("untc_number")
        if number and len(set(numbers[number])) > 1:
            rule = "two treaties that do not belong together have this number of the depositary"
            remedy = "Take each from the page of its treaty."
            yield _fault("treaties", treaty.number, "untc_number", number, rule, remedy)


def _odd(period: str) -> str:
    try:
        days = Period.parse(period)
    except ValueError:
        return ""
    length = days.months * 30 + days.days
    if not length:
        return "a notice that runs for no time is none; where there is none the cell is empty"
    return f"no notice runs for {length} days" if length > _LONGEST_NOTICE else ""


def _check_coverage(sheets: Sheets) -> Iterator[Fault]:
    days: dict[str, list[str]] = defaultdict(list)
    acted: set[str] = set()
    for _, treaty, kind, date in sheets.rows("events", "treaty", "kind", "date"):
        acted.add(treaty)
        if kind in _DEPOSITS and len(date) == 10:
            days[treaty].append(date)
    broken = sheets.faults_in("events")
    for code, treaty in sheets.treaties().items():
        covered = treaty.get("covered_to")
        later = [day for day in days[code] if day > covered]
        if code not in acted and not broken and treaty.cells.get("covered_to"):
            rule = f"the table has no act of this treaty ({code}): its rows may be missing"
            remedy = "Restore them, or delete the treaty."
            yield Fault("events.csv", None, "treaty", code, rule, remedy)
        elif covered and len(later) > _KNOWN_LATER:
            rule = f"events.csv has {len(later)} acts of this treaty after that day"
            remedy = "Correct the day to which the treaty is covered, or that of the act."
            yield _fault("treaties", treaty.number, "covered_to", covered, rule, remedy)
        elif covered and covered < (treaty.get("adopted") or treaty.get("opened")):
            rule = "a treaty is not covered to a day before it was there"
            yield _fault("treaties", treaty.number, "covered_to", covered, rule, "Correct it.")


def check_notifications(sheets: Sheets) -> Iterator[Fault]:
    """Yield notifications of another treaty or year than their act, and those told twice."""
    columns = ("treaty", "date", "reference", "state")
    if not sheets.has("events", *columns):
        return
    treaties = sheets.treaties()
    rows = [row for row in sheets.rows("events", *columns) if row[3]]
    wrong = list(_check_number(treaties, rows))
    yield from wrong
    for fault in wrong:
        # What is wrong with the treaty is not held against its acts.
        treaties = {code: own for code, own in treaties.items() if own.number != fault.row}
    told: dict[str, set[str]] = defaultdict(set)
    for _, _, _, reference, state in rows:
        told[reference].add(state)
    for number, treaty, date, reference, _ in rows:
        found = _REFERENCE.fullmatch(reference)
        own = treaties[treaty].cells.get("untc_number") if treaty in treaties else None
        if not found or not own:
            continue
        if found[2] != own:
            rule = f"the notification is about another treaty ({treaty} is {own})"
            yield _fault("events", number, "reference", reference, rule, "Look it up again.")
        elif abs(int(found[1]) - int(date[:4])) > 1:
            rule = f"the notification is of another year than the act ({date})"
            yield _fault("events", number, "reference", reference, rule, "Look it up again.")
        elif len(told[reference]) > 1:
            states = " and ".join(sorted(told[reference]))
            rule = f"a notification tells of one state, and this one of {states}"
            yield _fault("events", number, "reference", reference, rule, "Look it up again.")


def _check_number(
    treaties: dict[str, TreatyRow], rows: list[tuple[int, str, str, str, str]]
) -> Iterator[Fault]:
    """Yield numbers of treaties that are not those which many notifications agree on."""
    about: dict[str, Counter[str]] = defaultdict(Counter)
    for _, code, _, reference, _ in rows:
        if found := _REFERENCE.fullmatch(reference):
            about[code][found[2]] += 1
    for code, usual in about.items():
        treaty, (number, count) = treaties.get(code), usual.most_common(1)[0]
        if treaty and count >= MANY and treaty.cells.get("untc_number", number) != number:
            rule = f"{count} notifications in events.csv are about {number}"
            value = treaty.get("untc_number")
            yield _fault("treaties", treaty.number, "untc_number", value, rule, f"Write {number}.")


def _fault(table: str, number: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault(f"{table}.csv", number, column, value, rule, remedy)
