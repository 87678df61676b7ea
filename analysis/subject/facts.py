"""Facts: frozen values that answer one question about one subject on one day.

A fact is computed by one function, once, and kept with the register for as long as that lives.
The function says on which parts of the subject its answer depends, and is given these parts and no
more: what is learnt for a treaty on a day does not depend on the region, and two hundred
briefings share it.

>>> from analysis import facts, load_register
>>> load_register().as_of("2026-02-20").fact(facts.participation, treaty="apmbc").now
161
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any, Generic, TypeVar

from analysis.register import Register
from analysis.subject.subject import PARTS, Subject

#: Which members of a region a number counts.
Basis = str
#: The members on the as-of day, at every time: the basis of a regional briefing throughout.
TODAY = "members on the as-of day"
#: The members of each day: what the group was, as it grew or shrank.
EACH_DAY = "members of each day"
#: All states that there were on each day.
WORLD = "all states"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact comes from: the question, and what it was asked about."""

    question: str = ""
    about: str = ""

    def __str__(self) -> str:
        return f"{self.question}({self.about})"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """The base of all facts.

    ``basis`` says whose membership or which reading counts; ``events`` and ``sources`` are the
    keys of the rows of the register on which the fact rests; ``origin`` is set by whoever asked.
    """

    basis: Basis = ""
    events: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    origin: Origin = field(default=Origin(), compare=False, repr=False)

    def _repr_html_(self) -> str:
        """Show the fields of the fact as a small table, in a notebook."""
        from html import escape

        shown = {
            name: value
            for name, value in vars(self).items()
            if name != "origin" and not name.startswith("_")
        }
        rows = "".join(
            f"<tr><th style='text-align:left'>{escape(name)}</th>"
            f"<td style='text-align:left'>{escape(_short(value))}</td></tr>"
            for name, value in shown.items()
        )
        return f"<table><caption>{escape(str(self.origin))}</caption>{rows}</table>"


def _short(value: object, most: int = 160) -> str:
    words = str(value)
    return words if len(words) <= most else f"{words[:most]} …"


def _room_of(module: str) -> str:
    """Return the room in which a question is answered, or the module outside the rooms."""
    parts = module.split(".")
    return parts[2] if parts[1:2] == ["sections"] and len(parts) > 2 else parts[-1]


F = TypeVar("F")
Some = TypeVar("Some", bound=Fact)


def with_origin(fact: Some, origin: Origin) -> Some:
    """Return a fact with its origin; facts that are its parts get theirs from the field they fill.

    "rates.rates.since" is the part of the fact "rates.rates" that fills its field ``since``. What
    another question has answered keeps the origin that it has.
    """
    parts: dict[str, Any] = {}
    for one in fields(fact):
        value, own = getattr(fact, one.name), Origin(f"{origin.question}.{one.name}", origin.about)
        if isinstance(value, Fact):
            parts[one.name] = _as_part(value, own)
        elif isinstance(value, tuple) and any(isinstance(item, Fact) for item in value):
            places = (Origin(f"{own.question}.{at}", own.about) for at in range(len(value)))
            parts[one.name] = tuple(map(_as_part, value, places))
    return replace(fact, **parts, origin=origin)


def _as_part(value: Any, origin: Origin) -> Any:
    asked = not isinstance(value, Fact) or value.origin.question
    return value if asked else with_origin(value, origin)


class Asked(Generic[F]):
    """A question with the function that answers it; call it with a subject to get the fact."""

    def __init__(self, answer: Callable[[Subject], F], on: tuple[str, ...]) -> None:
        unknown = set(on) - set(PARTS)
        if unknown:
            raise ValueError(f"a subject has no part {', '.join(sorted(unknown))}")
        self.name = f"{_room_of(answer.__module__)}.{answer.__name__}"
        self.on = on
        self._answer = answer
        self.__doc__ = answer.__doc__
        self.__name__ = answer.__name__
        self.__module__ = answer.__module__
        self.__wrapped__ = answer

    def __repr__(self) -> str:
        return f"<question {self.name}, about {', '.join(self.on) or 'the register'}>"

    def __call__(self, subject: Subject) -> F:
        """Return the fact; computed once for the parts of the subject on which it depends."""
        own = subject.only(*self.on)
        return subject.register.keep((self.name, own.about), lambda: self._asked(own))

    def ask(self, register: Register, **about: Any) -> F:
        """Return the fact about what is named; see :meth:`Register.fact`."""
        return self(Subject.of(register, **about))

    def _asked(self, own: Subject) -> F:
        answer = self._answer(own)
        if not isinstance(answer, Fact):
            return answer
        origin = Origin(self.name, own.written)
        return own.register.keep(("asked", str(origin)), lambda: with_origin(answer, origin))


def recall(register: Register, written: str) -> list[Fact]:
    """Return the fact of which a number has noted the origin, and then those that it is part of.

    ``written`` is an origin such as "rates.rates.since(treaty=apmbc 2026-02-20)". Empty for a fact
    that was asked about another day, or never.
    """
    question, _, about = written.partition("(")
    room, name, *path = question.split(".")
    whole = register.keep(("asked", f"{room}.{name}({about}"), lambda: None)
    chain: list[Any] = [whole]
    for step in path:
        last = chain[-1]
        chain.append(last[int(step)] if step.isdigit() else getattr(last, step, None))
        if chain[-1] is None:
            break
    return [one for one in reversed(chain) if isinstance(one, Fact)]


def fact(*on: str) -> Callable[[Callable[[Subject], F]], Asked[F]]:
    """Make a function of a subject a question; ``on`` names the parts its answer depends on.

    Parts: :data:`analysis.subject.subject.PARTS`. Reading another part raises ``LookupError``.
    """
    return lambda answer: Asked(answer, on)
