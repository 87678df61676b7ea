"""The columns of every table, as ``datapackage.json`` declares them (Frictionless Table Schema).

It is read forgivingly: whatever is missing or malformed falls back on what this package needs,
so that the data can be checked even while their description is broken. What is wrong with the
description itself is said by :mod:`analysis.checks.package`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from analysis.checks.patterns import compiled
from analysis.store.loading import TABLES, RawTables
from analysis.terms.acts import KINDS
from analysis.terms.attempts import ACT_MISSING, FORMALITIES, OCCASIONS, OUTCOMES, PROPOSALS
from analysis.terms.claims import QUESTIONS
from analysis.terms.context import BOUNDS, ORGANS, STOCKS
from analysis.terms.gaps import MISSING
from analysis.terms.offices import OFFICES
from analysis.terms.statuses import STATUSES
from analysis.terms.tiers import STRENGTHS, TIERS

TYPES = ("string", "integer", "number", "date")
TEXT = "string"
PARTIAL = "partialDate"
#: What stands between the members of a list inside a cell.
MARK = ";"


@dataclass(frozen=True, slots=True)
class Field:
    """A column as ``datapackage.json`` declares it."""

    name: str
    type: str = "string"
    partial: bool = False
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    minimum: str = ""
    maximum: str = ""
    max_length: int | None = None
    separator: str = ""
    references: tuple[str, str] | None = None
    also_allowed: tuple[str, ...] = ()

    @property
    def is_date(self) -> bool:
        """Whether the cells hold days, or dates that may lack their day or month."""
        return self.partial or self.type == "date"


def _columns(text: str, **typed: str) -> dict[str, str]:
    return {**dict.fromkeys(text.split(), TEXT), **typed}


#: The columns that the package reads, with the type it gives them.
NEEDED: dict[str, dict[str, str]] = {
    "events": _columns(
        "treaty state kind actor aim body reference summary sources confidence note",
        date=PARTIAL, effect="date",
        votes_for="integer", votes_against="integer", votes_abstain="integer",
    ),
    "treaties": _columns(
        "code name noun title family nature terms depositary untc_number entry_trigger"
        " entry_required_states entry_general_period entry_general_day entry_later_after"
        " entry_later_period entry_later_day entry_article entry_text withdrawal_period"
        " withdrawal_day withdrawal_conflict_tail withdrawal_tail_until withdrawal_condition"
        " withdrawal_with withdrawal_alone withdrawal_article withdrawal_text withdrawal_read"
        " clause_sources entry_read suspension_clause suspension_article coverage_note sources",
        adopted="date", opened="date", signature_closes="date", entered_into_force="date",
        ended="date", covered_to="date", entry_not_before="date", entry_trigger_count="integer",
    ),
    "states": _columns(
        "state iso2 iso_numeric name short_name region sub_region intermediate_region un_status"
        " sources",
        start="date", end="date",
    ),
    "groups": _columns(
        "group group_name state standing sources note", start=PARTIAL, end=PARTIAL
    ),
    "borders": _columns(
        "state_a state_b sides_agree sources note",
        km="number", km_per_a="number", km_per_b="number",
    ),
    "conflicts": _columns("state conflict sources note", start="date", end="date"),
    "disputes": _columns(
        "treaty state act applied reason sources note",
        date=PARTIAL, start="date", end="date", claimed="date",
    ),
    "gaps": _columns(
        "treaty states missing sources note", start="date", end="date", known_since="date"
    ),
    "attempts": _columns(
        "attempt treaty state actor formality proposed furthest outcome act_missing summary"
        " sources confidence",
        started=PARTIAL, outcome_date=PARTIAL,
    ),
    "offices": _columns(
        "state office holder sources note", start="date", end="date", seen="date"
    ),
    "searches": _columns("treaty state queries", from_year="integer", until_year="integer"),
    "calendar": _columns(
        "treaty occasion what states place sources confidence note",
        day=PARTIAL, last_day=PARTIAL,
    ),
    "casualties": _columns(
        "treaty state bound sources note",
        year="integer", edition="integer", total="integer", killed="integer",
        injured="integer", unknown="integer",
    ),
    "stockpiles": _columns(
        "treaty state stock bound sources note", day=PARTIAL, number="integer"
    ),
    "resolutions": _columns(
        "treaty organ symbol sources note",
        day=PARTIAL, yes="integer", no="integer", abstain="integer",
    ),
    "literature": _columns("study treaties design finding effect basis sources note"),
    "boards": _columns(
        "version treaty state tier strength asked attempt by form sources",
        day="date", last_step=PARTIAL,
    ),
    "totals": _columns(
        "treaty measure sources note", day="date", published="integer", difference="integer"
    ),
    "published": _columns(
        "treaty period counted sources note", published="integer", difference="integer"
    ),
    "claims": _columns("story claim said question arguments told_by sources note", day="date"),
    "corrections": _columns(
        "version treaty state before after sources", start="date", end="date"
    ),
    "aliases": _columns("name what code ambiguous note"),
    "sources": _columns("source title publisher url covers rank", published=PARTIAL),
}  # fmt: skip


#: Acts whose effect on the standing of a state can be contested.
DISPUTED_KINDS = (
    "withdrawal_notified",
    "withdrawal_effective",
    "suspension_notified",
    "suspension_effective",
    "ratification_revoked",
)
#: The words that the package understands, whatever the schema allows besides.
WORDS: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "entry_general_day": ("same_day", "first_of_month"),
    "entry_later_day": ("same_day", "first_of_month"),
    "withdrawal_conflict_tail": ("yes", "no"),
    "suspension_clause": ("yes", "no", "general_law"),
    "entry_trigger": ("nth_deposit", "stated"),
    "entry_later_after": ("trigger", "entry_into_force"),
    "withdrawal_day": ("fixed", "at_least"),
    "withdrawal_tail_until": ("that_conflict", "any_conflict", "conflict_or_occupation"),
    "withdrawal_condition": ("open", "supreme_interests", "breach"),
    "withdrawal_alone": ("yes", "no"),
    "entry_read": ("yes", "secondary", "no"),
    "withdrawal_read": ("yes", "secondary", "no"),
    "applied": ("yes", "no"),
    "counted": (
        "deposits",
        "signatories",
        "signatories_not_party",
        "contracting_states",
        "parties",
        "signed_or_consented",
        "consented_after_signing",
        "consented_without_signing",
    ),
    "act": DISPUTED_KINDS,
    "missing": MISSING,
    "formality": FORMALITIES,
    "proposed": PROPOSALS,
    "outcome": OUTCOMES,
    "act_missing": ACT_MISSING,
    "office": OFFICES,
    "occasion": OCCASIONS,
    "bound": BOUNDS,
    "stock": STOCKS,
    "organ": ORGANS,
    "tier": TIERS,
    "strength": STRENGTHS,
    "question": tuple(QUESTIONS),
    "before": STATUSES[1:],
    "after": STATUSES[1:],
    "measure": ("signatories", "contracting_states", "parties"),
    "sides_agree": ("yes", "no"),
}
_REFERENCES = {
    "treaty": ("treaties", "code"),
    "state": ("states", "state"),
    "sources": ("sources", "source"),
}


def read_fields(raw: RawTables) -> dict[str, tuple[Field, ...]]:
    """Return the fields of every table; what is not declared is filled from :data:`NEEDED`."""
    schemas = resource_schemas(raw)
    return {table: _fields_of(table, schemas.get(table, {})) for table in TABLES}


def read_keys(raw: RawTables) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the sets of columns whose values together may stand in one row only."""
    keys: dict[str, tuple[tuple[str, ...], ...]] = {}
    for table, schema in resource_schemas(raw).items():
        several = _list_of(schema.get("uniqueKeys"))
        stated = [_names(entry) for entry in [schema.get("primaryKey"), *several]]
        # A lone column declared unique as well is found by its field.
        unique = {
            (spec["name"],) for spec in specs_of(schema) if constraints_of(spec).get("unique")
        }
        keys[table] = tuple(dict.fromkeys(key for key in stated if key and key not in unique))
    return keys


def resource_schemas(raw: RawTables) -> dict[str, dict[str, Any]]:
    """Return the schema of each table that the package declares, ``{}`` where it is no object."""
    return {
        str(entry.get("name")): schema if isinstance(schema := entry.get("schema"), dict) else {}
        for entry in resources(raw)
    }


def resources(raw: RawTables) -> list[dict[str, Any]]:
    """Return the resources that the package lists, as far as they are objects."""
    listed = _list_of(raw.package.get("resources"))
    return [entry for entry in listed if isinstance(entry, dict)]


def specs_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields that a schema lists, as far as they are objects with a name."""
    listed = [entry for entry in _list_of(schema.get("fields")) if isinstance(entry, dict)]
    return [entry for entry in listed if isinstance(entry.get("name"), str)]


def constraints_of(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the constraints of a field, ``{}`` if there are none."""
    found = spec.get("constraints")
    return found if isinstance(found, dict) else {}


def target_of(written: Any) -> tuple[str, str] | None:
    """Return the table and column that ``references`` names, ``None`` if they do not exist."""
    table, _, column = written.partition(".") if isinstance(written, str) else ("", "", "")
    return (table, column) if column in NEEDED.get(table, {}) else None


def read_day(written: Any) -> str:
    """Return a day, or the day of a time, as the package writes it; ``""`` for anything else."""
    form = r"\d{4}-\d\d-\d\d(T[\d:.]+Z?)?"
    if not isinstance(written, str) or not re.fullmatch(form, written):
        return ""
    try:
        return date.fromisoformat(written[:10]).isoformat()
    except ValueError:
        return ""


def _fields_of(table: str, schema: dict[str, Any]) -> tuple[Field, ...]:
    foreign = dict(_foreign_keys(schema))
    read = {spec["name"]: _read_field(spec, foreign.get(spec["name"])) for spec in specs_of(schema)}
    for name, kind in NEEDED[table].items():
        field = read.get(name) or _undeclared(table, name, kind)
        if kind_of(field.type, field.partial) not in accepted(kind):
            field = replace(field, type=_type_of(kind), partial=kind == PARTIAL)
        read[name] = replace(field, enum=field.enum or WORDS.get(name, ()))
    return tuple(read.values())


def kind_of(declared: str, partial: bool) -> str:
    """Return the type of a field in the words of :data:`NEEDED`."""
    return PARTIAL if partial else declared


def accepted(kind: str) -> tuple[str, ...]:
    """Return the declared types that do for what the package needs."""
    return ("number", "integer") if kind == "number" else (kind,)


def _type_of(kind: str) -> str:
    return TEXT if kind == PARTIAL else kind


def _undeclared(table: str, name: str, kind: str) -> Field:
    target = _REFERENCES.get(name)
    return Field(
        name=name,
        type=_type_of(kind),
        partial=kind == PARTIAL,
        separator=MARK if name in ("sources", "url") else "",
        references=target if target and target[0] != table else None,
        also_allowed=("INT",) if table == "events" else (),
    )


def _read_field(spec: dict[str, Any], foreign: tuple[str, str] | None) -> Field:
    limits = constraints_of(spec)
    longest = limits.get("maxLength")
    kind = spec.get("type", TEXT)
    minimum, maximum = (str(limits.get(name, "")) for name in ("minimum", "maximum"))
    if _crossed(limits):
        minimum = maximum = ""
    return Field(
        name=spec["name"],
        type=kind if kind in TYPES else TEXT,
        partial=bool(spec.get("partialDate")),
        required=bool(limits.get("required")),
        unique=bool(limits.get("unique")),
        enum=_names(_list_of(limits.get("enum"))),
        pattern=compiled(limits.get("pattern")),
        minimum=minimum,
        maximum=maximum,
        max_length=longest if isinstance(longest, int) else None,
        separator=MARK if spec.get("separator") else "",
        references=target_of(spec.get("references")) or foreign,
        also_allowed=_names(spec.get("alsoAllowed")),
    )


def _crossed(limits: dict[str, Any]) -> bool:
    """Whether no number lies between the limits: then no cell is held to them."""
    low, high = limits.get("minimum"), limits.get("maximum")
    return isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high


def _foreign_keys(schema: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each column that refers to a column of another table."""
    for entry in _list_of(schema.get("foreignKeys")):
        reference = entry.get("reference") if isinstance(entry, dict) else None
        if isinstance(reference, dict):
            here, there = _names(entry.get("fields")), _names(reference.get("fields"))
            if len(here) == len(there) == 1:
                yield here[0], (str(reference.get("resource")), there[0])


def _names(entry: Any) -> tuple[str, ...]:
    if isinstance(entry, str):
        return (entry,)
    return tuple(str(name) for name in _list_of(entry))


def _list_of(entry: Any) -> list[Any]:
    return entry if isinstance(entry, list) else []
