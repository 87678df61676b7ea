"""Numbered sources: in order of first mention, stable, and of the time where there is a choice."""

import pandas as pd
import pytest

from analysis.blocks.citations import WEAK, Citations
from analysis.terms.ranks import RANKS


@pytest.fixture
def cite(register):
    return Citations(register.tables, pd.Timestamp("2025-08-20"))


def test_numbers_follow_the_first_mention_and_stay(cite, register):
    first, second = register.tables.sources["source"][:2]
    assert cite.sources([second]) == (1,)
    assert cite.sources([first, second]) == (1, 2)
    assert cite.sources([second]) == (1,)


def test_an_event_is_cited_by_its_sources_and_remembered(cite):
    event = "apmbc.LVA.2025-04-16.parliament_approved"
    assert cite.events([event], most=1) == (1,)
    assert cite.cited_events == (event,)
    assert len(cite.cited_sources) == 1


def test_a_source_published_by_the_day_is_preferred(cite, register):
    cite.events(["apmbc.LVA.2025-06-27.withdrawal_notified"], most=1)
    sources = register.tables.sources.set_index("source")["published"]
    assert sources[cite.cited_sources[0]] <= "2025-08-20"


def test_the_list_of_references_numbers_every_source_once(cite, register):
    events = register.events["event"][:40]
    cite.events(events, most=3)
    entries = cite.references().entries
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert all(entry.title and entry.publisher for entry in entries)


@pytest.mark.parametrize("key", ["untc_2026_02_03", "cia_factbook_2026"])
def test_a_date_of_publication_is_written_in_words(cite, key):
    cite.sources([key])
    assert cite.references().entries[0].published.endswith("2026")
    assert "-" not in cite.references().entries[0].published


def test_every_address_can_be_set_in_the_letters_of_any_face(register):
    cite = Citations(register.tables)
    keys = register.tables.sources["source"].tolist()
    cite.sources(keys)
    found = {entry.url for entry in cite.references().entries}
    assert all(url.isascii() for url in found)
    # Nothing that was an address already is changed.
    written = {url.split(";")[0] for url in register.tables.sources["url"]}
    plain = {url for url in written if url.isascii() and url.startswith("http") and " " not in url}
    assert plain <= found


def test_state_media_and_private_pages_are_named_only_where_nothing_else_is_held(register):
    cite = Citations(register.tables, pd.Timestamp("2026-02-20"))
    ranks = register.tables.sources.set_index("source")["rank"]
    for event, keys in register.tables.events[["event", "sources"]].itertuples(index=False):
        held = keys.split(";")
        named = Citations(register.tables, pd.Timestamp("2026-02-20"))
        if {ranks[key] for key in held} <= set(WEAK):
            continue
        if set(WEAK) & {ranks[key] for key in held}:
            named.events([event])
            assert not {ranks[key] for key in named.cited_sources} & set(WEAK), event
    cite.sources(["tass_20230920"])
    (entry,) = cite.references().entries
    assert entry.publisher.endswith("(state media)")


def test_every_rank_of_the_schema_has_its_place_and_the_office_comes_first(register):
    assert set(register.tables.sources["rank"]) == set(RANKS)
    cite = Citations(register.tables, pd.Timestamp("2026-02-20"))
    cite.events(["apmbc.FIN.2025-05-28.government_approved"])
    assert "newsby_fin_20250528" not in cite.cited_sources
    assert cite.cited_sources[0] == "finlex_he56"


@pytest.mark.parametrize("state", ["EST", "FIN", "LTU", "LVA", "POL"])
def test_each_exit_from_the_mine_ban_rests_on_an_official_page_and_on_no_copy(register, state):
    """What the first page of a briefing says of them names neither state media nor a blog."""
    tables = register.tables
    events = tables.events.set_index("event")["sources"]
    ranks = tables.sources.set_index("source")["rank"]
    for kind in ("withdrawal_notified", "withdrawal_effective"):
        (event,) = [
            key for key in events.index if key.startswith(f"apmbc.{state}.") and kind in key
        ]
        held = [ranks[key] for key in events[event].split(";")]
        assert {"official", "intergovernmental"} & set(held)
        assert sum(rank not in WEAK for rank in held) >= 2


def test_one_outlet_has_one_rank(register):
    """Of an outlet's own pages: a text on a page of another has the rank of that page."""
    own = register.tables.sources[~register.tables.sources["publisher"].str.contains(r"[(/]| via ")]
    ranks = own.groupby("publisher")["rank"].nunique()
    assert ranks[ranks > 1].index.tolist() == []
