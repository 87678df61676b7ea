"""What a status page says of each state, in the terms of ``events.csv``.

Names have become codes, end notes have become notices of withdrawal, and an X beside a
protocol has become a consent to be bound by it, of the day on which the state joined the
convention where the page gives no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.importers.acts import PageFault
from analysis.importers.endnotes import read_withdrawal, speaks_of_leaving
from analysis.importers.names import StateNames
from analysis.importers.untc import Participant, StatusPage
from analysis.terms.errors import UnknownName

#: Protocols that share the page of the convention to which they are annexed, by its column.
PROTOCOL_COLUMNS = {"ccw_p1": "Protocol I", "ccw_p2": "Protocol II", "ccw_p3": "Protocol III"}
_MARKED = (
    "The depositary marks consent given on joining the convention without a day; this is the day"
    " of the instrument."
)


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
    Raises ``UnknownName`` with every unknown name, and
    :class:`~analysis.importers.acts.PageFault` if two rows are about the same state.
    """
    codes = _codes(names, [row.name for row in page.participants])
    states = {code: row for row, code in zip(page.participants, codes, strict=True) if code}
    left_out = [row.name for row, code in zip(page.participants, codes, strict=True) if not code]
    remarks = [f"{name}: no state of the register, left out" for name in left_out]
    if treaty in PROTOCOL_COLUMNS:
        return Claims(tuple(_marked(page, names, states, PROTOCOL_COLUMNS[treaty])))
    claims: list[Claim] = []
    for code, row in states.items():
        claims += (Claim(code, act.kind, act.day, bracketed=act.bracketed) for act in row.acts)
        claims += _withdrawals(page, code, row)
        remarks += (f"{names.labels[code]}: {remark}" for remark in _unread(page, row))
    return Claims(tuple(claims), tuple(remarks))


def _codes(names: StateNames, written: list[str]) -> list[str]:
    codes, unknown = [], []
    for name in written:
        try:
            codes.append(names.code(name))
        except UnknownName as error:
            unknown.append(str(error))
    if unknown:
        raise UnknownName("; ".join(unknown))
    if twice := {code for code in codes if code and codes.count(code) > 1}:
        raise PageFault(f"the page has two rows for {names.labels[min(twice)]}")
    return codes


def _withdrawals(page: StatusPage, code: str, row: Participant) -> Iterator[Claim]:
    for number in row.notes:
        found = read_withdrawal(page.end_notes.get(number, ""))
        if found and any(act.is_consent for act in row.acts):
            yield Claim(code, "withdrawal_notified", found.notified, found.effect, found.reference)
            if found.effect and found.effect <= page.day:
                yield Claim(code, "withdrawal_effective", found.effect)


def _unread(page: StatusPage, row: Participant) -> Iterator[str]:
    notes = {number: page.end_notes.get(number, "") for number in row.notes}
    for number, note in notes.items():
        if speaks_of_leaving(note) and not read_withdrawal(note):
            yield f"end note {number} speaks of a withdrawal and gives no day that can be read"
    left = any(act.bracketed and act.is_consent for act in row.acts)
    if left and not any(read_withdrawal(note) for note in notes.values()):
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
