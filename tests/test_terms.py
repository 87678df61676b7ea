"""The words and the look: one record each, complete, and told apart on paper as on a screen."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from itertools import combinations

import pytest

from analysis.export.signs import look as page_look
from analysis.terms.look import Stroke, look
from analysis.terms.stages import STAGE_OF_KIND, STAGES
from analysis.terms.stages import TERMS as STAGE_TERMS
from analysis.terms.statuses import STACKED, STATUSES, TERMS, TOLD


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("order", [TOLD, STACKED, tuple(TERMS)])
def test_every_order_holds_every_status_once(order):
    assert sorted(order) == sorted(STATUSES)


def test_every_status_has_words_of_its_own():
    for of in ("word", "many", "heading"):
        assert len({getattr(term, of) for term in TERMS.values()}) == len(STATUSES)


def test_leaving_is_told_in_the_colour_of_leaving():
    """Red is for a withdrawal in effect alone; what still binds is blue."""
    red, green, blue = (int(TERMS["withdrawn"].look.area[at : at + 2], 16) for at in (1, 3, 5))
    assert red > 2 * max(green, blue)
    for status in ("party", "contracting", "signatory"):
        red, green, blue = (int(TERMS[status].look.area[at : at + 2], 16) for at in (1, 3, 5))
        assert blue > red
    amber = [int(TERMS["withdrawing"].look.area[at : at + 2], 16) for at in (1, 3, 5)]
    assert amber[0] > amber[1] > amber[2]


@pytest.mark.parametrize("status", STATUSES)
def test_the_ink_of_a_status_can_be_read_on_white_and_its_dark_form_on_a_dark_screen(status):
    own = TERMS[status].look
    assert contrast(own.ink, look().colours["paper"]) >= 4.5
    assert contrast(own.dark, look().dark["paper"]) >= 4.5


def test_statuses_differ_in_grey_or_by_a_hatch():
    for one, other in combinations(STATUSES, 2):
        a, b = TERMS[one].look, TERMS[other].look
        areas = [own.tint if own.hatch else own.area for own in (a, b)]
        assert a.map_hatch != b.map_hatch or contrast(*areas) >= 1.25, (one, other)


def test_every_sign_is_drawn_differently():
    signs = [TERMS[status].look.symbol for status in STATUSES]
    assert len(set(signs)) == len(STATUSES)
    assert all(mark["drawing"] for mark in page_look()["marks"].values())


def test_a_stroke_that_nobody_can_draw_is_refused():
    with pytest.raises(ValueError, match="no stroke by"):
        Stroke.read({"star": 5})


def test_an_eighth_status_without_record_does_not_load():
    """The literal and the records are held against each other when the module is loaded."""
    source = (files("analysis.terms") / "statuses.py").read_text("utf-8")
    wider = source.replace('"suspended", "withdrawn"\n]', '"suspended", "withdrawn", "absent"\n]')
    assert wider != source
    run = subprocess.run([sys.executable, "-c", wider], capture_output=True, text=True)
    assert run.returncode == 1
    assert "every status needs its record" in run.stderr


def test_no_colour_stands_outside_the_token_file():
    package = files("analysis")
    found = [
        f"{path}: {line.strip()}"
        for path in sorted(package.rglob("*"))
        if path.suffix in (".py", ".css", ".typ", ".j2")
        for line in path.read_text("utf-8").splitlines()
        if any(
            part.upper() in line.upper()
            for one in json.loads((package / "terms" / "look.json").read_text())[
                "statuses"
            ].values()
            for part in (one["area"], one["ink"], one["tint"], one["dark"])
        )
    ]
    assert found == []


def test_every_stage_is_reached_by_an_act_and_told_with_its_states():
    assert set(STAGE_OF_KIND.values()) == set(STAGES)
    for term in STAGE_TERMS.values():
        assert "{treaty}" in term.finding
        assert "{names}" in (term.several or term.finding)
