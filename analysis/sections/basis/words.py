"""How a briefing on several treaties was made: in one paragraph, and how to make it again."""

from __future__ import annotations

from analysis.blocks.model import Text
from analysis.blocks.telling import as_text, together
from analysis.subject.scope import Scope


def basis_paragraph(scope: Scope, again: str) -> Text:
    """Return the method in a sentence, and the command that makes the briefing again."""
    method = (
        "What binds a state, and until when, is computed from dated acts and the clause of each"
        " treaty; political steps change no status."
    )
    version = f"Data version {scope.data_version}."
    return together([method, version, again_line(again)])


def again_line(again: str) -> Text:
    """Return the command that makes the briefing again; nothing where there is none."""
    return as_text(f"To make this briefing again: {again}" if again else "")
