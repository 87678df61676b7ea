"""The context: casualties by edition, stocks, votes and studies, as they were known on a day."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from analysis.blocks.citations import Citations
from analysis.blocks.model import flat, plain
from analysis.checks.schema import NEEDED
from analysis.sections.context.facts import casualties, stocks, studies, votes
from analysis.sections.context.section import SECTION, STUDIES
from analysis.sections.registry import find_section
from analysis.subject.subject import Subject
from tests.conftest import make_tables, make_treaties
from tests.reading.reader import complaints

TOLL = {"treaty": "apmbc", "state": "", "bound": "exact", "sources": "one", "note": ""}


def said(subject, cite):
    """The sentences of the section, as a reader has them."""
    blocks = SECTION.compose(subject, cite)
    return [flat(one).replace("\u202f", " ") for one in blocks[0].paragraphs] if blocks else []


def rows(about, cite, name, treaty, day):
    blocks = SECTION.compose(about(treaty, day=day), cite)
    (table,) = [block for block in blocks if getattr(block, "name", "") == name]
    return [list(row) for row in table.frame.itertuples(index=False)], table


def with_tolls(register, *rows_):
    """The register with other casualties, each (year, edition, total) and values by name."""
    full = [
        {**dict.fromkeys(NEEDED["casualties"], ""), **TOLL,
         "year": year, "edition": edition, "total": total, **dict.fromkeys(("killed", "injured")),
         **more}
        for year, edition, total, more in rows_
    ]  # fmt: skip
    sources = pd.concat(
        [
            register.tables.sources,
            pd.DataFrame([{"source": "one", "published": "2000", "title": "", "rank": "ngo"}]),
        ]
    )
    held = dataclasses.replace(
        register.tables, casualties=pd.DataFrame(full), sources=sources.fillna("")
    )
    return Subject.of(dataclasses.replace(register, tables=held, kept=None), treaty="apmbc")


@pytest.mark.parametrize(
    ("day", "year", "total", "before"),
    [
        ("2026-02-20", 2024, 6279, 5757),
        ("2025-11-30", 2023, 5757, 4710),
        ("2016-12-30", 2014, 3629, 3308),
        ("2001-12-31", 2000, 8000, None),
    ],
)
def test_an_edition_is_seen_once_a_source_of_it_was_out(about, day, year, total, before):
    own = casualties(about("apmbc", day=day))
    assert (own.latest.year, own.latest.total) == (year, total)
    assert (own.before.total if own.before else None) == before
    assert all(toll.edition <= int(day[:4]) for toll in own.world)


def test_before_the_first_number_nothing_is_told_of_casualties(about, cite):
    own = casualties(about("apmbc", day="2001-12-30"))
    assert (own.world, own.by_state, own.latest, own.before) == ((), (), None, None)
    blocks = SECTION.compose(about("apmbc", day="2000-01-01"), cite)
    assert [getattr(block, "name", "") for block in blocks] == ["", "votes"]


def test_first_and_revised_numbers_of_a_year_are_kept_apart(about):
    own = casualties(about("apmbc", day="2026-02-20"))
    assert [(toll.edition, toll.total) for toll in own.world if toll.year == 2006] == [
        (2007, 5751), (2008, 6022), (2016, 6573),
    ]  # fmt: skip
    assert (own.first_of(2006).total, own.revised_of(2006).total) == (5751, 6573)
    assert own.first_of(1999) is None
    assert own.revised_of(2024) is None
    early = casualties(about("apmbc", day="2009-12-31"))
    assert early.revised_of(2006).total == 6022


def test_the_last_year_is_told_with_its_parts_and_the_year_before(about, cite):
    first, by_state, *_ = said(about("apmbc", day="2026-02-20"), cite)
    assert first == (
        "6279 people were recorded as killed or injured by mines and explosive remnants of war in"
        " 2024, as first published in 2025 (1945 of them killed, 4325 injured), up from 5757 first"
        " published for 2023."
    )
    assert by_state == (
        "Numbers of that year by state are on record of Myanmar (more than 2000), Syria (more than"
        " 1000), Afghanistan (624), Ukraine (293) and Nigeria (275)."
    )


def test_of_more_than_five_states_five_are_named(about, cite):
    _, by_state, *_ = said(about("apmbc", day="2025-01-01"), cite)
    assert by_state.endswith("Ukraine (580) and Yemen (499), and of others with fewer.")


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ({"total": 7}, "10 people were recorded as killed or injured by mines and explosive"
         " remnants of war in 2011, as first published in 2012, up from 7 first published for"
         " 2010."),
        ({"total": 12}, "2012, down from 12 first published for 2010."),
        ({"total": 10}, "2012, the same as the 10 first published for 2010."),
        # A number that is no exact one is compared with nothing, nor is one revised later.
        ({"total": 7, "bound": "at_least"}, "as first published in 2012."),
        ({"total": 7, "edition": 2012}, "as first published in 2012."),
    ],
)  # fmt: skip
def test_first_numbers_are_compared_with_exact_first_numbers_alone(register, cite, before, told):
    subject = with_tolls(register, (2010, 2011, 7, before), (2011, 2012, 10, {}))
    seen = Citations(subject.register.tables, subject.day)
    (sentence, *_) = said(subject, seen)
    assert sentence.endswith(told)


def test_a_number_is_told_as_exactly_as_its_source_has_it(register):
    subject = with_tolls(register, (2011, 2012, 10, {"bound": "about"}))
    seen = Citations(subject.register.tables, subject.day)
    assert said(subject, seen)[0].startswith("About 10 people were recorded")


def test_the_table_of_casualties_sets_first_beside_revised(about, cite):
    told, table = rows(about, cite, "casualties", "apmbc", "2026-02-20")
    assert len(told) == 10
    assert told[-1] == ["2024", "6279", "1945", "4325", "–", "–"]
    assert ["2016", "8605", "2089", "6491", "9439", "2020"] in told
    assert ["2021", "at least 5544", "–", "–", "–", "–"] in told
    assert "more were hurt than were recorded" in plain(table.foot)
    assert "statista_2025" in table.sources


def test_stocks_are_told_with_their_days_and_bounds(about, cite):
    own = stocks(about("apmbc", day="2026-02-20"))
    assert (own.last("destroyed").number, own.last("destroyed").day) == (55_000_000, "2024-11")
    assert own.first("destroyed").number == 48_000_000
    assert [row.state.code for row in own.by_state("remaining")] == ["UKR", "GRC"]
    assert own.last("held_worldwide").bound == "less_than"
    told = said(about("apmbc", day="2026-02-20"), cite)
    assert told[2:6] == [
        "States Parties had destroyed more than 55 000 000 stockpiled mines by November 2024,"
        " against more than 48 000 000 by 2014.",
        "94 States Parties had declared all their stocks destroyed by October 2021.",
        "Left to destroy: Ukraine (about 3 300 000 mines, October 2021) and Greece (343 413 mines,"
        " October 2021).",
        "Held outside the treaty: Russia (26 500 000 mines, 2019).",
    ]
    assert stocks(about("apmbc", day="2014-12-30")).rows == ()


@pytest.mark.parametrize(
    ("treaty", "day", "told"),
    [
        ("apmbc", "2026-02-20", [
            "In the last vote of the whole General Assembly on record, on 6 December 2021, 169"
            " members voted for its resolution on the mine ban, none against it and 19 abstained;"
            " in 1997 it was 142, none and 18.",
            "The First Committee adopted the draft on 4 November 2025 with 154 votes for it; votes"
            " against it and abstentions are not on record.",
        ]),
        ("ccm", "2023-12-30", [
            "In the last vote of the whole General Assembly on record, in 2021, 146 members voted"
            " for its resolution on the cluster-munition ban, one against it and 37 abstained; in"
            " 2015 it was 139, two and 40.",
        ]),
        ("ccm", "2018-11-30", [
            "In the last vote of the whole General Assembly on record, on 4 December 2017, 142"
            " members voted for its resolution on the cluster-munition ban, two against it and 36"
            " abstained; in 2015 it was 139, two and 40.",
            "The First Committee adopted the draft on 6 November 2018 with 139 votes for it; one"
            " against it and 39 abstentions.",
        ]),
        ("tpnw", "2018-12-31", [
            "In the last vote of the whole General Assembly on record, on 5 December 2018, 126"
            " members voted for its resolution on the nuclear-weapon ban, 41 against it and 16"
            " abstained.",
        ]),
        ("npt", "2026-01-01", []),
    ],
)  # fmt: skip
def test_votes_are_told_as_cast_by_the_day(about, cite, treaty, day, told):
    sentences = said(about(treaty, day=day), cite)
    assert [one for one in sentences if "vote" in one] == told


def test_the_table_of_votes_names_organ_and_symbol(about, cite):
    told, table = rows(about, cite, "votes", "apmbc", "2026-02-20")
    assert told[-1] == ["4 Nov 2025", "First Committee", "A/C.1/80/L.30", "154", "–", "–"]
    assert told[-2] == ["6 Dec 2021", "Plenary", "A/RES/76/26", "169", "0", "19"]
    assert len(told) == 10
    assert "Earlier votes, from 1997 on, are in the data." in plain(table.foot)
    _, short = rows(about, cite, "votes", "tpnw", "2026-02-20")
    assert "Earlier votes" not in plain(short.foot)


def test_the_highest_number_of_votes_is_that_of_another_count(about):
    """The ICBL counted 1997 to 2013: 138 to 165 votes for, and 17 to 23 abstentions."""
    cast = [vote for vote in votes(about("apmbc")).plenary if vote.day[:4] <= "2013"]
    assert len(cast) == 17
    assert (max(vote.yes for vote in cast), min(vote.yes for vote in cast)) == (165, 138)
    assert {vote.abstain for vote in cast} <= set(range(17, 24))


def test_studies_of_the_treaty_come_before_those_of_treaties_in_general(about, cite):
    own = studies(about("apmbc"))
    assert {study.key for study in own.own} == {
        "icbl_unga_faq", "karlas_icw_2023", "skiles_2007",
    }  # fmt: skip
    assert len(own.general) == 8
    (items,) = STUDIES.compose(about("apmbc"), cite)
    assert len(items.items) == 11
    assert plain(items.items[2]).startswith("Skiles, International Compliance")
    assert "Read: abstract." in plain(items.items[3])
    assert studies(about("npt")).own == ()
    assert [study.key for study in studies(about("npt", day="2006-01-01")).general] == [
        "helfer_2005"
    ]
    assert STUDIES.compose(about("npt", day="2005-01-01"), cite) == []


def test_a_treaty_without_context_has_no_section(about, cite):
    for treaty in ("npt", "cfe", "newstart"):
        assert SECTION.compose(about(treaty), cite) == []
    made = make_tables([], treaties=make_treaties({"code": "ban"}))
    assert made.casualties.empty


def test_the_sections_are_found_by_their_names():
    assert (find_section("context"), find_section("context.studies")) == (SECTION, STUDIES)


def test_numbers_of_the_prose_say_which_fact_they_tell_and_rest_on_sources(about, cite):
    (prose, *_) = SECTION.compose(about("apmbc", day="2026-02-20"), cite)
    told = [
        (span.told.fact.partition("(")[0].rstrip("0123456789"), span.text)
        for one in prose.paragraphs
        for span in one
        if span.told
    ]
    assert ("context.casualties.world.", "6279") in told
    assert ("context.stocks.rows.", "94 States Parties") in told
    assert ("context.votes.cast.", "154") in told
    assert all(one[-1].cite for one in prose.paragraphs)


@pytest.mark.parametrize("treaty", ["apmbc", "ccm", "tpnw"])
def test_the_sections_read_well_and_contradict_nothing(about, cite, treaty):
    for day in ("2004-01-01", "2012-12-31", "2019-12-31", "2026-08-22"):
        subject = about(treaty, day=day)
        assert complaints([*SECTION.compose(subject, cite), *STUDIES.compose(subject, cite)]) == []
