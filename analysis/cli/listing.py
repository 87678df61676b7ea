"""What can be asked about: briefings, treaties, regions, states and their names, as tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.law.regions import list_regions
from analysis.register import load_register


def list_of(what: str, data: Path | None = None, catalogue: Path | None = None) -> pd.DataFrame:
    """Return the names one can use, with what they mean; one row each."""
    if what == "briefings":
        return _briefings(data, catalogue)
    if what == "kinds":
        return _kinds()
    tables = load_register(data).tables
    if what == "treaties":
        return tables.treaties[["code", "name", "family", "entered_into_force", "covered_to"]]
    if what == "aliases":
        return tables.aliases
    if what == "states":
        return tables.states[["state", "name", "region", "sub_region"]]
    rows = [(region.slug, region.name) for region in list_regions(tables)]
    return pd.DataFrame(rows, columns=["region", "name"])


def _kinds() -> pd.DataFrame:
    from analysis.briefings.registry import find_kind, kinds

    rows = []
    for name in kinds():
        kind = find_kind(name)
        parameters = "; ".join(f"{key}={value}" for key, value in kind.declared().items())
        sections = " ".join(map(str, kind.sections))
        about = (kind.__doc__ or "").strip().splitlines()[0]
        rows.append((name, about, parameters, sections))
    return pd.DataFrame(rows, columns=["kind", "about", "parameters", "sections"])


def _briefings(data: Path | None, catalogue: Path | None) -> pd.DataFrame:
    from analysis.publish.catalogue import load_catalogue

    rows = [
        (
            entry.slug,
            f"Hypothetical: {entry.title}" if entry.parameters.get("scenario") else entry.title,
            entry.kind,
            "; ".join(f"{name}={value}" for name, value in entry.parameters.items()),
        )
        for entry in load_catalogue(catalogue, data).briefing
    ]
    return pd.DataFrame(rows, columns=["slug", "title", "kind", "parameters"])
