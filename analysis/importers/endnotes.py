"""End notes of a status page: when a notice of withdrawal came in, and when it takes effect."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.importers.acts import read_day

_DAY = r"(\d{1,2})\s+([A-Z][a-z]{2,8})\s+(\d{4})"
_EXIT = r"(?:withdrawal|denunciation)"
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
_NOTIFICATION = re.compile(
    r"C\.?N\.(\d{1,4})\.(\d{4})\s*\.\s*TREATIES-([IVX]+)[-.](\d+)(?:[-.]([a-z])\b)?"
)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What an end note says of a withdrawal: days as ISO 8601, ``""`` where it gives none.

    ``reference`` is the number of the depositary notification, as ``events.csv`` writes it.
    """

    notified: str
    effect: str
    reference: str


def read_withdrawal(note: str) -> Withdrawal | None:
    """Return the withdrawal that an end note reports, ``None`` if it reports none for certain.

    A note that also speaks of a revocation is left to a reader.

    >>> read_withdrawal("On 2 May 2020, the Government deposited a notification of withdrawal"
    ...     " (See C.N.9.2020.TREATIES-XXVI-5). The withdrawal took effect on 2 November 2020.")
    Withdrawal(notified='2020-05-02', effect='2020-11-02', reference='C.N.9.2020.TREATIES-XXVI-5')
    """
    notice = _NOTICE.search(note)
    if not notice or _UNDONE.search(note):
        return None
    after = note[notice.start() :]
    effect = _EFFECT.search(after)
    return Withdrawal(
        notified=read_day(*notice.groups()),
        effect=read_day(*effect.groups()) if effect else "",
        reference=_reference(after),
    )


def speaks_of_leaving(note: str) -> bool:
    """Whether an end note mentions a withdrawal from the treaty, readable or not."""
    return bool(_ABOUT_LEAVING.search(note))


def _reference(note: str) -> str:
    found = _NOTIFICATION.search(note)
    if not found:
        return ""
    number, year, chapter, place, letter = found.groups("")
    return f"C.N.{int(number)}.{year}.TREATIES-{chapter}-{place}" + (letter and f"-{letter}")
