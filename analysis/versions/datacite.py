"""The data as a record of DataCite's metadata schema, for whoever deposits or cites them.

What it says comes from ``datapackage.json`` alone. It has no DOI: a repository gives one to a
deposit, and nobody else can.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

#: The name of the file, beside the data and in an export.
DATACITE = "datacite.json"
#: The schema's own word for what nobody has said.
UNAVAILABLE = "(:unav)"
_SCHEMA = "http://datacite.org/schema/kernel-4"
_VINTAGE = "Vintage: the last day up to which the data are covered."


def datacite_record(package: Mapping[str, Any]) -> str:
    """Return the record of a data package as JSON, by version 4.5 of the schema.

    Creators are its contributors, and the publisher is the one of them in that role; where it names
    none, nobody is named.
    """
    people = package.get("contributors", [])
    authors = _titles(people, but="publisher") or [UNAVAILABLE]
    publishers = _titles(people, role="publisher") or authors
    created = str(package["created"])[:10]
    record = {
        "schemaVersion": _SCHEMA,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Register of treaty acts"},
        "creators": [{"name": name} for name in authors],
        "titles": [{"title": package.get("title") or package.get("name") or UNAVAILABLE}],
        "publisher": {"name": "; ".join(publishers)},
        "publicationYear": created[:4],
        "version": str(package["version"]),
        "dates": [
            {"date": created, "dateType": "Created"},
            {"date": package["vintage"], "dateType": "Other", "dateInformation": _VINTAGE},
        ],
        "subjects": [{"subject": word} for word in package.get("keywords", [])],
        "rightsList": list(_rights(package)),
        "descriptions": [
            {"description": told, "descriptionType": "Abstract"}
            for told in [package.get("description")]
            if told
        ],
    }
    told = {name: value for name, value in record.items() if value}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _titles(people: list[dict[str, str]], *, role: str = "", but: str = "") -> list[str]:
    """Return the names of contributors, of those in a role or of all but those."""
    found = ((one.get("title", ""), one.get("role", "")) for one in people)
    return [name for name, own in found if name and (own == role if role else own != but)]


def _rights(package: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield the licences of the package and of its tables, each once."""
    every = [*package.get("licenses", [])]
    every += [one for table in package.get("resources", []) for one in table.get("licenses", [])]
    once = {one.get("name") or one.get("path", ""): one for one in every}
    for one in once.values():
        rights = {"rights": one.get("title") or one.get("name", "")}
        if "://" in (path := one.get("path", "")):
            rights["rightsUri"] = path
        if name := one.get("name"):
            rights["rightsIdentifier"] = name
        yield rights
