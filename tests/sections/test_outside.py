"""Who is outside: by part of the world and by whether they signed, the powers first."""

from __future__ import annotations

from analysis.blocks.model import plain
from analysis.sections.outside.facts import outside
from analysis.sections.outside.section import SECTION, findings
from analysis.sections.participation.facts import participation
from analysis.sections.standing.facts import standing


def lines(about, cite, treaty, day):
    (block,) = SECTION.compose(about(treaty, day=day), cite)
    return [plain(one) for one in block.items]


def test_the_finding_of_the_mine_ban(about, cite):
    (finding,) = findings(about("apmbc", day="2026-02-20"), cite)
    assert plain(finding) == (
        "31 of the 197 states that it could bind are outside, China, Russia and the United States"
        " among them; none of them has signed it."
    )


def test_the_finding_counts_those_who_signed_and_never_the_powers_as_such(about, cite):
    told = {
        treaty: plain(findings(about(treaty, day=day), cite)[0])
        for treaty, day in (
            ("tpnw", "2026-08-22"),
            ("kinshasa", "2020-01-01"),
            ("bangkok", "2026-08-22"),
        )
    }
    assert told == {
        "tpnw": "122 of the 197 states that it could bind are outside, China, France, Russia, the"
        " United Kingdom and the United States among them; 25 of them have signed it.",
        "kinshasa": "Three of the eleven states that it could bind are outside; all of them have"
        " signed it.",
        "bangkok": "One of the eleven states that it could bind is outside; it has not signed it.",
    }


def test_everybody_is_a_party_has_left_or_is_outside(about):
    subject = about("apmbc", day="2026-02-20")
    own, held = outside(subject), standing(subject)
    assert own.count + held.withdrawn + participation(subject).now == own.total == 197


def test_the_nuclear_weapon_states_come_first_and_then_part_by_part(about, cite):
    first, *rest = lines(about, cite, "ctbt", "2024-01-01")
    assert first == (
        "Nuclear-weapon states of the NPT: China, Russia and the United States are outside; France"
        " and the United Kingdom have consented to it."
    )
    assert rest[1] == "Americas, one. Signed only: the United States."
    assert "Signed only: China, Iran, Israel, Nepal and Yemen." in rest[2]
    assert [one.split(",")[0] for one in rest] == [
        "Africa",
        "Americas",
        "Asia",
        "Europe",
        "Oceania",
    ]


def test_a_treaty_made_for_some_states_counts_those_alone_and_asks_no_power(about, cite):
    own = outside(about("pelindaba", day="2026-08-22"))
    assert (own.count, own.total, own.signed) == (11, 54, 10)
    assert own.powers_out == own.powers_in == ()
    assert lines(about, cite, "pelindaba", "2026-08-22") == [
        "Africa, eleven. Signed only: the Central African Republic, Djibouti, Egypt, Eritrea,"
        " Liberia, Sao Tome and Principe, Sierra Leone, Somalia, Sudan and Uganda. Neither signed"
        " nor joined: South Sudan."
    ]


def test_nobody_is_outside_a_treaty_that_binds_all_or_has_ended(about, cite):
    for treaty, day in [("newstart", "2022-01-01"), ("newstart", "2026-03-01"),
                        ("canwfz", "2022-01-01"), ("apmbc", "1990-01-01")]:  # fmt: skip
        assert SECTION.compose(about(treaty, day=day), cite) == []
        assert findings(about(treaty, day=day), cite) == []


def test_whose_standing_is_contested_is_not_called_outside(about):
    own = outside(about("npt", day="2026-01-01"))
    never = {state.code for row in own.rows for state in row.never}
    assert never == {"SSD", "IND", "ISR", "PAK", "COK", "NIU"}


def test_a_state_that_has_ended_since_is_outside_where_its_acts_are_held(about, cite):
    told = lines(about, cite, "ost", "1985-01-01")
    assert "Former states, one. Signed only: Yugoslavia." in told
    assert told[-1] == "Not counted, annexed by another state: Estonia, Latvia and Lithuania."


def test_whose_acts_are_not_held_or_who_could_not_act_is_not_counted(about, cite):
    assert lines(about, cite, "moon", "1985-01-01")[-1] == (
        "Not counted, their acts are not on record: Czechoslovakia, East Germany and Yugoslavia;"
        " annexed by another state: Estonia, Latvia and Lithuania."
    )
    # Of a treaty that was made for some states nobody asks about the others.
    told = lines(about, cite, "cfe", "1991-01-30")
    assert not [one for one in told if one.startswith("Not counted")]
    assert "Former states, one. Signed only: Czechoslovakia." in told


def test_states_of_a_treaty_between_two_are_told_one_by_one_elsewhere(about, cite):
    subject = about("salt2", day="1985-01-01")
    assert outside(subject).count == 2
    assert SECTION.compose(subject, cite) == findings(subject, cite) == []
