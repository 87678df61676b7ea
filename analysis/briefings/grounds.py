"""Why a number: the acts and the sources behind the facts that the sentences of a block tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Figure, Ground, GroundAct, Span
from analysis.drawing.picture import Picture
from analysis.language.days import format_date_short
from analysis.subject.assumption import MARK
from analysis.subject.facts import Fact, recall
from analysis.subject.subject import Subject
from analysis.terms.acts import DONE_BY

#: So many acts and sources of a fact are listed; of more, how many.
_MOST, _PAGES = 8, 3


@dataclass(frozen=True, slots=True)
class Grounds:
    """Finds what the numbers of a briefing rest on, without numbering any source for it."""

    subject: Subject
    citations: Citations

    def of(self, block: Block) -> tuple[Ground, ...]:
        """Return the grounds of the facts that the sentences of a block tell, in their order.

        A figure tells its numbers in its title, where nobody asks for them one by one.
        """
        if isinstance(block, Picture | Figure):
            return ()
        told = dict.fromkeys(span.told.fact for span in _spans(block) if span.told)
        return tuple(ground for fact in told if (ground := self._of_fact(fact)))

    def _of_fact(self, written: str) -> Ground | None:
        register = self.subject.register

        def found() -> Ground | None:
            known = [fact for fact in recall(register, written) if fact.events or fact.sources]
            return self._ground(written, known[0]) if known else None

        return register.keep(("ground", written), found)

    def _ground(self, written: str, fact: Fact) -> Ground:
        acts = sorted(dict.fromkeys(fact.events), key=lambda key: (self._rows[key]["date"], key))
        # The last ones first named: what happened of late is what a number has changed by.
        shown = acts[-_MOST:]
        several = len({self._rows[key]["treaty"] for key in acts}) > 1
        pages = () if acts else self._pages(fact.sources)
        listed = tuple(self._act(key, several=several) for key in shown)
        return Ground(written, fact.basis, listed, len(acts) - len(shown), pages)

    def _act(self, key: str, *, several: bool) -> GroundAct:
        row = self._rows[key]
        who = self._names.get(row["state"], "") or row["body"]
        what = DONE_BY.get(row["kind"], row["kind"].replace("_", " "))
        words = f"{who}: {what}" if who else what
        if several:
            words = f"{words}, {self._nouns[row['treaty']]}"
        publisher, url = self.citations.behind(key)
        # What has no source is assumed.
        words = words if publisher else f"{words}{MARK}"
        return GroundAct(format_date_short(row["date"]), words, publisher, url)

    def _pages(self, keys: Iterable[str]) -> tuple[GroundAct, ...]:
        found = (self.citations.page(key) for key in list(dict.fromkeys(keys))[:_PAGES])
        return tuple(GroundAct("", title, publisher, url) for title, publisher, url in found)

    @property
    def _rows(self) -> Mapping[str, dict[str, str]]:
        register = self.subject.register
        columns = ["event", "treaty", "state", "date", "kind", "body"]

        def by_key() -> dict[str, dict[str, str]]:
            rows = register.tables.events[columns].astype("str").itertuples(index=False, name=None)
            return {row[0]: dict(zip(columns, row, strict=True)) for row in rows}

        return register.keep("acts by key", by_key)

    @property
    def _names(self) -> Mapping[str, str]:
        states = self.subject.register.tables.states
        return self.subject.register.keep(
            "names by code", lambda: dict(zip(states["state"], states["short_name"], strict=True))
        )

    @property
    def _nouns(self) -> Mapping[str, str]:
        treaties = self.subject.register.tables.treaties
        return self.subject.register.keep(
            "nouns by code", lambda: dict(zip(treaties["code"], treaties["noun"], strict=True))
        )


def _spans(value: Any) -> Iterator[Span]:
    """Yield the spans of any part of a block."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _spans(getattr(value, one.name))
