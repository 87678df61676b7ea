"""Who stands where: the table, the strip and page one agree, on every treaty that ended too."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.blocks.citations import Citations
from analysis.blocks.model import Items, Table, flat, plain
from analysis.drawing import style
from analysis.sections.exits.facts import exits
from analysis.sections.participation.facts import participation
from analysis.sections.standing.facts import history, kin, standing
from analysis.sections.standing.picture import draw_standing
from analysis.sections.standing.section import LEAD, LEAVING, SECTION, compose
from analysis.subject.setting import setting
from analysis.subject.subject import Subject
from analysis.terms.statuses import IN_FORCE, STACKED

#: Treaties, regions and days of every kind: small, world, ended, suspended, never in force.
SUBJECTS = [
    ("apmbc", "eastern-flank", "2026-02-20"),
    ("apmbc", "eu", "2026-02-20"),
    ("apmbc", "world", "2026-02-20"),
    ("openskies", "nato", "2021-12-18"),
    ("cfe", "nato", "2024-06-12"),
    ("abm", "world", "2003-01-01"),
    ("newstart", "northern-america", "2026-02-20"),
    ("tpnw", "eu", "2020-10-24"),
    ("apmbc", "europe", "1997-12-03"),
    ("ccw_p2", "baltic", "2025-04-16"),
]


def table_of(subject, cite):
    return next(block for block in compose(subject, cite) if block.name == "status")


def strip_of(subject, cite):
    blocks = [*SECTION.compose(subject, cite), *LEAD.compose(subject, cite)]
    (strip,) = [block for block in blocks if block.name == "status-strip"]
    return strip


@pytest.mark.parametrize("subject", SUBJECTS)
def test_strip_bands_and_participation_count_the_same_parties(about, subject):
    now, past = participation(about(*subject)), history(about(*subject))
    parties = past.over_time[["party", "withdrawing", "suspended"]].sum(axis=1)
    assert (parties.iloc[-1], parties.max()) == (now.now, now.peak)
    assert standing(about(*subject)).in_force == now.now
    assert list(past.over_time.columns) == ["day", *STACKED[:-1]]


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        (SUBJECTS[0], "One of six NATO states bordering Russia or Belarus is party to the mine ban;"
         " all six were until 26 December 2025"),
        (SUBJECTS[1], "22 of 27 European Union states are party to the mine ban;"
         " all 27 were until 26 December 2025"),
        (SUBJECTS[3], "26 of 30 NATO states are party to the open-skies treaty;"
         " 27 were until 21 November 2020"),
        (SUBJECTS[4], "22 of 32 NATO states are party to the treaty on conventional forces in"
         " Europe; eight have suspended it; the suspension of 14 more is documented, its day not on"
         " record"),
        (SUBJECTS[5], "None of the 194 states of the world is party to the ABM Treaty;"
         " two were until 12 June 2002"),
    ],
)  # fmt: skip
def test_the_title_of_the_strip_tells_when_more_were_party(about, cite, subject, title):
    strip = strip_of(about(*subject), cite)
    assert strip.title == title
    counted = {span.told.field: span.told.fact for span in strip.caption.title if span.told}
    assert counted["now"].startswith("participation.participation(")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_state_that_has_acted_is_cited_in_its_row(about, cite, subject):
    subject = about(*subject)
    events = subject.register.events
    acted = set(events[events["treaty"] == subject.treaty]["state"])
    codes = {own.state.name: own.state.code for own in standing(subject).positions}
    rows = table_of(subject, cite).rows
    bare = [flat(row[0].text) for row in rows if not any(span.cite for span in row[0].text)]
    assert rows
    assert not [name for name in bare if codes[name] in acted]


@pytest.mark.parametrize(
    ("treaty", "region", "day", "bound"),
    [
        ("newstart", "world", "2026-02-20", ["Russia", "United States"]),
        ("inf", "csto", "2022-03-01", ["Belarus", "Kazakhstan", "Russia"]),
    ],
)
def test_who_was_bound_to_the_end_never_stands_with_those_outside(
    about, cite, treaty, region, day, bound
):
    subject = about(treaty, region, day)
    table = table_of(subject, cite).frame
    assert table[table["group"] == "Was bound until the treaty ended"]["State"].tolist() == bound
    own = standing(subject)
    assert (own.ended, own.outside) == (len(bound), 0)
    assert own.apart == own.total - len(bound)
    strip = strip_of(subject, cite)
    assert "Russia: " in strip.alt
    assert "until the treaty ended on" in strip.alt


def test_a_treaty_that_ended_keeps_who_had_only_signed_and_who_had_left(about, cite):
    signed = table_of(about("start2", "world", "2005-06-01"), cite)
    assert [words for _, words in signed.groups] == ["Signed only"]
    deal = table_of(about("jcpoa", "world", "2026-02-20"), cite).frame
    assert deal[deal["group"] == "Withdrawal in effect"]["State"].tolist() == ["United States"]


def test_a_column_without_anything_to_say_is_left_out(about, cite):
    def heads(*subject):
        return [column.label for column in table_of(about(*subject), cite).columns]

    assert heads("apmbc", "eastern-flank", "2026-02-20")[2:6] == [
        "Bound from", "Step towards leaving", "Notice", "Effect",
    ]  # fmt: skip
    assert heads("bangkok", "asean", "2025-01-01") == ["State", "Status", "Bound from"]
    assert "Effect:" not in flat(table_of(about("bangkok", "asean", "2025-01-01"), cite).foot)


def test_a_large_table_lists_who_stands_out_and_counts_the_rest(about, cite):
    subject = about("apmbc", "world", "2026-02-20")
    table, own = table_of(subject, cite), standing(subject)
    assert len(table.rows) + own.quiet_parties == own.total == 197
    assert f"Not shown: {own.quiet_parties} states that are bound" in flat(table.foot)


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        (("apmbc", "eastern-flank", "2026-02-20"), "Only Norway remains bound by the treaty."),
        (("apmbc", "baltic", "2025-08-20"), "All three are still bound by the treaty."),
        (SUBJECTS[4], "The treaty is in force for 22 of the 32 NATO states, eight of which have"
         " suspended it; the suspension of 14 more is documented, its day not on record."),
        (SUBJECTS[7], "The treaty is not in force and binds nobody; three of the 27 European Union"
         " states have consented to it."),
        (("apmbc", "africa", "2026-02-20"), "The treaty binds 51 of the 54 states of Africa; none"
         " of them has given notice of withdrawal."),
        (("tpnw", "africa", "2025-01-01"), "The treaty binds 17 of the 54 states of Africa; no"
         " notice of withdrawal has been given."),
    ],
)  # fmt: skip
def test_page_one_says_whom_the_treaty_binds(about, cite, subject, told):
    found = SECTION.findings(about(*subject), cite)[0]
    assert plain(found) == told
    assert any(span.cite for span in found)


def test_page_one_names_who_is_leaving_a_related_treaty(about, cite):
    (own,) = kin(about("apmbc", "baltic", "2025-04-16")).leaving
    assert (own.state.code, own.in_effect, str(own.effect)) == ("LTU", True, "2025-03-06")
    *_, several = SECTION.findings(about("ccm", "nato", "2025-12-28"), cite)
    assert plain(several) == (
        "Withdrawal from the Mine Ban Convention took effect for Estonia, Latvia and Lithuania on"
        " 27 December 2025 and takes effect for Finland on 10 January 2026 and Poland on"
        " 20 February 2026."
    )
    assert SECTION.findings(about("abm", "world", "2026-02-20"), cite) == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_strip_stands_on_page_one_or_after_the_table(about, cite, subject):
    subject = about(*subject)
    first, later = LEAD.compose(subject, cite), SECTION.compose(subject, cite)
    assert bool(first) != bool(exits(subject).rows)
    assert [block.name for block in later] == ["status", "status-strip"][: 2 - len(first)]


def test_nothing_is_shown_where_there_is_nothing_to_say(about, cite):
    early = about("apmbc", "nato", "1990-01-01")
    assert [*SECTION.compose(early, cite), *LEAD.compose(early, cite)] == []
    # Nobody of the region has ever acted: a strip of empty lines finds nothing.
    assert LEAD.compose(about("newstart", "oceania", "2022-03-01"), cite) == []
    # All parties, none of which stands out: a table without rows.
    assert SECTION.compose(about("geneva_protocol", "world", "2020-01-01"), cite) == []


def test_an_assumed_notice_leaves_its_state_cited(about):
    subject = about("apmbc", "eastern-flank", "2026-10-01", scenario="NOR:2026-09-01")
    cite = Citations(subject.register.tables, subject.day)
    row = table_of(subject, cite).rows[-1]
    assert flat(row[0].text) == "Norway"
    assert any(span.cite for span in row[0].text)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_picture_is_drawn_and_holds_its_data(about, cite, subject, tmp_path):
    strip = strip_of(about(*subject), cite)
    assert strip.save(tmp_path / "strip.svg").read_text().startswith("<svg ")
    few = bool(history(about(*subject)).rows)
    assert ("name" in strip.data) == few
    assert strip.subtitle.startswith("Status under" if few else "Number of ")


ENDED = ["abm", "inf", "jcpoa", "newstart", "pmda", "salt1", "salt2", "sort", "start1", "start2"]


@pytest.mark.parametrize("treaty", ENDED)
@pytest.mark.parametrize("later", [0, 1, 400, 3000])
def test_after_an_end_former_parties_stand_under_was_bound_until(
    about, cite, register, treaty, later
):
    ended = register.tables.treaty(treaty)["ended"]
    day = min(ended + pd.Timedelta(days=later), register.day)
    eve = register.as_of(ended - pd.Timedelta(days=1))
    bound = {row.state.code for row in standing(Subject.of(eve, treaty=treaty)).having(*IN_FORCE)}
    there = set(register.as_of(day).members("world"))
    own = standing(about(treaty, "world", f"{day:%Y-%m-%d}"))
    assert {one.state.code for one in own.at("ended")} == bound & there
    assert own.in_force == own.outside == 0
    table = table_of(about(treaty, "world", f"{day:%Y-%m-%d}"), cite)
    assert "neither signed nor joined" not in flat(table.foot)


def test_every_ended_treaty_is_read(register):
    assert sorted(register.tables.treaties.dropna(subset=["ended"])["code"]) == ENDED


def test_of_a_treaty_of_few_nobody_counts_those_it_was_not_made_for(about, cite):
    subject = about("newstart", "world", "2024-01-01")
    own, table, strip = standing(subject), table_of(subject, cite), strip_of(subject, cite)
    assert (own.total, own.outside, own.apart) == (197, 0, 195)
    assert "195" not in flat(table.foot) + strip.alt
    assert "States that the treaty was not made for are not shown." in flat(table.foot)
    assert table.frame["State"].tolist() == ["Russia", "United States"]
    zone = standing(about("rarotonga", "oceania", "2024-01-01"))
    assert {one.state.name for one in zone.at("none")} == {
        "Marshall Islands", "Micronesia", "Palau",
    }  # fmt: skip
    assert standing(about("apmbc", "world", "2024-01-01")).apart == 0


def test_nothing_is_deposited_where_there_is_no_depositary(about, cite):
    without = flat(table_of(about("newstart", "world", "2024-01-01"), cite).foot)
    assert "Bound from: the day the treaty entered into force for the state." in without
    assert "deposit" not in without
    assert "computed from its deposit" in flat(
        table_of(about("apmbc", "baltic", "2025-08-20"), cite).foot
    )


@pytest.mark.parametrize(
    ("treaty", "region", "day", "state", "suspended"),
    [
        ("cfe", "csto", "2023-07-01", "RUS", "2007-12-12"),
        ("inf", "nato", "2019-05-01", "USA", "2019-02-02"),
    ],
)
def test_bound_operating_and_withdrawing_are_told_apart(
    about, cite, treaty, region, day, state, suspended
):
    subject = about(treaty, region, day)
    own = standing(subject)
    (row,) = (one for one in own.positions if one.state.code == state)
    assert (row.status, row.operates, str(row.suspended_since)) == ("withdrawing", False, suspended)
    assert (own.withdrawing, own.suspended, own.not_operating, own.withdrawing_halted) == (
        1, 0, 1, 1,
    )  # fmt: skip
    assert own.operating == own.in_force - 1
    frame = table_of(subject, cite).frame
    assert "withdrawing, suspended" in set(frame["Status"])
    strip = strip_of(subject, cite)
    whose = "that state" if treaty == "inf" else "one"
    assert f"{whose} has suspended it" in strip.title
    assert "withdrawing while suspended from" in strip.alt
    assert "suspended it" in plain(SECTION.findings(subject, cite)[0])


def test_a_party_that_suspended_without_notice_does_not_operate_and_one_that_runs_does(about):
    (russia,) = standing(about("inf", "csto", "2019-05-01")).having("suspended")
    assert (russia.operates, str(russia.suspended_since)) == (False, "2019-03-04")
    latvia = standing(about("apmbc", "baltic", "2025-08-20")).having("withdrawing")[0]
    assert (latvia.operates, latvia.suspended_since) == (True, None)


def test_a_party_whose_suspension_has_no_day_is_never_a_plain_one(about, cite):
    subject = about("cfe", "nato", "2024-06-12")
    own = standing(subject)
    assert (own.steady, own.undated, own.plain) == (14, 14, 0)
    frame = table_of(subject, cite).frame
    assert frame.groupby("group").size().to_dict() == {
        "Operation suspended": 8,
        "Suspension documented, day not on record": 14,
    }
    assert not set(frame["Status"]) & {"party"}
    strip = strip_of(subject, cite)
    assert "Suspension documented, day not on record: 14 states." in strip.alt
    assert "Party:" not in strip.alt
    few = strip_of(about("cfe", "eastern-flank", "2024-06-12"), cite)
    assert "suspension of both is documented, its day not on record" in few.title
    assert "party from 9 November 1992, suspension documented, day not on record." in few.alt
    shown = [text.get_text() for ax in few.figure().axes for text in ax.texts]
    assert shown.count("party, suspension documented") == 2
    # Before it could have taken effect they were parties like others.
    assert standing(about("cfe", "nato", "2023-11-06")).undated == 0


def leaving_of(subject, cite):
    blocks = LEAVING.compose(subject, cite)
    tables = [block for block in blocks if isinstance(block, Table)]
    lines = [plain(one) for block in blocks if isinstance(block, Items) for one in block.items]
    return tables, lines


def test_one_table_tells_those_that_move_and_a_line_each_status_of_the_rest(about, cite):
    ((table,), lines) = leaving_of(about("apmbc", "nato", "2026-02-20"), cite)
    frame = table.frame
    assert frame["State"].tolist() == ["Estonia", "Latvia", "Lithuania", "Finland", "Poland"]
    assert (
        frame["Steps"]
        .iloc[1]
        .endswith("parliament approved 16 Apr 2025 (66–14); promulgated 24 Apr 2025")
    )
    assert set(frame.columns) == {
        "State", "Status", "Steps", "Notice", "Effect", "Convention on Cluster Munitions",
    }  # fmt: skip
    assert all(any(span.cite for span in row[0].text) for row in table.rows)
    assert [line.partition(":")[0] for line in lines] == [
        "Bound, no step towards leaving", "Neither signed nor joined",
    ]  # fmt: skip
    assert lines[1] == "Neither signed nor joined: the United States."
    # Every state stands once, in a row or in a line.
    own = standing(about("apmbc", "nato", "2026-02-20"))
    told = " ".join([*frame["State"], *lines])
    assert [one.state.name for one in own.positions if told.count(one.state.name) != 1] == []


@pytest.mark.parametrize(
    ("subject", "columns"),
    [
        (("apmbc", "eastern-flank", "2025-04-16"), ["State", "Status", "Steps"]),
        (("ctbt", "world", "2024-01-01"), ["State", "Status", "Steps"]),
        (("cfe", "nato", "2024-06-12"), ["State", "Status", "Steps", "Open Skies Treaty"]),
    ],
)
def test_columns_without_anything_to_say_are_dropped_and_so_is_an_idle_companion(
    about, cite, subject, columns
):
    ((table,), _) = leaving_of(about(*subject), cite)
    shown = [column.label for column in table.columns]
    assert shown[: len(columns)] == columns
    assert len(shown) <= len(columns) + 1
    # Under a related treaty somebody of the table has left or suspended too, or it is not shown.
    if len(shown) > 3:
        assert {row[-1].mark for row in table.rows} & {"withdrawn", "withdrawing", "suspended"}


def test_where_nobody_moves_there_is_no_table_and_many_alike_have_one_line(about, cite):
    tables, lines = leaving_of(about("apmbc", "asean", "2026-02-20"), cite)
    assert tables == []
    assert len(lines) == 2
    assert leaving_of(about("apmbc", "nato", "1990-01-01"), cite) == ([], [])
    assert standing(about("apmbc", "asean", "2026-02-20")).moving == ()
    _, lines = leaving_of(about("apmbc", "world", "2026-02-20"), cite)
    assert "Bound, no step towards leaving: 160 states." in lines


@pytest.mark.parametrize(
    ("treaty", "region", "day", "wrong"),
    [
        ("att", "league-of-arab-states", "2022-03-26", "and United Arab"),
        ("ccw_p4", "asean", "2006-03-26", "and Philippines"),
    ],
)
def test_states_told_together_have_their_articles(about, cite, treaty, region, day, wrong):
    alt = strip_of(about(treaty, region, day), cite).alt
    assert wrong not in alt
    assert wrong.replace("and ", "and the ") in alt


def test_names_longer_than_a_phone_leave_the_bars_their_room(register):
    own = Subject.of(register.as_of("2026-02-18"), treaty="ctbt", region="caricom")
    given = setting(own), standing(own), history(own)
    with style.for_phone():
        (bars,) = draw_standing(*given).axes
    names = [text.get_text() for text in bars.texts]
    assert bars.get_position().width >= 0.29
    assert [name for name in names if name.startswith("Saint Vincent") and name.endswith("…")]
    # The symbol says what has no room in words.
    assert "since 23 Sep 2009" in names
    (wide,) = draw_standing(*given).axes
    assert "Saint Vincent and the Grenadines" in [text.get_text() for text in wide.texts]
