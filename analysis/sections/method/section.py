"""The section on the method; and the cautions that page one takes from it."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Prose, Text
from analysis.sections.method.facts import clause, gaps, suspending
from analysis.sections.method.words import cautions, method_paragraphs
from analysis.sections.registry import Section
from analysis.subject.setting import setting
from analysis.subject.subject import Subject


def compose(subject: Subject, cite: Citations) -> list[Block]:
    """Return how the numbers were computed, their limits, and how to make the briefing again."""
    now, own = setting(subject), clause(subject)
    paragraphs = method_paragraphs(now, own, cite, command(subject))
    return [Prose(tuple(paragraphs), sources=own.sources)]


def findings(subject: Subject, cite: Citations) -> list[Text]:
    """Return what a reader of page one must mind."""
    return cautions(setting(subject), gaps(subject), suspending(subject), cite)


def command(subject: Subject) -> str:
    """Return the command line that runs the notebook with these parameters."""
    about = subject.about
    assumed = setting(subject).assumed
    parameters = {
        "region": about.region,
        "treaty": about.treaty,
        "as_of": f"{subject.day:%Y-%m-%d}",
        "compare_to": "" if about.compare_to is None else f"{about.compare_to:%Y-%m-%d}",
        "towards": ",".join(about.towards),
        "scenario": ",".join(f"{state.code}:{day:%Y-%m-%d}" for state, day in assumed),
    }
    given = " ".join(f"-p {name} {value}" for name, value in parameters.items() if value)
    return f"papermill notebooks/regional_briefing.ipynb out.ipynb {given}"


SECTION = Section("method", "Method", compose, findings)
