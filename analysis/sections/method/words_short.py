"""The method in one paragraph: what a reader of the four pages must know, and where the rest is."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Span, Text, text
from analysis.blocks.telling import cited, say, together
from analysis.sections.method.facts import Clause
from analysis.sections.method.words_clause import clause_sentence
from analysis.subject import telling as tell
from analysis.subject.setting import Setting


def short_method(
    setting: Setting, clause: Clause, cite: Citations, missing: Text, *, annex: bool = True
) -> Text:
    """Return the method in about ninety words; ``missing`` says what a gap withholds.

    ``annex``: the briefing has one, where the rest stands; another has a card of the clauses.
    """
    numbers = cite.sources(setting.treaty.sources, most=1)
    law = text(clause_sentence(clause), Span("", cite=numbers)) if annex else ()
    return together(
        [
            "Every number follows from dated acts in a register whose rows name their sources;"
            " days of entry and effect are computed from the treaty.",
            law,
            _counted(setting, annex=annex),
            cited(_covered(setting, annex=annex), ()),
            missing,
        ]
    )


def _counted(setting: Setting, *, annex: bool) -> Text:
    until = "Until then a state" if annex else "Until its withdrawal takes effect a state"
    bound = f"{until} is bound, whatever its parliament has voted"
    if setting.worldwide:
        return text(f"{bound}. The world has the states that there were on each day.")
    return say(
        "{bound}. The region has its members of {day}, at all times.",
        bound=bound,
        day=tell.day(setting, "day"),
    )


def _covered(setting: Setting, *, annex: bool) -> Text:
    return say(
        "Data version {version} covers this treaty up to {covered}{rest}",
        version=setting.data_version,
        covered=tell.day(setting.treaty, "covered_to"),
        rest="; tests, rates, curves and the full method stand in the annex" if annex else "",
    )
