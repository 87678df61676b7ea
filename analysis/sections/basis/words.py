"""How a briefing on several treaties was made: in one paragraph, and how to make it again."""

from __future__ import annotations

from analysis.blocks.model import Text
from analysis.blocks.telling import say
from analysis.subject.scope import Scope


def basis_paragraphs(scope: Scope, again: str) -> list[Text]:
    """Return the method in a few sentences, and the command that makes the briefing again."""
    method = say(
        "Everything follows from dated acts in a register in which each row names its sources."
        " Deposits and notices count from their receipt; when they bind and when they take effect"
        " is computed from the clause of each treaty. Political steps change no status: until"
        " notice has been given and its period has run, a state is bound. What happened after the"
        " day is not seen."
    )
    made = say(
        "Data version {version}. To make this briefing again: {again}",
        version=scope.data_version,
        again=again,
    )
    return [method, made] if again else [method]
