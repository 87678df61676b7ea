"""A picture: its words at once, its drawing when somebody looks.

A section says what its picture finds and how it is drawn; nothing is drawn before the block is
shown, exported or saved. So a whole briefing can be composed and read without drawing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Literal

import pandas as pd

from analysis.blocks.caption import Caption
from analysis.blocks.model import Block, Figure, Text, flat, notes_of, text
from analysis.blocks.telling import first_that_fits
from analysis.language.english import one_line, sentence_case
from analysis.terms.errors import RollbackError

#: The word that marks what has not happened.
HYPOTHETICAL = "hypothetical"
_FORMATS = (".svg", ".png", ".pdf")


@dataclass(frozen=True, kw_only=True)
class Picture(Block):
    """A figure of a briefing: caption, foot, and the function that draws it.

    ``draw`` returns a matplotlib figure in the house style; ``frame`` the numbers drawn. ``width``
    is ``wide`` across the page, ``text`` in the text column, ``side`` beside one of these.
    ``scenario`` says what a drawing of something that has not happened assumes; empty as a rule. A
    ``loose`` one may stand on the next page of paper while what follows fills this one.
    """

    kind: ClassVar[str] = "figure"
    name: str
    caption: Caption
    draw: Callable[[], Any] = field(repr=False)
    frame: Callable[[], pd.DataFrame] = field(repr=False)
    foot: Text = ()
    width: Literal["wide", "text", "side"] = "wide"
    scenario: str = ""
    loose: bool = False

    @property
    def title(self) -> str:
        """The finding, in plain words."""
        return one_line(flat(self._marked(self.caption.title, tail="")))

    @property
    def subtitle(self) -> str:
        """What is plotted, in plain words."""
        return one_line(flat(self._marked(self.caption.subtitle, tail=f" {self.scenario}.")))

    @property
    def alt(self) -> str:
        """What somebody who cannot see the picture is told, in fewer letters than ``ALT``.

        Where what is assumed, or the picture, takes more words, its title and subtitle tell it.
        """
        whole, own = self.caption.alt, self.caption
        short = text(own.title, ": ", own.subtitle, ".")
        tails = (f" {self.scenario}.", "")
        versions = [self._marked(words, tail=tail) for tail in tails for words in (whole, short)]
        return one_line(flat(first_that_fits(*versions)))

    @property
    def data(self) -> pd.DataFrame:
        """The numbers drawn, as a frame."""
        return self.frame()

    def assuming(self, scenario: str) -> Picture:
        """Return the picture marked as one of a scenario, in its words and in its drawing."""
        return replace(self, scenario=scenario)

    def figure(self) -> Any:
        """Draw the picture and return the matplotlib figure, tagged if it is a scenario’s."""
        from analysis.drawing.scenario import tag_figure

        fig = self.draw()
        return tag_figure(fig) if self.scenario else fig

    def save(self, path: str | Path) -> Path:
        """Draw the picture into a file: SVG, PNG (300 dots an inch) or PDF, by its ending.

        Raises ``RollbackError`` for another ending.
        """
        from analysis.drawing.style import write_figure

        place = Path(path)
        if place.suffix.lower() not in _FORMATS:
            known = ", ".join(_FORMATS)
            raise RollbackError(f"{place.name}: a figure is saved as one of {known}")
        write_figure(self.figure(), place, name=self.name)
        return place

    def drawn(self, image: str = "") -> Figure:
        """Return the block with its drawing, as the exporters read it.

        ``image`` is that drawing, as SVG, where it is at hand; it is then not drawn for a phone.
        """
        from analysis.drawing.style import to_svg
        from analysis.store.resting import no_search_for_circles

        words = (self.caption.title, self.caption.subtitle, self.caption.alt)
        # Drawing makes many small objects, among which a search for circles would look in vain.
        with no_search_for_circles():
            phone = "" if image else self._for_phone()
            image = image or to_svg(self.figure(), name=self.name)
        return Figure(
            name=self.name,
            image=image,
            phone=phone,
            data=self._as_csv(),
            title=self.title,
            subtitle=self.subtitle,
            alt=self.alt,
            foot=self.foot,
            width=self.width,
            loose=self.loose,
            events=self.events,
            sources=self.sources,
            told=notes_of(*words),
            run=self.run,
        )

    def _as_csv(self) -> str:
        """Return what is drawn as CSV that a spreadsheet shows and never runs."""
        from analysis.store.frames import as_sheet

        frame = self.frame()
        floats = frame.select_dtypes("float").columns
        rounded = {name: frame[name].map(lambda one: float(f"{one:.6g}")) for name in floats}
        return str(as_sheet(frame.assign(**rounded)).to_csv(index=False, lineterminator="\n"))

    def _for_phone(self) -> str:
        """Draw a picture that goes across the page as wide as a phone; empty for any other."""
        from analysis.drawing.style import for_phone, is_phone_sized, to_svg

        if self.width != "wide":
            return ""
        with for_phone():
            drawn = self.figure()
        return to_svg(drawn, name=f"{self.name}-phone") if is_phone_sized(drawn) else ""

    def to_json(self) -> dict[str, Any]:
        """Draw the picture and return the block as JSON-safe values."""
        return self.drawn().to_json()

    def _marked(self, words: Text, *, tail: str) -> Text:
        if not self.scenario:
            return words
        return text(f"{sentence_case(HYPOTHETICAL)}:{tail} ", words)
