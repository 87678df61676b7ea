"""The border: one length, told alike on page one, in the figure and in its alternative text."""

from __future__ import annotations

import pytest

from analysis.blocks.model import flat, plain
from analysis.sections.border.facts import border
from analysis.sections.border.section import BESIDE, SECTION, compose
from analysis.sections.front.section import SECTION as FRONT

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
    assert "Not covered: Estonia, Latvia and Lithuania." in figure.alt


def test_a_length_that_rests_on_an_undated_suspension_is_withheld_with_the_reason(about, cite):
    for region in ("nato", "eastern-flank"):
        subject = about("cfe", region, "2024-06-12", towards=TOWARDS)
        own = border(subject)
        assert [state.code for state in own.undated] == ["POL", "NOR"]
        assert (own.told.sides, compose(subject, cite)) == ((), [])
        (finding,) = SECTION.findings(subject, cite)
        assert plain(finding) == (
            "How much of the region’s land border with Russia and Belarus the treaty covers is not"
            " told: the suspension of Norway and Poland is documented, its day not on record."
        )
    # The day before Norway told the other parties nothing was missing of a bordering state.
    before = border(about("cfe", "nato", "2023-11-26", towards=TOWARDS))
    assert (before.undated, before.km_bound, before.told) == ((), 775, before)


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


def test_a_border_is_told_before_the_treaty_was_opened(about, cite):
    subject = about("apmbc", "nato", "1996-01-01", towards="RUS")
    own = border(subject)
    assert (own.km, own.km_bound, own.most) == (191, 0, 0)
    assert [side.state.code for side in own.sides] == ["NOR"]
    (finding,) = SECTION.findings(subject, cite)
    assert plain(finding) == (
        "The mine ban covers none of the 191 km of the region’s land border with Russia: it is not"
        " in force."
    )
    (front,) = FRONT.compose(subject, cite)
    assert [plain(one) for one in front.findings][1] == plain(finding)


def test_a_border_that_no_state_has_bound_is_told_with_its_length(about, cite):
    (finding,) = SECTION.findings(about("tpnw", "nato", "2024-01-01", towards=TOWARDS), cite)
    assert plain(finding).startswith("The nuclear-weapon ban covers none of the 3802 km of")
    # Of a treaty that none of them could join nothing is said.
    assert SECTION.findings(about("newstart", "nato", "2024-01-01", towards=TOWARDS), cite) == []


def test_a_state_that_suspended_before_its_notice_covers_nothing(about):
    own = border(about("cfe", "csto", "2023-07-01", towards="NOR"))
    (side,) = own.sides
    assert (side.status, side.bound, own.km_bound) == ("withdrawing", False, 0)
    assert own.most == 191
    assert str(own.most_last) == "2007-12-11"
    assert own.due == ()


def test_beside_the_map_stand_the_number_of_the_day_and_a_bar_for_each_state(about, cite):
    subject = about("apmbc", "eastern-flank", "2025-12-28", towards=TOWARDS)
    ((figure,), (whole,)) = (BESIDE.compose(subject, cite), compose(subject, cite))
    assert figure.width == "side"
    told = {span.told.field: span.text for span in figure.caption.title if span.told}
    assert told["km_bound"] in flat(whole.caption.title)
    assert figure.data["state"].tolist()[:2] == ["FIN", "LTU"]
    assert figure.data["km"].sum() == pytest.approx(border(subject).km, abs=0.5)
    words = [text.get_text() for ax in figure.figure().axes for text in ax.texts]
    assert {"Finland", "covered", "not covered"} <= set(words)
    # A map across the page has no room beside it, and a gap withholds the length here too.
    assert BESIDE.compose(about("apmbc", "nato", "2025-12-28", towards=TOWARDS), cite) == []
    gap = about("cfe", "eastern-flank", "2024-06-12", towards=TOWARDS)
    assert BESIDE.compose(gap, cite) == []
    assert BESIDE.compose(about("apmbc", "oceania", "2026-02-20", towards=TOWARDS), cite) == []
