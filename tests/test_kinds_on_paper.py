"""The shared briefings of the other kinds on paper: within their pages, and no type too small."""

from __future__ import annotations

import re

import pytest

from analysis import open_briefing
from analysis.drawing.picture import Picture
from analysis.export.pdf import compile_pdf
from analysis.publish.catalogue import load_catalogue

#: How many pages a kind may fill, its sources included.
PAGES = {"state": 2, "changes": 2, "world": 2, "audit": 2}
ENTRIES = [entry for entry in load_catalogue().briefing if entry.kind in PAGES]
#: States with much to tell: many acts, many neighbours, many sources.
FULL = ("POL", "BLR", "RUS", "USA")


def test_every_kind_has_a_flagship():
    assert {entry.kind for entry in ENTRIES} == set(PAGES)
    assert {entry.slug for entry in ENTRIES} <= set(load_catalogue().flagships)


@pytest.mark.parametrize("code", FULL)
def test_a_state_with_much_to_tell_stays_within_two_pages(register, code):
    briefing = open_briefing("state", register=register, state=code)
    content = [block.to_json() for block in briefing.blocks()]
    printed = compile_pdf(content, {}, timestamp_day=briefing.parameters.as_of)
    assert max(map(int, re.findall(rb"/Count (\d+)", printed))) <= PAGES["state"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_a_briefing_stays_within_the_pages_of_its_kind(register, entry):
    briefing = open_briefing(entry.kind, register=register, **entry.parameters)
    blocks = briefing.blocks()
    day = briefing.parameters.as_of
    content = [block.to_json() for block in blocks]
    printed = compile_pdf(content, {"as_of_day": day}, timestamp_day=day)
    count = max(map(int, re.findall(rb"/Count (\d+)", printed)))
    assert 1 <= count <= PAGES[entry.kind]
    for block in blocks:
        if isinstance(block, Picture):
            assert block.alt
            assert len(block.alt) <= 400
            sizes = {float(text.get_fontsize()) for text in block.figure().findobj(is_text)}
            assert min(sizes) >= 7.5


def is_text(artist):
    return bool(getattr(artist, "get_text", None)) and bool(artist.get_text())
