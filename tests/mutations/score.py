"""How an answer of the check is judged: precise, vague, silent, traceback or hang."""

from __future__ import annotations

import random
import shutil
import signal
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.checks import check_tables
from analysis.store.loading import read_tables
from analysis.terms.errors import Fault
from tests.mutations.copying import Copy, World

VERDICTS = ("precise", "vague", "silent", "traceback", "hang")
#: A fault of one kind is told in few lines: more than these hide it.
FEW_FAULTS = 6
#: Seconds of real time after which an answer is no longer waited for.
PATIENCE = 20


@dataclass(frozen=True)
class Answer:
    """What a good answer names: the file, and the row and column or a key of what is wrong.

    Several columns may be meant where either of two cells can be the wrong one. ``harmful``
    are words that no remedy may hold.
    """

    file: str
    row: int | None = None
    column: str | tuple[str, ...] = ""
    key: str = ""
    harmful: str = ""

    def met_by(self, fault: Fault) -> bool:
        """Whether a fault names what is wrong."""
        columns = (self.column,) if isinstance(self.column, str) else self.column
        said = " ".join((fault.column, fault.value, fault.rule, fault.remedy))
        return (
            fault.file == self.file
            and (self.row is None or fault.row == self.row)
            and (columns == ("",) or bool(set(columns) & set(fault.column.split(", "))))
            and self.key in said
        )


Change = Callable[[Copy], Answer]


@dataclass(frozen=True)
class Mutation:
    """One way to break the data, of a kind, by its name."""

    kind: str
    name: str
    change: Change


@dataclass(frozen=True)
class Verdict:
    """What the check said to a mutation, and how good that was."""

    mutation: Mutation
    answer: Answer
    word: str
    said: tuple[str, ...]


MUTATIONS: list[Mutation] = []


def breaks(kind: str) -> Callable[[Change], Change]:
    """Enter a function among the mutations of a kind."""

    def enter(change: Change) -> Change:
        MUTATIONS.append(Mutation(kind, change.__name__, change))
        return change

    return enter


def some_of_each(mutations: Sequence[Mutation], seed: int) -> list[Mutation]:
    """Return three of five mutations of every kind, chosen by a seed, in their order."""
    kinds = dict.fromkeys(one.kind for one in mutations)
    chosen: set[str] = set()
    for kind in kinds:
        names = [one.name for one in mutations if one.kind == kind]
        chosen |= set(random.Random(f"{seed} {kind}").sample(names, -(-3 * len(names) // 5)))
    return [one for one in mutations if one.name in chosen]


def judge(world: World, folder: Path, mutation: Mutation, seed: int) -> Verdict:
    """Break a copy of the world and sort what the check says to it."""
    broken = Copy(world, folder, random.Random(f"{seed} {mutation.name}"))
    answer = mutation.change(broken)
    target = broken.write(folder.parent / f"{mutation.name}_{seed}")
    try:
        with patience():
            faults = check_tables(read_tables(target))
    except TimeoutError:
        return Verdict(mutation, answer, "hang", ())
    except Exception:
        return Verdict(mutation, answer, "traceback", (traceback.format_exc()[-400:],))
    finally:
        shutil.rmtree(target)
    said = tuple(str(fault) for fault in faults)
    return Verdict(mutation, answer, _word(answer, faults), said)


def _word(answer: Answer, faults: Sequence[Fault]) -> str:
    if not faults:
        return "silent"
    harm = answer.harmful and any(answer.harmful in fault.remedy for fault in faults)
    named = any(answer.met_by(fault) for fault in faults)
    return "precise" if named and not harm and len(faults) <= FEW_FAULTS else "vague"


@contextmanager
def patience(seconds: int = PATIENCE) -> Iterator[None]:
    """Raise ``TimeoutError`` in what takes longer."""

    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def count(verdicts: Sequence[Verdict]) -> Counter[str]:
    """Return how many answers were of each sort."""
    return Counter(one.word for one in verdicts)


def report(verdicts: Sequence[Verdict]) -> str:
    """Return the score by kind of mutation, and every answer that was not precise."""
    kinds = list(dict.fromkeys(one.mutation.kind for one in verdicts))
    lines = [f"{'kind':12s}" + "".join(f"{word:>11s}" for word in VERDICTS)]
    for kind in [*kinds, "all"]:
        tally = Counter(one.word for one in verdicts if kind in (one.mutation.kind, "all"))
        lines.append(f"{kind:12s}" + "".join(f"{tally[word]:11d}" for word in VERDICTS))
    for one in verdicts:
        if one.word != "precise":
            lines.append(f"{one.word}: {one.mutation.kind}, {one.mutation.name}: {one.answer}")
            lines += [f"    {text[:300]}" for text in one.said[:4]]
    return "\n".join(lines)
