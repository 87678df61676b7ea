"""Parameters of a briefing: one model a kind, checked against the register before anything runs.

The same check serves ``rollback build`` (before a kernel starts), papermill and JupyterLab (in the
opening cell of the notebook).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from analysis.law.regions import find_region, find_state, find_treaty
from analysis.measures.scenario import read_exits
from analysis.register import Register
from analysis.sections.registry import Section
from analysis.store.loading import Tables
from analysis.terms.days import to_day
from analysis.terms.errors import ParameterFaults, RollbackError

#: Stands for the data's vintage, or for the last notice that is assumed if that is later.
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
    return ",".join(find_state(tables, code) for code in codes)


def _day(_: Tables, value: str) -> str:
    return f"{to_day(value):%Y-%m-%d}"


def _notices(_: Tables, value: str) -> str:
    read_exits(value, "")
    return value


#: A region, a treaty, a state by its short name or code; each must be named.
RegionName = Annotated[
    str,
    _rule(_region, needed=True),
    Field(description="a group, see `rollback list regions`"),
]
TreatyCode = Annotated[
    str, _rule(find_treaty, needed=True), Field(description="see `rollback list treaties`")
]
StateCode = Annotated[
    str, _rule(find_state, needed=True), Field(description="a state, see `rollback list states`")
]
#: States joined by commas, a day, notices as ``NOR:2026-09-01``; each may be left empty.
StateList = Annotated[
    str,
    _rule(_states),
    Field(description="neighbours whose border with the region is measured; may be empty"),
]
AsOf = Annotated[
    str,
    _rule(_day),
    Field(description="the day asked about, as 2025-04-16; empty: the data's vintage"),
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
    :func:`analysis.briefings.registry.briefing`). Every kind has a day.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: ClassVar[str] = ""
    sections: ClassVar[tuple[str | Section, ...]] = ()

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
        days in the wrong order, and notices that could not have been given.
        """
        try:
            found = cls.model_validate(dict(given), context={"register": register})
        except ValidationError as error:
            raise cls._refused(map(cls._told, error.errors())) from None
        found = found.model_copy(update={"as_of": found.as_of or found._default_day(register)})
        if faults := [*found._order_of_days(), *found._unlawful(register)]:
            raise cls._refused(faults)
        return found

    @classmethod
    def _refused(cls, faults: Iterable[str]) -> ParameterFaults:
        listed = "\n".join(f"- {fault}" for fault in faults)
        return ParameterFaults(f"a {cls.name} briefing cannot be made with these:\n{listed}")

    @classmethod
    def _told(cls, error: Any) -> str:
        name = ".".join(map(str, error["loc"]))
        if error["type"] == "extra_forbidden":
            near = difflib.get_close_matches(name, cls.model_fields, n=1, cutoff=0.5)
            known = ", ".join(cls.declared())
            hint = f"did you mean {near[0]!r}?" if near else f"it has {known}"
            return f"a {cls.name} briefing has no parameter {name!r}; {hint}"
        if error["type"] == "string_type":
            value = error["input"]
            kind = type(value).__name__
            return f"{name}: {value!r} is of type {kind}; write it as text in quotes"
        if error["type"] == "missing":
            return f"{name}: a value is needed"
        return f"{name}: {error['msg']}"

    def _default_day(self, register: Register) -> str:
        assumed = [day for *_, day in read_exits(self.given("scenario"), "")]
        return f"{max([register.tables.vintage, *assumed]):%Y-%m-%d}"

    def _order_of_days(self) -> list[str]:
        before = self.given("compare_to")
        if before and before >= self.as_of:
            return [f"compare_to: {before} is not before as_of, {self.as_of}"]
        return []

    def _unlawful(self, register: Register) -> list[str]:
        exits = read_exits(self.given("scenario"), "")
        if not exits:
            return []
        last = f"{max(day for *_, day in exits):%Y-%m-%d}"
        if last > self.as_of:
            return [f"scenario: the notice of {last} lies after as_of, {self.as_of}"]
        try:
            register.assuming(self.given("scenario"), self.given("treaty"))
        except RollbackError as error:
            return [f"scenario: {error}"]
        return []

    def given(self, name: str) -> str:
        """Return a parameter, empty where this kind of briefing has no such one."""
        return str(getattr(self, name, ""))

    @property
    def again(self) -> str:
        """The command that makes the briefing again, from a folder that holds the notebooks."""
        given = " ".join(f"-p {name} {value}" for name, value in self.written().items() if value)
        return f"papermill notebooks/{self.name}_briefing.ipynb out.ipynb {given}"

    def written(self) -> dict[str, str]:
        """Return the parameters as text, in the order in which they are declared."""
        return {name: self.given(name) for name in self.declared()}
