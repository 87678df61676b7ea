"""Names as people write them, to the codes of the register.

A state answers to its codes of three and of two letters, its names in ``states.csv`` and its
aliases in ``aliases.csv``; a treaty to its code, name, noun, title and aliases, in the singular or
the plural, with or without "treaty" or "convention". Capitals, accents and punctuation do not
count. A name that several bear is asked back, and never guessed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Literal

import pandas as pd

from analysis.language.english import format_list
from analysis.language.folding import fold
from analysis.store.kept import kept_with_tables
from analysis.store.loading import Tables, rows_of
from analysis.terms.errors import UnknownName

What = Literal["state", "treaty", "region"]
#: One name, several joined by commas, a list of names, or ``None`` for all there are.
Names = str | Sequence[str] | None
#: By which columns of which table a thing is called; the first is its code.
_OWN_NAMES = {
    "state": ("states", ("state", "iso2", "name", "short_name")),
    "treaty": ("treaties", ("code", "name", "noun", "title")),
    "region": ("groups", ("group", "group_name")),
}
#: What a code is told with, so that a question asked back can be answered.
_SHOWN = {"state": "short_name", "treaty": "name", "region": "group_name"}
#: Words of a treaty's name that say what kind of agreement it is.
_KIND = re.compile(
    r"^(treaty|convention|agreement) (of|on) (the )?| (treaty|convention|agreement)$"
)
_PLURALS = {"state": "states", "treaty": "treaties", "region": "regions"}


@kept_with_tables
def known_names(tables: Tables, what: What) -> dict[str, tuple[str, ...]]:
    """Return the codes that each folded name stands for; several where a name is ambiguous.

    Names that ``aliases.csv`` calls ambiguous win over the one state that bears them officially:
    whoever writes "Congo" may mean either.
    """
    table, columns = _OWN_NAMES[what]
    frame = getattr(tables, table)
    found: dict[str, tuple[str, ...]] = {}
    aliases = _aliases(tables, what, set(frame[columns[0]]))
    own = [
        pd.DataFrame({"name": frame[column], "code": frame[columns[0]]})
        for column in columns
        if column in frame
    ]
    for row in rows_of(pd.concat([*own, aliases[["name", "code"]]])):
        if key := fold(row.name):
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), row.code)))
    # A code is its own, whatever else is called so.
    return found | {fold(code): (code,) for code in frame[columns[0]]}


@kept_with_tables
def _in_short(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Return the treaties by their names in the singular, with and without what says their kind.

    So "cluster munition convention" and "outer space" are found. What a name says of the kind is
    left out and never exchanged: the Geneva Conventions are not the Geneva Protocol.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, codes in known_names(tables, "treaty").items():
        whole = _singular(name)
        for key in {whole, _KIND.sub("", whole).strip()} - {""}:
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *codes)))
    return found


def _singular(folded: str) -> str:
    return re.sub(r"(?<=\w\w\w)(?<!s)s\b", "", folded)


def _aliases(tables: Tables, what: What, codes: set[str]) -> pd.DataFrame:
    aliases = tables.aliases
    if aliases.empty:
        return pd.DataFrame(columns=["name", "code"], dtype="str")
    return aliases[(aliases["what"] == what) & aliases["code"].isin(codes)]


def look_up(tables: Tables, what: What, name: str) -> str | None:
    """Return the code of a name, ``None`` if nobody is called so.

    Raises ``UnknownName`` that names the candidates where several are.
    """
    codes = known_names(tables, what).get(fold(name), ())
    if not codes and what == "treaty":
        codes = _in_short(tables).get(_singular(fold(name)), ())
    if len(codes) > 1:
        table, (column, *_) = _OWN_NAMES[what]
        frame = getattr(tables, table).drop_duplicates(column).set_index(column)
        told = format_list([f"{code} ({frame.at[code, _SHOWN[what]]})" for code in codes], "or")
        raise UnknownName(f"{name!r} names several {_PLURALS[what]}; say which: {told}")
    return codes[0] if codes else None


def find_treaty(tables: Tables, name: str) -> str:
    """Return the code of a treaty by any of its names.

    Raises ``UnknownName`` with the nearest valid one, or with all that bear the name.
    """
    return _found(tables, "treaty", name)


def find_state(tables: Tables, name: str) -> str:
    """Return a state's ISO 3166-1 alpha-3 code by any of its names or codes.

    Raises ``UnknownName`` with the nearest valid one, or with all that bear the name.
    """
    return _found(tables, "state", name)


def find_states(tables: Tables, names: str | Iterable[str]) -> list[str]:
    """Return the codes of states: names joined by commas, or a list of either."""
    return list(dict.fromkeys(find_state(tables, name) for name in each(tables, "state", names)))


def find_treaties(tables: Tables, names: str | Iterable[str]) -> list[str]:
    """Return the codes of treaties: names joined by commas, or a list of either."""
    return list(dict.fromkeys(find_treaty(tables, name) for name in each(tables, "treaty", names)))


def each(tables: Tables, what: What, names: str | Iterable[str]) -> list[str]:
    """Return names one by one; a comma parts them, but for one inside a name that is known."""
    known = known_names(tables, what)
    listed = [names] if isinstance(names, str) else list(names)
    return [
        part.strip()
        for name in listed
        for part in ([name] if fold(name) in known else name.split(","))
        if part.strip()
    ]


def _found(tables: Tables, what: What, name: str) -> str:
    code = look_up(tables, what, name)
    if code is not None:
        return code
    written = fold(name)
    codes = getattr(tables, _OWN_NAMES[what][0])[_OWN_NAMES[what][1][0]].tolist()
    alike = [code for code in codes if fold(code)[:2] == written[:2]]
    valid = alike if len(written) == 3 and alike else codes
    raise unknown(what, name, valid, near_codes(tables, what, name))


def near_codes(tables: Tables, what: What, name: str) -> tuple[str, ...]:
    """Return the codes of what is called almost so; none where nothing is."""
    known, written = known_names(tables, what), fold(name)
    # Short ones are codes mistyped; a word is measured against names, and never against codes.
    names = [key for key in known if len(key) > 3] if len(written) > 3 else []
    near = difflib.get_close_matches(written, names, n=1, cutoff=0.75)
    return known[near[0]] if near else ()


def words_asked(what: str, written: str | Iterable[str], valid: Sequence[str]) -> list[str]:
    """Return words of a closed list, joined by commas or in a list.

    Raises ``UnknownName`` for another, with the nearest that there is.
    """
    listed = [written] if isinstance(written, str) else list(written)
    words = [word.strip() for part in listed for word in part.split(",") if word.strip()]
    for word in words:
        if word not in valid:
            raise unknown(what, word, valid)
    return list(dict.fromkeys(words))


def unknown(what: str, name: str, valid: Iterable[str], near: Sequence[str] = ()) -> UnknownName:
    """Return the error for a name that does not exist, with the nearest one that does.

    ``near`` are those that are meant more likely than any of ``valid``.
    """
    choices = sorted(valid)
    folded = {choice.lower(): choice for choice in choices}
    alike = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.6)
    if meant := near or [folded[one] for one in alike]:
        told = format_list(map(repr, meant), "or")
        return UnknownName(f"unknown {what} {name!r}; did you mean {told}?")
    shown = ", ".join(choices[:12]) + (", ..." if len(choices) > 12 else "")
    return UnknownName(f"unknown {what} {name!r}; known: {shown}")
