"""Parameters of a briefing: one model a kind, checked against the register before anything runs.

The same check serves ``rollback build`` (before a kernel starts), papermill and JupyterLab (in the
opening cell of the notebook).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

import pandas as pd
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from analysis.briefings.neighbours import NONE, own_neighbours
from analysis.briefings.refusals import not_text, option
from analysis.language.english import sentence_case
from analysis.law.names import find_state, find_states, find_treaty
from analysis.law.regions import find_region
from analysis.measures.scenario import faults_of, read_exits
from analysis.register import Register
from analysis.sections.registry import Section
from analysis.store.loading import Tables
from analysis.subject.reads import Scope
from analysis.terms.days import FIRST_DAY, possible_day, to_day
from analysis.terms.errors import ParameterFaults, RollbackError

#: Stands for the last day up to which the treaty is covered (several: the data's vintage), or for
#: the last notice that is assumed if that is later.
VINTAGE = ""


def _register(info: ValidationInfo) -> Register:
    register = (info.context or {}).get("register")
    if not isinstance(register, Register):
        raise TypeError("parameters are checked against a register")
    return register


def _rule(check: Callable[[Tables, str], str], *, needed: bool = False) -> AfterValidator:
    """Return a check of a value against the tables; what it refuses becomes a fault."""

    def checked(value: str, info: ValidationInfo) -> str:
        if not value:
            if needed:
                raise PydanticCustomError("refused", "a value is needed")
            return ""
        try:
            return check(_register(info).tables, value)
        except RollbackError as error:
            raise PydanticCustomError("refused", "{why}", {"why": str(error)}) from None

    return AfterValidator(checked)


def _region(tables: Tables, value: str) -> str:
    return find_region(tables, value).slug


def _states(tables: Tables, value: str) -> str:
    codes = [code.strip() for code in value.split(",") if code.strip()]
    if codes == [NONE]:
        return NONE
    return ",".join(find_states(tables, value))


def _day(tables: Tables, value: str) -> str:
    return f"{possible_day(value, tables.vintage):%Y-%m-%d}"


def _notices(tables: Tables, value: str) -> str:
    exits = [
        (find_state(tables, state), possible_day(day, tables.vintage))
        for _, state, day in read_exits(value, "")
    ]
    return ",".join(f"{state}:{day:%Y-%m-%d}" for state, day in exits)


#: A region, a treaty, a state by its short name or code; each must be named.
RegionName = Annotated[
    str,
    _rule(_region, needed=True),
    Field(description="a group, see `rollback list regions`"),
]
TreatyCode = Annotated[
    str, _rule(find_treaty, needed=True), Field(description="see `rollback list treaties`")
]
AnyTreaty = Annotated[
    str,
    _rule(find_treaty),
    Field(description="see `rollback list treaties`; empty: all of them"),
]
StateCode = Annotated[
    str, _rule(find_state, needed=True), Field(description="a state, see `rollback list states`")
]
#: States joined by commas, a day, notices as ``NOR:2026-09-01``; each may be left empty.
StateList = Annotated[
    str,
    _rule(_states),
    Field(description="neighbours to measure the border with; empty: the region's own, if any"),
]
AsOf = Annotated[
    str,
    _rule(_day),
    Field(description="the day asked about, as 2025-04-16; empty: the last one covered"),
]
DayText = Annotated[
    str, _rule(_day), Field(description="the day of the last briefing; empty: no comparison")
]
Notices = Annotated[
    str,
    _rule(_notices),
    Field(description="notices to assume, as NOR:2026-09-01, joined by commas"),
]


class Parameters(BaseModel):
    """The parameters of a kind of briefing, and the sections it is made of.

    A kind is a subclass with fields of the types above, ``sections`` and a ``name`` (given by
    :func:`analysis.briefings.registry.briefing`). Every kind has a day. ``reads`` says which
    events its sections read (:mod:`analysis.subject.reads`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: ClassVar[str] = ""
    sections: ClassVar[tuple[str | Section, ...]] = ()
    reads: ClassVar[Scope] = "all"
    #: The kind of the briefing that stands beside it, and the words of the link to it.
    companion: ClassVar[tuple[str, str]] = ("", "")

    as_of: AsOf = VINTAGE

    @classmethod
    def declared(cls) -> dict[str, str]:
        """Return the parameters with their defaults, in the order in which they are declared."""
        fields = {name: str(field.default) for name, field in cls.model_fields.items()}
        day = fields.pop("as_of")
        names = [*fields]
        # The day stands behind what the briefing is about.
        place = next((at for at, name in enumerate(names) if name == "compare_to"), len(names))
        ordered = [*names[:place], "as_of", *names[place:]]
        return {name: day if name == "as_of" else fields[name] for name in ordered}

    @classmethod
    def checked(cls, register: Register, given: Mapping[str, Any]) -> Self:
        """Return the parameters, defaults filled in and the day resolved.

        Raises ``ParameterFaults`` that lists everything wrong at once: unknown names, values
        of the wrong type, names that are not in the register (each with the nearest valid one),
        days that cannot be asked about or stand in the wrong order, and notices that could not
        have been given, or only after the day.
        """
        found = cls.read(register, given)
        found = found.model_copy(update={"as_of": found.as_of or found._default_day(register)})
        found = found.model_copy(update=found._defaults(register))
        if faults := [*found._order_of_days(), *found._unlawful(register)]:
            raise cls._refused(faults)
        return found

    @classmethod
    def read(cls, register: Register, given: Mapping[str, Any]) -> Self:
        """Return the parameters with names as the register has them; nothing is filled in.

        Raises ``ParameterFaults`` with each that the kind does not have, or that has no such value.
        """
        try:
            return cls.model_validate(dict(given), context={"register": register})
        except ValidationError as error:
            raise cls._refused(map(cls._told, error.errors())) from None

    @classmethod
    def _refused(cls, faults: Iterable[str]) -> ParameterFaults:
        listed = "\n".join(f"- {fault}" for fault in faults)
        return ParameterFaults(f"{cls._one()} cannot be made with these:\n{listed}")

    @classmethod
    def _one(cls) -> str:
        """Name one briefing of the kind: "a regional briefing", "an audit briefing"."""
        return f"a{'n' if cls.name[:1] in tuple('aeiou') else ''} {cls.name} briefing"

    @classmethod
    def _told(cls, error: Any) -> str:
        name = ".".join(map(str, error["loc"]))
        if error["type"] == "extra_forbidden":
            near = difflib.get_close_matches(name, cls.model_fields, n=1, cutoff=0.5)
            known = ", ".join(cls.declared())
            hint = f"did you mean {near[0]!r}?" if near else f"it has {known}"
            return f"{cls._one()} has no parameter {name!r}; {hint}"
        if error["type"] == "string_type":
            return not_text(name, error["input"])
        if error["type"] == "missing":
            return f"{name}: a value is needed"
        return f"{name}: {error['msg']}"

    def _default_day(self, register: Register) -> str:
        """Return the day on which the question stands, or the last notice assumed after it."""
        assumed = [day for *_, day in read_exits(self.given("scenario"), "")]
        return f"{max([register.default_day(self.given('treaty')), *assumed]):%Y-%m-%d}"

    def _defaults(self, register: Register) -> dict[str, str]:
        """Return what stands for parameters that were left empty and depend on the others.

        Here the neighbours of the region's own story.
        """
        named = self.given("towards")
        if "towards" not in type(self).model_fields or named not in ("", NONE):
            return {}
        own = own_neighbours(register.as_of(self.as_of), self.given("region"))
        return {"towards": ",".join(own) if not named else NONE if own else ""}

    def _before(self, *, days: int = 0, years: int = 0) -> str:
        """Return a day so long before the as-of day, or the first that can be asked about."""
        before = to_day(self.as_of) - pd.DateOffset(days=days, years=years)
        return f"{max(before, FIRST_DAY):%Y-%m-%d}"

    def _order_of_days(self) -> list[str]:
        before = self.given("compare_to")
        if before and before >= self.as_of:
            return [f"compare_to: {before} is not before as_of, {self.as_of}"]
        return []

    def _unlawful(self, register: Register) -> list[str]:
        exits = read_exits(self.given("scenario"), self.given("treaty"))
        late = [f"{day:%Y-%m-%d}" for *_, day in exits if f"{day:%Y-%m-%d}" > self.as_of]
        if late:
            return [
                f"scenario: the notice of {max(late)} lies after as_of, {self.as_of}, and would not"
                f" be seen; name a day from {max(late)} on, or leave as_of out"
            ]
        return [f"scenario: {fault}" for fault in faults_of(register.tables, exits)]

    @classmethod
    def silence(cls, register: Register, given: Mapping[str, str]) -> str:
        """Return why a briefing has nothing to say that another does not; empty where it has.

        A matrix of the catalogue leaves such briefings out. ``given`` are names of the register.
        """
        return ""

    @classmethod
    def headline(cls, register: Register, given: Mapping[str, str]) -> str:
        """Return a title for lists, before the briefing is made and has found anything."""
        return f"{sentence_case(cls.name)} briefing"

    @classmethod
    def files_of(cls, given: Mapping[str, str]) -> tuple[Path, ...]:
        """Return the files, besides those of the register, that a briefing so asked for reads."""
        return ()

    def given(self, name: str) -> str:
        """Return a parameter, empty where this kind of briefing has no such one."""
        return str(getattr(self, name, ""))

    @property
    def again(self) -> str:
        """The command that makes the briefing again, from a folder that holds the notebooks."""
        given = " ".join(option(name, value) for name, value in self.written().items() if value)
        out = "scenario" if self.given("scenario") else "out"
        return f"papermill notebooks/{self.name}_briefing.ipynb {out}.ipynb {given}"

    def written(self) -> dict[str, str]:
        """Return the parameters as text, in the order in which they are declared."""
        return {name: self.given(name) for name in self.declared()}
