"""How days, numbers, plurals and lists are written, in figures, tables and sentences alike.

One place, so that the same day or number never appears in two forms in one briefing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from analysis.model import Status

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NUMBER_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
#: The word that stands beside the symbol of each status.
STATUS_WORDS: Mapping[Status, str] = {
    "none": "not a party",
    "signatory": "signatory",
    "contracting": "contracting, not yet bound",
    "party": "party",
    "withdrawing": "withdrawing",
    "suspended": "suspended",
    "withdrawn": "withdrawn",
}
#: Keeps a number and its unit, or the groups of a long number, on one line. The narrow
#: no-break space is the thin space that the fonts of the briefings carry.
NO_BREAK_SPACE = "\u00a0"
THIN_SPACE = "\u202f"


#: Names of states that a sentence sets behind "the".
_WITH_ARTICLE = (
    "Bahamas",
    "Central African Republic",
    "Comoros",
    "Congo",
    "Cook Islands",
    "Dominican Republic",
    "European Union",
    "Gambia",
    "Holy See",
    "Maldives",
    "Marshall Islands",
    "Netherlands",
    "Philippines",
    "Solomon Islands",
    "Soviet Union",
    "State of Palestine",
    "United Arab Emirates",
    "United Kingdom",
    "United States",
)


def with_article(name: str) -> str:
    """Write the name of a state as a sentence does.

    >>> with_article("United States"), with_article("Latvia")
    ('the United States', 'Latvia')
    """
    return f"the {name}" if name.removesuffix(" (hypothetical)") in _WITH_ARTICLE else name


def possessive(name: str) -> str:
    """Write what belongs to a state.

    >>> possessive("Latvia"), possessive("the United States")
    ('Latvia’s', 'the United States’')
    """
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def format_day(day: date) -> str:
    """Write a day as a sentence does.

    >>> format_day(date(2025, 12, 27))
    '27 December 2025'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_day_short(day: date) -> str:
    """Write a day as a figure or a table does.

    >>> format_day_short(date(2025, 12, 27))
    '27 Dec 2025'
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def format_date(written: str) -> str:
    """Write a date as precisely as it is known: a day, a month or a year (ISO 8601 text).

    >>> format_date("2025-04-16"), format_date("2025-05"), format_date("2026")
    ('16 April 2025', 'May 2025', '2026')
    """
    if len(written) == 10:
        return format_day(date.fromisoformat(written))
    if len(written) == 7:
        return f"{MONTHS[int(written[5:]) - 1]} {written[:4]}"
    return written


def format_date_short(written: str) -> str:
    """Write a date as precisely as it is known, in the short form of figures and tables.

    >>> format_date_short("2025-04-16"), format_date_short("2025-05"), format_date_short("")
    ('16 Apr 2025', 'May 2025', '')
    """
    if len(written) == 10:
        return format_day_short(date.fromisoformat(written))
    return f"{MONTHS[int(written[5:]) - 1][:3]} {written[:4]}" if len(written) == 7 else written


def format_period(start: date, end: date) -> str:
    """Write a span of days, naming a month or a year that both ends share only once.

    >>> format_period(date(2025, 3, 18), date(2025, 4, 16))
    '18 March to 16 April 2025'
    """
    if start == end:
        return format_day(end)
    opening = str(start.day)
    if (start.year, start.month) != (end.year, end.month):
        opening += f" {MONTHS[start.month - 1]}"
    if start.year != end.year:
        opening += f" {start.year}"
    return f"{opening} to {format_day(end)}"


def format_number(value: float) -> str:
    """Write a number rounded to a whole one, with thin spaces from 10 000 on.

    >>> format_number(3802), format_number(-4)
    ('3802', '\u22124')
    """
    whole = round(value)
    digits = f"{abs(whole):,}".replace(",", THIN_SPACE if abs(whole) >= 10_000 else "")
    return f"\u2212{digits}" if whole < 0 else digits


def format_km(value: float) -> str:
    """Write a length in kilometres, the number tied to its unit.

    >>> format_km(191).split()
    ['191', 'km']
    """
    return f"{format_number(value)}{NO_BREAK_SPACE}km"


def format_votes(votes: str) -> str:
    """Write the votes for and against with the dash of a score.

    >>> format_votes("66-14")
    '66–14'
    """
    return votes.strip().replace("-", "–")


def number_word(value: int) -> str:
    """Write a count as a sentence does: in words up to twelve, in digits beyond.

    >>> number_word(5), number_word(13)
    ('five', '13')
    """
    return NUMBER_WORDS[value] if 0 <= value < len(NUMBER_WORDS) else format_number(value)


def plural(count: int, singular: str, many: str = "") -> str:
    """Choose the noun for a count; ``many`` is needed only where an s does not do.

    >>> plural(1, "state"), plural(5, "state"), plural(2, "party", "parties")
    ('state', 'states', 'parties')
    """
    return singular if count == 1 else many or f"{singular}s"


def counted(count: int, singular: str, many: str = "") -> str:
    """Write a count with its noun, as a sentence does.

    >>> counted(0, "state"), counted(1, "state"), counted(5, "state")
    ('no state', 'one state', 'five states')
    """
    if count == 0:
        return f"no {singular}"
    return f"{number_word(count)} {plural(count, singular, many)}"


def agree(count: int, singular: str, many: str) -> str:
    """Choose the verb that agrees with ``counted``: "no state has", "five states have".

    >>> agree(0, "has", "have"), agree(5, "has", "have")
    ('has', 'have')
    """
    return singular if count in (0, 1) else many


def format_list(items: Iterable[str], conjunction: str = "and") -> str:
    """Write a list as a sentence does.

    >>> format_list(["Estonia", "Latvia", "Lithuania"])
    'Estonia, Latvia and Lithuania'
    """
    *head, last = list(items) or [""]
    return f"{', '.join(head)} {conjunction} {last}" if head else last


def sentence_case(sentence: str) -> str:
    """Begin a sentence with a capital letter and leave the rest as it is.

    >>> sentence_case("five states of NATO")
    'Five states of NATO'
    """
    return sentence[:1].upper() + sentence[1:]


def one_line(words: str) -> str:
    """Put text on one line, without the characters that have no shape.

    >>> one_line("Latvia\\n\\x07 $1")
    'Latvia $1'
    """
    shapeless = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    kept = (" " if unicodedata.category(char) in shapeless else char for char in words)
    return re.sub(" +", " ", "".join(kept)).strip()
