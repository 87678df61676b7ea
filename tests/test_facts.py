"""Facts: one value for one question, computed once, from no more than it says."""

from __future__ import annotations

import dataclasses

import pytest

from analysis import UnknownName, facts
from analysis.blocks.model import Told
from analysis.subject import telling as tell
from analysis.subject.facts import Asked, Fact, fact
from analysis.subject.subject import Subject


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sum(Fact):
    """A made-up fact."""

    one: int


def test_every_public_question_can_be_asked_and_explains_itself():
    for name in facts.__all__:
        asked = getattr(facts, name)
        assert isinstance(asked, Asked), name
        assert asked.__doc__, name
        assert repr(asked).startswith("<question ")


def test_a_fact_is_computed_once_for_what_it_depends_on(register):
    asked = []

    @fact("treaty")
    def once(subject):
        asked.append(subject.treaty)
        return Sum(one=len(asked))

    here = Subject.of(register, treaty="apmbc", region="nato")
    there = Subject.of(register, treaty="apmbc", region="eu", towards="RUS")
    assert once(here) is once(there)
    assert once(Subject.of(register, treaty="ccm")).one == 2
    assert once(Subject.of(register.as_of("2020-01-01"), treaty="apmbc")).one == 3
    assert asked == ["apmbc", "ccm", "apmbc"]


def test_a_fact_cannot_read_what_it_does_not_say_it_depends_on(register):
    @fact("treaty")
    def sly(subject):
        return Sum(one=len(subject.members))

    with pytest.raises(LookupError, match="does not say that it depends on the region"):
        sly(Subject.of(register, treaty="apmbc", region="nato"))


def test_a_part_that_a_subject_does_not_have_is_refused():
    with pytest.raises(ValueError, match="no part weather"):
        fact("weather")(lambda subject: Sum(one=1))


def test_what_is_learnt_for_a_treaty_is_shared_by_all_regions(register):
    seen = register.as_of("2026-02-20")
    nato, world = (Subject.of(seen, treaty="apmbc", region=one) for one in ("nato", "world"))
    assert facts.participation(nato.worldwide) is facts.participation(world)
    assert facts.wave(nato).neighbours is facts.wave(world).neighbours


def test_a_number_is_told_with_the_fact_and_the_field_it_comes_from(register):
    own = register.as_of("2026-02-20").fact(facts.participation, treaty="apmbc")
    span = tell.counted(own, "now", "party", "parties")
    assert span.text == "161 parties"
    about = "treaty=apmbc region=world 2026-02-20"
    assert span.told == Told(f"participation.participation({about})", "now", "161")
    assert tell.day(own, "last").told.value == "2025-12-26"


def test_a_fact_within_a_fact_has_an_origin_of_its_own(register):
    rates = register.as_of("2026-02-20").fact(facts.rates, treaty="apmbc", region="nato")
    assert tell.figure(rates.since, "rate").told.fact.startswith("rates.rates.since(")


def test_a_fact_shows_itself_in_a_notebook(register):
    own = register.fact(facts.participation, treaty="apmbc")
    shown = own._repr_html_()
    assert "<table>" in shown
    assert "participation.participation" in shown
    assert "<th" in register._repr_html_()


def test_a_question_about_what_is_not_there_is_refused(register):
    with pytest.raises(UnknownName, match="did you mean 'apmbc'"):
        register.fact(facts.participation, treaty="apmcb")
    with pytest.raises(AttributeError, match="no fact 'weather'"):
        _ = facts.weather


def test_the_members_of_the_day_are_counted_at_every_time(register):
    """Brexit is no rollback: the Union of 2026 never had 28 parties."""
    now = register.as_of("2026-02-20").fact(facts.participation, treaty="apmbc", region="eu")
    assert (now.members, now.peak, now.now, str(now.last)) == (27, 27, 22, "2025-12-26")
    assert now.basis == "members on the as-of day"
    assert now.over_time["parties"].max() == 27
