"""How deep, how fast; is it a wave; who is next: the sections that measure and test.

Each returns the blocks of its section, computed from one situation, in the order of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import method
from analysis.assessment.answered import rows_of_tests
from analysis.assessment.depth import depth_of
from analysis.assessment.depth_words import depth_sentences
from analysis.assessment.rates import rates_frame
from analysis.assessment.tables import table_tests
from analysis.assessment.wave import wave_of
from analysis.assessment.wave_words import wave_sentences
from analysis.briefing.blocks import Block, Items, Prose, Text, text
from analysis.citations import Citations
from analysis.figures.backtest import figure_backtest
from analysis.figures.backtest_words import rank_parties
from analysis.figures.depth import figure_depth
from analysis.figures.flows import figure_flows
from analysis.figures.membership import figure_membership
from analysis.figures.rates import figure_rates
from analysis.figures.watchlist import figure_watchlist
from analysis.measures.attributes import ADVERSARIES
from analysis.model import RollbackError
from analysis.situation import Situation
from analysis.watchlist import (
    Backtest,
    Watchlist,
    backtest,
    unjudged_sentence,
    verdict_sentences,
    watchlist,
    watchlist_sentences,
)
from analysis.watchlist.backtest import DAYS
from analysis.watchlist.ranking import chances_by_model

#: A region with fewer parties left than this is ranked among all parties of the world.
_FEWEST_LISTED = 5


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


def next_section(situation: Situation, cite: Citations) -> list[Block]:
    """Return the watchlist and how such lists have fared, or why there can be none."""
    if situation.silent or situation.ended is not None or situation.entered is None:
        return [_nothing(situation, "to rank")]
    try:
        ranked = _ranked(situation)
    except RollbackError as error:
        return [Prose((text(f"There is no watchlist: {error}."),))]
    blocks: list[Block] = [
        _items(watchlist_sentences(ranked), cite),
        figure_watchlist(
            ranked.table,
            as_of=situation.day.date(),
            treaty=situation.treaty["noun"],
            foot=method.source_line(situation, cite),
        ),
    ]
    if days := _cut_offs(situation):
        tested = backtest(
            situation.register,
            treaty=situation.code,
            days=days,
            adversaries=ranked.adversaries,
        )
        blocks += _tested(situation, tested, cite)
    return blocks


def _tested(situation: Situation, tested: Backtest, cite: Citations) -> list[Block]:
    """Return how the lists of past days fared, or that it is too early to say."""
    if not tested.scores["auc"].notna().any():
        return [Prose((text(unjudged_sentence(tested)),))]
    drawn = figure_backtest(
        _ranks(tested),
        tested.scores,
        as_of=tested.until.date(),
        treaty=situation.treaty["noun"],
        foot=method.source_line(situation, cite),
    )
    return [drawn, _items(verdict_sentences(tested), cite)]


def _ranked(situation: Situation) -> Watchlist:
    """Rank the parties of the region, or those of the world where few are left in it."""
    few = len(situation.bound) - len(situation.pipeline) < _FEWEST_LISTED
    region = None if few else situation.region.slug
    adversaries = situation.towards or ADVERSARIES
    return watchlist(
        situation.register, treaty=situation.code, region=region, adversaries=adversaries
    )


def _cut_offs(situation: Situation) -> list[str]:
    """Return past days whose lists can be tested by now, none while the treaty is too young."""
    last = min(situation.day, situation.treaty["covered_to"])
    start = situation.entered
    years = [f"{last.year - back}-12-31" for back in (3, 2, 1)]
    chosen = [day for day in DAYS if pd.Timestamp(day) < last]
    days = chosen if len(chosen) > 1 else years
    return [day for day in days if start is not None and pd.Timestamp(day) > start]


def _ranks(tested: Backtest) -> pd.DataFrame:
    frames = []
    for listed in tested.lists:
        left = tested.leavers[tested.leavers["day"] == listed.day]["state"].unique()
        frames.append(rank_parties(chances_by_model(listed), listed.day.date(), left))
    return pd.concat(frames, ignore_index=True)


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
