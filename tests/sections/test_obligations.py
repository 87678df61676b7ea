"""One state: what binds it, what it has left, who its neighbours are, what is due."""

from __future__ import annotations

import pytest

from analysis import open_briefing
from analysis.blocks.citations import Citations
from analysis.blocks.model import Table, flat, plain
from analysis.sections.acts.facts import acts
from analysis.sections.agenda.facts import agenda
from analysis.sections.border.facts import border
from analysis.sections.border.words import border_caption
from analysis.sections.neighbours.facts import neighbours
from analysis.sections.obligations.facts import obligations
from analysis.sections.obligations.words import state_findings, state_title
from analysis.sections.standing.facts import standing
from analysis.subject.setting import setting
from analysis.subject.subject import Subject
from analysis.terms.errors import ParameterFaults
from analysis.terms.statuses import IN_FORCE


@pytest.fixture
def state(register):
    return lambda code, day: Subject.of(register.as_of(day), state=code)


@pytest.mark.parametrize(
    ("code", "day", "title"),
    [
        ("LTU", "2026-02-20", "Lithuania’s withdrawals from the mine ban and the cluster-munition"
         " ban have taken effect; 17 treaties bind it"),
        ("LVA", "2025-04-16", "Latvia’s parliament has voted to leave the mine ban; 18 treaties"
         " bind it"),
        ("LVA", "2025-12-26", "Latvia has given notice of leaving the mine ban, with effect on"
         " 27 December 2025; 18 treaties bind it"),
        ("LVA", "2025-12-27", "Latvia’s withdrawal from the mine ban has taken effect; 17 treaties"
         " bind it"),
        # The exit that was announced in June had turned into a suspension in July.
        ("UKR", "2025-07-10", "Ukraine has announced an exit from the mine ban; 21 treaties bind"
         " it"),
        ("UKR", "2025-07-20", "Ukraine has notified a suspension of the mine ban; its standing"
         " under the mine ban is contested"),
        ("KIR", "2026-08-22", "Kiribati is bound by six treaties and is on its way out of none"),
        ("IRN", "1968-07-02", "Iran is bound by two treaties and is on its way out of neither"),
        ("IRN", "1926-01-01", "no treaty of the register binds Iran"),
        ("DEU", "2026-08-22", "Germany’s suspension of the treaty on conventional forces in Europe"
         " is documented, its day not on record; 23 treaties bind it"),
    ],
)  # fmt: skip
def test_the_title_never_says_left_before_the_effect(state, code, day, title):
    assert flat(state_title(obligations(state(code, day)))) == title


def test_an_exit_that_ended_its_treaty_is_an_exit_and_the_treaty_binds_nobody(state):
    own = obligations(state("USA", "2026-08-22"))
    gone = {row.treaty.code: row for row in own.having("gone")}
    assert sorted(gone) == ["abm", "inf", "jcpoa", "openskies"]
    assert not gone["abm"].bound
    assert own.bound == len([row for row in own.rows if row.bound]) == 21


@pytest.mark.parametrize(("code", "day"), [("USA", "2026-08-22"), ("RUS", "2010-01-01")])
def test_bound_means_one_thing_in_every_answer(register, about, code, day):
    """The treaty is in force for the state, suspended or not; what is suspended is told beside."""
    own = obligations(Subject.of(register.as_of(day), state=code))
    row = next(row for row in own.rows if row.treaty.code == "cfe")
    assert row.suspended
    assert row.bound
    status = register.as_of(day).status(treaty="cfe", state=code)
    assert status["bound"].item() == "yes"
    assert code in {
        one.state.code for one in standing(about("cfe", "world", day)).having(*IN_FORCE)
    }
    counts = register.as_of(day).counts(treaty="cfe")
    assert counts["parties"].item() == standing(about("cfe", "world", day)).in_force
    # Of a border it is told whether the treaty covers it, which a suspended one does not.
    side = border(about("cfe", "csto" if code == "RUS" else "nato", day, towards="NOR"))
    told = flat(border_caption(setting(about("cfe", "csto", day)), side).alt) if side.sides else ""
    assert "bound" not in told.lower()


def test_only_what_moves_is_told_of_treaties_that_have_ended(state):
    own = obligations(state("RUS", "2026-08-22"))
    told = {row.treaty.code for row in own.rows if row.told}
    assert "start2" not in told
    assert {"cfe", "ctbt", "openskies", "pmda"} <= told


def test_the_acts_are_those_of_the_ways_out_and_of_a_state_at_rest_its_joins(state):
    own = acts(state("LTU", "2026-02-20"))
    assert own.leaving
    assert [way.noun for way in own.ways] == ["mine ban", "cluster-munition ban"]
    assert [act.kind for act in own.ways[0].acts][-2:] == [
        "withdrawal_notified",
        "withdrawal_effective",
    ]
    quiet = acts(state("KIR", "2026-08-22"))
    assert not quiet.leaving
    assert quiet.ways[0].acts[0].written == "2025-05-20"


def test_neighbours_are_those_by_land_or_of_the_same_part_of_the_world(state):
    by_land = neighbours(state("LTU", "2026-02-20"))
    assert [one.code for one in by_land.neighbours] == ["BLR", "LVA", "RUS", "POL"]
    assert by_land.area is None
    assert (by_land.rows[0].noun, by_land.rows[0].bound, by_land.rows[0].possible) == (
        "mine ban", 1, 4,
    )  # fmt: skip
    island = neighbours(state("KIR", "2026-08-22"))
    assert getattr(island.area, "slug", "") == "micronesia"
    assert "KIR" not in {one.code for one in island.neighbours}


def test_what_is_due_for_a_state_is_seen_from_the_notice_on(state):
    due = agenda(state("FIN", "2025-07-10")).effects
    assert [(row.written, row.days) for row in due] == [("2026-01-10", 184)]
    assert agenda(state("FIN", "2025-07-09")).effects == ()


def test_a_state_that_does_not_exist_on_the_day_is_refused_with_the_days(register):
    with pytest.raises(ParameterFaults, match="there was no SUN on 2026-08-22; name a day before"):
        open_briefing("state", register=register, state="SUN")
    with pytest.raises(ParameterFaults, match="EUE is an organisation"):
        open_briefing("state", register=register, state="EUE")


def test_the_state_of_the_day_reads_the_same_in_the_table_of_neighbours(register):
    blocks = open_briefing("state", register=register, state="LTU", as_of="2026-02-20").blocks()
    table = next(one for one in blocks if isinstance(one, Table) and one.name == "neighbours")
    first = table.rows[0]
    assert (plain(first[0].text), first[1].mark, plain(first[1].text)) == (
        "Mine Ban Convention", "withdrawn", "2025",
    )  # fmt: skip


def test_a_party_that_took_a_notice_back_is_one_since_the_treaty_bound_it(state):
    # North Korea gave notice in March 1993, and took it back a day before the effect.
    rows = obligations(state("PRK", "2024-06-30")).rows
    row = next(one for one in rows if one.treaty.code == "npt")
    assert row.position.since.isoformat() == "1993-06-11"
    assert row.position.standing_since.isoformat() == "1985-12-12"


def test_a_contested_exit_is_told_once(state):
    subject = state("PRK", "2024-06-30")
    cite = Citations(subject.register.tables, subject.day)
    told = [flat(one) for one in state_findings(obligations(subject), cite)]
    assert sum("10 January 2003" in one for one in told) == 1
