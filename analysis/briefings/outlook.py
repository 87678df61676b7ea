"""How deep, how fast; is it a wave: the sections that measure and test.

Each returns the blocks of its section, computed from one situation, in the order of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Items, Prose, Text, text
from analysis.sections.endurance.picture import figure_membership
from analysis.sections.fall.facts import depth_of
from analysis.sections.fall.picture import figure_depth
from analysis.sections.fall.words import depth_sentences
from analysis.sections.flows.picture import figure_flows
from analysis.sections.method import words as method
from analysis.sections.rates.facts import rates_frame
from analysis.sections.rates.picture import figure_rates
from analysis.sections.wave.facts import wave_of
from analysis.sections.wave.table import table_tests
from analysis.sections.wave.tests import rows_of_tests
from analysis.sections.wave.words import wave_sentences
from analysis.subject.situation import Situation


def depth_section(situation: Situation, cite: Citations) -> list[Block]:
    """Return how far participation has fallen, how often states leave, how long it takes."""
    if situation.silent or situation.ended is not None or situation.entered is None:
        return [_nothing(situation, "to measure")]
    region = situation.region
    return [
        _items(depth_sentences(situation, cite), cite),
        *_commitments(situation, cite),
        figure_flows(
            _flows(situation, None),
            as_of=situation.day.date(),
            treaty=situation.treaty["noun"],
            regional=None if region.slug == "world" else _flows(situation, region.slug),
            region=region.states,
            scenario=method.assumption(situation),
            foot=method.source_line(situation, cite),
        ),
        figure_rates(
            rates_frame(situation),
            as_of=situation.day.date(),
            treaty=situation.treaty["noun"],
            scenario=method.assumption(situation),
            foot=text(
                "Exact intervals of 95 % (Garwood 1936). ", *method.source_line(situation, cite)
            ),
        ),
    ]


def wave_section(situation: Situation, cite: Citations) -> list[Block]:
    """Return the tests of a wave in words, the memberships that last, and the tests in a table."""
    if situation.silent or situation.ended is not None or situation.entered is None:
        return [_nothing(situation, "to test")]
    blocks: list[Block] = [_items(wave_sentences(situation, cite), cite)]
    curves, cases = wave_of(situation).membership_curves
    if not cases.empty and cases["event"].any():
        blocks.append(
            figure_membership(
                curves,
                cases,
                as_of=situation.day.date(),
                treaty=situation.treaty["noun"],
                foot=method.source_line(situation, cite),
            )
        )
    if any(row.tested for row in rows_of_tests(wave_of(situation))):
        blocks.append(table_tests(situation, cite))
    return blocks


def _commitments(situation: Situation, cite: Citations) -> list[Block]:
    """Return how many commitments the region holds under all treaties, if it ever held any."""
    over_time = depth_of(situation).commitments
    if not over_time["commitments"].any():
        return []
    return [
        figure_depth(
            over_time,
            as_of=situation.day.date(),
            subject=f"commitments of {situation.region.states} under all treaties",
            scenario=method.assumption(situation),
            foot=text(
                "A commitment: one treaty in force for one state, members of each day. ",
                *method.source_line(situation, cite),
            ),
        )
    ]


def _flows(situation: Situation, region: str | None) -> pd.DataFrame:
    return situation.register.flows(treaty=situation.code, region=region)


def _items(sentences: Sequence[Text | str], cite: Citations) -> Items:
    lines = tuple(line if isinstance(line, tuple) else text(line) for line in sentences)
    return Items(lines, columns=2, events=cite.cited_events, sources=cite.cited_sources)


def _nothing(situation: Situation, what: str) -> Prose:
    noun = situation.treaty["noun"]
    reason = situation.silent or (
        f"the {noun} has ended" if situation.ended is not None else f"the {noun} is not in force"
    )
    return Prose((text(f"There is nothing {what}: {reason}."),))
