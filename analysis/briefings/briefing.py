"""A briefing opened: its subject, its citations, and its sections one by one.

A notebook opens one and shows one section a cell; the order of the cells is the order of the
pages, and of the numbers of the sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block, Heading, Table
from analysis.briefings.parameters import Parameters
from analysis.briefings.registry import Kind, find_kind
from analysis.drawing.picture import Picture
from analysis.export.display import show_blocks
from analysis.register import Register, load_register
from analysis.sections.registry import Section, find_section
from analysis.subject.assumption import HYPOTHETICAL, assumption
from analysis.subject.setting import setting
from analysis.subject.subject import Subject
from analysis.terms.errors import RollbackError


@dataclass(frozen=True)
class Shown:
    """The blocks of one section; as the last value of a cell, they show themselves."""

    blocks: tuple[Block, ...]

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    def __len__(self) -> int:
        return len(self.blocks)

    def __getitem__(self, place: int) -> Block:
        return self.blocks[place]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(*self.blocks)  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Briefing:
    """A briefing of one kind about one subject."""

    parameters: Parameters
    subject: Subject
    citations: Citations

    def show(self, name: str | Section) -> Shown:
        """Return the blocks of a section, with its heading; none where it has nothing to say.

        Raises ``RollbackError`` for a section that this kind of briefing does not have.
        """
        if name not in self.parameters.sections:
            own = ", ".join(map(_named, self.parameters.sections))
            raise RollbackError(f"this briefing has no section {name!r}; it has {own}")
        section = name if isinstance(name, Section) else find_section(name)
        blocks = section.compose(self.subject, self.citations)
        if blocks and section.heading:
            blocks = [Heading(section.heading), *blocks]
        return Shown(tuple(map(self._marked, blocks)))

    def blocks(self) -> list[Block]:
        """Return the blocks of all sections, in order."""
        return [block for name in self.parameters.sections for block in self.show(name)]

    def _marked(self, block: Block) -> Block:
        """Mark a picture or a table as hypothetical where the briefing assumes anything."""
        assumed = assumption(setting(self.subject))
        if not assumed:
            return block
        if isinstance(block, Picture):
            return block.assuming(assumed)
        if isinstance(block, Table):
            return replace(block, title=f"{HYPOTHETICAL}: {block.title}")
        return block


def open_briefing(kind: str | Kind, *, register: Register | None = None, **given: Any) -> Briefing:
    """Check the parameters of a briefing and open it.

    ``register`` defaults to the one that comes with the package. Raises ``ParameterFaults`` with
    everything that is wrong at once.
    """
    show_blocks()
    model = find_kind(kind) if isinstance(kind, str) else kind
    whole = load_register() if register is None else register
    parameters = model.checked(whole, given)
    return Briefing(parameters, *_about(parameters, whole))


def _about(parameters: Parameters, register: Register) -> tuple[Subject, Citations]:
    seen = register.as_of(parameters.as_of)
    named: Mapping[str, str] = {
        name: value
        for name, value in parameters.written().items()
        if name in ("treaty", "region", "state", "compare_to", "towards", "scenario") and value
    }
    subject = replace(Subject.of(seen, **named), again=parameters.again)
    return subject, Citations(subject.register.tables, seen.day)


def _named(section: str | Section) -> str:
    return section if isinstance(section, str) else section.name
