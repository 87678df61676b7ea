"""Page one: the finding as title, told alike in the findings, and what else is said there."""

from __future__ import annotations

import pytest

from analysis.blocks.citations import Citations
from analysis.blocks.model import flat, plain
from analysis.export.document import day_of
from analysis.sections.front.facts import due_next, furthest
from analysis.sections.front.section import ANNEX, TREATY, compose, title_of
from analysis.sections.standing.facts import standing

FLANK = "NATO states bordering Russia or Belarus"
TOWARDS = "RUS,BLR"

TITLES = [
    ("2025-04-16", "eastern-flank", "apmbc",
     f"Latvia’s parliament has voted to leave the mine ban; all six {FLANK} are still bound"),
    ("2025-03-20", "nato", "apmbc",
     "Leaving the mine ban has been recommended in Estonia, Latvia, Lithuania and Poland;"
     " 31 of 32 NATO states are bound"),
    ("2025-08-20", "eastern-flank", "apmbc",
     f"Five of six {FLANK} have given notice of leaving the mine ban"),
    ("2025-12-27", "eastern-flank", "apmbc",
     f"Three of six {FLANK} are no longer bound by the mine ban; two more have given notice"),
    ("2026-02-20", "eastern-flank", "apmbc",
     f"Five of six {FLANK} are no longer bound by the mine ban"),
    ("2025-12-27", "baltic", "apmbc",
     "All three Baltic states are no longer bound by the mine ban"),
    ("2025-01-01", "nordic", "apmbc",
     "All five Nordic states are bound by the mine ban; none is on its way out"),
    ("1997-01-01", "nordic", "apmbc",
     "The mine ban was not open for signature before 3 December 1997"),
    ("1998-01-01", "nordic", "apmbc",
     "The mine ban is not in force; none of the five Nordic states has consented to it"),
    ("1998-01-01", "csto", "apmbc",
     "There were no Collective Security Treaty Organization states on 1 January 1998"),
    ("1990-01-01", "eastern-flank", "tlatelolco",
     f"No {FLANK.replace('states', 'state')} is bound by the Latin American nuclear-weapon-free"
     " zone"),
    ("2005-06-01", "australia-and-new-zealand", "ctbt",
     "Both states (Australia and New Zealand) have consented to the test ban, which is not in"
     " force"),
    ("2024-01-01", "world", "ctbt",
     "Russia has taken back its ratification of the test ban, which is not in force"),
    ("2026-01-01", "world", "npt",
     "191 of 197 states of the world are bound by the non-proliferation treaty; North Korea’s"
     " standing is disputed"),
    ("2024-06-12", "nato", "cfe",
     "Eight of 32 NATO states have suspended the treaty on conventional forces in Europe; the"
     " suspension of 14 more is documented, its day not on record"),
    # What was announced has turned into a suspension, which is told with it.
    ("2025-08-20", "UKR,MDA", "apmbc",
     "Ukraine has announced an exit from the mine ban, then a suspension was notified; both named"
     " states are still bound"),
    ("2025-07-10", "UKR,MDA", "apmbc",
     "Ukraine has announced an exit from the mine ban; both named states are still bound"),
    ("2024-06-12", "eastern-flank", "cfe",
     "Norway and Poland have taken steps to suspend the treaty on conventional forces in Europe"),
    ("2026-08-22", "nato", "ptbt",
     "25 of 32 NATO states are bound by the partial test ban; none is on its way out, as far as is"
     " known up to 10 July 2018"),
    ("2026-01-01", "asean", "att",
     "One of eleven ASEAN states is bound by the arms-trade treaty and is not on its way out"),
    ("2018-07-10", "baltic", "ptbt",
     "None of the three Baltic states is bound by the partial test ban"),
    ("2003-01-01", "world", "abm", "The ABM Treaty ended on 13 June 2002 and binds nobody"),
    ("2003-01-01", "world", "start2",
     "The START II treaty ended on 14 June 2002 without having been in force"),
]  # fmt: skip


def page_one(subject, cite):
    (front,) = compose(subject, cite)
    return front


def said(front):
    return [plain(one) for one in front.findings]


@pytest.mark.parametrize(("day", "region", "treaty", "title"), TITLES)
def test_the_headline_states_the_finding(about, day, region, treaty, title):
    assert flat(title_of(about(treaty, region, day))) == title


def test_the_furthest_are_those_of_the_furthest_step_alone(about):
    own = furthest(about("apmbc", "eastern-flank", "2025-04-16"))
    assert (own.stage, [state.code for state in own.states]) == ("parliament_approved", ["LVA"])
    assert furthest(about("apmbc", "nordic", "2020-01-01")).stage is None


def test_page_one_of_the_vote(about, cite):
    subject = about(
        "apmbc", "eastern-flank", "2025-04-16", compare_to="2025-02-28", towards=TOWARDS
    )
    front = page_one(subject, cite)
    assert front.overline == "Disarmament rollback · NATO’s eastern flank · Mine Ban Convention"
    assert (front.as_of, front.since_title) == ("16 April 2025", "Since 28 February 2025")
    assert front.subject == "NATO’s eastern flank and the Mine Ban Convention"
    first, border, world = said(front)
    assert first.startswith(
        "Short of a notice: parliament approved in Latvia (16 April 2025, 66–14"
    )
    assert border.startswith("The mine ban covers all 3802")
    assert world.startswith("Worldwide the treaty has 164 parties")
    assert plain(front.since[0]) == "Parliament approved: Latvia on 16 April 2025."
    assert front.cautions == ()
    numbers = sorted({number for span in front.findings[0] for number in span.cite})
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_suspended_are_counted_alike_in_title_and_findings(about, cite):
    subject = about("cfe", "nato", "2024-06-12", towards=TOWARDS)
    front, own = page_one(subject, cite), standing(subject)
    assert (own.in_force, own.operating, own.suspended) == (22, 14, 8)
    told = " ".join(said(front))
    assert "The treaty is in force for 22 of the 32 NATO states, eight of which have" in told
    assert "no notice" not in told
    titled = [note for _, note in front.told if note.field == "not_operating"]
    counted = [span.told for one in front.findings for span in one if span.told]
    assert titled[0] in counted


def test_every_number_of_the_title_tells_its_fact(about, cite):
    front = page_one(about("apmbc", "eastern-flank", "2025-12-27", towards=TOWARDS), cite)
    fields = {note.field: written for written, note in front.told}
    assert {"withdrawn": "three", "members": "six", "withdrawing": "two"}.items() <= {
        name: written.lower() for name, written in fields.items()
    }.items()


@pytest.mark.parametrize("day", ["2025-04-16", "2025-08-20", "2025-12-27", "2026-02-20"])
def test_there_are_three_findings_and_each_rests_on_a_source(about, cite, day):
    front = page_one(about("apmbc", "eastern-flank", day, towards=TOWARDS), cite)
    assert len(front.findings) == 3
    assert all(any(span.cite for span in one) for one in front.findings)


def test_only_what_stands_on_page_one_is_numbered(about, cite):
    """What the rooms say beyond the three findings leaves no source in the list."""
    front = page_one(about("apmbc", "eastern-flank", "2025-12-28", towards=TOWARDS), cite)
    texts = (*front.findings, *front.since, *front.due, *front.cautions)
    shown = {number for one in texts for span in one for number in span.cite}
    assert shown == set(range(1, len(cite.cited_sources) + 1))


def test_what_is_due_next_stands_on_page_one_with_the_days_to_go(about, cite):
    subject = about("apmbc", "eastern-flank", "2025-12-28", towards=TOWARDS)
    assert [plain(one) for one in page_one(subject, cite).due] == [
        "10 January 2026, in 13 days: withdrawal takes effect (Finland).",
        "20 February 2026, in 54 days: withdrawal takes effect (Poland).",
    ]
    own = due_next(subject)
    assert [one.days for one in own.rows] == [13, 54]
    assert all(one.sources for one in own.rows)
    # Of other regions' exits nothing is said, of a treaty that has ended nothing is due, and what
    # was known later is not foreseen.
    assert not any(one.states for one in due_next(about("apmbc", "nordic", "2025-07-01")).rows)
    assert due_next(about("newstart", "world", "2026-03-01")).rows == ()
    assert due_next(about("apmbc", "eastern-flank", "2025-06-26")).rows == ()


def test_a_date_that_is_no_day_has_no_days_to_go(about, cite):
    front = page_one(about("apmbc", "eastern-flank", "2026-02-20", towards=TOWARDS), cite)
    assert [plain(one) for one in front.due] == [
        "2026: 23rd Meeting of States Parties (Zambia presides)."
    ]


def test_the_annex_says_whose_it_is_and_on_which_day(about, cite):
    subject = about("apmbc", "eastern-flank", "2026-02-20", towards=TOWARDS)
    (own,), (front,) = ANNEX.compose(subject, cite), compose(subject, cite)
    assert own.title == f"Annex: {front.title}"
    assert (own.as_of, own.findings, own.due) == (front.as_of, (), ())


@pytest.mark.parametrize(("treaty", "region", "day"), [
    ("apmbc", "nordic", "1997-01-01"), ("apmbc", "warsaw-pact", "2020-01-01"),
])  # fmt: skip
def test_where_nothing_can_be_said_the_reason_is_the_only_finding(about, cite, treaty, region, day):
    front = page_one(about(treaty, region, day, compare_to="1996-01-01"), cite)
    assert said(front) == [f"{front.title}."]
    assert (front.since, front.since_title) == ((), "")


def test_a_scenario_marks_the_title_once_and_says_what_it_assumes(about):
    subject = about("apmbc", "nato", "2026-09-01", scenario="NOR:2026-09-01")
    front = page_one(subject, Citations(subject.register.tables, subject.day))
    assert front.title == (
        "Hypothetical: Five of 32 NATO states are no longer bound by the mine ban;"
        " one more has given notice"
    )
    assert plain(front.cautions[0]).startswith("Hypothetical: this assumes that notice")


@pytest.mark.parametrize("region", ["world", "nato", "oceania"])
@pytest.mark.parametrize("day", ["1998-05-01", "2026-02-20"])
@pytest.mark.parametrize("treaty", ["apmbc", "ctbt"])
def test_any_region_treaty_and_day_gives_whole_sentences(about, cite, region, day, treaty):
    front = page_one(about(treaty, region, day, compare_to="1997-06-01"), cite)
    for one in (*front.findings, *front.since, *front.cautions):
        sentence = plain(one)
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".")
        assert not sentence.endswith("..")
        assert "  " not in flat(one)


@pytest.mark.parametrize(
    ("treaty", "day", "as_of", "caution"),
    [
        ("apmbc", "2026-02-20", "20 February 2026", ""),
        (
            "openskies",
            "2026-08-22",
            "22 August 2026, known up to 18 December 2021",
            "Events are complete up to 18 December 2021; what happened between then and 22 August"
            " 2026 may be missing.",
        ),
        ("newstart", "2026-08-22", "22 August 2026", ""),
        (
            "tpnw",
            "2030-01-01",
            "1 January 2030, as scheduled on 22 August 2026",
            "1 January 2030 lies after 22 August 2026, the last day of the data: only what the law"
            " had scheduled by then is told.",
        ),
        (
            "apmbc",
            "2030-01-01",
            "1 January 2030, as scheduled on 22 August 2026",
            "1 January 2030 lies after 22 August 2026, the last day of the data: only what the law"
            " had scheduled by then is told; events are complete up to 20 February 2026.",
        ),
        (
            "newstart",
            "2030-01-01",
            "1 January 2030, as scheduled on 22 August 2026",
            "1 January 2030 lies after 22 August 2026, the last day of the data: only what the law"
            " had scheduled by then is told.",
        ),
    ],
)
def test_page_one_says_up_to_which_day_the_treaty_is_known(
    about, cite, treaty, day, as_of, caution
):
    """In the line of the day, in the largest type after the title, and as the first caution."""
    front = page_one(about(treaty, "world", day), cite)
    assert front.as_of == as_of
    first = plain(front.cautions[0]) if front.cautions else ""
    assert first == caution if caution else "complete up to" not in first
    assert not any("complete up to" in plain(one) for one in front.cautions[1:])


@pytest.mark.parametrize(
    ("treaty", "compare_to", "bound", "since"),
    [
        (
            "ptbt",
            "2022-01-01",
            "The treaty binds 25 of the 32 NATO states; no notice of withdrawal had been given by"
            " 10 July 2018.",
            "Nothing is known of the treaty after 10 July 2018.",
        ),
        (
            "ptbt",
            "2017-01-01",
            "The treaty binds 25 of the 32 NATO states; no notice of withdrawal had been given by"
            " 10 July 2018.",
            "No change in the region under this treaty up to 10 July 2018.",
        ),
        (
            "npt",
            "2022-01-01",
            "All 32 are bound by the treaty; none of them has given notice of withdrawal.",
            "No change in the region under this treaty.",
        ),
    ],
)
def test_that_nothing_happened_is_said_up_to_the_last_observed_day(
    about, cite, treaty, compare_to, bound, since
):
    front = page_one(about(treaty, "nato", "2026-08-22", compare_to=compare_to), cite)
    assert said(front)[0] == bound
    assert [plain(one) for one in front.since] == [since]


def test_the_line_of_the_day_is_read_as_its_first_day():
    """The page's machine-readable day is the as-of day, not that up to which it is known."""
    for words in ("1 January 2030, as scheduled on 22 August 2026", "1 January 2030, known up to"):
        assert day_of(words) == "2030-01-01"


@pytest.mark.parametrize(
    ("treaty", "day", "title"),
    [
        ("apmbc", "2026-02-20",
         "Five withdrawals from the mine ban are in effect; 161 states are bound, 166 at the peak"),
        ("apmbc", "2025-12-28",
         "Three withdrawals from the mine ban are in effect, two more notices are running; 163"
         " states are bound, 166 at the peak"),
        ("apmbc", "2020-01-01",
         "No state is leaving the mine ban; 164 states are bound, the most so far"),
        ("ccm", "2024-12-05",
         "Lithuania has given notice of leaving the cluster-munition ban; 112 states are bound, the"
         " most so far"),
        ("npt", "2026-01-01",
         "North Korea’s standing under the non-proliferation treaty is disputed; 191 states are"
         " bound, the most so far"),
        ("ctbt", "2024-01-01",
         "Russia has taken back its ratification of the test ban; it is not in force, 177 states"
         " have consented"),
        ("newstart", "2024-01-01",
         "Russia has suspended the New START treaty; two states are bound"),
        ("inf", "2019-09-01",
         "The INF Treaty ended on 2 August 2019 after the withdrawal of the United States; at its"
         " peak it bound five states"),
        ("salt2", "1990-01-01",
         "The SALT II treaty ended on 27 May 1986; it had never been in force"),
        ("geneva_protocol", "2026-01-01",
         "No state is leaving the Geneva Protocol, as far as is known up to 10 July 2018; 141"
         " states are bound, the most so far"),
        ("apmbc", "1990-01-01",
         "The mine ban was not open for signature before 3 December 1997"),
    ],
)  # fmt: skip
def test_the_title_of_a_treaty_tells_who_leaves_and_how_many_are_bound(
    about, cite, treaty, day, title
):
    (front,) = TREATY.compose(about(treaty, day=day), cite)
    assert front.title == title
    assert front.findings
    assert len(front.findings) <= 3


def test_page_one_of_a_treaty_tells_a_contested_exit_where_there_is_no_other(about, cite):
    (front,) = TREATY.compose(about("npt", day="2026-01-01"), cite)
    told = [plain(one) for one in front.findings]
    assert told[0].startswith("North Korea declared its withdrawal on 10 January 2003")
    (front,) = TREATY.compose(about("apmbc", day="2026-02-20"), cite)
    assert not any("Norway" in plain(one) for one in front.findings)
