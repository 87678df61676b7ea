"""What the explorer asks of the register on one day: the words, the picture and the table."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Items, Text, flat
from analysis.blocks.naming import name_sources
from analysis.drawing.picture import Picture
from analysis.drawing.style import to_svg
from analysis.export.html import fragment
from analysis.language.days import format_day
from analysis.register import Register
from analysis.sections.border.facts import border
from analysis.sections.front.section import title_of
from analysis.sections.registry import find_section
from analysis.sections.standing.facts import standing
from analysis.subject.setting import setting
from analysis.subject.subject import Subject

#: The pictures by the name that they are chosen by, each with the section that draws it.
PICTURES = {
    "Map": "map",
    "Ways out": "exits.timeline",
    "Count over time": "participation",
}
#: The rooms whose findings follow from where states stand, in the order of telling, and how many
#: are told of each: what comes later is about other treaties.
_ROOMS = {"exits": 2, "standing": 1, "participation": 1}
_NOTHING = (
    "Nothing to draw: by this day no state of the region had done anything that it would show."
)


def narrowed(register: Register, treaty: str) -> Register:
    """Return the register with what bears on one treaty: it answers in a fraction of the time.

    A convention whose notices count for the treaty stays with it.
    """
    tables = register.tables
    codes = {treaty, str(tables.treaty(treaty)["withdrawal_with"])}

    def own(frame: Any, column: str = "treaty") -> Any:
        return frame[frame[column].isin(codes)].reset_index(drop=True)

    kept = {"events": own(tables.events), "disputes": own(tables.disputes)}
    return replace(register, tables=replace(tables, treaties=own(tables.treaties, "code"), **kept))


@dataclass(frozen=True, slots=True)
class Question:
    """A treaty and a region, asked about on a day under a reading of contested acts."""

    treaty: str
    region: str
    day: str
    reading: str = "depositary"


class Asked:
    """The answers to one question, each as HTML in the look of the briefings."""

    def __init__(self, register: Register, question: Question) -> None:
        own = register.read_as(question.reading).as_of(question.day)  # type: ignore[arg-type]
        self.subject = Subject.of(own, treaty=question.treaty, region=question.region)

    @property
    def headline(self) -> str:
        """The finding, as page one of a briefing has it for its title."""
        return flat(title_of(self.subject))

    def words(self) -> str:
        """Return the finding and the sentences that follow from it, with their sources."""
        now, cite = setting(self.subject), self._citations()
        rooms = {} if now.silent else _ROOMS
        told: list[Text] = []
        for room, most in rooms.items():
            # What is not told is not cited either: its sources would stand in the list.
            aside = self._citations()
            found = find_section(room).findings(self.subject, aside)[:most]
            told += [cite.taken_over(one, aside) for one in found]
        head = f"<h2>{escape(self.headline)}</h2><p>As of {format_day(now.day)}</p>"
        return head + self._html([Items(tuple(told))] if told else [], cite)

    def picture(self, name: str, kept: dict[Hashable, str] | None = None) -> str:
        """Return one of :data:`PICTURES`, or that there is nothing to draw.

        ``kept`` holds maps that were drawn before: one that would be the same is not drawn again.
        """
        images = {} if kept is None else kept
        cite = self._citations()
        blocks = find_section(PICTURES[name]).compose(self.subject, cite)
        shown = []
        for one in (block for block in blocks if isinstance(block, Picture)):
            key = self._seen() if one.name == "map" else None
            image = images.get(key) or to_svg(one.figure(), name=one.name)
            if key is not None:
                images[key] = image
            drawn = name_sources(one.drawn(image), cite.references())
            shown.append(fragment(drawn.to_json()))
        return "\n".join(shown) or f"<p>{_NOTHING}</p>"

    def _seen(self) -> Hashable:
        """Return all that a map shows: two days on which it is equal have one drawing."""
        own, about = standing(self.subject), self.subject.about
        states = tuple((one.state.code, one.status, one.place, one.quiet) for one in own.positions)
        return about.treaty, about.region, states, border(self.subject).told.sides

    def table(self) -> str:
        """Return the table of who stands where, with its sources."""
        cite = self._citations()
        blocks = find_section("standing").compose(self.subject, cite)
        return self._html([one for one in blocks if one.kind in ("table", "prose", "items")], cite)

    def _citations(self) -> Citations:
        return Citations(self.subject.register.tables, self.subject.day)

    def _html(self, blocks: Sequence[Block], cite: Citations) -> str:
        shown = [fragment(block.to_json()) for block in blocks]
        if (listed := cite.references(compact=True)).entries:
            entries = fragment(listed.to_json())
            shown.append(f"<details><summary>Sources</summary>{entries}</details>")
        return "\n".join(shown)
