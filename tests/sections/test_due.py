"""What is due: as known on the day, for the region and the treaty asked about, and no more."""

from __future__ import annotations

import pytest

from analysis.blocks.citations import Citations
from analysis.blocks.model import flat
from analysis.sections.due.facts import due
from analysis.sections.due.section import SECTION


def lines(subject, cite):
    return [
        tuple(flat(cell.text) for cell in row)
        for block in SECTION.compose(subject, cite)
        for row in block.rows
    ]


def test_effects_are_told_with_the_days_to_go(about, cite):
    assert lines(about("apmbc", "eastern-flank", "2025-08-27"), cite) == [
        (
            "27\u00a0Dec\u00a02025",
            "Withdrawal takes effect: Estonia, Latvia and Lithuania",
            "122 days",
        ),
        ("10\u00a0Jan\u00a02026", "Withdrawal takes effect: Finland", "136 days"),
        ("20\u00a0Feb\u00a02026", "Withdrawal takes effect: Poland", "177 days"),
    ]


def test_only_what_concerns_the_region_is_told(about, cite):
    world = lines(about("apmbc", "world", "2025-08-27"), cite)
    assert world[0][1:] == ("Enters into force: the Marshall Islands", "five days")
    nordic = lines(about("apmbc", "nordic", "2025-08-27"), cite)
    assert [what for _, what, _ in nordic] == ["Withdrawal takes effect: Finland"]


def test_nothing_is_due_before_the_notice(about, cite):
    assert not any(
        "Latvia" in row[1] for row in lines(about("apmbc", "baltic", "2025-06-26"), cite)
    )
    assert any("Latvia" in row[1] for row in lines(about("apmbc", "baltic", "2025-06-27"), cite))


def test_a_term_that_ends_is_due(about, cite):
    row = lines(about("newstart", "world", "2026-02-04"), cite)[0]
    assert row == ("5\u00a0Feb\u00a02026", "The term of the treaty ends", "one day")


def test_a_date_of_the_year_has_no_days_to_go(about, cite):
    subject = about("apmbc", "nato", "2026-02-20")
    assert lines(subject, cite) == [
        ("2026", "23rd Meeting of States Parties (Zambia presides)", "–")
    ]
    assert due(subject).rows[0].days is None


def test_many_states_of_one_day_are_counted(about, cite):
    rows = lines(about("tpnw", "world", "2020-12-01"), cite)
    assert any("states" in what for _, what, _ in rows)
    assert len({day for day, *_ in rows}) == len(rows)


@pytest.mark.parametrize(
    ("treaty", "region", "day"),
    [
        # Ended; nothing known to come; before there was a treaty.
        ("newstart", "world", "2026-02-20"),
        ("rarotonga", "oceania", "2025-01-01"),
        ("apmbc", "nato", "1990-01-01"),
    ],
)
def test_there_is_no_section_where_nothing_is_due(about, cite, treaty, region, day):
    assert SECTION.compose(about(treaty, region, day), cite) == []


def test_every_row_has_its_source(about, register):
    subject = about("apmbc", "world", "2025-08-27")
    cite = Citations(register.tables, subject.day)
    (table,) = SECTION.compose(subject, cite)
    assert all(row[1].text[-1].cite for row in table.rows)
    assert set(cite.cited_sources) <= set(table.sources)
    assert "meetings are as they were convened" in flat(table.foot)
