"""The method and the limits: the clause, what may be missing, how to make the briefing again."""

from __future__ import annotations

import pytest

from analysis import open_briefing
from analysis.blocks.model import flat, plain
from analysis.sections.method.facts import clause, suspending
from analysis.sections.method.section import SECTION, SHORT, compose
from analysis.sections.method.words import clause_sentence, entry_sentence
from analysis.sections.sources.section import SECTION as SOURCES
from analysis.subject.footing import source_line
from analysis.subject.setting import setting


def cautions(subject, cite):
    return [plain(one) for one in SECTION.findings(subject, cite)]


def told(subject, cite):
    (prose,) = compose(subject, cite)
    return [plain(one) for one in prose.paragraphs]


def codes(states):
    return [state.code for state in states]


@pytest.mark.parametrize(
    ("treaty", "months", "days", "end"),
    [
        ("apmbc", 6, 0, "conflict in which the state is then engaged (Art. 20(2)-(3))."),
        (
            "ccw", 12, 0,
            "(Convention Art. 9(1)-(3)). Who leaves the convention leaves every protocol by which"
            " it is bound.",
        ),
        ("ccw_p5", 12, 0, "Certain Conventional Weapons Convention leaves this treaty with it."),
        (
            "ccw_a1", 12, 0,
            "It cannot be left alone, but only with the Certain Conventional Weapons Convention.",
        ),
        ("tpnw", 12, 0, "stays bound until it is party to none (Art. 17(2)-(3))."),
        ("npt", 3, 0, "at the earliest three months after it is received (Art. X(1))."),
        (
            "bangkok", 12, 0,
            "Only if another party commits an essential breach may a state withdraw; its notice"
            " takes effect at the earliest twelve months after it is received (Art. 22(1)-(3)).",
        ),
        ("att", 0, 90, "takes effect at the earliest 90 days after it is received (Art. 24(2))."),
        ("jcpoa", 0, 0, "There is no clause on withdrawal."),
        ("newstart", 0, 0, "withdraw (Article XIV(3)); the period of notice was not found."),
    ],
)  # fmt: skip
def test_the_clause_is_told_as_the_treaty_has_it(about, treaty, months, days, end):
    own = clause(about(treaty, day="2026-02-20"))
    assert (own.months, own.days) == (months, days)
    assert plain(clause_sentence(own)).endswith(end)


def test_an_entry_that_has_not_come_is_not_told(about):
    for day, start in (
        ("1999-02-28", "On 28 February 1999 the treaty was not in force (Art. 17)."),
        ("1999-03-01", "The treaty entered into force on 1 March 1999 (Art. 17)."),
    ):
        subject = about("apmbc", "nato", day)
        assert plain(entry_sentence(setting(subject), clause(subject))) == start
    unnamed = about("start2", day="1995-01-01")
    assert plain(entry_sentence(setting(unnamed), clause(unnamed))).endswith("not in force.")


def test_an_act_without_a_day_counts_from_the_end_of_its_date(about, cite):
    assert cautions(about("apmbc", "baltic", "2026-02-20"), cite) == [
        "Lebanon: accession in 2026 on a day that no source gives; counted from 31 December 2026."
    ]
    assert cautions(about("apmbc", "baltic", "2025-12-31"), cite) == []


def test_a_day_past_the_coverage_is_said_unless_the_treaty_has_ended(about, cite):
    (first, *_) = cautions(about("apmbc", "nato", "2026-06-01"), cite)
    assert first == (
        "Events are complete up to 20 February 2026; what happened between then and 1 June 2026"
        " may be missing."
    )
    assert cautions(about("newstart", "world", "2026-06-01"), cite) == []


def test_states_without_a_dated_act_of_succession_are_named(about, cite):
    told = (
        "No dated act of succession was found for Belarus, Kazakhstan, Russia and Ukraine, which"
        " stand from 26 December 1991."
    )
    for region, day in (("world", "2026-06-01"), ("nato", "2018-06-01")):
        assert cautions(about("inf", region, day), cite) == [told]
    assert cautions(about("inf", "world", "1991-12-25"), cite) == []


def test_deposits_that_were_not_found_are_said_to_be_missing(about, cite):
    told = cautions(about("ost", "africa", "2018-08-01"), cite)
    assert told[1:] == [
        "Bahrain, Croatia, Malta and Panama are said to have joined, on days not on record, and are"
        " not counted.",
        "Further deposits are known to be missing: 115 parties were published for March 2024; with"
        " Bahrain, Croatia, Malta, Oman, Panama and Slovenia, whose deposits were not found, the"
        " number would be reached.",
    ]
    assert cautions(about("ost", "africa", "2018-07-10"), cite) == []


def test_a_suspension_without_effect_is_named_by_whether_its_day_is_known(about, cite):
    before, after = (suspending(about("cfe", "nato", day)) for day in ("2023-11-20", "2024-06-12"))
    assert codes(before.awaited) == ["CAN", "GBR", "USA"]
    assert codes(before.undated) == ["NOR", "POL"]
    assert (after.undated, len(after.documented)) == ((), 14)
    assert cautions(about("cfe", "nato", "2024-06-12"), cite) == [
        "The suspension of 14 states is documented, its day not on record."
    ]
    assert cautions(about("cfe", "eastern-flank", "2024-06-12"), cite) == [
        "The suspension of Norway and Poland is documented, its day not on record."
    ]
    assert cautions(about("cfe", "world", "2024-06-12"), cite)[0] == (
        "Moldova has announced, approved or notified a suspension whose day of effect was not"
        " found."
    )
    assert cautions(about("cfe", "csto", "2007-09-01"), cite) == [
        "Russia has announced, approved or notified a suspension that has not taken effect."
    ]


def test_a_contested_suspension_is_not_called_undated(about):
    assert suspending(about("apmbc", "europe", "2026-02-20")).count == 0


def test_every_caution_about_a_state_cites_its_acts(about, cite):
    for subject in (about("apmbc", "nato", "2026-02-20"), about("cfe", "nato", "2024-06-12")):
        assert all(line[-1].cite for line in SECTION.findings(subject, cite))


def test_the_method_states_whose_membership_counts(about, cite):
    regional = told(about("apmbc", "nato", "2025-04-16"), cite)
    assert regional[1].endswith(
        "The region has the members it had on 16 April 2025: they are counted at every time, also"
        " before they joined it. What happened later is not seen here."
    )
    assert "each day" in told(about("apmbc", "world", "2025-04-16"), cite)[1]


def test_few_states_are_warned_of_and_many_are_not(about, cite):
    few = told(about("apmbc", "eastern-flank", "2026-02-20"), cite)
    assert few[2].startswith("The region has six states: names and days say more than shares")
    assert len(told(about("apmbc", "nato", "2026-02-20"), cite)) == len(few) - 1


def test_the_command_that_makes_the_briefing_again_stands_at_the_end(register):
    given = {"region": "eastern-flank", "as_of": "2026-09-01", "scenario": "NOR:2026-09-01"}
    opened = open_briefing("regional", register=register, compare_to="2025-04-16", **given)
    assert opened.parameters.again == (
        "papermill notebooks/regional_briefing.ipynb scenario.ipynb -p region eastern-flank"
        " -p treaty apmbc -p as_of 2026-09-01 -p compare_to 2025-04-16 -p towards RUS,BLR"
        " -p scenario NOR:2026-09-01"
    )
    # In four pages it stands at the foot of the last one, in the annex at the end of the method.
    assert opened.show("front")[0].again == opened.parameters.again
    annex = open_briefing("annex", register=register, compare_to="2025-04-16", **given)
    assert "notebooks/annex_briefing.ipynb" in annex.parameters.again
    last = plain(annex.show("method")[1].paragraphs[-1])
    assert last.endswith(f"To make this briefing again: {annex.parameters.again}")


@pytest.mark.parametrize(
    ("treaty", "region", "day"),
    [
        ("apmbc", "eastern-flank", "2026-02-20"),
        ("npt", "world", "2026-01-01"),
        ("cfe", "nato", "2024-06-12"),
        ("newstart", "world", "2024-01-01"),
    ],
)
def test_the_method_of_four_pages_takes_about_ninety_words(about, cite, treaty, region, day):
    ((prose,),) = [SHORT.compose(about(treaty, region, day), cite)]
    (told,) = prose.paragraphs
    words = plain(told)
    assert 60 <= len(words.split()) <= 130
    for said in ("computed from the treaty", "Until then a state is bound", "covers this treaty"):
        assert said in words
    # What a gap withholds is said here too.
    assert ("Not told: whether exits are a wave" in words) == (treaty == "cfe")


def test_what_a_scenario_assumes_is_the_first_caution(about, cite):
    subject = about("apmbc", "nato", "2026-09-01", scenario="NOR:2026-09-01")
    assert cautions(subject, cite)[0] == (
        "Hypothetical: this assumes that notice of withdrawal is given by Norway on"
        " 1 September 2026. Nothing in the register says so, and it is no forecast."
    )


def test_a_scenario_says_that_the_wars_of_its_state_were_not_looked_for(about, cite):
    unchecked = (
        "Whether an armed conflict holds up the exit of Norway was not checked: of the wars that"
        " may do so the register holds those of Russia and Ukraine alone, and takes it that there"
        " is no other."
    )
    assert unchecked in cautions(
        about("apmbc", "nato", "2026-09-01", scenario="NOR:2026-09-01"), cite
    )
    for quiet in (
        about("apmbc", "europe", "2026-09-01", scenario="UKR:2026-09-01"),
        about("att", "nato", "2026-09-01", scenario="NOR:2026-09-01"),
        about("apmbc", "nato", "2026-09-01"),
    ):
        assert not any("was not checked" in line for line in cautions(quiet, cite))


def test_a_scenario_takes_a_breach_for_granted_where_the_clause_asks_for_one(about, cite):
    told = cautions(about("bangkok", "asean", "2026-09-01", scenario="THA:2026-09-01"), cite)
    assert (
        "Only an essential breach by another party lets a state leave this treaty (Art. 22(1)-(3)):"
        " the scenario takes one for granted."
    ) in told
    assert not any("breach" in line for line in cautions(about("bangkok", "asean"), cite))


def test_the_sources_are_those_cited_so_far(about, cite):
    subject = about("apmbc", "nato", "2026-02-20")
    compose(subject, cite)
    (listed,) = SOURCES.compose(subject, cite)
    # Those of the treaty, then one for each gap that the method lists.
    assert [entry.number for entry in listed.entries] == [1, 2, 3, 4, 5, 6]
    assert listed.sources[:2] == setting(subject).treaty.sources


def test_the_line_under_a_figure_names_the_clause_where_it_dates_an_effect(about, cite):
    dated, undated = (setting(about(code, day="2026-02-20")) for code in ("apmbc", "enmod"))
    assert flat(source_line(dated, cite)) == (
        "Sources ; days of effect computed from Art. 20(2)-(3). As of 20 February 2026."
    )
    assert flat(source_line(undated, cite)) == (
        "Sources . As of 20 February 2026, known up to 3 February 2026."
    )
    vote = cite.act("apmbc", "LVA", "2025-04-16", "parliament_approved")
    assert len(source_line(dated, cite, [vote])[1].cite) == 2


@pytest.mark.parametrize(
    ("region", "told_of_them"),
    [
        ("non-aligned-movement", "Since when 116 of them belong to it is not on record: they"),
        ("quint", "Since when five of them belong to it is not on record: they count on any day."),
        ("nordic", ""),
        ("visegrad-group", ""),
    ],
)
def test_a_start_of_membership_that_no_source_gives_is_said(about, cite, region, told_of_them):
    (paragraph,) = [one for one in told(about("npt", region), cite) if "the members it had" in one]
    assert ("not on record" in paragraph) is bool(told_of_them)
    assert told_of_them in paragraph
