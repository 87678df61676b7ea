"""Since when something could be known: the day on which the first of its sources was out."""

from __future__ import annotations

import pandas as pd

from analysis.store.loading import Tables, end_of_date


def known_since(tables: Tables, sources: pd.Series) -> pd.Series:
    """Return the day on which the first source of each row was out; without any, the vintage.

    ``sources`` are keys joined by ``;``. A source of which only the month or the year is known
    counts from its end.
    """
    published = tables.sources.set_index("source")["published"]
    out = end_of_date(published).fillna(tables.vintage).to_dict()
    firsts = [min(out.get(key, tables.vintage) for key in cell.split(";")) for cell in sources]
    return pd.Series(firsts, index=sources.index, dtype="datetime64[s]")
