"""A briefing opened: its subject, its citations, and its sections one by one.

A notebook opens one and shows one section a cell; the order of the cells is the order of the
pages, and of the numbers of the sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.blocks.citations import Citations
from analysis.blocks.model import Block
from analysis.blocks.run import Run
from analysis.briefings.again import command_again
from analysis.briefings.grounds import Grounds
from analysis.briefings.injected import passed_in_vain
from analysis.briefings.marking import compose_marked
from analysis.briefings.neighbours import NONE
from analysis.briefings.parameters import Parameters
from analysis.briefings.registry import Kind, find_kind
from analysis.briefings.stamp import stamp_run
from analysis.export.display import show_blocks
from analysis.register import Register, load_register
from analysis.sections.registry import Section, find_section
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
    run: Run

    def show(self, name: str | Section) -> Shown:
        """Return the blocks of a section, with its heading; none where it has nothing to say.

        Raises ``RollbackError`` for a section that this kind of briefing does not have.
        """
        if name not in self.parameters.sections:
            own = ", ".join(map(_named, self.parameters.sections))
            raise RollbackError(f"this briefing has no section {name!r}; it has {own}")
        section = name if isinstance(name, Section) else find_section(name)
        blocks = compose_marked(section, self.subject, self.citations)
        # Each says which run it comes from: an export refuses what two runs have mixed.
        grounds = Grounds(self.subject, self.citations)
        return Shown(tuple(replace(one, run=self.run, grounds=grounds.of(one)) for one in blocks))

    def blocks(self) -> list[Block]:
        """Return the blocks of all sections, in order."""
        return [block for name in self.parameters.sections for block in self.show(name)]


def open_briefing(kind: str | Kind, *, register: Register | None = None, **given: Any) -> Briefing:
    """Check the parameters of a briefing and open it, in JupyterLab and under papermill alike.

    ``register`` defaults to the one that comes with the package. Raises ``ParameterFaults`` with
    everything that is wrong at once.
    """
    show_blocks()
    model = find_kind(kind) if isinstance(kind, str) else kind
    whole = load_register() if register is None else register
    # What papermill was given under a name that no cell reads is refused like any other.
    parameters = model.checked(whole, {**passed_in_vain(model.declared()), **given})
    return Briefing(parameters, *_about(parameters, whole), stamp_run(parameters, whole))


def _about(parameters: Parameters, register: Register) -> tuple[Subject, Citations]:
    seen = register.as_of(parameters.as_of)
    named: Mapping[str, str] = {
        name: value
        for name, value in parameters.written().items()
        if name in ("treaty", "region", "state", "compare_to", "towards", "scenario", "story")
        and value not in ("", NONE)
    }
    subject = replace(Subject.of(seen, **named), again=command_again(parameters, register))
    return subject, Citations(subject.register.tables, seen.day)


def _named(section: str | Section) -> str:
    return section if isinstance(section, str) else section.name
