"""The sentences and tables of an assessment: true, quotable, and no more than the numbers carry."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.blocks.citations import Citations
from analysis.blocks.model import Prose, plain
from analysis.language.english import with_article
from analysis.language.numbers import NO_BREAK_SPACE, format_span
from analysis.register import Register
from analysis.sections.fall.words import depth_sentences
from analysis.sections.wave.contrast import DOUBTFUL, FAIR, POOR, verdict
from analysis.sections.wave.table import table_lags, table_rates, table_tests
from analysis.sections.wave.words import wave_sentences
from analysis.subject.situation import Situation
from tests.test_assessment_numbers import EVENTS, small_register

SOURCES = pd.DataFrame(
    {"source": ["one", "two"], "title": "t", "publisher": "p", "published": "2024", "url": ""}
)


def small(day="2024-12-31", region="club", events=EVENTS):
    register = small_register(day, events)
    cited = Register(replace(register.tables, sources=SOURCES), register.day)
    return Situation.of(cited, region=region, treaty="ban", towards="FFF")


def shipped(register, day, region="eastern-flank", treaty="apmbc"):
    return Situation.of(register.as_of(day), region=region, treaty=treaty, towards="RUS,BLR")


def said(write, situation):
    cite = Citations(situation.register.tables, situation.day)
    lines = [plain(line).replace(NO_BREAK_SPACE, " ") for line in write(situation, cite)]
    return [line.replace("\u00a0", " ") for line in lines]


def test_the_depth_of_a_small_world_is_told_so():
    assert said(depth_sentences, small()) == [
        "In the region the ban has fallen from a peak of three states, first reached on"
        " 1 September 2000 and last held on 31 August 2023, to one of three: a fall of 67 % in the"
        " 488 days since.",
        "Worldwide the ban is in force for two states, three (60 %) fewer than at the peak of five,"
        " last held on 31 August 2023.",
        "In the region, before 24 February 2022, no state left in 64 party-years, a rate of 0 per"
        " 100 (95 % interval 0 to 5.7); since then two states left in 5.9 party-years, a rate of"
        " 34.0 per 100 (95 % interval 4.1 to 123). Elsewhere, since 24 February 2022, one state"
        " left in 4.6 party-years, a rate of 21.9 per 100 (95 % interval 0.56 to 122).",
        "Two exits are few: the ends of the interval lie a factor of 30 apart. AAA and BBB gave"
        " notice on one day, 1 March 2023, which is one decision, not two; with same-day notices"
        " counted once one decision remains, 17.0 per 100 party-years (95 % interval 0.43 to"
        " 94.7).",
        "It took 30 days (one state) from the announcement to the vote in parliament, 20 days (one"
        " state) from the vote in parliament to the notice and 50 days (one state) from the first"
        " step to the notice. From notice to effect it takes 184 days (two states), the least that"
        " the clause allows. Those that left had been bound for 23.0 years.",
        "Under all treaties of the register together a state of the region holds 0.3 commitments on"
        " average, down from 1.0 on 1 September 2000; two withdrawals by its members, from any"
        " treaty, have taken effect since.",
        "From 2022 on three states gave notice and three left worldwide; on the other side DDD"
        " decided to stay; EEE objected.",
    ]


def test_the_wave_of_a_small_world_is_told_so():
    lines = said(wave_sentences, small())
    assert lines[:3] == [
        "Exits from the region have been at least 2.1 times as frequent since 24 February 2022 as"
        " before (95 % interval 2.1 to ∞, p = 0.014); with same-day notices counted once, chance"
        " remains a possible explanation (p = 0.17).",
        "The numbers do not show that the region differs from the rest of the world: two in 5.9"
        " party-years since 24 February 2022, one in 4.6 party-years elsewhere (p = 1).",
        "Of the two states ever bound that border on FFF, two have left or given notice, of the"
        " three others one (Fisher’s exact test p = 0.4, Boschloo’s p = 0.26; with same-day notices"
        " counted once, Fisher’s p = 1).",
    ]
    assert lines[3].startswith("All three notices in 24 years fell within 71 days, 1 March to 10")
    assert lines[4].startswith("The three states that left or gave notice share two land borders")
    assert "none ended by withdrawal within 20 years, two did later" in lines[5]
    assert lines[6].startswith("Notices given on the same day are one decision")


def test_before_anybody_is_bound_nothing_is_measured():
    told = "By 1 January 1999 the ban had not been in force for any state, so that"
    assert said(depth_sentences, small("1999-01-01")) == [f"{told} no exit could be counted."]
    assert said(wave_sentences, small("1999-01-01")) == [f"{told} there is no wave to test for."]


def test_while_nobody_leaves_there_is_no_wave():
    assert said(wave_sentences, small("2010-01-01"))[0] == (
        "By 1 January 2010 no state had left the ban, and no notice was running: there is no wave"
        " to test for."
    )


def test_a_single_exit_is_called_one():
    lines = said(depth_sentences, small(events=EVENTS[:8], region="world"))
    assert any(line.startswith("A single exit says little") for line in lines)
    assert not any("decision" in line for line in lines)
    told = said(wave_sentences, small(events=EVENTS[:8]))
    (crowding,) = [line for line in told if line.startswith("Whether exits crowd")]
    assert crowding.endswith(
        "in time or among neighbours cannot be tested: only one notice has been given."
    )


def test_chance_is_ruled_out_only_if_decisions_rule_it_out_too():
    assert verdict(0.01, 0.02) == POOR
    assert verdict(0.01, 0.2) == DOUBTFUL
    assert verdict(0.2, 0.01) == FAIR


def test_notices_on_one_day_are_said_to_be_one_decision(register):
    lines = " ".join(said(depth_sentences, shipped(register, "2025-12-27")))
    assert (
        "Estonia, Latvia and Lithuania gave notice on one day, 27 June 2025, which is one"
        " decision, not three; with same-day notices counted once one decision remains" in lines
    )
    assert "Two notices are running and will count as exits only on the day of effect." in lines


def test_on_the_day_of_the_vote_there_is_neither_fall_nor_wave(register):
    now = shipped(register, "2025-04-16")
    depth, wave = said(depth_sentences, now), said(wave_sentences, now)
    assert depth[0].endswith("in force for all six NATO states bordering Russia or Belarus.")
    assert wave[0].endswith(
        "Five states have taken political steps towards leaving; the tests count notices and exits"
        " alone."
    )
    # Estonia had rejected an exit in 2023, but was on its way out.
    assert depth[-1].endswith("the Marshall Islands joined; Norway decided to stay.")


def test_nothing_of_a_later_day_is_told(register):
    for day in ("1998-06-01", "2004-06-01", "2021-12-31"):
        now = shipped(register, day)
        later = [
            int(year)
            for line in said(depth_sentences, now) + said(wave_sentences, now)
            for year in re.findall(r"\b(?:19|20)\d\d\b(?! party)", line)
        ]
        assert max(later) <= now.day.year


def test_the_reading_of_the_states_is_told_beside_the_depositarys(register):
    wave = " ".join(said(wave_sentences, shipped(register, "2026-02-20")))
    assert "claim them (Ukraine), it is six of the seven that border on Russia or Belarus" in wave
    nuclear = " ".join(said(wave_sentences, shipped(register, "2026-02-20", "world", "npt")))
    assert "claim them (North Korea), it is one of the 13" in nuclear


def test_a_region_that_shrinks_is_not_a_treaty_that_is_left(register):
    # Uzbekistan left the Collective Security Treaty in 2012, and no treaty on weapons.
    told = said(depth_sentences, shipped(register, "2026-02-03", "csto", "cwc"))[0]
    assert told.endswith(
        "the peak of seven, last held on 18 December 2012, passed because the region itself"
        " changed, not by an exit."
    )


def test_a_suspended_treaty_is_said_to_be(register):
    lines = said(depth_sentences, shipped(register, "2024-06-12", "nato", "cfe"))
    assert "though seven have suspended it" in lines[0]


def test_acts_that_are_named_are_cited(register):
    now = shipped(register, "2026-02-20")
    cite = Citations(register.tables, now.day)
    depth_sentences(now, cite)
    wave_sentences(now, cite)
    assert {
        "apmbc.LVA.2025-06-27.withdrawal_notified",
        "apmbc.NOR.2025-04-02.withdrawal_rejected",
        "apmbc.UKR.2025-07-18.suspension_notified",
    } <= set(cite.cited_events)


SITUATIONS = [
    ("apmbc", "nato", "2026-02-20"),
    ("apmbc", "world", "1999-03-01"),
    ("apmbc", "africa", "2026-02-20"),
    ("apmbc", "csto", "1990-01-01"),
    ("ccm", "nato", "2025-03-06"),
    ("cfe", "nato", "2007-12-12"),
    ("openskies", "world", "2021-12-18"),
    ("ctbt", "world", "2026-02-20"),
    ("npt", "world", "2003-01-10"),
    ("tpnw", "world", "2026-02-20"),
    ("newstart", "world", "2026-02-20"),
    ("jcpoa", "world", "2018-05-08"),
    ("abm", "world", "2001-12-13"),
    ("agreed_framework", "world", "2026-02-20"),
]


@pytest.mark.parametrize(("treaty", "region", "day"), SITUATIONS)
def test_every_situation_has_whole_sentences(register, treaty, region, day):
    now = shipped(register, day, region, treaty)
    for line in said(depth_sentences, now) + said(wave_sentences, now):
        assert re.fullmatch(r"[A-Z].*\.", line), line
        assert not re.search(r"  |\bnan\b|NaT|<NA>|undefined|None|\bone states\b|\(\)|\.\.", line)
        assert not re.search(r"\b(two|three|five|\d\d+) state\b|,,| ,| \.", line), line


@pytest.mark.parametrize(("treaty", "region", "day"), SITUATIONS)
def test_every_table_fits_its_columns(register, treaty, region, day):
    now = shipped(register, day, region, treaty)
    cite = Citations(register.tables, now.day)
    for block in (table_rates(now, cite), table_lags(now, cite), table_tests(now, cite)):
        if isinstance(block, Prose):
            continue
        assert len(block.columns) <= 8
        assert block.rows
        assert all(len(row) == len(block.columns) for row in block.rows)
        assert all(0 <= start < len(block.rows) for start, _ in block.groups)


def test_the_table_of_rates_shows_states_and_decisions(register):
    table = table_rates(shipped(register, "2026-02-20"), Citations(register.tables))
    rows = {plain(row[0].text): [plain(cell.text) for cell in row[1:]] for row in table.rows}
    assert rows["NATO’s eastern flank, since 24 Feb 2022"] == [
        "5",
        "22",
        "22.5",
        "7.3 to 52.4",
        "3",
        "13.5",
        "2.8 to 39.4",
    ]


def test_the_table_of_tests_says_what_was_not_tested(register):
    table = table_tests(shipped(register, "2010-01-01"), Citations(register.tables))
    told = {plain(row[0].text): plain(row[1].text) for row in table.rows}
    assert told["Notices within one year"] == ("Not tested: no notice of withdrawal has been given")


def test_the_table_of_lags_tells_the_way_in_too(register):
    table = table_lags(shipped(register, "2026-02-20"), Citations(register.tables))
    rows = {plain(row[0].text): [plain(cell.text) for cell in row[1:]] for row in table.rows}
    assert rows["Notice to effect"] == ["5", "183", "183", "184", "183 to 184"]
    assert rows["Signature to consent"][0] == "3"


@pytest.mark.parametrize(("days", "words"), [(0, "no day"), (1, "one day"), (800, "2.2 years")])
def test_a_length_of_time_has_a_unit_that_suits_it(days, words):
    assert format_span(days) == words


def test_names_have_an_article_where_a_sentence_needs_one(register):
    names = register.tables.states["short_name"]
    with_one = {name for name in names if with_article(name) != name}
    assert {"United States", "Netherlands", "Marshall Islands", "Holy See"} <= with_one
    assert not {"Norway", "Nigeria", "North Korea", "Germany"} & with_one


def test_a_cell_of_the_table_of_tests_may_be_broken_into_lines(register):
    table = table_tests(shipped(register, "2026-02-20"), Citations(register.tables))
    cells = {plain(row[0].text): row[4].text[0].text for row in table.rows}
    assert cells["Notices within one year"].startswith("0.000")
    assert "\u00a0" not in cells["Notices within one year"]
