"""A few whole briefings as they read, to be looked at when a change moves a word.

``make golden`` writes them anew; the difference is then read, and committed with the change.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis import open_briefing
from tests.reading.reader import read_aloud

GOLDEN = Path(__file__).with_name("golden")
#: The kinds of which each is read, with what the name of the file ends in.
KINDS = {"regional": "", "annex": "-annex"}
#: The flagships, a suspension, a treaty not in force, one that has ended, and a quiet region.
BRIEFINGS = {
    "eastern-flank-2025-04-16": ("eastern-flank", "apmbc", "2025-04-16", "2025-02-28", "RUS,BLR"),
    "eastern-flank-2026-02-20": ("eastern-flank", "apmbc", "2026-02-20", "2025-04-16", "RUS,BLR"),
    "nato-cfe-2024-06-12": ("nato", "cfe", "2024-06-12", "2023-11-01", ""),
    "world-ctbt-2024-01-01": ("world", "ctbt", "2024-01-01", "2023-01-01", ""),
    "world-inf-2019-09-01": ("world", "inf", "2019-09-01", "2019-01-01", ""),
    "oceania-rarotonga-2025-01-01": ("oceania", "rarotonga", "2025-01-01", "", ""),
}
#: One of each other kind.
OTHERS = {
    "state-lithuania-2026-02-20": ("state", {"state": "LTU", "as_of": "2026-02-20"}),
    "state-kiribati-2026-08-22": ("state", {"state": "KIR", "as_of": "2026-08-22"}),
    "changes-2025-12": ("changes", {"as_of": "2025-12-31", "compare_to": "2025-11-30"}),
    "world-2026-08-22": ("world", {"as_of": "2026-08-22"}),
    "audit-latvia-2026-02-20": ("audit", {"as_of": "2026-02-20"}),
    "treaty-apmbc-2026-02-20": ("treaty", {"treaty": "apmbc", "as_of": "2026-02-20"}),
    "treaty-ctbt-2024-01-01": ("treaty", {"treaty": "ctbt", "as_of": "2024-01-01"}),
}


def written(register, name, kind="regional"):
    if name in OTHERS:
        other, given = OTHERS[name]
        return read_aloud(open_briefing(other, register=register, **given).blocks())
    region, treaty, day, before, towards = BRIEFINGS[name]
    briefing = open_briefing(
        kind, register=register, region=region, treaty=treaty, as_of=day,
        compare_to=before, towards=towards,
    )  # fmt: skip
    return read_aloud(briefing.blocks())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", BRIEFINGS)
def test_a_briefing_reads_as_it_did(register, name, kind):
    golden = (GOLDEN / f"{name}{KINDS[kind]}.txt").read_text(encoding="utf-8")
    assert written(register, name, kind) == golden


@pytest.mark.parametrize("name", OTHERS)
def test_a_briefing_of_another_kind_reads_as_it_did(register, name):
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert written(register, name) == golden
