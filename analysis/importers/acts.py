"""One cell of a status table: the acts in it, by the legend that its column's title gives.

A title such as ``Ratification, Acceptance(A), Accession(a)`` says what a letter behind a day
means; the word without a letter is meant where there is none. Brackets stand around the acts
of a state that has left. The words are those of VCLT Art. 11-15.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from analysis.language.days import MONTHS
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.errors import RollbackError

#: What the words of a legend are in this register; ``""`` is an act that it does not hold.
KIND_OF_WORD = {
    "signature": "signature",
    "succession to signature": "signature",
    "definitive signature": "definitive_signature",
    "ratification": "ratification",
    "acceptance": "acceptance",
    "approval": "approval",
    "accession": "accession",
    "succession": "succession",
    # What ratification is for a state (VCLT between States and Organizations, Art. 2).
    "formal confirmation": "ratification",
    "consent to be bound": "consent_to_be_bound",
    "provisional application": "",
}
_DAY = r"(\d{1,2})\s+([A-Za-z]{3,9})\.?\s+(\d{4})"
_ACT = re.compile(rf"\s*(\[?)\s*{_DAY}\s*([A-Za-z]{{0,2}})\s*(\]?)\s*", re.ASCII)
_MARK = re.compile(rf"[xX]\s*(?:\(\s*{_DAY}\s*\))?", re.ASCII)
_ENTRY = re.compile(r"(.+?)\s*(?:\(([A-Za-z]{1,2})\))?")
#: The clause by which an act is done, where a column's title names it.
_BY_ARTICLE = re.compile(r"\s+under article \d+(?:\s*\(\d+\))?$", re.IGNORECASE)


class PageFault(RollbackError):
    """A saved page that cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Act:
    """A dated act of a participant: its kind in the register's words, its day as ISO 8601."""

    kind: str
    day: str
    bracketed: bool = False

    @property
    def is_consent(self) -> bool:
        """Whether it expresses consent to be bound (VCLT Art. 11)."""
        return self.kind in CONSENT_KINDS


def read_legend(title: str) -> dict[str, str]:
    """Return the kind of act that each letter of a column's title stands for.

    The key ``""`` is the act without a letter. Raises :class:`PageFault` for an unknown word.

    >>> read_legend("Ratification, Acceptance(A), Accession(a)")
    {'': 'ratification', 'A': 'acceptance', 'a': 'accession'}
    >>> read_legend("Provisional application under article 23(n)")
    {'n': ''}
    """
    legend: dict[str, str] = {}
    for part in title.split(","):
        found = _ENTRY.fullmatch(" ".join(part.split()))
        word, letter = found.groups("") if found else (part, "")
        kind = KIND_OF_WORD.get(_BY_ARTICLE.sub("", word).lower())
        if kind is None or letter in legend:
            raise PageFault(
                f"the column {title[:80]!r} of the page cannot be read: {word[:40]!r} is not an act"
                " that this importer knows, or its letter stands there twice. Open the English"
                " page; if it is new there, the word goes into KIND_OF_WORD of"
                " analysis/importers/acts.py"
            )
        legend[letter] = kind
    return legend


def read_acts(cell: str, legend: dict[str, str]) -> list[Act]:
    """Return the acts of a cell, in their order; an empty cell has none.

    Raises :class:`PageFault` for anything else in the cell, or a letter not in the legend.

    >>> read_acts("[12 May 2004 a]", {"": "ratification", "a": "accession"})
    [Act(kind='accession', day='2004-05-12', bracketed=True)]
    """
    acts: list[Act] = []
    place = 0
    cell = cell.strip()
    while place < len(cell):
        found = _ACT.match(cell, place)
        if not found or bool(found[1]) != bool(found[6]) or found[5] not in legend:
            raise PageFault(f"{cell[:60]!r} is not a day with a letter of the column's title")
        acts.append(Act(legend[found[5]], read_day(*found.group(2, 3, 4)), bool(found[1])))
        place = found.end()
    return [act for act in acts if act.kind]


def read_mark(cell: str) -> str | None:
    """Return the day beside an X mark, ``""`` for the mark alone, ``None`` for an empty cell.

    >>> read_mark("x (18 July 2002)"), read_mark("X"), read_mark("")
    ('2002-07-18', '', None)
    """
    if not (text := cell.strip()):
        return None
    found = _MARK.fullmatch(text)
    if not found:
        raise PageFault(f"{text[:60]!r} is neither an X nor an X with a day in brackets")
    return read_day(*found.groups()) if found[1] else ""


def read_day(day: str, month: str, year: str) -> str:
    """Return a day of the page as ISO 8601.

    >>> read_day("9", "Jan", "2012"), read_day("1", "Sept", "1993")
    ('2012-01-09', '1993-09-01')
    """
    numbers = [n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(month.lower()[:3])]
    try:
        if MONTHS[numbers[0] - 1].lower().startswith(month.lower()):
            return date(int(year), numbers[0], int(day)).isoformat()
    except (IndexError, ValueError):
        pass
    raise PageFault(f"{f'{day} {month} {year}'!r} is not a day")
