"""Computed sentences: true of the situation, and in good English, whatever the day."""

import pytest

from analysis.blocks.citations import Citations
from analysis.blocks.model import plain
from analysis.sections.changes import words as developments
from analysis.sections.exits import sentences as leaving
from analysis.sections.front import findings as prose
from analysis.sections.front.headline import headline
from analysis.sections.method import words as method
from analysis.sections.standing import table as tables
from analysis.subject.situation import Situation


def situation(register, day, region="eastern-flank", treaty="apmbc", **more):
    options = {"towards": "RUS,BLR", **more}
    return Situation.of(register.as_of(day), region=region, treaty=treaty, **options)


def findings(register, *arguments, **more):
    now = situation(register, *arguments, **more)
    return [plain(one) for one in prose.findings(now, Citations(register.tables))]


FLANK = "NATO states bordering Russia or Belarus"


@pytest.mark.parametrize(
    ("day", "region", "treaty", "title"),
    [
        (
            "2025-04-16",
            "eastern-flank",
            "apmbc",
            f"Latvia’s parliament has voted to leave the mine ban; all six {FLANK} are still bound",
        ),
        (
            "2025-08-20",
            "eastern-flank",
            "apmbc",
            f"Five of six {FLANK} have given notice of leaving the mine ban",
        ),
        (
            "2025-12-27",
            "eastern-flank",
            "apmbc",
            f"Three of six {FLANK} are no longer bound by the mine ban; two more have given notice",
        ),
        (
            "2026-02-20",
            "eastern-flank",
            "apmbc",
            f"Five of six {FLANK} are no longer bound by the mine ban",
        ),
        (
            "2024-09-06",
            "baltic",
            "ccm",
            "One of three Baltic states has given notice of leaving the cluster-munition ban",
        ),
        (
            "2025-12-27",
            "baltic",
            "apmbc",
            "All three Baltic states are no longer bound by the mine ban",
        ),
        ("2025-01-01", "nordic", "apmbc", "None of the five Nordic states is on its way out of"),
        ("1997-01-01", "nordic", "apmbc", "The mine ban was not open for signature before 3 Dec"),
        (
            "1998-01-01",
            "nordic",
            "apmbc",
            "The mine ban is not in force; none of the five Nordic states has consented",
        ),
        ("1998-01-01", "csto", "apmbc", "There were no Collective Security Treaty Organization"),
    ],
)
def test_the_headline_states_the_finding(register, day, region, treaty, title):
    assert headline(situation(register, day, region, treaty)).startswith(title)


def test_on_the_day_of_the_vote_nobody_has_left(register):
    told = findings(register, "2025-04-16")
    assert told[0].startswith(
        "Short of a notice: parliament approved in Latvia (16 April 2025, 66–14)"
    )
    assert "All six are bound by the treaty; no notice of withdrawal has been given." in told
    assert not any("took effect for" in one for one in told)


def test_the_fall_of_the_border_is_told_with_both_numbers(register):
    told = " ".join(findings(register, "2026-02-20")).replace("\u00a0", " ")
    assert "covers 191 km (5 %, Norway), down from 3802 km (100 %) up to 26 December 2025" in told


def test_the_world_is_compared_with_its_peak(register):
    told = " ".join(findings(register, "2026-02-20"))
    assert "161 parties, five fewer than the peak of 166 reached on 1 December 2025" in told


def test_there_are_three_to_five_findings_for_every_day(register):
    for day in ("2025-04-16", "2025-08-20", "2025-12-27", "2026-02-20"):
        assert 3 <= len(findings(register, day)) <= 5


def test_every_finding_about_a_state_cites_a_source(register):
    cite = Citations(register.tables)
    for one in prose.findings(situation(register, "2026-02-20"), cite):
        assert any(span.cite for span in one), plain(one)


def test_a_conflict_that_keeps_an_effect_open_is_said(register):
    now = situation(register, "2025-08-20")
    row = (
        now.pipeline.iloc[:1]
        .assign(effect=None, effect_basis="open")
        .astype({"effect": "datetime64[s]"})
    )
    object.__setattr__(now, "__dict__", {**now.__dict__, "pipeline": row})
    told = plain(leaving.notices_sentence(now, Citations(register.tables)))
    assert told.startswith("One notice of withdrawal is running; by the treaty’s clause it takes")
    assert told.endswith("when the armed conflict ends.")


def test_changes_name_the_furthest_step_of_each_state_once(register):
    now = situation(register, "2025-04-16", compare_to="2025-02-28")
    lines = [plain(one) for one in developments.since_lines(now, Citations(register.tables))]
    assert lines == [
        "Parliament approved: Latvia on 16 April 2025.",
        "Government approved: Lithuania on 9 April 2025.",
        "Recommended: Estonia and Poland on 18 March 2025.",
        "Announced: Finland on 1 April 2025.",
        "Decided to stay: Norway on 2 April 2025.",
    ]


def test_a_quiet_time_is_said_to_be_quiet(register):
    now = situation(register, "2020-06-01", compare_to="2020-01-01")
    lines = developments.since_lines(now, Citations(register.tables))
    assert [plain(one) for one in lines] == ["No change in the region under this treaty."]


def test_running_notices_are_counted_down(register):
    now = situation(register, "2025-12-26")
    told = [plain(one) for one in developments.pending_lines(now, Citations(register.tables))]
    assert "Latvia: notice of 27 June 2025 takes effect on 27 December 2025, in one day." in told


def test_the_contested_suspension_is_told_with_its_objectors(register):
    now = situation(register, "2026-02-20")
    told = developments.pending_lines(now, Citations(register.tables))
    line = next(plain(one) for one in told if plain(one).startswith("Ukraine"))
    assert "outside the region" in line
    assert "Switzerland" in line
    assert "the depositary lists it as a party" in line


def test_an_accession_without_a_day_is_said_on_page_one(register):
    cautions = method.cautions(situation(register, "2026-02-20"), Citations(register.tables))
    assert any(plain(one).startswith("Lebanon: accession in 2026") for one in cautions)
    before = method.cautions(situation(register, "2025-04-16"), Citations(register.tables))
    assert before == []


def test_a_day_past_the_coverage_is_said_on_page_one(register):
    cautions = method.cautions(situation(register, "2026-06-01"), Citations(register.tables))
    assert plain(cautions[0]).startswith("Events are complete up to 20 February 2026")


def test_the_method_names_the_clause_and_how_to_make_it_again(register):
    told = method.paragraphs(situation(register, "2025-04-16"), Citations(register.tables))
    text = " ".join(plain(one) for one in told)
    assert "six months after it is received" in text
    assert "-p region eastern-flank -p treaty apmbc -p as_of 2025-04-16" in text


def test_a_region_without_the_border_says_so(register):
    now = situation(register, "2025-04-16", "african-union")
    assert now.coverage.empty
    assert "had a land border with Russia or Belarus" in method.no_border(now)


def test_the_status_table_groups_by_how_far_a_state_has_gone(register):
    table = tables.table_status(situation(register, "2025-12-27"), Citations(register.tables))
    assert [label for _, label in table.groups] == [
        "Withdrawal in effect",
        "Notice running",
        "Bound, no step towards leaving",
    ]
    assert all(len(row) == len(table.columns) <= 8 for row in table.rows)


def test_a_large_region_lists_those_who_stand_out(register):
    table = tables.table_status(
        situation(register, "2026-02-20", "world"), Citations(register.tables)
    )
    assert len(table.rows) < len(register.tables.states)
    assert "Not shown:" in plain(table.foot)
    assert any(plain(row[0].text) == "Ukraine" for row in table.rows)


@pytest.mark.parametrize("region", ["world", "nato", "african-union", "oceania", "baltic"])
@pytest.mark.parametrize("day", ["1998-05-01", "2013-01-01", "2026-02-20"])
@pytest.mark.parametrize("treaty", ["apmbc", "ccm"])
def test_any_region_treaty_and_day_gives_whole_sentences(register, region, day, treaty):
    now = situation(register, day, region, treaty, compare_to="1997-06-01")
    cite = Citations(register.tables)
    told = [headline(now) + "."]
    for part in (prose.findings, developments.since_lines, developments.pending_lines):
        told.extend(plain(one) for one in part(now, cite))
    for sentence in told:
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".")
        assert "nan" not in sentence.lower().split()
        assert "NaT" not in sentence
        assert "  " not in sentence
