"""What can be asked about: briefings, treaties, regions, states and their names, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.law.regions import list_regions
from analysis.register import Register, load_register

if TYPE_CHECKING:
    from analysis.publish.matrix import Left


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
        own = tables.states[["state", "short_name", "region", "sub_region", "name"]]
        return own.set_axis(["state", "name", "region", "sub_region", "full_name"], axis="columns")
    rows = [(region.slug, region.name) for region in list_regions(tables)]
    return pd.DataFrame(rows, columns=["region", "name"])


def _kinds() -> pd.DataFrame:
    from analysis.briefings.registry import find_kind, kinds

    rows = []
    for name in kinds():
        kind = find_kind(name)
        parameters = "; ".join(f"{key}={value}" for key, value in kind.declared().items())
        sections = " ".join(map(str, kind.sections))
        about = (kind.__doc__ or "").strip().splitlines()[0].replace("``", "")
        rows.append((name, about, parameters, sections))
    return pd.DataFrame(rows, columns=["kind", "about", "parameters", "sections"])


def _briefings(data: Path | None, catalogue: Path | None) -> pd.DataFrame:
    from analysis.publish.matrix import write_out
    from analysis.publish.plan import checked_catalogue

    register = load_register(data)
    rows = [
        (
            entry.slug,
            f"Hypothetical: {entry.title}" if entry.parameters.get("scenario") else entry.title,
            entry.kind,
            "; ".join(f"{name}={value}" for name, value in entry.parameters.items()),
        )
        for entry in write_out(checked_catalogue(register, listed_in=catalogue), register).entries
    ]
    return pd.DataFrame(rows, columns=["slug", "title", "kind", "parameters"])


def left_out(left: Iterable[Left], register: Register, *, folded: bool) -> Iterator[str]:
    """Yield what the matrices of the catalogue leave out, by reason; ``folded`` only how many."""
    from analysis.publish.overview import reasons_of

    reasons = list(reasons_of(register, left))
    for reason in reasons:
        yield f"Not built, {reason['count']}: {reason['why']}."
        for one in () if folded else reason["about"]:
            head = f"{one['head']}: " if one["head"] else ""
            yield f"  {head}{', '.join(one['names'])}"
    if reasons and folded:
        yield "--explain names them."
