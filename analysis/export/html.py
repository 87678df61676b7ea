"""A briefing as HTML: one self-contained page, or one block inside a notebook.

The page loads nothing and runs nothing: fonts and figures are in it, and its own policy
forbids the rest. Every text is escaped by the template engine.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from analysis.export.apostrophes import curled
from analysis.export.citing import citation_of
from analysis.export.document import (
    TEMPLATES,
    Data,
    compose,
    letters,
    number_texts,
    prepare,
    safe_address,
)
from analysis.export.fonts import face_rules
from analysis.export.pictures import load_picture
from analysis.export.sheets import sheet_of
from analysis.export.signs import look
from analysis.export.templating import page_templates
from analysis.terms.errors import BriefingFailed

#: A cell of more letters than these holds words, and of more than these a sentence.
_SHORT, _LONG = 14, 40


def page(blocks: Sequence[Data], meta: Mapping[str, Any]) -> str:
    """Return a whole briefing as one HTML document.

    ``meta`` may give title, as_of, as_of_day, data_version, subject, lang, author and
    regenerate; what it leaves out is read from the front block. Raises ``BriefingFailed`` when
    a figure has no alternative text.
    """
    return set_page(compose(blocks, meta))


def set_page(document: Data) -> str:
    """Return a composed document (:func:`analysis.export.document.compose`) as HTML."""
    blocks = [_for_screen(block, document["meta"]["slug"]) for block in document["blocks"]]
    document = curled({**document, "blocks": blocks})
    blocks, known = document["blocks"], document["meta"]
    sections = _number_sections(blocks)
    parts = (
        f"As of {known['as_of']}" if known["as_of"] else "",
        f"Data {known['data_version']}" if known["data_version"] else "",
        "Hypothetical" if document["front"]["assumed"] else "",
        known["subject"],
    )
    template = _environment().get_template("briefing.html.j2")
    grounds = _grounds([document["front"], *blocks])
    values = {
        "linked": True,
        "why": {fact: ground["id"] for fact, ground in grounds.items()},
        "grounds": list({ground["id"]: ground for ground in grounds.values()}.values()),
        "sections": sections,
        "parts": [part for part in parts if part],
        "parts_of_page": _parts_of_page(blocks),
        "summary": _summary(document),
        "citation": citation_of(document),
    }
    text = template.render(**document, **values, style=_style("briefing.css"))
    # The fonts are cut down to the characters of the page, so it is written before them; no
    # text can hold this tag, for every text is escaped.
    return text.replace("<style>", f"<style>\n{face_rules(text)}", 1)


def index_page(page: Mapping[str, Any]) -> str:
    """Return the page over all briefings of a folder, from plain data.

    ``page`` is what :func:`analysis.publish.shelves.page_of` returns. The page reads in full
    without its script, which filters the cards; its policy names the script by its digest and
    forbids any other.
    """
    template, script = _environment().get_template("index.html.j2"), _script("index.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    style = _style("index.css") + _signs(page["statuses"])
    text = template.render(**curled(page), style=style, script=script, digest=digest)
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
        block=curled(ready),
        notes=notes,
        cited={},
        why={},
        linked=False,
        style=_style("fragment.css"),
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


def _for_screen(block: Data, slug: str) -> Data:
    """Return a block with what only a page on a screen needs: its numbers as a file."""
    if block["kind"] not in ("figure", "table"):
        return dict(block)
    sheet = sheet_of(block, slug or "briefing")
    ready = {**block, **({"sheet": sheet} if sheet else {})}
    return ready | ({"stacked": _is_stacked(block)} if block["kind"] == "table" else {})


def _is_stacked(table: Data) -> bool:
    """Say whether the rows of a table become cards on a phone: many columns, and words in them.

    A grid of signs or of numbers stays one.
    """
    words = [
        sum(len(span["text"]) for span in cell["text"]) for row in table["rows"] for cell in row[1:]
    ]
    count = len(table["columns"])
    return count > 2 and max(words, default=0) > (_SHORT if count > 3 else _LONG)


def _parts_of_page(blocks: Sequence[Data]) -> list[Data]:
    """Return the blocks in parts: each folded section is one, with its heading."""
    parts: list[Data] = [{"heading": None, "blocks": []}]
    for block in blocks:
        begins = block["kind"] == "heading" and block["level"] == 2
        if begins and block["folded"]:
            parts.append({"heading": block, "blocks": []})
            continue
        if begins and parts[-1]["heading"]:
            parts.append({"heading": None, "blocks": []})
        parts[-1]["blocks"].append(block)
    return [part for part in parts if part["blocks"]]


def _grounds(blocks: Sequence[Data]) -> dict[str, Data]:
    """Return by fact what its numbers rest on; facts that rest on the same share one note."""
    found: dict[str, Data] = {}
    known: dict[str, str] = {}
    for ground in (one for block in blocks for one in block.get("grounds", ())):
        content = repr({**ground, "fact": ""})
        name = known.setdefault(content, f"why-{len(known) + 1}")
        listed = [*ground["acts"], *ground["pages"]]
        safe = [{**one, "url": safe_address(one["url"])} for one in listed]
        found.setdefault(ground["fact"], {**ground, "id": name, "listed": safe})
    return found


def _summary(document: Data) -> str:
    """Return what a preview of a link says under the title: the first finding, or the subject."""
    found = ("".join(span["text"] for span in one) for one in document["front"]["findings"])
    return next((one.strip() for one in found if one.strip()), document["meta"]["subject"])


def _number_sections(blocks: Sequence[Data]) -> list[Data]:
    sections = [block for block in blocks if block["kind"] == "heading" and block["level"] == 2]
    for number, block in enumerate(sections, start=1):
        block["id"] = f"section-{number}"
    return sections


@cache
def _environment() -> Environment:
    environment = page_templates(TEMPLATES)
    environment.filters["drawing"] = _drawing
    environment.globals.update(letters=letters, look=look())
    return environment


def _drawing(svg: str) -> Markup:
    """Let a drawing through unescaped: only what ``clean_svg`` or the templates wrote."""
    return Markup(svg)


def _signs(statuses: Sequence[str]) -> Markup:
    """Return the rules that draw the sign of each status as the mask of an element of its colour.

    A page with thousands of them is laid out in a third of the time that drawings would take.
    """
    rules = []
    for status in statuses:
        mark = look()["marks"][status]
        width = f"{mark['width']:g}"
        drawn = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} 12'>"
        drawn = base64.b64encode(f"{drawn}{mark['drawing']}</svg>".encode()).decode("ascii")
        rules.append(f".sign.mark-{status}{{mask-image:url(data:image/svg+xml;base64,{drawn})}}")
    return Markup("".join(rules))


@cache
def _script(name: str) -> Markup:
    """Return a script as it is to stand in a page, to the character."""
    return Markup((TEMPLATES / name).read_text("utf-8"))


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
