"""The border: one length, told alike on page one, in the figure and in its alternative text."""

from __future__ import annotations

import pytest

from analysis.blocks.model import flat, plain
from analysis.sections.border.facts import border
from analysis.sections.border.section import SECTION, compose

TOWARDS = "RUS,BLR"


def test_the_border_is_that_of_the_members_of_the_day_at_all_times(about):
    own = border(about("apmbc", "eastern-flank", "2026-02-20", towards=TOWARDS))
    assert (own.km, own.km_bound, own.most, str(own.most_last)) == (3802, 191, 3802, "2025-12-26")
    assert set(own.over_time["km"]) == {own.km}
    assert sum(side.km for side in own.sides) == pytest.approx(own.km, abs=0.5)
    assert own.km_bound + own.km_unbound == own.km


def test_what_running_notices_have_scheduled_is_told(about):
    own = border(about("apmbc", "eastern-flank", "2025-12-28", towards=TOWARDS))
    assert [(str(due.day), due.km_bound) for due in own.due] == [
        ("2026-01-10", 775),
        ("2026-02-20", 191),
    ]
    assert own.left == 191


def test_page_one_and_the_figure_tell_the_same_length(about, cite):
    subject = about("apmbc", "eastern-flank", "2025-12-28", towards=TOWARDS)
    (finding,), (figure,) = SECTION.findings(subject, cite), compose(subject, cite)
    told = {span.told.field: span.text for span in finding if span.told}
    assert told["km_bound"] in flat(figure.caption.title)
    assert told["km"] in flat(figure.caption.alt)
    assert plain(finding).startswith("Of the 3802 km of the region’s land border with Russia and")
    assert "Not bound: Estonia, Latvia and Lithuania." in figure.alt


def test_without_a_common_border_nothing_is_said(about, cite):
    inland = about("apmbc", "oceania", "2026-02-20", towards=TOWARDS)
    assert compose(inland, cite) == []
    assert SECTION.findings(inland, cite) == []
    assert compose(about("apmbc", "nato", "2026-02-20"), cite) == []


def test_the_figure_is_drawn_and_holds_its_data(about, cite, tmp_path):
    (figure,) = compose(about("apmbc", "nato", "2025-12-28", towards=TOWARDS), cite)
    path = figure.save(tmp_path / "border.svg")
    assert path.read_text().startswith("<svg ")
    assert list(figure.data.columns) == ["day", "km", "km_bound", "states_bound"]
