"""End notes of a status page: when notices of withdrawal came in, and when they take effect.

A note may tell of several: a state that left, came back and left again has them all in one. Each is
read, or said to be there and unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from analysis.importers.acts import read_day

_DAY = r"(\d{1,2})\s+([A-Z][a-z]{2,8})\s+(\d{4})"
_EXIT = r"(?:withdrawals?|denunciations?)"
#: A reservation or a declaration can be withdrawn too; that is not meant.
_FROM_THE_TREATY = r"(?!\s+of\s+(?:its|the|a|an)\s+(?!convention|treaty|protocol|agreement))"
_NOTICE = re.compile(
    rf"\b(?:on|received\s+on)\s+{_DAY},?\s[^.;]{{0,200}}?"
    rf"(?:\b(?:notification|notice|instrument)\s+of\s+{_EXIT}\b{_FROM_THE_TREATY}"
    rf"|\bdecision\s+to\s+(?:withdraw\s+from|denounce)\b)",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    rf"\b(?:t(?:ook|akes?|aken)\s+effect|with\s+effect)\b[^.;]{{0,120}}?\b(?:on|from)\s+{_DAY}",
    re.IGNORECASE,
)
_UNDONE = re.compile(r"\b(?:revo(?:ke|cation)|rescind|cancel)", re.IGNORECASE)
_ABOUT_LEAVING = re.compile(rf"\b{_EXIT}\b{_FROM_THE_TREATY}", re.IGNORECASE)
_MENTION = re.compile(
    rf"\b(?:notifications?|notices?|instruments?)\s+of\s+{_EXIT}\b{_FROM_THE_TREATY}"
    rf"|\bdecision\s+to\s+(?:withdraw|denounce)\b|{_ABOUT_LEAVING.pattern}",
    re.IGNORECASE,
)
_ANOTHER = re.compile(rf"\b(?:second|third|new|further|another)\s+(?:\w+\s+of\s+)?{_EXIT}\b", re.I)
_SENTENCE = re.compile(r".+?(?:(?<=[a-z\d)\]])\.(?=\s+[A-Z]|$)|;|$)", re.DOTALL)
_NOTIFICATION = re.compile(
    r"C\.?N\.(\d{1,4})\.(\d{4})\s*\.\s*TREATIES-([IVX]+)[-.](\d+)(?:[-.]([a-z])\b)?"
)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What an end note says of a withdrawal: days as ISO 8601, ``""`` where it gives none.

    ``reference`` is the number of the depositary notification, as ``events.csv`` writes it;
    ``said`` are the words of the notice, which may name its state.
    """

    notified: str
    effect: str
    reference: str
    said: str = field(default="", repr=False, compare=False)


def read_withdrawals(note: str) -> tuple[Withdrawal, ...]:
    """Return the withdrawals that an end note reports for certain, in the order of the note.

    A note that also speaks of a revocation is left to a reader, and gives none.

    >>> read_withdrawals("On 2 May 2020, the Government deposited a notification of withdrawal"
    ...     " (See C.N.9.2020.TREATIES-XXVI-5). The withdrawal took effect on 2 November 2020.")[0]
    Withdrawal(notified='2020-05-02', effect='2020-11-02', reference='C.N.9.2020.TREATIES-XXVI-5')
    """
    if _UNDONE.search(note):
        return ()
    notices = list(_NOTICE.finditer(note))
    starts = [notice.start() for notice in notices]
    return tuple(
        _withdrawal(notice, note[notice.start() : end])
        for notice, end in zip(notices, [*starts[1:], len(note)], strict=False)
    )


def unread_of(note: str) -> str:
    """Return what an end note says of leaving and :func:`read_withdrawals` did not read.

    It is a clause to follow the number of the note, ``""`` where nothing was left.

    >>> unread_of("A notification of withdrawal was received.")
    'speaks of a withdrawal and gives no day that can be read'
    """
    if not _ABOUT_LEAVING.search(note):
        return ""
    if _UNDONE.search(note):
        return "speaks of a withdrawal and of taking one back; nothing of it was read"
    read = read_withdrawals(note)
    if not read:
        return "speaks of a withdrawal and gives no day that can be read"
    days = {day for one in read for day in (one.notified, one.effect)}
    known = [notice.span() for notice in _NOTICE.finditer(note)]
    for sentence in _SENTENCE.finditer(note):
        mention = _MENTION.search(sentence[0])
        if mention is None or _inside(sentence.start() + mention.start(), known):
            continue
        told = {read_day(*found.groups()) for found in re.finditer(_DAY, sentence[0])}
        if told - days or _ANOTHER.search(sentence[0]):
            return f"speaks of {len(read) + 1} withdrawals or more, and {len(read)} could be read"
    return ""


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _withdrawal(notice: re.Match[str], told: str) -> Withdrawal:
    effect = _EFFECT.search(told)
    return Withdrawal(
        notified=read_day(*notice.groups()),
        effect=read_day(*effect.groups()) if effect else "",
        reference=_reference(told),
        said=notice[0],
    )


def _reference(note: str) -> str:
    found = _NOTIFICATION.search(note)
    if not found:
        return ""
    number, year, chapter, place, letter = found.groups("")
    return f"C.N.{int(number)}.{year}.TREATIES-{chapter}-{place}" + (letter and f"-{letter}")
