"""Which briefings are read: every region and treaty, before, within and after its exits."""

from __future__ import annotations

import pandas as pd

from analysis.law.regions import list_regions
from analysis.register import Register

#: The pairs that contradicted themselves once, with the day on which they did.
KNOWN = [
    ("nato", "openskies", "2021-12-18"),
    ("nato", "openskies", "2026-08-22"),
    ("eu", "apmbc", "2026-02-20"),
    ("nato", "cfe", "2024-06-12"),
    ("nato", "cfe", "2026-08-22"),
    ("eastern-flank", "apmbc", "2025-04-16"),
    ("eastern-flank", "apmbc", "2025-12-28"),
    ("eastern-flank", "apmbc", "2026-02-20"),
    ("world", "apmbc", "2026-02-20"),
    ("world", "npt", "2026-01-01"),
    ("world", "inf", "2019-05-01"),
    ("world", "newstart", "2026-03-01"),
    ("world", "abm", "2003-01-01"),
    ("world", "ctbt", "2024-01-01"),
    ("europe", "ccw_p2", "2025-01-01"),
    ("csto", "cfe", "2024-01-01"),
    ("warsaw-pact", "npt", "1985-01-01"),
    ("nuclear-weapons-hosts", "cfe", "2024-06-12"),
]
#: Briefings of the other kinds: states at rest and moving, islands, a former state, quiet weeks and
#: long spans, one treaty, days before most treaties and beyond the data, a story before its day.
KINDS = [
    ("state", {"state": "LTU", "as_of": "2026-02-20"}),
    ("state", {"state": "LVA", "as_of": "2025-04-16"}),
    ("state", {"state": "FIN", "as_of": "2025-09-01"}),
    ("state", {"state": "USA"}),
    ("state", {"state": "RUS"}),
    ("state", {"state": "UKR"}),
    ("state", {"state": "PRK"}),
    ("state", {"state": "DEU"}),
    ("state", {"state": "KIR"}),
    ("state", {"state": "VCT"}),
    ("state", {"state": "CAF"}),
    ("state", {"state": "SUN", "as_of": "1985-01-01"}),
    ("state", {"state": "BHS", "as_of": "1973-07-11"}),
    ("state", {"state": "RUS", "as_of": "1985-01-01"}),
    ("state", {"state": "DDR", "as_of": "1985-06-30"}),
    ("state", {"state": "CSK", "as_of": "1992-06-30"}),
    ("state", {"state": "EST", "as_of": "1975-06-30"}),
    ("state", {"state": "IND", "as_of": "1931-12-31"}),
    ("state", {"state": "IRN", "as_of": "1926-01-01"}),
    ("state", {"state": "FRA", "as_of": "1920-01-01"}),
    ("state", {"state": "NOR", "as_of": "2030-01-01"}),
    ("changes", {}),
    ("changes", {"as_of": "2026-01-01", "compare_to": "2025-12-01"}),
    ("changes", {"as_of": "2026-02-20", "compare_to": "2025-02-20"}),
    ("changes", {"as_of": "2023-12-15", "compare_to": "2023-11-01", "treaty": "cfe"}),
    ("changes", {"as_of": "2026-01-01", "compare_to": "2000-01-01", "treaty": "pelindaba"}),
    ("changes", {"as_of": "2025-08-01", "region": "baltic", "compare_to": "2025-06-01"}),
    ("changes", {"as_of": "1900-01-03"}),
    ("world", {}),
    ("world", {"as_of": "2003-01-01"}),
    ("world", {"as_of": "1996-12-13"}),
    ("world", {"as_of": "1930-01-01"}),
    ("world", {"as_of": "2030-01-01"}),
    ("audit", {"as_of": "2025-04-16"}),
    ("audit", {"as_of": "2026-02-20"}),
    ("audit", {"as_of": "2025-01-01"}),
]
#: Treaties of every shape: left, disputed, not in force, suspended, between two states and ended, a
#: protocol, a zone, a political commitment, one of a few states, one that nobody ever left.
OF_TREATIES = (
    "apmbc", "npt", "ctbt", "cfe", "openskies", "inf", "newstart", "salt2", "ccw_p4", "tlatelolco",
    "canwfz", "jcpoa", "cma", "kinshasa", "bwc",
)  # fmt: skip
#: Neighbours whose border is measured where a region may have one with them.
TOWARDS = "RUS,BLR"


def days_of(register: Register, treaty: str) -> list[str]:
    """Return three days under a treaty: before its first exit, within, and after the last.

    Where nobody ever left, the thirds of its time from the opening to the vintage.
    """
    row = register.tables.treaty(treaty)
    events = register.tables.events
    own = events[events["treaty"] == treaty]
    ways_out = ["withdrawal_notified", "withdrawal_effective", "suspension_effective"]
    out = own[own["kind"].isin([*ways_out, "ratification_revoked", "terminated", "expired"])]
    last = register.tables.vintage
    if out.empty:
        first = own["day"].min()
        step = (last - first) / 3
        days = [first + step, first + 2 * step, last]
    else:
        first, end = out["day"].min(), out["day"].max()
        days = [first - pd.Timedelta(days=30), first + (end - first) / 2, min(end, last)]
    assert row["code"] == treaty
    return [f"{day:%Y-%m-%d}" for day in days]


def all_subjects(register: Register) -> list[tuple[str, str, str]]:
    """Return region, treaty and day of every briefing that is read."""
    regions = [region.slug for region in list_regions(register.tables)]
    return [
        (region, treaty, day)
        for treaty in register.tables.treaties["code"]
        for day in days_of(register, treaty)
        for region in regions
    ]


def all_of_other_kinds(register: Register) -> list[tuple[str, dict[str, str]]]:
    """Return every state on the vintage, every treaty, and the known briefings of other kinds."""
    states = register.as_of(register.tables.vintage).members("world")
    treaties = [
        ("treaty", {"treaty": code, "as_of": day})
        for code in register.tables.treaties["code"]
        for day in days_of(register, code)
    ]
    return [*KINDS, *(("state", {"state": code}) for code in states), *treaties]
