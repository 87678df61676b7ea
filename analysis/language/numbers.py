"""How numbers are written: counts, shares, rates, intervals, lengths. One writer each.

The same number never appears in two forms in one briefing, because nothing else writes one.
"""

from __future__ import annotations

import math
import re

#: Keeps a number and its unit, or the groups of a long number, on one line. The narrow
#: no-break space is the thin space that the fonts of the briefings carry.
NO_BREAK_SPACE = "\u00a0"
THIN_SPACE = "\u202f"
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
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
DAYS_PER_YEAR = 365.25
#: The square of a simulated p-value over its error: ten draws and the data themselves.
_FEW_DRAWS = 11


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


def ordinal(number: int) -> str:
    """Write a rank: in words up to nine, in digits beyond.

    >>> [ordinal(number) for number in (6, 11, 20, 22, 43)]
    ['sixth', '11th', '20th', '22nd', '43rd']
    """
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def none_or(count: int, whole: int = 0) -> str:
    """Write a count that stands for its noun: "none of them", "five of them"; of two, "neither".

    >>> none_or(0), none_or(5), none_or(0, 2)
    ('none', 'five', 'neither')
    """
    if count:
        return number_word(count)
    return "neither" if whole == 2 else "none"


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


def period_words(duration: str) -> str:
    """Write an ISO 8601 duration of a clause; empty for none.

    >>> [period_words(duration) for duration in ("P6M", "P12M", "P90D", "P0D")]
    ['six months', 'twelve months', '90 days', '']
    """
    units = {"Y": "year", "M": "month", "W": "week", "D": "day"}
    parts = re.findall(r"(\d+)([YMWD])", duration)
    return " and ".join(counted(int(number), units[unit]) for number, unit in parts if int(number))


def format_percent(share: float) -> str:
    """Write a share between 0 and 1; what is not nothing, or not all, is never rounded to it.

    >>> [format_percent(share).replace("\\u00a0", " ") for share in (0.834, 0.004, 0.998, 1)]
    ['83 %', 'under 1 %', 'over 99 %', '100 %']
    """
    if 0 < share < 0.01:
        return f"under 1{NO_BREAK_SPACE}%"
    if 0.99 < share < 1:
        return f"over 99{NO_BREAK_SPACE}%"
    return f"{100 * share:.0f}{NO_BREAK_SPACE}%"


def format_figure(value: float) -> str:
    """Write a rate or a ratio with as many digits as a reader can use.

    >>> [format_figure(value) for value in (0, 0.0936, 3.456, 22.46, 141.7, math.inf)]
    ['0', '0.094', '3.5', '22.5', '142', '∞']
    """
    if math.isinf(value):
        return "∞"
    # What rounds to the next power of ten is written as one of its numbers.
    if value >= 99.95:
        return format_number(value)
    if value == 0 or value >= 0.995:
        return f"{value:.1f}" if value else "0"
    return f"{value:#.2g}" if value >= 0.0001 else f"{value:.1g}"


def format_range(low: str, high: str) -> str:
    """Write an interval; a unit that both bounds share is said once.

    >>> format_range("2\\xa0%", "12\\xa0%"), format_range("7", "52")
    ('2 to 12\\xa0%', '7 to 52')
    """
    unit = f"{NO_BREAK_SPACE}%"
    shared = low.endswith(unit) and high.endswith(unit)
    return f"{low.removesuffix(unit) if shared else low} to {high}"


def format_interval(low: float, high: float) -> str:
    """Write an interval of 95 % as a sentence does.

    >>> format_interval(1.02, 7.4).replace("\\u00a0", " ")
    '95 % interval 1.0 to 7.4'
    """
    bounds = f"{format_figure(low)} to {format_figure(high)}"
    return f"95{NO_BREAK_SPACE}% interval {bounds}"


def format_p(p_value: float, error: float = 0.0) -> str:
    """Write a p-value; that of a simulation with its Monte-Carlo ``error``.

    Where fewer than ten draws were as extreme as the data, a simulation knows the order of
    magnitude at best: then the upper end of the interval of 95 % is written alone. A p-value that
    is known well and lies below one in a thousand is written as that.

    >>> format_p(0.0423), format_p(0.00001), format_p(1.0), format_p(0.0123, 0.0011)
    ('p\xa0=\xa00.042', 'p\xa0<\xa00.001', 'p\xa0=\xa01', 'p\xa0=\xa00.012\xa0±\xa00.001')
    >>> format_p(0.0002, 0.00014), format_p(0.0007, 0.00026), format_p(0.000002, 0.0000001)
    ('p\xa0<\xa00.001', 'p\xa0<\xa00.002', 'p\xa0<\xa00.001')
    """
    known = not error or (p_value < 0.001 and (p_value / error) ** 2 >= _FEW_DRAWS)
    if known or p_value >= 0.995:
        told = "p < 0.001" if p_value < 0.001 else f"p = {p_value:.2g}"
    elif (p_value / error) ** 2 < _FEW_DRAWS:
        told = f"p < {math.ceil(1000 * (p_value + 2 * error)) / 1000:g}"
    else:
        told = f"p = {p_value:.2g} ± {error:.1g}"
    return told.replace(" ", NO_BREAK_SPACE)


def format_party_years(party_years: float) -> str:
    """Write time at risk in party-years; a short time with its first decimals.

    >>> format_party_years(3276.7), format_party_years(0.62), format_party_years(0.016)
    ('3277 party-years', '0.6 party-years', '0.016 party-years')
    """
    number = format_number(party_years) if party_years >= 9.95 else f"{party_years:.1f}"
    if party_years < 0.095:
        number = format_figure(party_years)
    return f"{number} party-years"


def format_span(days: float) -> str:
    """Write a length of time in days, from two years on in years.

    >>> format_span(1), format_span(55), format_span(2105), format_span(5921)
    ('one day', '55 days', '5.8 years', '16 years')
    """
    years = days / DAYS_PER_YEAR
    if years < 2:
        return counted(round(days), "day")
    return f"{years:.0f} years" if years >= 9.95 else f"{years:.1f} years"
