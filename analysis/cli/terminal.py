"""A table on a terminal: the columns that tell most, as wide as there is room, no word broken.

Empty columns give way first, then those with the same value in every row, which is told once in a
note, then the least telling. Nothing is left out silently.
"""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

#: The widest that a column of text is before its lines are broken, and the least it shrinks to.
_BROAD, _NARROW = 44, 20
_GAP = 2
_NUMBER = re.compile(r"-?[\d.]+(e[-+]?\d+)?|∞")


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

    ``brief`` names those that tell most, the most telling first; a table of these alone shows all
    of them, as far as words stay whole.
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
    least = {name: min(widths[name], max(_NARROW, _longest_word(plain, name))) for name in filled}
    # Where all tell much and can be shown, none takes the room of those that come after it.
    waiting = dict(least) if set(filled) <= {*brief} and _taken(least) <= room else {}
    chosen: dict[str, int] = {}
    for name in telling:
        waiting.pop(name, None)
        rest = room - _taken({**waiting, **chosen}) - (_GAP if waiting or chosen else 0)
        if least[name] <= rest:
            # Text takes what is left, on more lines.
            chosen[name] = min(widths[name], rest)
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
    if _taken({str(name): _width(plain, str(name)) for name in plain.columns}) > columns():
        plain = _parted(plain)
    layout = lay_out(plain, columns(), brief)
    _print_table(plain[list(layout.widths)], layout.widths)
    told = [f"{name} {value}" for name, value in layout.same.items()]
    notes = [f"Note: in every row: {', '.join(told)}."] if told else []
    if layout.left:
        them = "them" if len(layout.left) > 1 else "it"
        notes.append(f"Note: no room for {', '.join(layout.left)}; --wide shows {them}.")
    return notes


def _parted(plain: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose lists can be broken behind each of their semicolons."""
    return plain.map(lambda text: re.sub(r";(?=\S)", "; ", str(text)))


def hanging(name: str, text: str, width: int) -> str:
    """Return a text behind its name; on a terminal its lines stand below each other.

    ``width`` is that of the widest name.
    """
    head = f"{name:<{width}}  "
    if not sys.stdout.isatty() or columns() < len(head) + _NARROW:
        return head + text
    lines = textwrap.wrap(
        text, columns() - len(head), break_long_words=False, break_on_hyphens=False
    )
    return f"\n{' ' * len(head)}".join([head + "".join(lines[:1]), *lines[1:]])


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
    plain = _parted(plain)
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
        side: Literal["left", "right"] = "right" if _is_number(plain[name]) else "left"
        shown.add_column(name, width=width, overflow="fold", justify=side)
    for row in plain.itertuples(index=False):
        shown.add_row(*(Text(str(value)) for value in row))
    console = Console(highlight=False, width=max(columns(), _taken(widths)), soft_wrap=True)
    console.print(shown)


def _is_number(column: pd.Series) -> bool:
    texts = [text for text in column if text]
    return bool(texts) and all(_NUMBER.fullmatch(str(text)) for text in texts)


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
