"""What a register answers by measuring: flows, commitments, depth, rates, and how far it is known.

The class holds no data: :class:`analysis.register.Register` is one, and gives itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import pandas as pd

from analysis.law.names import Names, find_treaty
from analysis.law.regions import short_name
from analysis.law.status import two_days
from analysis.measures.commitments import commitments_over_time, depth_of_rollback
from analysis.measures.exposure import Grouping, exit_rates
from analysis.measures.flows import flows_by_year
from analysis.measures.observed import cautions, observed_until
from analysis.measures.scope import Seen, Treaties, treaty_codes
from analysis.store.loading import Tables
from analysis.terms.days import Day


def _named(known: Tables, region: Names) -> str | None:
    return None if region is None else short_name(known, region)


class Whole(Seen, Protocol):
    """What is known on a day, with the whole data behind it."""

    @property
    def tables(self) -> Tables:
        """The whole data."""


class Asked(Protocol):
    """What answers where states stand, on its day and as of another."""

    def status(self, *, treaty: Names, region: Names, state: Names) -> pd.DataFrame:
        """Return the status of states under treaties on the day."""

    def as_of(self, day: Day) -> Asked:
        """Return the same as it stood on a day."""


class Measured:
    """The measures of a register as of its day."""

    def status_since(
        self: Asked,
        compare_to: Day,
        *,
        treaty: Names = None,
        region: Names = None,
        state: Names = None,
    ) -> pd.DataFrame:
        """Return the status of an earlier day beside that of the register's day.

        Columns: :data:`analysis.law.status.TWO_DAYS`; one row per treaty and state that stood
        anywhere on either day, of a region those that were its members on one of them.
        """
        asked: dict[str, Names] = {"treaty": treaty, "region": region, "state": state}
        return two_days(self.as_of(compare_to).status(**asked), self.status(**asked))

    def flows(self: Seen, *, treaty: Treaties = None, region: Names = None) -> pd.DataFrame:
        """Return joins, notices, exits, suspensions and refusals by year and treaty.

        Columns: :data:`analysis.measures.flows.COLUMNS`. ``treaty`` is a code, a family, a
        list of either, or all.
        """
        return flows_by_year(
            self.known, self.spells, self.day, treaty=treaty, region=_named(self.known, region)
        )

    def commitments(
        self: Seen, *, treaty: Treaties = None, region: str | Sequence[str] = "world"
    ) -> pd.DataFrame:
        """Return the treaties in force for the members of a region over time, in pairs.

        Columns: :data:`analysis.measures.commitments.COLUMNS`.
        """
        return commitments_over_time(
            self.known, self.spells, self.day, treaty=treaty, region=short_name(self.known, region)
        )

    def depth(
        self: Seen,
        *,
        treaty: Treaties = None,
        region: str | Sequence[str] = "world",
        by: Literal["treaty", "family", "all"] = "treaty",
    ) -> pd.DataFrame:
        """Return how far participation lies below its peak, by treaty, family or in all.

        Columns: :data:`analysis.measures.commitments.DEPTH_COLUMNS`.
        """
        return depth_of_rollback(
            self.known,
            self.spells,
            self.day,
            treaty=treaty,
            region=short_name(self.known, region),
            by=by,
        )

    def exit_rates(
        self: Seen,
        *,
        treaty: Treaties = None,
        region: Names = None,
        by: Grouping | Sequence[Grouping] = (),
    ) -> pd.DataFrame:
        """Return exits per 100 party-years at risk, by group.

        Columns: :data:`analysis.measures.exposure.COLUMNS`.

        ``by`` splits them: ``treaty``, ``family``, ``year``, ``decade``, a region (it and the
        rest), a day (before it and from it), or several of these.
        """
        inside = _named(self.known, region)
        return exit_rates(self.known, self.spells, self.day, treaty=treaty, region=inside, by=by)

    def observed_until(self: Seen, treaty: str) -> pd.Timestamp:
        """Return the last day on which a treaty is observed: the day, or ``covered_to`` before it.

        Time at risk, and whatever is said not to have happened, ends there. A treaty that had
        ended by the day up to which it is covered is observed up to the day. Raises
        ``UnknownName``.
        """
        return observed_until(self.known, self.day, [find_treaty(self.known, treaty)])

    def default_day(self: Whole, treaty: str = "") -> pd.Timestamp:
        """Return the day on which a question stands that names none.

        Of one treaty the last day for which it is covered, or the day on which it ended if that
        is later, and never one after the vintage; of several (empty) the vintage. Raises
        ``UnknownName``.
        """
        vintage = self.tables.vintage
        if not treaty:
            return vintage
        row = self.tables.treaty(find_treaty(self.tables, treaty))
        # A column's maximum passes over an end that there is not.
        last: pd.Timestamp = row[["covered_to", "ended"]].max()
        return min(vintage, last)

    def cautions(self: Whole, *, treaty: Treaties = None) -> list[str]:
        """Say what is not known on the day: days after the vintage, and after those covered.

        ``treaty`` is a code, a family, a list of either, or all. Under a treaty that has ended
        nothing more can be missing.
        """
        return cautions(self.tables, self.day, treaty_codes(self.tables, treaty))
