"""How sentences name regions, their states, treaties and acts: each right value by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from analysis.blocks.model import flat
from analysis.language.english import STATES_WITH_ARTICLE, treaty_with_article, with_article
from analysis.language.regions import one_of, words_of_area, words_of_group
from analysis.law.regions import find_region, list_regions
from analysis.subject.facts import Fact
from analysis.subject.naming import part_of, share
from analysis.subject.setting import setting, treaty
from analysis.subject.subject import Subject
from analysis.terms.acts import decides

#: Every region of the register: what follows a number, one state of it, its name in a sentence.
PHRASES = {
    "eastern-flank": (
        "NATO states bordering Russia or Belarus",
        "NATO state bordering Russia or Belarus",
        "NATO’s eastern flank",
    ),
    "african-union": ("African Union states", "African Union state", "the African Union"),
    "asean": ("ASEAN states", "ASEAN state", "ASEAN"),
    "baltic": ("Baltic states", "Baltic state", "the Baltic states"),
    "bucharest-nine": (
        "states of the Bucharest Nine",
        "state of the Bucharest Nine",
        "the Bucharest Nine",
    ),
    "caricom": ("CARICOM states", "CARICOM state", "CARICOM"),
    "cis": (
        "member states of the Commonwealth of Independent States",
        "member state of the Commonwealth of Independent States",
        "the Commonwealth of Independent States",
    ),
    "council-of-europe": (
        "member states of the Council of Europe",
        "member state of the Council of Europe",
        "the Council of Europe",
    ),
    "cst": (
        "states of the Collective Security Treaty",
        "state of the Collective Security Treaty",
        "the Collective Security Treaty",
    ),
    "csto": (
        "Collective Security Treaty Organization states",
        "Collective Security Treaty Organization state",
        "the Collective Security Treaty Organization",
    ),
    "ecowas": ("ECOWAS states", "ECOWAS state", "ECOWAS"),
    "eu": ("European Union states", "European Union state", "the European Union"),
    "gcc": (
        "Gulf Cooperation Council states",
        "Gulf Cooperation Council state",
        "the Gulf Cooperation Council",
    ),
    "league-of-arab-states": (
        "member states of the Arab League",
        "member state of the Arab League",
        "the League of Arab States",
    ),
    "alliance-of-sahel-states": (
        "member states of the Alliance of Sahel States",
        "member state of the Alliance of Sahel States",
        "the Alliance of Sahel States",
    ),
    "brics": ("BRICS states", "BRICS state", "BRICS"),
    "nato": ("NATO states", "NATO state", "NATO"),
    "non-aligned-movement": (
        "states of the Non-Aligned Movement",
        "state of the Non-Aligned Movement",
        "the Non-Aligned Movement",
    ),
    "nordic": ("Nordic states", "Nordic state", "the Nordic states"),
    "nordic-baltic-eight": (
        "Nordic-Baltic states",
        "Nordic-Baltic state",
        "the Nordic-Baltic Eight",
    ),
    "npt-nuclear-weapon-states": (
        "nuclear-weapon states of the NPT",
        "nuclear-weapon state of the NPT",
        "the nuclear-weapon states of the NPT",
    ),
    "nuclear-weapons-hosts": (
        "hosts of foreign nuclear weapons",
        "host of foreign nuclear weapons",
        "the hosts of foreign nuclear weapons",
    ),
    "oas": (
        "member states of the Organization of American States",
        "member state of the Organization of American States",
        "the Organization of American States",
    ),
    "oic": (
        "member states of the Organisation of Islamic Cooperation",
        "member state of the Organisation of Islamic Cooperation",
        "the Organisation of Islamic Cooperation",
    ),
    "osce": ("OSCE states", "OSCE state", "the OSCE"),
    "pacific-islands-forum": (
        "Pacific Islands Forum states",
        "Pacific Islands Forum state",
        "the Pacific Islands Forum",
    ),
    "quint": ("Quint states", "Quint state", "the Quint"),
    "sadc": (
        "Southern African Development Community states",
        "Southern African Development Community state",
        "the Southern African Development Community",
    ),
    "sco": (
        "Shanghai Cooperation Organisation states",
        "Shanghai Cooperation Organisation state",
        "the Shanghai Cooperation Organisation",
    ),
    "ussr-republic": (
        "republics of the USSR",
        "republic of the USSR",
        "the republics of the USSR",
    ),
    "warsaw-pact": ("Warsaw Pact states", "Warsaw Pact state", "the Warsaw Pact"),
    "australia-and-new-zealand": (
        "states (Australia and New Zealand)",
        "state (Australia and New Zealand)",
        "Australia and New Zealand",
    ),
    "americas": ("states of the Americas", "state of the Americas", "the Americas"),
    "caribbean": ("states of the Caribbean", "state of the Caribbean", "the Caribbean"),
    "latin-america-and-the-caribbean": (
        "states of Latin America and the Caribbean",
        "state of Latin America and the Caribbean",
        "Latin America and the Caribbean",
    ),
    "world": ("states of the world", "state of the world", "the world"),
}
#: Groups that are no bodies: states belong to them, and are not called by them.
GATHERINGS = {
    "jef": "Joint Expeditionary Force",
    "lublin-triangle": "Lublin Triangle",
    "three-seas": "Three Seas Initiative",
    "un-african": "UN African Group",
    "un-asia-pacific": "UN Asia-Pacific Group",
    "un-eastern-european": "UN Eastern European Group",
    "un-grulac": "UN Latin American and Caribbean Group",
    "un-weog": "UN Western European and Others Group",
    "visegrad-group": "Visegrad Group",
    "weimar-triangle": "Weimar Triangle",
}
#: Areas of the geoscheme whose name needs nothing.
PLAIN = (
    "Africa", "Asia", "Central America", "Central Asia", "Eastern Africa", "Eastern Asia",
    "Eastern Europe", "Europe", "Melanesia", "Micronesia", "Middle Africa", "Northern Africa",
    "Northern America", "Northern Europe", "Oceania", "Polynesia", "South America",
    "South-eastern Asia", "Southern Africa", "Southern Asia", "Southern Europe",
    "Sub-Saharan Africa", "Western Africa", "Western Asia", "Western Europe",
)  # fmt: skip


def test_every_region_of_the_register_has_words_that_somebody_says(register):
    expected = PHRASES | {
        name.lower().replace(" ", "-"): (f"states of {name}", f"state of {name}", name)
        for name in PLAIN
    }
    expected |= {
        key: (f"states of the {name}", f"state of the {name}", f"the {name}")
        for key, name in GATHERINGS.items()
    }
    found = {
        region.slug: (region.states, region.state, region.said)
        for region in list_regions(register.tables)
    }
    assert found == expected


@pytest.mark.parametrize(
    ("key", "name", "states"),
    [
        ("quad", "QUAD", "QUAD states"),
        ("visegrad", "Visegrad Four", "states of the Visegrad Four"),
        ("benelux", "Benelux Union", "Benelux Union states"),
        (
            "oecs",
            "Organisation of Eastern Caribbean States",
            "member states of the Organisation of Eastern Caribbean States",
        ),
        ("gulf", "Gulf states", "Gulf states"),
    ],
)
def test_a_region_that_is_only_rows_has_words_by_rule(key, name, states):
    assert words_of_group(key, name).states == states


def test_one_state_is_named_by_the_first_noun_alone():
    assert one_of("member states of the Organization of American States") == (
        "member state of the Organization of American States"
    )
    assert words_of_area("americas", "Americas").state == "state of the Americas"


@pytest.fixture
def about(register):
    """Return a subject of the shared register."""
    return lambda treaty, region, day: Subject.of(register.as_of(day), treaty=treaty, region=region)


@dataclass(frozen=True, kw_only=True)
class Part(Fact):
    part: int


@pytest.mark.parametrize(
    ("region", "part", "title", "sentence"),
    [
        ("league-of-arab-states", 22, *["all 22 member states of the Arab League"] * 2),
        (
            "nordic-baltic-eight",
            1,
            "one of eight Nordic-Baltic states",
            "one of the eight Nordic-Baltic states",
        ),
        ("nordic-baltic-eight", 0, *["none of the eight Nordic-Baltic states"] * 2),
        ("australia-and-new-zealand", 2, *["both states (Australia and New Zealand)"] * 2),
        (
            "australia-and-new-zealand",
            0,
            *["neither of the two states (Australia and New Zealand)"] * 2,
        ),
        (
            "caribbean",
            3,
            "three of 13 states of the Caribbean",
            "three of the 13 states of the Caribbean",
        ),
    ],
)
def test_a_part_of_a_region_agrees_in_number(about, region, part, title, sentence):
    here = setting(about("apmbc", region, "2025-04-16"))
    assert flat(share(here, Part(part=part), "part")) == title
    assert flat(part_of(here, Part(part=part), "part")) == sentence


@pytest.mark.parametrize(("part", "told"), [(1, "the one NATO state"), (0, "no NATO state")])
def test_a_region_of_one_state_has_no_none_of_one(about, part, told):
    here = replace(setting(about("apmbc", "nato", "2025-04-16")), members=1)
    assert flat(share(here, Part(part=part), "part")) == told
    assert flat(part_of(here, Part(part=part), "part")) == told


def test_every_treaty_is_named_as_a_sentence_does(about, register):
    bare = {
        "salt2",
        "start1",
        "start2",
        "newstart",
        "ccw_p1",
        "ccw_p2",
        "ccw_p3",
        "ccw_p4",
        "ccw_p5",
    }
    bare |= {"ccw_ap2", "ccw_a1"}
    rows = register.tables.treaties
    for code, name in zip(rows["code"], rows["name"], strict=True):
        assert treaty_with_article(name) == (name if code in bare else f"the {name}"), code
    assert treaty(about("cfe", "nato", "2024-06-12")).said == "the CFE Treaty"
    assert treaty(about("newstart", "nato", "2024-06-12")).said == "New START"


def test_states_with_an_article_are_states_of_the_register(register):
    known = set(register.tables.states["short_name"]) | set(register.tables.states["name"])
    assert {"United States", "Netherlands", "DR Congo"} <= set(STATES_WITH_ARTICLE) & known
    assert with_article("United States (hypothetical)") == "the United States (hypothetical)"


@pytest.mark.parametrize(
    ("actor", "body", "decided"),
    [
        ("parliament", "Riigikogu", True),
        ("government", "Council of Ministers", True),
        ("government", "Foreign Minister", False),
        ("government", "Ministry of Defence", False),
        ("government", "Government (House of Lords answers)", False),
        ("members", "Cabinet of the opposition", False),
    ],
)
def test_a_decision_is_that_of_a_parliament_or_a_cabinet(actor, body, decided):
    assert decides(actor, body) is decided


def test_the_derived_region_keeps_its_words(register):
    assert find_region(register.tables, "eastern-flank").state.startswith("NATO state ")
