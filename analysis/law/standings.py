"""What published figures count, from the columns of the counts under a treaty."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
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
    moments, values = days.to_numpy(), numbers.to_numpy()
    begun, over = (moments.searchsorted(day.to_datetime64(), "right") for day in (first, last))
    before = values[begun - 1] if begun else 0
    held = np.append(values[begun:over], before)
    return int(held.min()), int(held.max())
