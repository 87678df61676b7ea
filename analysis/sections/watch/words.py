"""What to watch in words: who has said that it stays."""

from __future__ import annotations

from analysis.blocks.citations import Citations
from analysis.blocks.model import Text
from analysis.blocks.telling import cited, say
from analysis.sections.watch.facts import Watch
from analysis.subject.naming import names_by_date


def staying_sentence(watch: Watch, cite: Citations) -> Text:
    """Say who has declared to stay within the year, and when; empty if nobody has."""
    if not watch.staying:
        return ()
    when = names_by_date([(row.written, row.state) for row in watch.staying])
    numbers = {n for row in watch.staying for n in cite.best(row.keys, most=1)}
    return cited(say("Declared to stay: {when}", when=when), tuple(sorted(numbers)))
