"""A saved status page of the UN Treaty Collection, read into the acts of its participants.

The page (of *Multilateral Treaties Deposited with the Secretary-General*) has a heading with
totals, a table with a row for each participant, end notes, and for the Convention on Certain
Conventional Weapons a second table that marks the protocols each participant has accepted.
Nothing here knows a state's code or what the register holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from analysis.importers.acts import Act, PageFault, read_acts, read_day, read_legend, read_mark
from analysis.importers.page import SAVE_AGAIN, open_page, rows_of_table, text_of, with_id

_STATUS_DAY = re.compile(r"status as at\s*:\s*(\d{2})-(\d{2})-(\d{4})\b", re.I | re.ASCII)
_ADDRESS = re.compile(r"[?&]mtdsg_no=([IVX]+)-(\d+)((?:-[a-z])?)(?:&|$)", re.ASCII)
_ENTRY = re.compile(r"(\d{1,2})\s+([A-Za-z]+)\s+(\d{4})\b", re.ASCII)
#: Numbers of end notes behind a name or an act, where they are not set as superscripts.
_GLUED = re.compile(r"(?<=[A-Za-z)\]\s])(\d{1,3}(?:\s*,\s*\d{1,3})*)$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Participant:
    """One row of the table: the name as printed, its acts, the numbers of its end notes."""

    name: str
    acts: tuple[Act, ...]
    notes: tuple[str, ...] = ()

    @property
    def has_signed(self) -> bool:
        """Whether the depositary counts it as a signatory: a signature without brackets."""
        return any("signature" in act.kind and not act.bracketed for act in self.acts)

    @property
    def is_party(self) -> bool:
        """Whether the depositary counts it as a party: a consent without brackets."""
        return any(act.is_consent and not act.bracketed for act in self.acts)


@dataclass(frozen=True, slots=True)
class StatusPage:
    """What a status page says.

    ``number`` is the treaty's number in the collection, ``day`` the day of the status and
    ``entry_into_force`` that of the treaty, ``""`` where the page gives none (ISO 8601).
    ``totals`` are the printed numbers of signatories and parties, as far as it prints them.
    ``marks`` has for each name of the second table (it may spell names in its own way) the
    protocols accepted, each with the day beside its X, ``""`` for an X alone.
    """

    number: str
    day: str
    entry_into_force: str
    totals: dict[str, int]
    participants: tuple[Participant, ...]
    marks: dict[str, dict[str, str]]
    end_notes: dict[str, str]

    def counted(self) -> dict[str, int]:
        """Return the numbers of signatories and parties in the table."""
        return {
            "signatories": sum(participant.has_signed for participant in self.participants),
            "parties": sum(participant.is_party for participant in self.participants),
        }


def read_page(file: Path) -> StatusPage:
    """Read a saved status page.

    Raises :class:`~analysis.importers.acts.PageFault` for a page that is broken, cut off or of
    another kind, and for one whose table does not add up to its own totals.
    """
    tree = open_page(file)
    _refuse_french(tree)
    page = StatusPage(
        number=_number(tree),
        day=_status_day(text_of(with_id(tree, "div3"))),
        entry_into_force=_entry_into_force(tree),
        totals=_totals(text_of(with_id(tree, "rptStatus_ctl00_tcText"))),
        participants=tuple(_participants(with_id(tree, "tblgrid"))),
        marks=_marks(tree),
        end_notes=_end_notes(tree),
    )
    _check(page)
    return page


def _refuse_french(tree: BeautifulSoup) -> None:
    """Refuse the French page in so many words, before anything of it looks like a fault."""
    addresses = " ".join(str(form.get("action", "")) for form in tree.find_all("form"))
    heading = text_of(tree.find(id=re.compile(r"rptHead_ctl00_tcHead$")))
    if re.search(r"[?&]c?lang=_?fr\b", addresses) or heading.startswith("CHAPITRE"):
        raise PageFault(
            "the page is the French one, and this importer reads the English one, which says the"
            " same: open it with '&clang=_en' at the end of its address, and save that."
        )


def _number(tree: BeautifulSoup) -> str:
    """Return the treaty's number from the address of the page, with which its heading agrees."""
    addresses = (_ADDRESS.search(str(form.get("action", ""))) for form in tree.find_all("form"))
    numbers = {found.groups() for found in addresses if found}
    chapter = text_of(with_id(tree, "rptHead_ctl00_tcHead"))
    title = text_of(with_id(tree, "rptTreaty_ctl00_tcTreaty"))
    if len(numbers) == 1:
        volume, place, letter = numbers.pop()
        if chapter == f"CHAPTER {volume}" and title.startswith(f"{place}."):
            return f"{volume}-{place}{letter}"
    raise PageFault(
        "the page does not say for certain which treaty it is about: its heading is"
        f" {chapter[:40]!r}, {title[:60]!r}. {SAVE_AGAIN}"
    )


def _status_day(heading: str) -> str:
    """Return the day of the status; the page writes day, month, year."""
    try:
        if found := _STATUS_DAY.search(heading):
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        pass
    raise PageFault(f"the page does not give the day of its status (STATUS AS AT). {SAVE_AGAIN}")


def _entry_into_force(tree: BeautifulSoup) -> str:
    said = text_of(tree.find(id=re.compile(r"_rptEIF_ctl00_tcText$")))
    found = _ENTRY.match(said)
    return read_day(*found.groups()) if found else ""


def _totals(status: str) -> dict[str, int]:
    found = re.findall(r"(Signatories|Parties)\s*:\s*(\d{1,3})\b", status, re.ASCII)
    if not found:
        raise PageFault(f"the page does not give its totals. {SAVE_AGAIN}")
    return {measure.lower(): int(number) for measure, number in found}


def _participants(table: Tag) -> list[Participant]:
    head, *rows = rows_of_table(table)
    first, *titles = (_split(cell)[0] for cell in head)
    if first != "Participant":
        raise PageFault(f"the table of participants begins with {first[:40]!r}. {SAVE_AGAIN}")
    legends = [read_legend(title) for title in titles]
    return [_participant(row, legends) for row in rows]


def _participant(row: list[Tag], legends: list[dict[str, str]]) -> Participant:
    cells = [_split(cell) for cell in row]
    name = cells[0][0]
    try:
        acts = [
            act
            for (cell, _), legend in zip(cells[1:], legends, strict=True)
            for act in read_acts(cell, legend)
        ]
    except PageFault as fault:
        raise PageFault(f"the row of {name[:60]!r}: {fault}") from None
    # The brackets of a state that has left stand around its acts, its name, or both.
    if name.startswith("["):
        acts = [replace(act, bracketed=True) for act in acts]
    notes = tuple(number for _, numbers in cells for number in numbers)
    return Participant(name, tuple(acts), notes)


def _split(cell: Tag) -> tuple[str, list[str]]:
    """Return the text of a cell without the numbers of its end notes, and these numbers."""
    raised = [text_of(tag) for tag in cell.find_all("sup")]
    for tag in cell.find_all("sup"):
        tag.decompose()
    text = text_of(cell)
    if glued := _GLUED.search(text):
        raised.append(glued[1])
        text = text[: glued.start()].rstrip()
    return text, re.findall(r"\d+", " ".join(raised))


def _marks(tree: BeautifulSoup) -> dict[str, dict[str, str]]:
    """Return the marks of each participant, from the second table where there is one."""
    table = with_id(tree, "Table1")
    if not table.find("tr"):
        return {}
    head, *rows = rows_of_table(table)
    _, *protocols = (_split(cell)[0] for cell in head)
    marks: dict[str, dict[str, str]] = {}
    for row in rows:
        name, *cells = (_split(cell)[0] for cell in row)
        read = zip(protocols, map(read_mark, cells), strict=True)
        marks[name] = {protocol: mark for protocol, mark in read if mark is not None}
    return marks


def _end_notes(tree: BeautifulSoup) -> dict[str, str]:
    notes = {}
    for tag in tree.find_all(id=re.compile(r"_dgNotesAll_ctl\d+_divNotesAll$")):
        if number := text_of(tag.find("a", attrs={"name": True})):
            notes[number] = text_of(tag).removeprefix(number).strip()
    return notes


def _check(page: StatusPage) -> None:
    """Raise a fault for a page that contradicts itself: something is missing, or was changed."""
    counted = page.counted()
    for measure, printed in page.totals.items():
        if counted[measure] != printed:
            raise PageFault(
                f"the page prints {printed} {measure}, but its table has {counted[measure]}:"
                f" rows are missing or changed. {SAVE_AGAIN}"
            )
    cited = {number for row in page.participants for number in row.notes}
    if lost := cited - page.end_notes.keys():
        raise PageFault(f"end note {min(lost, key=int)} of the page is missing. {SAVE_AGAIN}")
    days = [act.day for row in page.participants for act in row.acts]
    days += [day for marks in page.marks.values() for day in marks.values()]
    if late := [day for day in days if day > page.day]:
        raise PageFault(f"the page of {page.day} gives an act on {max(late)}. {SAVE_AGAIN}")
