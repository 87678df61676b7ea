"""How a briefing is cited: one line of text, the same for BibTeX, and the licence."""

from __future__ import annotations

import re

from analysis.export.document import Data
from analysis.export.names import slug_of

#: What LICENSE and data/datapackage.json say, in a line.
LICENCE = (
    "The data are given under CC0 1.0, the shapes of the maps under BSD-3-Clause, the code and the "
    "templates under the MIT licence; please name the source."
)
AUTHORS = "The disarmament-rollback authors"
#: What BibTeX reads as markup, and how it is written instead.
_MARKUP = {"\\": "\\textbackslash{}", **{sign: f"\\{sign}" for sign in "{}&%$#_"}}


def citation_of(document: Data) -> dict[str, str]:
    """Return how to cite a composed document: ``plain``, ``bibtex`` and ``licence``.

    The year is that of the version of the data, or of the as-of day where none is named: the clock
    is never read.
    """
    known = document["meta"]
    day, version, title = known["as_of"], known["data_version"], known["title"].rstrip(".")
    year = (re.match(r"\d{4}", version) or re.match(r"\d{4}", known["as_of_day"]) or [""])[0]
    notes = [f"As of {day}" if day else "", f"data version {version}" if version else ""]
    note = ", ".join(part for part in notes if part)
    plain = f"{AUTHORS}{f' ({year})' if year else ''}. {title}. {note}{'. ' if note else ''}"
    fields = {
        "author": f"{{{_escaped(AUTHORS)}}}",
        "title": f"{{{_escaped(title)}}}",
        "year": year,
        "note": _escaped(note),
    }
    lines = [f"  {name:<6} = {{{value}}}," for name, value in fields.items() if value]
    key = known["slug"] or slug_of(title)
    bibtex = "\n".join([f"@misc{{{key},", *lines, "}"])
    return {"plain": plain.strip(), "bibtex": bibtex, "licence": LICENCE}


def _escaped(words: str) -> str:
    return "".join(_MARKUP.get(sign, sign) for sign in words)
