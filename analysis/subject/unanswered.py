"""Questions that the data leave open, and the reasons for it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

#: The first day of the full-scale Russian invasion of Ukraine, the break that is asked about
#: unless another day is named.
INVASION = pd.Timestamp("2022-02-24").as_unit("s")
#: Below this p-value a sentence says that chance is a poor explanation.
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the data leave open, and why: a clause that follows a colon."""

    reason: str
