"""Reads a whole briefing as a sceptic does: every number with its note, every sentence.

A briefing is composed without drawing. What is found is a list of plain complaints; none is good.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.blocks.model import (
    Block,
    Figure,
    Front,
    Heading,
    Items,
    Prose,
    Table,
    Text,
    Told,
)
from analysis.drawing.picture import Picture
from analysis.language.days import MONTHS
from analysis.language.numbers import NUMBER_WORDS
from analysis.register import Register
from analysis.sections.exits.facts import exits
from analysis.sections.news.facts import news
from analysis.sections.obligations.facts import obligations
from analysis.sections.participation.facts import participation
from analysis.sections.standing.facts import standing
from analysis.sections.world.facts import balance
from analysis.subject.scope import scope
from analysis.subject.setting import setting
from analysis.subject.subject import Subject
from analysis.terms.statuses import IN_FORCE
from tests.reading.faults import FAULTS

#: Counts of a part, and of the whole it is a part of, in one fact.
WHOLES = {
    "standing.standing": (
        "total",
        ("in_force", "operating", "suspended", "withdrawing", "withdrawn", "contracting",
         "consented", "signatories", "outside"),
    ),
    "participation.participation": ("peak", ("now", "fallen")),
    "border.border": ("km", ("km_bound", "km_unbound", "most", "left")),
}  # fmt: skip
_MONTH = {name[:3]: name for name in MONTHS}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written somewhere in a briefing, with its note."""

    words: str
    note: Told
    where: str


def texts_of(block: Block) -> Iterator[tuple[str, Text]]:
    """Yield the texts of a block, each with the place where it stands."""
    if isinstance(block, Front):
        for place in ("findings", "since", "due", "cautions"):
            yield from ((f"front, {place}", one) for one in getattr(block, place))
    elif isinstance(block, Picture):
        for place in ("title", "subtitle", "alt"):
            yield f"{block.name}, {place}", getattr(block.caption, place)
        yield f"{block.name}, foot", block.foot
    elif isinstance(block, Items):
        yield from (("list", one) for one in block.items)
    elif isinstance(block, Prose):
        yield from (("paragraph", one) for one in block.paragraphs)
    elif isinstance(block, Table):
        for row in block.rows:
            yield from ((f"table {block.name}", cell.text) for cell in row)
        yield f"table {block.name}, foot", block.foot


def strings_of(block: Block) -> Iterator[tuple[str, str]]:
    """Yield the plain strings of a block: titles and labels."""
    if isinstance(block, Front):
        yield "front, title", block.title
        yield "front, overline", block.overline
        yield "front, since", block.since_title
    elif isinstance(block, Heading):
        yield "heading", block.title
    elif isinstance(block, Figure):
        yield f"{block.name}, alt", block.alt
    elif isinstance(block, Table):
        yield f"table {block.name}, title", block.title
        yield f"table {block.name}, subtitle", block.subtitle
        yield from ((f"table {block.name}, group", label) for _, label in block.groups)


def numbers_of(blocks: Sequence[Block]) -> list[Number]:
    """Return every number that is told with a note."""
    found = []
    for block in blocks:
        for where, content in texts_of(block):
            found += [Number(span.text, span.told, where) for span in content if span.told]
        found += [Number(words, note, f"{block.kind}, title") for words, note in block.told]
    return found


def complaints(blocks: Sequence[Block]) -> list[str]:
    """Return what is wrong with a briefing, in words; nothing if it can be believed."""
    numbers = numbers_of(blocks)
    return [
        *_two_values(numbers),
        *_two_forms(numbers),
        *_parts_beyond_the_whole(numbers),
        *_bad_sentences(blocks),
        *_headings_over_nothing(blocks),
    ]


def read_aloud(blocks: Sequence[Block]) -> str:
    """Return a briefing as plain lines, in the order of the page."""
    lines = []
    for block in blocks:
        lines += [f"{where}: {words}" for where, words in strings_of(block) if words]
        if isinstance(block, Table):
            rows = [[_read(cell.text) for cell in row] for row in block.rows]
            head = [column.label for column in block.columns]
            lines += [" | ".join(row).rstrip(" |") for row in [head, *rows]]
            lines.append(f"foot: {_read(block.foot)}")
        else:
            told = [(where, _read(content)) for where, content in texts_of(block)]
            lines += [f"{where}: {words}" for where, words in told if words]
        lines.append("")
    return "\n".join(lines)


def disagreements(subject: Subject) -> list[str]:
    """Return where two facts about one subject do not fit each other."""
    now, stands = setting(subject), standing(subject)
    here, out = participation(subject), exits(subject)
    pairs = {
        "members and positions": (now.members, stands.total),
        "positions by status and all": (sum(stands.counts.values()), stands.possible),
        "parties and states in force": (here.now, stands.in_force),
        "contracting States and states that consented": (here.contracting, stands.consented),
        "members in participation and setting": (here.members, now.members),
        "the fall and its parts": (here.fallen, here.peak - here.now),
        "notices running and states withdrawing": (
            min(out.notices_running, stands.withdrawing),
            out.notices_running,
        ),
    }
    return [f"{what}: {one} and {other}" for what, (one, other) in pairs.items() if one != other]


def disagreements_between_kinds(register: Register) -> list[str]:
    """Return where briefings on the world, on a state and on a region do not fit each other."""
    since = register.day - pd.DateOffset(years=1)
    world = Subject.of(register, compare_to=since)
    own, told = balance(world), news(world)
    pairs = {
        "withdrawals of the world and of what changed": (
            own.gone,
            sum(one.count for one in told.tallies if one.kind == "withdrawn"),
        ),
        "withdrawals by square and in all": (sum(s.gone for s in own.squares), own.gone),
    }
    for move in own.moves:
        code = next(t.code for t in scope(world).treaties if t.name == move.name)
        now = participation(Subject.of(register, treaty=code)).now
        pairs[f"parties of the {move.noun}"] = (move.now, now)
    for code in ("LTU", "USA", "RUS"):
        state = obligations(Subject.of(register, state=code))
        table = register.status(state=code)
        pairs[f"treaties that bind {code}"] = (
            state.bound,
            int(table["status"].isin(IN_FORCE).sum()),
        )
        for row in state.having("gone"):
            everywhere = exits(Subject.of(register, treaty=row.treaty.code)).gone
            inside = any(one.state.code == code for one in everywhere)
            pairs[f"the exit of {code} from the {row.treaty.noun}"] = (True, inside)
    return [f"{what}: {one} and {other}" for what, (one, other) in pairs.items() if one != other]


def same_number(words: str) -> str:
    """Return a number in the one form in which two ways of writing it are the same.

    Short months are long ones, words are digits, thin spaces are none, and the noun is left out.
    """
    plain = words.replace("\u202f", "").replace("\u00a0", " ").lower()
    plain = re.sub(
        r"\b([a-z]{3}) (\d{4})\b",
        lambda m: f"{_MONTH.get(m[1].capitalize(), m[1]).lower()} {m[2]}",
        plain,
    )
    tokens = plain.split(" ")
    if tokens[0] in ("no", "none", "neither"):
        return "0"
    if tokens[0] in NUMBER_WORDS:
        return str(NUMBER_WORDS.index(tokens[0]))
    if re.fullmatch(r"-?\d+", tokens[0]) and not re.search(r"\d{4}$", plain):
        return tokens[0]
    return plain


def _two_values(numbers: Sequence[Number]) -> Iterator[str]:
    by_field: dict[tuple[str, str], dict[str, Number]] = defaultdict(dict)
    for one in numbers:
        by_field[one.note.fact, one.note.field][one.note.value] = one
    for (fact, field), values in by_field.items():
        if len(values) > 1:
            told = "; ".join(f"{value} in {one.where}" for value, one in values.items())
            yield f"{fact}.{field} has two values: {told}"


def _two_forms(numbers: Sequence[Number]) -> Iterator[str]:
    by_field: dict[tuple[str, str], dict[str, Number]] = defaultdict(dict)
    for one in numbers:
        by_field[one.note.fact, one.note.field][same_number(one.words)] = one
    for (fact, field), forms in by_field.items():
        if len(forms) > 1:
            told = "; ".join(f"{one.words!r} in {one.where}" for one in forms.values())
            yield f"{fact}.{field} is written in two forms: {told}"


def _parts_beyond_the_whole(numbers: Sequence[Number]) -> Iterator[str]:
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for one in numbers:
        if re.fullmatch(r"-?\d+(\.\d+)?", one.note.value):
            values[one.note.fact][one.note.field] = float(one.note.value)
    for fact, fields in values.items():
        whole, parts = WHOLES.get(fact.partition("(")[0], ("", ()))
        for part in parts:
            if whole in fields and part in fields and fields[part] > fields[whole]:
                yield f"{fact}: {part} {fields[part]:g} is more than {whole} {fields[whole]:g}"


def _bad_sentences(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        told = [(where, _read(content)) for where, content in texts_of(block)]
        for where, words in [*told, *strings_of(block)]:
            for pattern, fault in FAULTS.items():
                if words and (found := re.search(pattern, words)):
                    yield f"{fault} ({found[0]!r}) in {where}: {words[:160]}"


def _read(content: Text) -> str:
    """Return the words of a text with a mark where a source is cited."""
    return "".join(f"{span.text}{'[1]' if span.cite else ''}" for span in content)


def _headings_over_nothing(blocks: Sequence[Block]) -> Iterator[str]:
    for at, block in enumerate(blocks):
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if isinstance(block, Heading) and (after is None or isinstance(after, Heading)):
            yield f"the heading {block.title!r} stands over nothing"
