"""No page contradicts another: whole briefings are read, and nothing in them may be told twice
in two ways."""

from __future__ import annotations

import random

import pytest

from analysis import open_briefing
from analysis.blocks.model import Figure, Front, Heading, Items, Prose, Span, Told, text
from tests.reading.reader import (
    complaints,
    disagreements,
    disagreements_between_kinds,
    same_number,
)
from tests.reading.subjects import (
    KINDS,
    KNOWN,
    OF_TREATIES,
    TOWARDS,
    all_of_other_kinds,
    all_subjects,
    days_of,
)

#: How many of all briefings are drawn by lot, and the seed of the lot.
SAMPLE, SEED = 60, 20250416


def opened(register, region, treaty, day):
    """The four pages and the annex: what is told in both is told alike."""
    about = {"region": region, "treaty": treaty, "as_of": day, "towards": TOWARDS}
    both = [open_briefing(kind, register=register, **about) for kind in ("regional", "annex")]
    return both[0].subject, [block for one in both for block in one.blocks()]


@pytest.mark.parametrize(("region", "treaty", "day"), KNOWN)
def test_a_briefing_that_once_contradicted_itself_does_so_no_more(register, region, treaty, day):
    subject, blocks = opened(register, region, treaty, day)
    assert complaints(blocks) == []
    assert disagreements(subject) == []


@pytest.mark.parametrize("treaty", OF_TREATIES)
def test_a_treaty_briefing_does_not_contradict_itself(register, treaty):
    """Each treaty before its first exit, within, and after the last: every shape is among them."""
    found = {}
    for day in days_of(register, treaty):
        briefing = open_briefing("treaty", register=register, treaty=treaty, as_of=day)
        found[day] = complaints(briefing.blocks())
    assert {day: wrong for day, wrong in found.items() if wrong} == {}


@pytest.mark.slow
def test_briefings_drawn_by_lot_do_not_contradict_themselves(register):
    drawn = random.Random(SEED).sample(all_subjects(register), SAMPLE)
    found = {one: wrong for one in drawn if (wrong := complaints(opened(register, *one)[1]))}
    assert found == {}


@pytest.mark.parametrize(("kind", "given"), KINDS)
def test_a_briefing_of_another_kind_does_not_contradict_itself(register, kind, given):
    assert complaints(open_briefing(kind, register=register, **given).blocks()) == []


def test_states_drawn_by_lot_do_not_contradict_themselves(register):
    drawn = random.Random(SEED).sample(all_of_other_kinds(register), SAMPLE // 4)
    found = {
        f"{kind} {given}": wrong
        for kind, given in drawn
        if (wrong := complaints(open_briefing(kind, register=register, **given).blocks()))
    }
    assert found == {}


@pytest.mark.parametrize("day", ["2026-02-20", "2003-01-01"])
def test_two_kinds_tell_the_same_fact_alike(register, day):
    assert disagreements_between_kinds(register.as_of(day)) == []


def told(words, value, field="now", fact="participation.participation(x)"):
    return Span(words, told=Told(fact, field, value))


@pytest.mark.parametrize(
    ("one", "other", "complaint"),
    [
        (told("28", "28"), told("27", "27"), "two values"),
        (told("84 %", "0.84"), told("84.0 %", "0.84"), "two forms"),
        (told("30", "30"), told("28", "28", "peak"), "is more than peak"),
    ],
)
def test_a_contradiction_is_found(one, other, complaint):
    blocks = [Items((text("Here ", one), text("and there ", other)))]
    assert any(complaint in found for found in complaints(blocks))


@pytest.mark.parametrize(
    "words",
    [
        "one states left",
        "Nobody left..",
        "None of the one member",
        "It fell to nan",
        "Of , one",
        "None of the one NATO states is bound.",
        "None of the two states is bound.",
        "Of all two memberships one ended.",
        "0 has consented to it.",
        "The treaty binds 22 League of Arab States.",
        "It binds 32 of the 34 Organization of American States.",
        "one of eight Nordic-Baltic Eight states",
        "states of Americas",
        "There were no Republics of the USSR states.",
        "Exits only in one group, The world",
        "`geneva_protocol` is no multilateral treaty",
        "Still in 100 % of the world",
        "Status under the New START",
        "Status under the CCW Protocol I, non-detectable fragments",
        "land border with United States",
        "Exits have been at least 3.4 times as frequent.",
        "They share an alliance and a threat.",
        "The adversary is near.",
        "Norway decided against leaving (Foreign Minister, 2 April 2025).",
        "Not a party: no state.",
        "forecast..",
    ],
)
def test_a_bad_sentence_is_found(words):
    assert complaints([Prose((text(words),))])


@pytest.mark.parametrize(
    "words",
    [
        "The treaty binds 14 of the 22 member states of the Arab League.",
        "Neither of the two states (Australia and New Zealand) is bound.",
        "One of eight Nordic-Baltic states has withdrawn.",
        "None of the 20 states of the Americas has consented to it.",
        "Status under New START; the New START treaty; the CFE Treaty.",
        "27 European Union states; commitments of European Union states.",
        "Of the 32 members 1 member left; of all 21 others none.",
        "Norway said that it does not plan to leave (Foreign Minister, 2 April 2025).",
        "Estonia decided against leaving (Riigikogu, 12 January 2023).",
        "The land border with the United States.",
        "The other member states, and all two others.",
        "All three member states of the Alliance of Sahel States are party to it.",
    ],
)
def test_a_good_sentence_is_left_alone(words):
    assert complaints([Prose((text(words),))]) == []


def test_a_heading_over_nothing_is_found():
    assert complaints([Heading("Depth"), Heading("Wave"), Prose((text("Words"),))])


def test_two_ways_of_writing_one_number_are_one():
    assert same_number("five states") == same_number("5") == "5"
    assert same_number("27 Dec 2025") == same_number("27 December 2025")
    assert same_number("10\u202f000") == "10000"
    assert same_number("no state") == same_number("none") == "0"
    assert same_number("84 %") != same_number("85 %")


def test_a_sound_briefing_gives_no_complaint():
    front = Front("Series", "Five states left", "16 April 2025", (text("Five states left."),))
    assert complaints([front, Figure("f", "<svg/>", "Title", "Alt.")]) == []
