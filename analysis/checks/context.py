"""The tables around the events: treaties, groups, borders, conflicts and sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from analysis.checks.cells import MANY
from analysis.checks.dates import check_date, first_of, last_of
from analysis.checks.sheets import Finding, Sheets
from analysis.law.clauses import Period
from analysis.law.regions import DERIVED, REGION_COLUMNS, slug
from analysis.terms.errors import Fault

#: Days of a treaty that follow each other, with the words for a pair that does not.
_ORDER = (
    ("adopted", "opened", "the treaty was opened for signature before it was adopted"),
    ("opened", "signature_closes", "signature closes before the treaty was opened for it"),
    ("adopted", "entered_into_force", "the treaty entered into force before it was adopted"),
    ("entered_into_force", "ended", "the treaty ended before it entered into force"),
)
_PERIODS = ("entry_general_period", "entry_later_period", "withdrawal_period")
#: What a clause needs beside it: the column that shows it is there, its words for that, the need.
_CLAUSES = (
    ("entry_general_period", "entry_article"),
    ("entry_general_period", "entry_text"),
    ("entry_later_period", "entry_article"),
    ("withdrawal_period", "withdrawal_article"),
    ("withdrawal_period", "withdrawal_text"),
)
_NTH_DEPOSIT = (
    "entry_general_period",
    "entry_general_day",
    "entry_later_period",
    "entry_later_day",
)


def check_treaties(sheets: Sheets) -> Iterator[Fault]:
    """Yield what is wrong with a treaty: days out of order, clauses without their parts."""
    for treaty in sheets.treaties().values():
        cells = treaty.cells
        found: dict[str, Finding] = {}
        for column, finding in (
            *_days(cells), *_terms(cells), *_periods(cells), *_clauses(cells), *_leaving(cells)
        ):  # fmt: skip
            found.setdefault(column, finding)
        for column, finding in found.items():
            yield Fault("treaties.csv", treaty.number, column, cells[column], *finding)


def check_states(sheets: Sheets) -> Iterator[Fault]:
    """Yield states that exist without a place in the world, or are no more without an end."""
    columns = ("un_status", "region", "sub_region", "start", "end")
    if not sheets.has("states", *columns):
        return
    for number, standing, region, sub_region, start, end in sheets.rows("states", *columns):
        exists = standing not in ("former", "organisation")
        for column, value in (("region", region), ("sub_region", sub_region)):
            if exists and not value:
                rule = "a state that exists has its M49 region and sub-region"
                yield _fault("states", number, column, value, rule, "Take it from the M49 table.")
        if (standing == "former") != bool(end):
            rule = "a former state has the day of its end, and no other has one"
            remedy = "Add the first day on which it no longer existed, or correct un_status."
            yield _fault("states", number, "end", end, rule, remedy)
        elif start and end and end <= start:
            rule = "the state ends before it starts (end is the first day without it)"
            yield _fault("states", number, "end", end, rule, "Correct one of the two days.")
    if sheets.has("states", "start", "end", "annexed"):
        for number, start, end, cell in sheets.rows("states", "start", "end", "annexed"):
            if rule := _not_annexed(cell, start, end):
                remedy = "Write its first day, a slash, the first day after; several by semicolons."
                yield _fault("states", number, "annexed", cell, rule, remedy)

    if sheets.has("states", "un_status", "continues"):
        former = {
            code for _, code, one in sheets.rows("states", "state", "un_status") if one == "former"
        }
        for number, cell in sheets.rows("states", "continues"):
            if cell and cell not in former:
                rule = "a state continues one that is no more (un_status former)"
                yield _fault(
                    "states", number, "continues", cell, rule, "Name that one, or empty it."
                )


def _not_annexed(cell: str, start: str, end: str) -> str:
    """Return why a state cannot have been annexed at the times in a cell, ``""`` if it can."""
    days = [day for term in cell.split(";") if term for day in term.split("/")]
    if any(check_date(day, partial=len(day) < len("2000-01-01")) for day in days):
        return "a time holds a day that does not exist"
    if any(first_of(after) <= last_of(before) for before, after in pairwise(days)):
        return "a time ends after it begins, and later times follow earlier ones"
    if days and ((start and last_of(days[0]) < start) or (end and days[-1] > end)):
        return "a state is annexed between its first day and its end"
    return ""


def check_groups(sheets: Sheets) -> Iterator[Fault]:
    """Yield spells of membership that end before they start or overlap, and names that vary."""
    if sheets.has("groups", "group", "group_name"):
        taken = list(_check_taken(sheets))
        yield from taken
        wrong = {fault.row for fault in taken}
        rows = sheets.rows("groups", "group", "group_name")
        yield from _check_group_names([row for row in rows if row[0] not in wrong])
    if not sheets.has("groups", "group", "state", "start", "end"):
        return
    spells: list[tuple[str, str, str, str, int]] = []
    for number, group, state, start, end in sheets.rows("groups", "group", "state", "start", "end"):
        # Partial dates: a fault only where no reading of the two dates is in order.
        if end and first_of(start) >= last_of(end):
            rule = "the membership ends before it starts (end is the first day outside)"
            yield _fault("groups", number, "end", end, rule, "Correct one of the two dates.")
        else:
            spells.append((group, state, start, end, number))
    yield from _check_overlaps(sorted(spells))


def check_borders(sheets: Sheets) -> Iterator[Fault]:
    """Yield borders of a state with itself, pairs listed twice, and lengths that disagree."""
    if sheets.has("borders", "state_a", "state_b"):
        seen: dict[frozenset[str], int] = {}
        for number, a, b in sheets.rows("borders", "state_a", "state_b"):
            above = seen.setdefault(frozenset((a, b)), number)
            if a == b:
                rule = "a state has no border with itself"
                yield _fault("borders", number, "state_b", b, rule, "Correct one of the codes.")
            elif above != number:
                rule = f"row {above} gives the same border the other way round"
                pair = f"{a}, {b}"
                remedy = "Delete one of the two rows."
                yield _fault("borders", number, "state_a, state_b", pair, rule, remedy)
    columns = ("km", "km_per_a", "km_per_b", "sides_agree")
    if sheets.has("borders", *columns):
        for row in sheets.rows("borders", *columns):
            yield from _check_lengths(*row)


def check_conflicts(sheets: Sheets) -> Iterator[Fault]:
    """Yield conflicts that end before they start."""
    if not sheets.has("conflicts", "start", "end"):
        return
    for number, start, end in sheets.rows("conflicts", "start", "end"):
        if end and end <= start:
            rule = "the conflict ends before it starts (end is the first day of peace)"
            yield _fault("conflicts", number, "end", end, rule, "Correct one of the two days.")


def check_sources(sheets: Sheets) -> Iterator[Fault]:
    """Yield sources that nobody could find again."""
    if not sheets.has("sources", "url", "published"):
        return
    for number, url, published in sheets.rows("sources", "url", "published"):
        if not url and not published:
            rule = "a source needs an address, or the day on which it was published"
            remedy = "Add the address that begins with https://."
            yield _fault("sources", number, "url", url, rule, remedy)
        elif url and not all(part.startswith(("http://", "https://")) for part in url.split(";")):
            rule = "an address begins with http:// or https://"
            yield _fault("sources", number, "url", url, rule, "Copy the whole address again.")


def _days(cells: dict[str, str]) -> Iterator[tuple[str, Finding]]:
    for before, after, rule in _ORDER:
        first, second = cells.get(before, ""), cells.get(after, "")
        same_day_too = after == "signature_closes"
        if first and second and (second < first or (same_day_too and second == first)):
            yield after, (f"{rule} ({first})", "Correct one of the two days.")


def _terms(cells: dict[str, str]) -> Iterator[tuple[str, Finding]]:
    """Find terms that end before they are set, days that do not exist, terms out of order."""
    terms = [term.split("/") for term in cells.get("terms", "").split(";") if term]
    if any(check_date(day, partial=False) for term in terms for day in term):
        yield "terms", ("a term holds a day that does not exist", "Correct the day.")
    elif any(end <= known for known, end in terms) or terms != sorted(terms):
        rule = "a term is set before it ends, and later terms follow earlier ones"
        yield "terms", (rule, "Write the day on which it was set, a slash, the day it ends.")


def _periods(cells: dict[str, str]) -> Iterator[tuple[str, Finding]]:
    for column in _PERIODS:
        if cells.get(column):
            try:
                Period.parse(cells[column])
            except ValueError:
                rule = "a period is an ISO 8601 duration"
                yield (
                    column,
                    (rule, "Write P6M for six months, P90D for ninety days, P1Y for a year."),
                )
    if cells.get("entry_trigger") == "stated" and cells.get("entered_into_force") == "":
        rule = "no clause computes the entry into force, so its day must be stated"
        yield "entered_into_force", (rule, "Add the day, with its source.")
    if cells.get("entry_trigger") == "nth_deposit":
        if cells.get("entry_trigger_count") == cells.get("entry_required_states") == "":
            rule = (
                "entry into force by deposits needs their number, or the states that must deposit"
            )
            yield "entry_trigger_count", (rule, "Take it from the clause on entry into force.")
        for column in _NTH_DEPOSIT:
            if cells.get(column) == "":
                rule = "entry into force by a number of deposits needs this cell"
                yield column, (rule, "Take it from the treaty's clause on entry into force.")


def _clauses(cells: dict[str, str]) -> Iterator[tuple[str, Finding]]:
    for clause, need in _CLAUSES:
        if cells.get(clause) and cells.get(need) == "":
            rule = f"a clause ({clause} {cells[clause]}) needs its article and its text"
            yield need, (rule, "Add the article, or what the clause says in plain words.")
    if (
        cells.get("suspension_clause") in ("yes", "general_law")
        and cells.get("suspension_article") == ""
    ):
        yield (
            "suspension_article",
            ("a clause on suspension needs its article, or the rule it rests on", "Add it."),
        )
    if cells.get("withdrawal_conflict_tail") == "yes" and cells.get("withdrawal_period") == "":
        rule = "a condition on withdrawal in armed conflict needs a withdrawal period"
        yield "withdrawal_conflict_tail", (rule, "Add withdrawal_period, or write no.")


def _leaving(cells: dict[str, str]) -> Iterator[tuple[str, Finding]]:
    """Find parts of the clause on withdrawal that one has without the other."""
    pairs = (
        ("withdrawal_tail_until", cells.get("withdrawal_conflict_tail") == "yes",
         "what a withdrawal waits for in armed conflict"),
        ("withdrawal_alone", bool(cells.get("withdrawal_with")),
         "whether a treaty is left without its convention"),
    )  # fmt: skip
    if not {"withdrawal_conflict_tail", "withdrawal_with"} <= cells.keys():
        return
    for column, wanted, what in pairs:
        if column in cells and wanted != bool(cells[column]):
            rule = f"{what} is said where there is such a clause, and only there"
            yield column, (rule, "Take it from the clause on withdrawal, or empty it.")
    if cells.get("withdrawal_period") and cells.get("withdrawal_condition") == "":
        rule = "a clause on withdrawal says what it asks for besides the notice"
        yield "withdrawal_condition", (rule, "Write open if it asks for nothing.")
    read = "yes" in (cells.get("entry_read"), cells.get("withdrawal_read"))
    if read and cells.get("clause_sources") == "":
        rule = "a clause that was read names the text in which it was read"
        yield "clause_sources", (rule, "Add the key of the text, or write no.")


def _check_group_names(rows: list[tuple[int, str, str]]) -> Iterator[Fault]:
    """Yield groups with two names and names under two short names: the rarer one is a slip."""
    for number, name, usual in rarer(rows):
        rule = f"a group has one name, elsewhere {usual!r}"
        yield _fault("groups", number, "group_name", name, rule, f"Write {usual!r}.")
    names = {number: name for number, _, name in rows}
    slips = list(rarer([(number, name, group) for number, group, name in rows]))
    counts = Counter(group for _, group, _ in slips)
    swallowed = {(group, usual) for _, group, usual in slips if counts[group] >= MANY}
    for group, usual in sorted(swallowed):
        rule = f"all {counts[group]} rows of this group have the name of {usual}"
        remedy = "Give each group its own name."
        shown = next(names[number] for number, own, _ in slips if own == group)
        yield Fault("groups.csv", None, "group_name, group", f"{shown}, {group}", rule, remedy)
    for number, group, usual in (slip for slip in slips if counts[slip[1]] < MANY):
        rule = f"{names[number]} has one short name, elsewhere {usual!r}"
        yield _fault("groups", number, "group", group, rule, f"Write {usual!r}.")


def rarer(rows: Sequence[tuple[int, str, str]]) -> Iterator[tuple[int, str, str]]:
    """Yield the rows (number, owner, value) whose value is not their owner's most frequent one."""
    values: dict[str, Counter[str]] = defaultdict(Counter)
    for _, owner, value in rows:
        values[owner][value] += 1
    for number, owner, value in rows:
        usual = values[owner].most_common(1)[0][0]
        if value != usual:
            yield number, value, usual


def _check_taken(sheets: Sheets) -> Iterator[Fault]:
    """Yield groups whose short name already means a region of the geoscheme or a derived one."""
    if not sheets.has("states", *REGION_COLUMNS):
        return
    areas = {slug(area) for _, *row in sheets.rows("states", *REGION_COLUMNS) for area in row}
    taken = {*areas, *DERIVED, "world"}
    for number, group in sheets.rows("groups", "group"):
        if group in taken:
            rule = "this short name already means another region"
            remedy = "Choose another one; `rollback list regions` lists those in use."
            yield _fault("groups", number, "group", group, rule, remedy)


def _check_overlaps(spells: list[tuple[str, str, str, str, int]]) -> Iterator[Fault]:
    """Yield spells of one state in one group that overlap however their dates are read."""
    for before, after in pairwise(spells):
        (*one, _, end, _), (*other, start, _, number) = before, after
        # Sorted by start: an end or a start that is not given means "ever since", "until now".
        if one == other and (not end or not start or last_of(start) < first_of(end)):
            rule = "two spells of the same state in the same group overlap"
            remedy = "End the first before the second starts."
            yield _fault("groups", number, "start", start, rule, remedy)


def _check_lengths(number: int, km: str, km_a: str, km_b: str, agree: str) -> Iterator[Fault]:
    stated, side = (km_a, "km_per_a") if km_a else (km_b, "km_per_b")
    if stated and float(km) != float(stated):
        rule = f"km repeats {side}, which is {stated}"
        yield _fault("borders", number, "km", km, rule, f"Write {stated}, or correct {side}.")
        return
    right = ("yes" if float(km_a) == float(km_b) else "no") if km_a and km_b else ""
    if agree != right:
        rule = "sides_agree contradicts km_per_a and km_per_b (empty while one side is not known)"
        remedy = f"Write {right or 'nothing'}, or correct a length."
        yield _fault("borders", number, "sides_agree", agree, rule, remedy)


def _fault(table: str, number: int, column: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault(f"{table}.csv", number, column, value, rule, remedy)
