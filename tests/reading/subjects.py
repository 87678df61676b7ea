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
]
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
