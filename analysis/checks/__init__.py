"""Every rule on the data, and the door to them: :func:`check_tables`.

The rules run in stages, from the cell to the law: what one stage has found wrong, the next
leaves out, so that a broken cell is reported once and no rule stops at the first fault.

======== ============================================================= ==================
stage    what is looked at                                             module
======== ============================================================= ==================
headers  columns missing, misspelt, foreign or out of order            ``headers``
package  version, days and schema of the data                          ``package``, ``declared``
cells    each cell on its own                                          ``cells``
keys     rows that stand twice; states, treaties, sources not listed   ``keys``
map      shapes, names and neighbours of the states                    ``geography``
context  treaties, groups, borders, conflicts, sources                 ``context``
events   kind, actor, aim, votes and sources of an event together      ``events``
lives    acts before or after their state, law or publication           ``lives``
order    signature, consent, notice, effect: what may follow what      ``order``
law      recorded days against the clauses of the treaty               ``law``
standing contested acts, ends of treaties, published totals            ``standing``
gaps     what is known to be missing, and what events.csv has of it     ``gaps``
attempts attempts against the events; days of the calendar             ``attempts``
figures  casualties, stocks, votes: parts and wholes, days and editions ``figures``
boards   the kept board of this version against the computed one        ``boards``
names    further names: of whom, and whether others bear them   ``aliases``
claims   claims of stories, and what was told otherwise before         ``claims``
======== ============================================================= ==================
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from analysis.checks.addresses import check_addresses
from analysis.checks.agreement import check_agreement, check_keys_of_days
from analysis.checks.aliases import check_aliases
from analysis.checks.attempts import check_attempts, check_calendar, check_searches
from analysis.checks.boards import check_boards
from analysis.checks.cells import check_cells
from analysis.checks.claims import check_claims, check_corrections
from analysis.checks.compared import check_figures
from analysis.checks.confidence import check_confidence
from analysis.checks.context import (
    check_borders,
    check_conflicts,
    check_groups,
    check_sources,
    check_states,
    check_treaties,
)
from analysis.checks.events import check_events
from analysis.checks.figures import check_casualties, check_resolutions, check_stockpiles
from analysis.checks.gaps import check_gaps
from analysis.checks.geography import check_geography
from analysis.checks.headers import open_sheets
from analysis.checks.keys import check_keys, check_references, check_unused_sources
from analysis.checks.law import check_law
from analysis.checks.lives import (
    check_laws,
    check_lives,
    check_published,
    check_successions,
)
from analysis.checks.offices import check_offices
from analysis.checks.order import check_order
from analysis.checks.package import check_package, check_vintage
from analysis.checks.sheets import Sheets
from analysis.checks.standing import check_disputes, check_endings, check_totals
from analysis.checks.states import check_codes
from analysis.checks.steps import check_steps
from analysis.checks.tables import (
    check_covered,
    check_members,
    check_notifications,
    check_standings,
)
from analysis.checks.votes import check_votes
from analysis.store.loading import RawTables
from analysis.store.resting import no_search_for_circles
from analysis.terms.errors import Fault

Check = Callable[[Sheets], Iterable[Fault]]
STAGES: tuple[tuple[Check, ...], ...] = (
    (check_package, check_cells),
    (check_keys, check_references),
    (
        check_vintage,
        check_geography,
        check_treaties,
        check_states,
        check_groups,
        check_borders,
        check_conflicts,
        check_sources,
        check_codes,
        check_standings,
    ),
    (check_addresses, check_keys_of_days),
    (check_events, check_votes, check_unused_sources, check_confidence),
    (check_lives, check_successions, check_laws, check_published, check_members),
    (check_order, check_notifications, check_covered),
    (check_law, check_steps),
    (check_disputes, check_endings, check_gaps),
    (check_casualties, check_stockpiles, check_resolutions),
    (check_attempts, check_calendar, check_searches, check_offices),
    (check_agreement,),
    (check_figures,),
    (check_totals,),
    (check_aliases, check_claims, check_corrections),
    (check_boards,),
)


@no_search_for_circles()
def check_tables(raw: RawTables) -> list[Fault]:
    """Return every fault of a data folder at once, in order of file, row and column.

    ``raw`` is what :func:`analysis.store.loading.read_tables` read; what it could not read is among
    the faults. An empty list means that the data can be used.
    """
    sheets = open_sheets(raw)
    for stage in STAGES:
        found = [fault for check in stage for fault in check(sheets)]
        sheets = sheets.with_faults(found)
    return in_order(sheets)


def in_order(sheets: Sheets) -> list[Fault]:
    """Return the faults by file and row, and within a row from left to right."""
    places = {
        (f"{table}.csv", str(column)): place
        for table, frame in sheets.frames.items()
        for place, column in enumerate(frame.columns)
    }

    def place(fault: Fault) -> tuple[str, int, int, str, str]:
        first = fault.column.split(", ")[0]
        return fault.file, fault.row or 0, places.get((fault.file, first), -1), first, fault.rule

    return sorted(sheets.faults, key=place)
