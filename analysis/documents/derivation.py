"""How a status is derived: the rules in plain words, each with an example from the register."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis.documents.clauses import short_day
from analysis.documents.examples import Examples, long_day
from analysis.language.english import sentence_case
from analysis.language.numbers import counted, ordinal, period_words
from analysis.register import Register

_TEMPLATES = Path(__file__).parent / "templates"


def status_page(register: Register) -> str:
    """Return the page that derives each status from acts and clauses, as Markdown.

    The words stand in ``templates/status.md.j2``; every day, name and number in an example is
    computed from the register. An example whose treaty the register lacks is left out.
    """
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters.update(
        day=long_day, short=short_day, period=period_words, ordinal=ordinal, sentence=sentence_case
    )
    environment.globals.update(counted=counted)
    template = environment.get_template("status.md.j2")
    text = template.render(examples=Examples(register), register=register)
    # Blocks that were left out leave empty lines behind.
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip("\n") + "\n"
