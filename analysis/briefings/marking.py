"""What rests on an assumption, marked: whatever would read otherwise without it.

A section of a scenario is composed twice, with the assumed notices and as recorded. What both say
is a record and stays as it is; what only the scenario says is marked, so that no sentence, row,
heading, foot or figure of it can be quoted as one. The name of a state is marked where the scenario
tells what the register does not; a sentence without such a name says so at its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial, singledispatchmethod

from analysis.blocks.caption import Caption
from analysis.blocks.citations import Citations
from analysis.blocks.model import (
    Block,
    Cell,
    Figure,
    Front,
    Heading,
    Items,
    Prose,
    Span,
    Table,
    Text,
    flat,
    text,
)
from analysis.drawing.picture import Picture
from analysis.measures.scenario import as_recorded
from analysis.sections.registry import Section
from analysis.subject.assumption import HYPOTHETICAL, MARK, assumption, day_moved
from analysis.subject.setting import setting
from analysis.subject.subject import Subject

#: Where a sentence ends ("Art. XIII" goes on), and where a part of one that stands for itself does.
_SENTENCE, _CLAUSE = re.compile(r"(?<=[.!?])(?<!Art\.)\s+(?=[A-Z])"), re.compile(r"(?<=;)\s+")


def compose_marked(section: Section, subject: Subject, cite: Citations) -> list[Block]:
    """Return the blocks of a section with its heading, marked where they rest on an assumption."""
    blocks = section.compose(subject, cite)
    opening = Heading(section.heading, folded=section.folded)
    headed = [opening] if blocks and section.heading else []
    # A scenario is one of a treaty; a briefing that names none has nothing to mark.
    if not blocks or not subject.about.treaty or not assumption(setting(subject)):
        return [*headed, *blocks]
    found = list(map(_marker(section, subject).block, blocks))
    if found != blocks:
        headed = [replace(one, title=f"{one.title}{MARK}") for one in headed]
    return [*headed, *found]


def _marker(section: Section, subject: Subject) -> _Marker:
    """Return what marks the blocks of a section, from what it says without the assumption."""
    register = subject.register
    recorded = register.keep(
        "as recorded", lambda: replace(register, tables=as_recorded(register.tables))
    )
    bare = replace(subject, register=recorded)
    told = section.compose(bare, Citations(recorded.tables, recorded.day))
    words = [flat(one) for block in told for one in _texts(block)]
    now = setting(subject)
    neighbours = {state.name for state in now.towards}
    moving = {state.name for state, _ in now.assumed}
    return _Marker(
        assumed=assumption(now),
        moved=day_moved(now, register.default_day(now.treaty.code).date()),
        moving=frozenset(moving),
        names=frozenset(name for name in moving - neighbours if name not in now.region.states),
        known=tuple(sorted(register.tables.states["short_name"], key=len, reverse=True)),
        sentences=frozenset(one for each in words for one, _ in _parts(_SENTENCE, each)),
        clauses=frozenset(one for each in words for one, _ in _parts(_CLAUSE, each)),
        rows=frozenset(map(_row, (row for one in told for row in getattr(one, "rows", ())))),
        labels=frozenset(label for one in told for _, label in getattr(one, "groups", ())),
    )


@dataclass(frozen=True, kw_only=True)
class _Marker:
    """Marks blocks: what is assumed, the names to mark, and all that is said without it.

    ``moving`` are the states of the scenario; ``names`` those whose name in a sentence means a
    state that acts, and not one that the region borders on.
    """

    assumed: str
    moved: str
    moving: frozenset[str]
    names: frozenset[str]
    known: tuple[str, ...]
    sentences: frozenset[str]
    clauses: frozenset[str]
    rows: frozenset[tuple[str, ...]]
    labels: frozenset[str]

    @singledispatchmethod
    def block(self, block: Block) -> Block:
        """Return a block with marks on what rests on the assumption."""
        return block

    @block.register
    def _front(self, front: Front) -> Front:
        # The first caution says what is assumed; why the day is the one it is comes next.
        first, *rest = [*map(self.text, front.cautions)] or [text(_opened(self.assumed))]
        moved = [text(self.moved)] if self.moved else []
        return replace(
            front,
            overline=f"{front.overline} · {HYPOTHETICAL.lower()}",
            title=_opened(front.title),
            findings=tuple(map(self.text, front.findings)),
            since=tuple(map(self.text, front.since)),
            due=tuple(map(self.text, front.due)),
            cautions=(first, *moved, *rest),
            subject=f"{front.subject}{MARK}",
            assumed=self.assumed,
        )

    @block.register
    def _prose(self, prose: Prose) -> Prose:
        return replace(prose, paragraphs=tuple(map(self.text, prose.paragraphs)))

    @block.register
    def _items(self, items: Items) -> Items:
        return replace(items, items=tuple(map(self.text, items.items)))

    @block.register
    def _picture(self, picture: Picture) -> Picture:
        # What a picture shows cannot be told apart: all of it is the scenario's.
        own, named = picture.caption, partial(self.text, opened=False)
        caption = Caption(named(own.title), named(own.subtitle), named(own.alt))
        marked = replace(picture, caption=caption, foot=self.foot(picture.foot))
        return marked.assuming(self.assumed)

    @block.register
    def _figure(self, figure: Figure) -> Figure:
        title, alt = _opened(figure.title), _opened(figure.alt)
        return replace(figure, title=title, alt=alt, foot=self.foot(figure.foot))

    @block.register
    def _table(self, table: Table) -> Table:
        groups = tuple(
            (at, label if label in self.labels else f"{label}{MARK}") for at, label in table.groups
        )
        return replace(
            table,
            title=_opened(table.title),
            rows=tuple(map(self._cells, table.rows)),
            groups=groups,
            foot=self.foot(table.foot),
        )

    def _cells(self, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Mark the head of a row: of a state if the scenario moves it, of a result if it is new."""
        if not row or _row(row) in self.rows:
            return row
        head = flat(row[0].text)
        if head in self.known and head not in self.moving:
            return row
        return (replace(row[0], text=_inserted(row[0].text, {len(head): MARK})), *row[1:])

    def foot(self, content: Text) -> Text:
        """Mark a line under a figure or a table once, at its start, if anything in it is new."""
        sentences = [one for one, _ in _parts(_SENTENCE, flat(content))]
        known = all(one in self.sentences for one in sentences)
        return content if known else text(f"{HYPOTHETICAL}: ", content)

    def text(self, content: Text, *, opened: bool = True) -> Text:
        """Mark the names in each sentence that is not on record, or the sentence at its start."""
        words, marks = flat(content), dict[int, str]()
        if words.startswith(HYPOTHETICAL):
            return content
        for sentence, start in _parts(_SENTENCE, words):
            if sentence in self.sentences:
                continue
            places = [start + place for place in self._names_in(sentence)]
            marks |= dict.fromkeys(places, MARK)
            if opened and not places:
                marks[start] = f"{HYPOTHETICAL}: "
        return _inserted(content, marks)

    def _names_in(self, sentence: str) -> Iterator[int]:
        """Yield the places behind the names that the scenario moves, where it says so."""
        # The longest name first: Niger is not Nigeria, nor Guinea Guinea-Bissau.
        names = re.compile(rf"\b({'|'.join(map(re.escape, self.known))})\b(?:’s|’)?")
        for clause, start in _parts(_CLAUSE, sentence):
            if clause not in self.clauses:
                for found in names.finditer(clause):
                    if found[1] in self.names:
                        yield start + found.end()


def _texts(block: Block) -> Iterator[Text]:
    """Yield every text of a block."""
    for name in ("findings", "since", "due", "cautions", "items", "paragraphs"):
        yield from getattr(block, name, ())
    for row in getattr(block, "rows", ()):
        yield from (cell.text for cell in row)
    yield getattr(block, "foot", ())
    if isinstance(block, Picture):
        yield from (block.caption.title, block.caption.subtitle, block.caption.alt)


def _parts(end: re.Pattern[str], words: str) -> Iterator[tuple[str, int]]:
    """Yield the parts of a text, each with the place at which it begins."""
    start = 0
    for gap in [*end.finditer(words), None]:
        until = gap.start() if gap else len(words)
        if part := words[start:until].strip():
            yield part, start
        start = gap.end() if gap else until


def _row(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(flat(cell.text) for cell in row)


def _opened(words: str) -> str:
    """Begin a title or a sentence with the mark, once."""
    return words if words.startswith(HYPOTHETICAL) else f"{HYPOTHETICAL}: {words}"


def _inserted(content: Text, marks: dict[int, str]) -> Text:
    """Put marks into a text at places counted in its letters; numbers keep their notes."""
    found: list[Span] = []
    start = 0
    for span in content:
        end, rest = start + len(span.text), span
        for place in sorted(place for place in marks if start <= place <= end):
            cut = place - start
            mark = marks.pop(place)
            head, tail = rest.text[:cut], rest.text[cut:]
            found += [replace(rest, text=head, cite=(), note="")] if head else []
            found.append(Span(mark))
            rest, start = replace(rest, text=tail), place
        found += [rest] if rest.text or rest.cite or rest.note else []
        start = end
    return tuple(found)
