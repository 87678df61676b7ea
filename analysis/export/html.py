"""A briefing as HTML: one self-contained page, or one block inside a notebook.

The page loads nothing and runs nothing: fonts and figures are in it, and its own policy
forbids the rest. Every text is escaped by the template engine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.export.document import (
    TEMPLATES,
    Data,
    compose,
    letters,
    number_texts,
    prepare,
)
from analysis.export.fonts import face_rules
from analysis.export.pictures import load_picture
from analysis.export.signs import look
from analysis.terms.errors import BriefingFailed


def page(blocks: Sequence[Data], meta: Mapping[str, Any]) -> str:
    """Return a whole briefing as one HTML document.

    ``meta`` may give title, as_of, as_of_day, data_version, subject, lang, author and
    regenerate; what it leaves out is read from the front block. Raises ``BriefingFailed`` when
    a figure has no alternative text.
    """
    return set_page(compose(blocks, meta))


def set_page(document: Data) -> str:
    """Return a composed document (:func:`analysis.export.document.compose`) as HTML."""
    known = document["meta"]
    sections = _number_sections(document["blocks"])
    parts = (
        f"As of {known['as_of']}" if known["as_of"] else "",
        f"Data {known['data_version']}" if known["data_version"] else "",
        "Hypothetical" if document["front"]["assumed"] else "",
        known["subject"],
    )
    template = _environment().get_template("briefing.html.j2")
    values = {"linked": True, "sections": sections, "parts": [part for part in parts if part]}
    text = template.render(**document, **values, style=_style("briefing.css"))
    # The fonts are cut down to the characters of the page, so it is written before them; no
    # text can hold this tag, for every text is escaped.
    return text.replace("<style>", f"<style>\n{face_rules(text)}", 1)


def index_page(briefings: Sequence[Data], failed: Sequence[Data] = ()) -> str:
    """Return the page that lists briefings, by the entries of their manifests.

    ``failed`` are those that could not be built: ``slug``, ``error``, whether there is an executed
    ``notebook``, its ``link``, and whether an earlier page is ``published``.
    """
    template = _environment().get_template("index.html.j2")
    text = template.render(briefings=briefings, failed=failed, style=_style("briefing.css"))
    return text.replace("<style>", f"<style>\n{face_rules(text)}", 1)


def fragment(block: Data) -> str:
    """Return one block as HTML for an output cell, with the little style it needs."""
    ready = prepare(block)
    notes, _ = number_texts([ready], set())
    if ready["kind"] == "figure":
        try:
            load_picture(ready, re.sub(r"\W+", "-", ready["name"]) + "-")
        except BriefingFailed as error:
            ready = {"kind": "verbatim", "content": str(error)}
    template = _environment().get_template("fragment.html.j2")
    return template.render(
        block=ready, notes=notes, cited={}, linked=False, style=_style("fragment.css")
    )


def style_of(name: str) -> Markup:
    """Return a style sheet of the templates with the colours and sizes of the look."""
    return _style(name)


def warm_up() -> None:
    """Read the templates and style sheets beforehand."""
    for name in ("briefing.html.j2", "fragment.html.j2", "index.html.j2"):
        _environment().get_template(name)
    for name in ("briefing.css", "fragment.css"):
        _style(name)


def _number_sections(blocks: Sequence[Data]) -> list[Data]:
    sections = [block for block in blocks if block["kind"] == "heading" and block["level"] == 2]
    for number, block in enumerate(sections, start=1):
        block["id"] = f"section-{number}"
    return sections


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(str(TEMPLATES)),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["drawing"] = _drawing
    environment.globals.update(letters=letters, look=look())
    return environment


def _drawing(svg: str) -> Markup:
    """Let a drawing through unescaped: only what ``clean_svg`` or the templates wrote."""
    return Markup(svg)


@cache
def _style(name: str) -> Markup:
    """Return a style sheet after the colours of the look, for light and for dark screens."""
    values = look()
    light = dict(values["colours"])
    dark = dict(values["dark"])
    light |= {f"size-{use}": f"{size:g}rem" for use, size in values["screen"].items()}
    for status, mark in values["marks"].items():
        light[f"mark-{status}"] = mark["colour"]
        dark[f"mark-{status}"] = mark["dark"]
    sheet = (TEMPLATES / name).read_text("utf-8")
    sheet = sheet.replace("/* light */", _variables(light)).replace("/* dark */", _variables(dark))
    sheet = re.sub(r"/\*.*?\*/\s*", "", sheet, flags=re.DOTALL)
    rules = "".join(f".mark-{status}{{color:var(--mark-{status})}}" for status in values["marks"])
    return Markup(sheet + rules)


def _variables(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())
