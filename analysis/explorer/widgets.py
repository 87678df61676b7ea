"""The explorer of a notebook: lists, a slider over the days, and what the register answers.

>>> from analysis import load_register
>>> explorer = Explorer(load_register(), treaty="apmbc", region="baltic", day="2025-04-16")
>>> explorer.question.day, explorer.slider.value
('2025-04-16', 36463)
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from datetime import date, timedelta
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.explorer.questions import PICTURES, Asked, Question, narrowed
from analysis.language.days import format_day
from analysis.language.english import sentence_case
from analysis.law.names import find_treaty
from analysis.law.regions import find_region, list_regions
from analysis.register import Register
from analysis.terms.acts import READING_WORDS, Reading
from analysis.terms.days import Day, possible_day

#: So many questions are kept with their answers.
_KEPT = 200
_WIDE = widgets.Layout(width="100%")


class Explorer(widgets.VBox):  # type: ignore[misc]
    """A question with its answers, which follow whatever of it is changed.

    The sentences and the table are those of the briefings, from the same facts; of the pictures the
    one that is looked at is drawn. ``day`` goes from the first act on record to the last day that
    the law has scheduled. Raises ``UnknownName`` and ``ImpossibleDay``.
    """

    def __init__(
        self,
        register: Register,
        *,
        treaty: str = "apmbc",
        region: str = "eastern-flank",
        day: Day | None = None,
        reading: Reading = "depositary",
    ) -> None:
        tables = register.tables
        code = find_treaty(tables, treaty)
        asked = register.default_day(code) if day is None else possible_day(day, tables.vintage)
        self._register, self._known = register, dict[str, Register]()
        self._drawn: dict[Hashable, str] = {}
        self._answers: OrderedDict[tuple[Question, str], str] = OrderedDict()
        self._first = register.events["day"].min().date()
        self.treaty = _choice("Treaty", _treaties(register), code)
        self.region = _choice(
            "Region", _regions(register, region), find_region(tables, region).slug
        )
        self.reading = _choice("Contested acts", _readings(), register.read_as(reading).reading)
        self.slider = self._slider(asked)
        self.exact = widgets.DatePicker(description="Exact day", value=asked.date())
        self.told_day = widgets.HTML()
        self.words, self.table = widgets.HTML(layout=_WIDE), widgets.HTML(layout=_WIDE)
        self.pictures = {name: widgets.HTML(layout=_WIDE) for name in PICTURES}
        self.tabs = widgets.Tab(list(self.pictures.values()), titles=list(PICTURES))
        choices = widgets.HBox([self.treaty, self.region, self.reading])
        days = widgets.HBox([self.slider, self.told_day, self.exact])
        super().__init__([choices, days, self.words, self.tabs, self.table])
        for part in (self.treaty, self.region, self.reading, self.slider):
            part.observe(self._changed, "value")
        self.exact.observe(self._named, "value")
        self.tabs.observe(lambda _: self._draw(), "selected_index")
        self.show()

    @property
    def question(self) -> Question:
        """What is asked at present."""
        day = self._first + timedelta(days=self.slider.value)
        return Question(self.treaty.value, self.region.value, day.isoformat(), self.reading.value)

    @property
    def asked(self) -> Asked:
        """The answers to what is asked at present."""
        code = self.treaty.value
        if code not in self._known:
            self._known[code] = narrowed(self._register, code)
        return Asked(self._known[code], self.question)

    @property
    def status(self) -> pd.DataFrame:
        """Where each state stands, as a table of :meth:`analysis.register.Register.status`."""
        own = self._register.read_as(self.reading.value).as_of(self.question.day)
        return own.status(treaty=self.treaty.value, region=self.region.value)

    def show(self) -> None:
        """Answer anew: the sentences first, then the table, then the picture."""
        self.told_day.value = f"<b>{format_day(date.fromisoformat(self.question.day))}</b>"
        asked: list[Asked] = []

        def answer(what: str) -> str:
            if not asked:
                asked.append(self.asked)
            own = asked[0]
            return {"words": own.words, "table": own.table}[what]()

        self.words.value = self._kept("words", answer)
        self.table.value = self._kept("table", answer)
        self._draw()

    def _draw(self) -> None:
        name = list(self.pictures)[self.tabs.selected_index or 0]
        self.pictures[name].value = self._kept(
            name, lambda what: self.asked.picture(what, self._drawn)
        )

    def _kept(self, what: str, answer: Any) -> str:
        """Return an answer that was given before, or give it."""
        key = (self.question, what)
        if key not in self._answers:
            self._answers[key] = answer(what)
            if len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
        return self._answers[key]

    def _slider(self, day: pd.Timestamp) -> widgets.IntSlider:
        ends = self._register.spells[["start", "end"]].max().max()
        last = max(ends, self._register.day, day).date()
        return widgets.IntSlider(
            value=(day.date() - self._first).days,
            max=(last - self._first).days,
            description="Day",
            continuous_update=False,
            readout=False,
            layout=widgets.Layout(flex="1 1 auto"),
        )

    def _changed(self, change: Any) -> None:
        if change["owner"] is self.slider:
            self.exact.value = date.fromisoformat(self.question.day)
        self.show()

    def _named(self, change: Any) -> None:
        if isinstance(day := change["new"], date):
            self.slider.value = (day - self._first).days


def _choice(words: str, options: Sequence[tuple[str, str]], value: str) -> widgets.Dropdown:
    style, layout = {"description_width": "initial"}, widgets.Layout(flex="1 1 14rem")
    return widgets.Dropdown(
        description=words, options=options, value=value, style=style, layout=layout
    )


def _treaties(register: Register) -> list[tuple[str, str]]:
    rows = register.tables.treaties[["name", "code"]].itertuples(index=False, name=None)
    return sorted(rows)


def _regions(register: Register, asked: str) -> list[tuple[str, str]]:
    """Return the regions by name, with the one asked for where it was made of several."""
    own = find_region(register.tables, asked)
    listed = list_regions(register.tables)
    more = [] if own in listed else [own]
    return sorted((sentence_case(one.name), one.slug) for one in [*more, *listed])


def _readings() -> list[tuple[str, str]]:
    return [(words, reading) for reading, words in READING_WORDS.items()]
