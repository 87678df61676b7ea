"""What is new on status pages, as rows of ``events.csv`` and ``sources.csv``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analysis.importers.additions import event_rows, source_key
from analysis.importers.comparing import Comparison
from analysis.importers.writing import Row
from analysis.language.days import format_day
from analysis.language.english import format_list
from analysis.language.numbers import counted
from analysis.store.loading import RawTables

#: Where the depositary shows the status of a treaty, by its number in the collection.
SITE = "https://treaties.un.org"
PLACE = "/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no={number}&clang=_en"
_PUBLISHER = "United Nations, Office of Legal Affairs (depositary)"


def rows_of_pages(compared: Sequence[Comparison], raw: RawTables) -> dict[str, list[Row]]:
    """Return what is new on pages as rows, by table; the pages of one day are one source."""
    known = set(raw.frames["sources"]["source"])
    having = [one for one in compared if one.new]
    days = sorted({one.page.day for one in having})
    sources = [source_row([one for one in having if one.page.day == day]) for day in days]
    return {
        "sources": [row for row in sources if row["source"] not in known],
        "events": [row for one in having for row in event_rows(one.new, one.code, one.page)],
    }


def source_row(compared: Sequence[Comparison]) -> Row:
    """Return pages of one day, about one treaty or several, as a row of ``sources.csv``."""
    page = compared[0].page
    numbers = list(dict.fromkeys(one.page.number for one in compared))
    chapters = list(dict.fromkeys(number.split("-")[0] for number in numbers))
    return {
        "source": source_key(page),
        "title": (
            "UN Treaty Collection, Multilateral Treaties Deposited with the Secretary-General,"
            f" chapter{'s' if len(chapters) > 1 else ''} {format_list(chapters)}, status pages"
            f" as at {format_day(dt.date.fromisoformat(page.day))}"
        ),
        "publisher": _PUBLISHER,
        "url": ";".join(SITE + PLACE.format(number=number) for number in numbers),
        "published": page.day,
        "covers": "; ".join(map(_covered, compared)),
        "rank": "intergovernmental",
    }


def _covered(compared: Comparison) -> str:
    labels = compared.names.labels
    states = sorted({labels[claim.state] for claim in compared.new})
    listed = format_list(states) if len(states) <= 3 else counted(len(states), "state")
    return f"{compared.treaty['noun']}: {listed}"
