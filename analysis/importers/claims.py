"""What a status page says of each state, in the terms of ``events.csv``.

Names have become codes, end notes have become notices of withdrawal, and an X beside a
protocol has become a consent to be bound by it, of the day on which the state joined the
convention where the page gives no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.importers.acts import PageFault
from analysis.importers.endnotes import Withdrawal, read_withdrawals, unread_of
from analysis.importers.names import REMEDY, StateNames, plain
from analysis.importers.untc import Participant, StatusPage
from analysis.language.english import format_list
from analysis.language.folding import fold
from analysis.terms.errors import UnknownName

#: Protocols that share the page of the convention to which they are annexed, by its column.
PROTOCOL_COLUMNS = {"ccw_p1": "Protocol I", "ccw_p2": "Protocol II", "ccw_p3": "Protocol III"}
_MARKED = (
    "The depositary marks consent given on joining the convention without a day; this is the day"
    " of the instrument."
)

#: The short name of each participant, by its name as printed.
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """One act of one state as the page has it: the columns of ``events.csv`` that it can fill.

    ``bracketed`` = the depositary no longer counts it, because the state has left.
    ``printed`` = the page itself gives this act this day.
    """

    state: str
    kind: str
    date: str
    effect: str = ""
    reference: str = ""
    note: str = ""
    bracketed: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a page about one treaty, and remarks on what could not be turned into one."""

    claims: tuple[Claim, ...]
    remarks: tuple[str, ...] = ()


def read_claims(page: StatusPage, names: StateNames, treaty: str) -> Claims:
    """Return what a page says under one treaty.

    ``treaty`` is a code; one of :data:`PROTOCOL_COLUMNS` reads the marks for that protocol.
    Raises :class:`~analysis.importers.acts.PageFault` with every unknown name, and if two rows
    are about the same state.
    """
    codes = _codes(names, [row.name for row in page.participants])
    states = {code: row for row, code in zip(page.participants, codes, strict=True) if code}
    left_out = [row.name for row, code in zip(page.participants, codes, strict=True) if not code]
    remarks = [f"{name}: no state of the register, left out" for name in left_out]
    if treaty in PROTOCOL_COLUMNS:
        return Claims(tuple(_marked(page, names, states, PROTOCOL_COLUMNS[treaty])))
    claims: list[Claim] = []
    labels = {row.name: names.labels[code] for code, row in states.items()}
    for code, row in states.items():
        claims += (Claim(code, act.kind, act.day, bracketed=act.bracketed) for act in row.acts)
        claims += _withdrawals(page, code, row, labels)
        remarks += (f"{names.labels[code]}: {remark}" for remark in _unread(page, row, labels))
    return Claims(tuple(claims), tuple(remarks))


def _codes(names: StateNames, written: list[str]) -> list[str]:
    codes, unknown = [], []
    for name in written:
        try:
            codes.append(names.code(name))
        except UnknownName as error:
            unknown.append(str(error))
    if unknown:
        many = "names that the register does not know" if len(unknown) > 1 else "an unknown name"
        raise PageFault(f"the page has {many}: {format_list(unknown)}. {REMEDY}")
    if twice := {code for code in codes if code and codes.count(code) > 1}:
        raise PageFault(f"the page has two rows for {names.labels[min(twice)]}")
    return codes


def _withdrawals(page: StatusPage, code: str, row: Participant, labels: Labels) -> Iterator[Claim]:
    if not any(act.is_consent for act in row.acts):
        return
    for found in _reported(page, row, labels):
        yield Claim(code, "withdrawal_notified", found.notified, found.effect, found.reference)
        if found.effect and found.effect <= page.day:
            yield Claim(code, "withdrawal_effective", found.effect)


def _reported(page: StatusPage, row: Participant, labels: Labels) -> list[Withdrawal]:
    """Return the withdrawals that the end notes of a row report of it.

    A note that stands beside several names tells of those alone that its words name.
    """
    return [
        found
        for number in row.notes
        for found in read_withdrawals(page.end_notes.get(number, ""))
        if len(_beside(page, number)) == 1 or _names(found, row, labels)
    ]


def _beside(page: StatusPage, number: str) -> list[Participant]:
    return [row for row in page.participants if number in row.notes]


def _names(found: Withdrawal, row: Participant, labels: Labels) -> bool:
    said = fold(found.said)
    return any(name in said for name in (plain(row.name), fold(labels.get(row.name, row.name))))


def _unread(page: StatusPage, row: Participant, labels: Labels) -> Iterator[str]:
    for number in row.notes:
        note, beside = page.end_notes.get(number, ""), _beside(page, number)
        if unread := unread_of(note):
            yield f"end note {number} {unread}"
        for found in read_withdrawals(note):
            if len(beside) > 1 and not any(_names(found, one, labels) for one in beside):
                yield (
                    f"end note {number} reports a withdrawal of {found.notified}, stands beside"
                    f" {len(beside)} names and names none of them"
                )
    left = any(act.bracketed and act.is_consent for act in row.acts)
    if left and not _reported(page, row, labels):
        yield "in brackets, but no end note says when it left"


def _marked(
    page: StatusPage, names: StateNames, states: dict[str, Participant], protocol: str
) -> Iterator[Claim]:
    codes = _codes(names, list(page.marks))
    for code, (name, marks) in zip(codes, page.marks.items(), strict=True):
        joined = [act for act in states[code].acts if act.is_consent] if code in states else []
        if not joined:
            raise PageFault(f"{name[:60]} accepts protocols but has not joined by the page's table")
        if (day := marks.get(protocol)) is None:
            continue
        # A successor keeps the protocols of its predecessor with the convention.
        succeeds = not day and joined[0].kind == "succession"
        yield Claim(
            state=code,
            kind="succession" if succeeds else "consent_to_be_bound",
            date=day or joined[0].day,
            note="" if day else _MARKED,
            bracketed=joined[0].bracketed,
            printed=bool(day),
        )
