"""The words and the numbers of the flows: years added up, and the finding in them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.drawing.scenario import is_hypothetical, say_hypothetical
from analysis.drawing.style import Caption
from analysis.language.days import format_day
from analysis.language.english import format_list, sentence_case
from analysis.language.numbers import agree, counted, format_number, number_word, plural
from analysis.terms.days import plain_day

CAME = ("deposits",)
WENT = ("notices", "exits", "ratifications_revoked", "suspensions")
AGAINST = ("objections", "exits_rejected", "notices_revoked")
_NOUNS = {
    "deposits": ("deposit of consent", "deposits of consent"),
    "notices": ("notice of withdrawal", "notices of withdrawal"),
    "exits": ("exit in effect", "exits in effect"),
    "ratifications_revoked": ("ratification revoked", "ratifications revoked"),
    "suspensions": ("suspension", "suspensions"),
    "objections": ("objection", "objections"),
    "exits_rejected": ("exit rejected", "exits rejected"),
    "notices_revoked": ("notice revoked", "notices revoked"),
}
#: A year with a notice this long before the as-of day, or longer, is told as history.
_LONG_AGO = 3


def yearly(flows: pd.DataFrame, as_of: date, span: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what happened in each year and what is assumed: one row per year, gaps filled.

    Both have all years from the first one to that of the as-of day, and the columns ``CAME``,
    ``WENT`` and ``AGAINST``. With a ``span`` a row stands for as many years, and for the first
    of them, which is a multiple of the span.
    """
    columns = [*CAME, *WENT, *AGAINST]
    begun = flows[flows["year"] <= as_of.year]
    begun = begun.assign(year=begun["year"] // span * span)
    first = int(begun["year"].min()) if len(begun) else as_of.year // span * span
    assumed = is_hypothetical(begun)
    parts = []
    for rows in (begun[~assumed], begun[assumed]):
        counts = rows.reindex(columns=["year", *columns], fill_value=0).groupby("year").sum()
        years = pd.RangeIndex(first, as_of.year + 1, span, name="year")
        parts.append(counts.reindex(years).fillna(0).astype("int64"))
    return parts[0], parts[1]


def tell_number(count: int, column: str) -> str:
    """Write a number of flows with its noun.

    >>> tell_number(1, "notices"), tell_number(170, "deposits")
    ('1 notice of withdrawal', '170 deposits of consent')
    """
    return f"{format_number(count)} {plural(count, *_NOUNS[column])}"


def caption_flows(
    flows: pd.DataFrame,
    *,
    as_of: date,
    treaty: str,
    regional: pd.DataFrame | None = None,
    region: str = "states",
    scenario: str = "",
    years_per_bar: int = 1,
) -> Caption:
    """Say what the flows show: the year of the last notices against the joins of that year.

    For the arguments see :func:`analysis.sections.flows.picture.figure_flows`.
    """
    as_of = plain_day(as_of)
    world = _whole(flows, as_of)
    own = _whole(regional, as_of) if regional is not None else None
    first = int(world.index[0])
    bar = "year" if years_per_bar == 1 else f"{number_word(years_per_bar)} years"
    period = f"{first} to {format_day(as_of)}"
    scope = f"; worldwide and {region}" if regional is not None else ""
    went = [*WENT, *AGAINST]
    kinds = [_NOUNS[column][1] for column in went if world[column].any()]
    shown = format_list(["deposits of consent", *kinds])
    alt = [f"Bars per {bar}, {period}, for the {treaty}. Worldwide: {_tell(world)}."]
    if own is not None:
        alt.append(f"{sentence_case(region)}: {_tell(own)}.")
    caption = Caption(
        title=sentence_case(_finding(world, own, as_of, treaty, region)),
        subtitle=f"Number of {shown} per {bar}, {period}{scope}",
        alt=" ".join(alt),
    )
    return say_hypothetical(caption, scenario)


def _whole(flows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    known, assumed = yearly(flows, as_of)
    return known + assumed


def _finding(
    world: pd.DataFrame, own: pd.DataFrame | None, as_of: date, treaty: str, region: str
) -> str:
    notices = world["notices"]
    if not notices.any():
        return _without_notice(world, treaty)
    year = int(notices[notices > 0].index[-1])
    count, joins = int(notices[year]), int(world["deposits"][year])
    if as_of.year - year >= _LONG_AGO:
        later = int(world["deposits"].loc[year + 1 :].sum())
        last = f"the last notice of leaving the {treaty} was given in {year}"
        return f"{last}; {counted(later, 'state')} {agree(later, 'has', 'have')} joined since"
    before = int(notices.loc[: year - 1].sum())
    asides = ["the first ever" if before == 0 else f"after {number_word(before)} before"]
    if own is not None:
        asides += _part(int(own["notices"].get(year, 0)), count, region)
    given = f"in {year}, {counted(count, 'notice')} of leaving the {treaty}"
    against = counted(joins, "new deposit") + " of consent"
    return f"{given}, {format_list(asides)}, {agree(count, 'stands', 'stand')} against {against}"


def _part(here: int, count: int, region: str) -> list[str]:
    """Say how many of the notices were given by the states of a region."""
    if not here:
        return []
    part = "" if count == 1 else number_word(here)
    if here == count > 1:
        part = "both" if count == 2 else "all"
    return [f"{part} by {region}" if part else f"by one of the {region}"]


def _without_notice(world: pd.DataFrame, treaty: str) -> str:
    """Tell of the joins where nobody ever gave notice, and of what else was given up."""
    none = f"no notice of leaving the {treaty} has been given"
    other = [
        counted(int(world[column].sum()), *_NOUNS[column])
        for column in ("ratifications_revoked", "suspensions")
        if world[column].any()
    ]
    if other:
        return f"{none}, but {format_list(other)}"
    joins = world["deposits"]
    if not joins.any():
        return f"{none}, and no consent deposited"
    peak = int(joins.max())
    return f"{none}; most states joined in {int(str(joins.idxmax()))}, {number_word(peak)}"


def _tell(flows: pd.DataFrame) -> str:
    """Tell the totals, the year with most joins, and every year with a departure."""
    totals = flows.sum()
    joins = flows["deposits"]
    told = [tell_number(int(totals["deposits"]), "deposits")]
    if joins.any():
        told[0] += f", most in {int(str(joins.idxmax()))} ({int(joins.max())})"
    for column in (*WENT, *AGAINST):
        if totals[column]:
            years = flows.loc[flows[column] > 0, column]
            when = format_list(f"{year} ({count})" for year, count in years.items())
            told.append(f"{tell_number(int(totals[column]), column)}: {when}")
    return "; ".join(told)
