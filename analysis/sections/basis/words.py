"""How a briefing on several treaties was made: in one paragraph, and how to make it again."""

from __future__ import annotations

from analysis.blocks.model import Text, text
from analysis.blocks.telling import say
from analysis.subject.scope import Scope


def basis_paragraphs(scope: Scope, again: str) -> list[Text]:
    """Return the method in a few sentences, and the command that makes the briefing again."""
    told = say(
        "What binds a state, and until when, is computed from dated acts and the clause of each"
        " treaty; political steps change no status. Data version {version}.",
        version=scope.data_version,
    )
    made = say(" To make this briefing again: {again}", again=again)
    return [text(told, made)] if again else [told]
