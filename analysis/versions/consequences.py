"""What follows from a change of the data: statuses and counts that read otherwise than before."""

from __future__ import annotations

import pandas as pd

from analysis.law.counts import COLUMNS as COUNTED
from analysis.register import Register
from analysis.watch.board import board

STATUS_COLUMNS = ["treaty", "state", "start", "end", "before", "after"]
COUNT_COLUMNS = ["treaty", "day", "measure", "before", "after"]
STANDING_COLUMNS = ["treaty", "state", "what", "before", "after"]
MEASURES = COUNTED[2:]
_PAIR = ["treaty", "state"]


def compare_statuses(old: pd.DataFrame, new: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Return the intervals, up to a day, in which a state has another status than before.

    ``old`` and ``new`` are spells. Columns ``treaty``, ``state``, ``start`` (first day on which
    they differ so), ``end`` (first day on which they no longer do; ``NaT`` where that is not
    so on the last day yet), ``before`` and ``after`` (statuses; ``none`` where there is none).
    """
    steps = _steps(old).merge(_steps(new), on=[*_PAIR, "day"], how="outer")
    steps = steps.sort_values([*_PAIR, "day"]).rename(
        columns={"day": "start", "status_x": "before", "status_y": "after"}
    )
    held = steps.groupby(_PAIR)[["before", "after"]].ffill().fillna("none")
    steps = steps.assign(before=held["before"], after=held["after"])
    pair = steps.groupby(_PAIR)
    earlier = pair[["before", "after"]].shift()
    steps = steps[(earlier != steps[["before", "after"]]).any(axis=1)]
    end = steps.groupby(_PAIR)["start"].shift(-1)
    steps = steps.assign(end=end.where(end <= until))
    differ = (steps["before"] != steps["after"]) & (steps["start"] <= until)
    return steps.loc[differ, STATUS_COLUMNS].reset_index(drop=True)


def compare_standings(old: Register, new: Register, treaties: list[str]) -> pd.DataFrame:
    """Return where else a state stands otherwise on the day: its stage, its place on the board.

    Columns ``treaty``, ``state``, ``what`` (``stage`` of leaving, or ``tier`` of the board of who
    may leave), ``before`` and ``after``, empty where there is none.
    """
    parts = []
    for what, read in (("stage", _stages), ("tier", _tiers)):
        both = read(old).merge(read(new), on=_PAIR, how="outer", suffixes=("_before", "_after"))
        both = both.rename(columns={f"{what}_before": "before", f"{what}_after": "after"})
        parts.append(both.assign(what=what).fillna(""))
    rows = pd.concat(parts, ignore_index=True)
    rows = rows[(rows["before"] != rows["after"]) & rows["treaty"].isin(treaties)]
    return rows.sort_values(STANDING_COLUMNS[:3])[STANDING_COLUMNS].reset_index(drop=True)


def _stages(register: Register) -> pd.DataFrame:
    table = register.status_of_all()
    return table.loc[table["stage"] != "", [*_PAIR, "stage"]]


def _tiers(register: Register) -> pd.DataFrame:
    return board(register.tables, register.spells, register.day)[[*_PAIR, "tier"]]


def compare_counts(
    old: Register, new: Register, treaty: str, quoted: list[pd.Timestamp]
) -> pd.DataFrame:
    """Return the counts under a treaty that differ between two registers as of the same day.

    ``quoted`` are days on which every differing count is told; besides them it is told on each
    day from which a count differs by another number than before. Columns ``treaty``, ``day``,
    ``measure`` (as in :data:`analysis.law.counts.COLUMNS`), ``before``, ``after``.
    """
    series = [each.counts(treaty=treaty, over_time=True).set_index("day") for each in (old, new)]
    days = pd.DatetimeIndex([*series[0].index, *series[1].index, *quoted, old.day])
    days = days.as_unit("s").unique().sort_values()
    days = days[days <= old.day].rename("day")
    before, after = (_on_days(each[MEASURES], days) for each in series)
    gap = after - before
    told = gap.ne(gap.shift(fill_value=0))
    told.loc[days.isin([*quoted, old.day])] = True
    shown = told & gap.ne(0)
    long = pd.DataFrame({"shown": shown.stack(), "before": before.stack(), "after": after.stack()})
    rows = long[long["shown"]].rename_axis(["day", "measure"]).reset_index()
    return rows.assign(treaty=treaty)[COUNT_COLUMNS]


def _steps(spells: pd.DataFrame) -> pd.DataFrame:
    """Return the status from each day on which it changes; after an end without successor, none."""
    starts = spells.rename(columns={"start": "day"})[[*_PAIR, "day", "status"]]
    ends = spells.dropna(subset=["end"]).drop(columns="start").rename(columns={"end": "day"})
    closed = ends.assign(status="none")[[*_PAIR, "day", "status"]]
    steps = pd.concat([closed, starts], ignore_index=True)
    return steps.drop_duplicates([*_PAIR, "day"], keep="last")


def _on_days(counts: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Return the counts of a series on given days: nothing before its first."""
    index = pd.DatetimeIndex(counts.index).as_unit("s")
    return counts.set_axis(index).reindex(days, method="ffill").fillna(0).astype("int64")
