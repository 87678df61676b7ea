"""What published figures count, from the columns of the counts under a treaty."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

DEPOSITS = "deposits"
#: What can be counted on a day, from the columns of :mod:`analysis.law.counts`.
STANDINGS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "signatories": lambda row: row["signatories"],
    "signatories_not_party": lambda row: row["signatories_not_party"],
    "contracting_states": lambda row: row["contracting_states"],
    "parties": lambda row: row["parties"],
    "signed_or_consented": lambda row: row["signatories_not_party"] + row["contracting_states"],
    "consented_after_signing": lambda row: row["signatories"] - row["signatories_not_party"],
    "consented_without_signing": lambda row: (
        row["contracting_states"]
        + row["withdrawn"]
        - (row["signatories"] - row["signatories_not_party"])
    ),
}


def held_in(
    numbers: pd.Series, days: pd.Series, first: pd.Timestamp, last: pd.Timestamp
) -> tuple[int, int]:
    """Return the least and the most that a number was from one day to another.

    ``numbers`` holds it from each of ``days`` on, in their order; before the first it was 0.
    """
    # The last step before the period holds at its beginning; without one, nobody had acted.
    before = numbers[days <= first].tail(1).tolist() or [0]
    held = [*before, *numbers[(days > first) & (days <= last)].tolist()]
    return int(min(held)), int(max(held))
