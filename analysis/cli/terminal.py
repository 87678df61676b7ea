"""A table on a terminal: the columns that tell most, as wide as there is room, no word broken.

Empty columns give way first, then those with the same value in every row, which is told once in a
note, then the least telling. Nothing is left out silently.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

#: The widest that a column of text is before its lines are broken, and the least it shrinks to.
_BROAD, _NARROW = 44, 20
_GAP = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns shown with their widths, the value of those that are the same in every row.

    ``left`` are the columns for which there is no room.
    """

    widths: dict[str, int]
    same: dict[str, str]
    left: list[str]


def lay_out(plain: pd.DataFrame, room: int, brief: Sequence[str] = ()) -> Layout:
    """Return which columns of a table of text fit into a width, in the order of the table.

    ``brief`` names those that tell most, the most telling first.
    """
    widths = {str(name): _width(plain, str(name)) for name in plain.columns}
    if _taken(widths) <= room:
        return Layout(widths, {}, [])
    filled = [name for name in widths if plain.empty or any(plain[name])]
    same = {name: str(plain[name].iloc[0]) for name in filled if _is_same(plain, name)}
    # What differs tells more than what is the same in every row.
    telling = sorted(
        dict.fromkeys(name for name in (*brief, *filled) if name in filled),
        key=lambda name: (name not in brief, name in same),
    )
    chosen: dict[str, int] = {}
    for name in telling:
        rest = room - _taken(chosen) - (_GAP if chosen else 0)
        least = max(_NARROW, _longest_word(plain, name))
        if widths[name] <= rest:
            chosen[name] = widths[name]
        elif least <= rest and widths[name] > _NARROW:
            # Text takes what is left, on more lines.
            chosen[name] = rest
        elif not chosen:
            chosen[name] = room
    shown = {name: chosen[name] for name in widths if name in chosen}
    told = {name: value for name, value in same.items() if name not in shown}
    return Layout(shown, told, [name for name in filled if name not in (*shown, *told)])


def print_rows(plain: pd.DataFrame, *, wide: bool, brief: Sequence[str] = ()) -> list[str]:
    """Print a table of text on a terminal, and return the notes that belong to it.

    One row is a card; ``wide`` shows every column, however wide the terminal.
    """
    if len(plain) == 1:
        _print_card(plain)
        return []
    if wide:
        _print_table(plain, {str(name): _whole(plain, str(name)) for name in plain.columns})
        return []
    layout = lay_out(plain, columns(), brief)
    _print_table(plain[list(layout.widths)], layout.widths)
    told = [f"{name} {value}" for name, value in layout.same.items()]
    notes = [f"Note: in every row: {', '.join(told)}."] if told else []
    if layout.left:
        notes.append(f"Note: no room for {', '.join(layout.left)}; --wide shows them.")
    return notes


def columns() -> int:
    """Return how many signs a line of the terminal holds."""
    return shutil.get_terminal_size().columns


def wrapped(text: str) -> str:
    """Return text in lines that fit the terminal; lines of its own stay, and words stay whole."""
    room = columns()
    return "\n".join(
        textwrap.fill(line, room, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )


def _print_card(plain: pd.DataFrame) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    card = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), show_header=False)
    card.add_column(style="bold", no_wrap=True)
    card.add_column(overflow="fold")
    for name in plain.columns:
        if text := str(plain[name].iloc[0]):
            # Text, not markup: a name in square brackets is printed as it stands.
            card.add_row(Text(str(name)), Text(text))
    Console(highlight=False).print(card)


def _print_table(plain: pd.DataFrame, widths: dict[str, int]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, _GAP, 0, 0))
    for name, width in widths.items():
        shown.add_column(name, width=width, overflow="fold")
    for row in plain.itertuples(index=False):
        shown.add_row(*(Text(str(value)) for value in row))
    console = Console(highlight=False, width=max(columns(), _taken(widths)), soft_wrap=True)
    console.print(shown)


def _is_same(plain: pd.DataFrame, name: str) -> bool:
    return len(plain) > 1 and plain[name].nunique() == 1


def _whole(plain: pd.DataFrame, name: str) -> int:
    return max([len(name), *map(len, plain[name])])


def _width(plain: pd.DataFrame, name: str) -> int:
    return max(min(_whole(plain, name), _BROAD), _longest_word(plain, name))


def _longest_word(plain: pd.DataFrame, name: str) -> int:
    words = [len(word) for text in plain[name].unique() for word in str(text).split()]
    return max([len(name), *words])


def _taken(widths: dict[str, int]) -> int:
    return sum(widths.values()) + _GAP * max(len(widths) - 1, 0)
