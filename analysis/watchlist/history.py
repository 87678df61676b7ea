"""History: what parties had in common before, and which of them then gave notice.

The past is cut into years, counted back from the day. Every party of that time is one case:
what was known of it when the year began, how long it could have given notice, and whether it
did (landmarking: van Houwelingen 2007). Once a state has taken a step, weeks matter and not
years; so each way out is a case of its own as well, from the step on.

The cases come from all multilateral treaties with a clause on withdrawal. Bilateral treaties,
political commitments and treaties without such a clause are left out, and so is the time after
the day up to which the events of a treaty have been gathered: a notice then may be missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.law import Days, to_days
from analysis.loading import Tables
from analysis.measures.attributes import GOING
from analysis.measures.episodes import in_force_on
from analysis.measures.scope import PAIR
from analysis.regions import land_borders, memberships
from analysis.watchlist.leaving import NEVER, followed, notices, treaties_to_learn_from
from analysis.watchlist.steps import steps_towards

#: What a party may share with those that left; all count alike.
TRAITS = ("borders_adversary", "allied", "neighbours_going", "others_given_up")
YEAR_COLUMNS = [*PAIR, "start", *TRAITS, "level", "noticed", "years"]

_FIRST_YEAR = 1925  # The oldest treaty of the register.
_GIVEN_UP = ("withdrawn", "suspended")
_Places = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]


def past_years(
    known: Tables,
    spells: pd.DataFrame,
    day: pd.Timestamp,
    *,
    adversaries: Sequence[str],
    alliance: str,
) -> pd.DataFrame:
    """Return one row per past year and party that had not given notice when the year began.

    Years end on the day, on the same day a year before, and so on. Columns ``treaty``,
    ``state``, ``start`` (day on which the year began); the traits as known on that day:
    ``borders_adversary``, ``allied``, ``neighbours_going``, ``others_given_up`` (bool; see
    :func:`analysis.measures.attributes.attributes_of_parties`); ``level`` (0 = no step
    towards leaving, 1 = announced or recommended, 2 = approved); ``noticed`` (bool: notice in
    the year) and ``years`` (time until the end of the year, or of membership or coverage before;
    1 with a notice).
    """
    grid = _Grid.before(known, day)
    episodes = grid.own(in_force_on(known, spells, day))
    given = grid.own(notices(known))
    going = grid.own(_neighbours_of(known, spells[spells["status"].isin(GOING)]))
    given_up = _elsewhere(spells[spells["status"].isin(_GIVEN_UP)], grid.treaties)
    steps = grid.own(steps_towards(known))
    at_risk = grid.held(episodes) & ~grid.held(given)
    pair, year = np.nonzero(at_risk)
    state = pair % len(grid.states)
    bordering = np.isin(grid.states, land_borders(known, adversaries)["state"].unique())
    stop = np.minimum(grid.last_day(known, episodes)[pair, year], grid.ends[year])
    notice = grid.next_start(given)[pair, year]
    columns = {
        "treaty": _names(grid.treaties, pair // len(grid.states)),
        "state": _names(grid.states, state),
        "start": grid.days[year].astype("datetime64[s]"),
        "borders_adversary": bordering[state],
        "allied": grid.held_by_states(memberships(known, alliance))[state, year],
        "neighbours_going": grid.held(going)[pair, year],
        "others_given_up": grid.held(given_up)[pair, year],
        "level": grid.held(steps)[pair, year].astype("int64")
        + grid.held(steps[steps["level"] == 2])[pair, year],
    }
    rows = pd.DataFrame({**columns, **followed(grid.days[year], stop, notice)})
    return rows.loc[rows["years"] > 0, YEAR_COLUMNS].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Treaties, states and years by number, so that what held when fills plain arrays.

    ``days`` are the first days of the years, the latest first, ``ends`` their last.
    """

    treaties: npt.NDArray[Any]
    states: npt.NDArray[Any]
    days: Days
    ends: Days

    @classmethod
    def before(cls, known: Tables, day: pd.Timestamp) -> _Grid:
        back = range(day.year - _FIRST_YEAR + 1)
        days = to_days([day - pd.DateOffset(years=years) for years in back])
        codes = np.asarray(treaties_to_learn_from(known), dtype=object)
        states = known.states["state"].to_numpy(dtype=object)
        return cls(codes, states, days[1:], days[:-1])

    def own(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Keep what concerns the treaties and the states of the grid."""
        return frame[frame["treaty"].isin(self.treaties) & frame["state"].isin(self.states)]

    def places(self, frame: pd.DataFrame) -> _Places:
        treaty = _places_in(self.treaties, frame["treaty"])
        return treaty * len(self.states) + _places_in(self.states, frame["state"])

    def held(self, spans: pd.DataFrame) -> _Flags:
        """Say for each pair of treaty and state, and each year, whether a span held as it began."""
        return self._filled(len(self.treaties) * len(self.states), self.places(spans), spans)

    def held_by_states(self, spans: pd.DataFrame) -> _Flags:
        known = spans[spans["state"].isin(self.states)]
        return self._filled(len(self.states), _places_in(self.states, known["state"]), known)

    def last_day(self, known: Tables, episodes: pd.DataFrame) -> Days:
        """Return until when each pair can be followed: end of its episode or of coverage."""
        table = np.full(self._shape(), np.datetime64("0001-01-01", "D"))
        covered = to_days(known.treaties.set_index("code")["covered_to"].reindex(self.treaties))
        until = np.where(self._during(episodes), _open(episodes)[:, None], table[:1])
        np.maximum.at(table, self.places(episodes), until)
        covered = np.repeat(np.fmin(covered, NEVER), len(self.states))
        return cast(Days, np.minimum(table, covered[:, None]))

    def next_start(self, spans: pd.DataFrame) -> Days:
        """Return the first start of a span after each year began."""
        table = np.full(self._shape(), NEVER)
        start = to_days(spans["start"])[:, None]
        np.minimum.at(table, self.places(spans), np.where(start > self.days, start, NEVER))
        return table

    def _shape(self) -> tuple[int, int]:
        return len(self.treaties) * len(self.states), len(self.days)

    def _during(self, spans: pd.DataFrame) -> _Flags:
        start, end = to_days(spans["start"])[:, None], _open(spans)[:, None]
        during: _Flags = (start <= self.days) & (self.days < end)
        return during

    def _filled(self, size: int, places: _Places, spans: pd.DataFrame) -> _Flags:
        table = np.zeros((size, len(self.days)), dtype=np.bool_)
        np.logical_or.at(table, places, self._during(spans))
        return table


def _places_in(names: npt.NDArray[Any], column: pd.Series) -> _Places:
    return np.asarray(pd.Index(names).get_indexer(column), dtype=np.int64)


def _names(names: npt.NDArray[Any], places: _Places) -> pd.api.extensions.ExtensionArray:
    """Return the names at many places; checked for being text once each, not once a place."""
    return pd.array(names, dtype="str").take(places)


def _open(spans: pd.DataFrame) -> Days:
    return cast(Days, np.fmin(to_days(spans["end"]), NEVER))


def _neighbours_of(known: Tables, spells: pd.DataFrame) -> pd.DataFrame:
    """Return the spells with each land neighbour of their state in its place."""
    borders = known.borders[["state_a", "state_b"]].to_numpy()
    pairs = pd.DataFrame([*borders, *borders[:, ::-1]], columns=["neighbour", "state"])
    near = spells.rename(columns={"state": "neighbour"}).merge(pairs, on="neighbour")
    return near[[*PAIR, "start", "end"]]


def _elsewhere(spells: pd.DataFrame, codes: npt.NDArray[Any]) -> pd.DataFrame:
    """Return for each treaty the time since a state gave up another one, for ever."""
    first = spells.sort_values("start").drop_duplicates(PAIR).rename(columns={"treaty": "other"})
    spans = first.merge(pd.DataFrame({"treaty": codes}), how="cross")
    spans["end"] = pd.NaT
    return spans.loc[spans["treaty"] != spans["other"], [*PAIR, "start", "end"]]
