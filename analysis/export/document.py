"""The blocks of a briefing made ready for setting: one document for HTML and for PDF alike.

Here the head of page one is completed, headings are put in order, footnotes and citations are
numbered and every text is cleaned, so that the two templates only have to lay it out.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from analysis.blocks.stored import complete
from analysis.export.pictures import check_alt, load_narrow, load_picture
from analysis.language.days import MONTHS, format_day
from analysis.terms.errors import BriefingFailed

#: A block, a span or the whole document, as JSON has it.
Data = dict[str, Any]

TEMPLATES = files("analysis.export") / "templates"

#: Control characters, the marks that turn the direction of text, and what no font may show
#: (private use areas and non-characters, which PDF/A forbids).
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNKNOWN = re.compile("[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]")
_BREAKS = re.compile("[\t\n\x0b\x0c\r\u2028\u2029]+")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)
_SPAN: Data = {
    "strong": False, "cite": [], "note": "", "mark": "", "cites": [], "shift": "", "told": None,
}  # fmt: skip
_DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")


def compose(
    blocks: Sequence[Data],
    meta: Mapping[str, Any],
    related: Mapping[str, str] | None = None,
    slug: str = "",
) -> Data:
    """Return one JSON-safe document from the blocks of a briefing and what is known of it.

    ``related`` are the briefings that it leads to: their short names, and the words of the links.
    ``slug`` is its own short name, where its files lie in a folder of that name.

    Keys: ``meta`` (title, as_of, as_of_day, data_version, subject, lang, author, regenerate,
    related, slug), ``front`` (the head of page one), ``blocks`` (the rest), ``notes`` (footnotes in
    order) and ``cited`` (how often each source is cited). Raises ``BriefingFailed`` for a figure
    without alternative text, a picture that cannot be read, a second front or a row too long.
    """
    body = [prepare(block) for block in blocks]
    front = _front_of(body, meta)
    body = [block for block in body if block is not front]
    if any(block["kind"] == "front" for block in body):
        raise BriefingFailed("A briefing has one front block; this one has several.")
    _order_headings(body)
    _set_beside(body)
    for index, block in enumerate(body):
        if block["kind"] == "figure":
            check_alt(block)
            load_picture(block, f"f{index}-")
            load_narrow(block, f"p{index}-")
    known = _anchor_sources(body)
    notes, cited = number_texts([front, *body], known)
    return {
        "meta": {**_complete(meta, front), "related": _links(related or {}), "slug": slug},
        "front": front,
        "blocks": body,
        "notes": notes,
        "cited": cited,
    }


def prepare(block: Data) -> Data:
    """Return a copy of a block with harmless texts and addresses, and rows of full length."""
    try:
        ready: Data = _clean(copy.deepcopy(complete(block)), "")
    except ValueError as error:
        raise BriefingFailed(f"A block cannot be set: {error}.") from error
    for span in _spans(ready):
        span.update({**_SPAN, **span, "href": safe_address(span.get("href", ""))})
    for entry in ready.get("entries", ()):
        # A source may name several pages, one after the other.
        addresses = map(safe_address, re.split(r";\s*(?=https?://)", entry["url"]))
        entry["urls"] = [address for address in addresses if address]
        entry["site"] = (
            urlsplit(entry["urls"][0]).netloc.removeprefix("www.") if entry["urls"] else ""
        )
    if ready["kind"] == "table":
        _square(ready)
    return ready


def number_texts(blocks: Sequence[Data], known: set[int]) -> tuple[list[str], dict[str, int]]:
    """Mark every footnote with its letter and every citation with its own name, in place.

    Returns the footnotes in order and how often each source is cited.
    """
    notes: list[str] = []
    cited: Counter[int] = Counter()
    for block in blocks:
        for span in _spans(block):
            if span["note"]:
                notes.append(span["note"])
                span["mark"] = letters(len(notes))
            span["cites"] = [_citation(number, cited, known) for number in span["cite"]]
    return notes, {str(number): count for number, count in sorted(cited.items())}


def _citation(number: int, cited: Counter[int], known: set[int]) -> Data:
    cited[number] += 1
    name = f"cite-{number}-{cited[number]}"
    return {"number": number, "name": name, "known": number in known}


def letters(number: int) -> str:
    """Return the mark of a footnote.

    >>> letters(1), letters(26), letters(27)
    ('a', 'z', 'aa')
    """
    mark = ""
    while number:
        number, rest = divmod(number - 1, 26)
        mark = chr(ord("a") + rest) + mark
    return mark


def day_of(words: str) -> str:
    """Find the day in a text, as ISO 8601; empty when there is none.

    >>> day_of("as of 16 April 2025"), day_of("2025-04-16"), day_of("spring")
    ('2025-04-16', '2025-04-16', '')
    """
    found = _DAY.search(words)
    try:
        if found:
            day, month, year = found.groups()
            return date(int(year), MONTHS.index(month) + 1, int(day)).isoformat()
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError:
        return ""


def _spans(block: Data) -> Iterator[Data]:
    """Yield the spans of a block in the order in which they are read."""
    for key in ("findings", "since", "due", "cautions", "paragraphs"):
        for content in block.get(key, ()):
            yield from content
    for place, content in enumerate(block.get("items", ())):
        yield from content
        for at, inner in block.get("below", ()):
            if at == place:
                yield from _spans(inner)
    for row in block.get("rows", ()):
        for cell in row:
            yield from cell["text"]
    yield from block.get("foot", ())


def _clean(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return {name: _clean(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item, key) for item in value]
    # The remedy is for whoever builds, and never printed.
    if not isinstance(value, str) or key in ("image", "phone", "remedy"):
        return value
    seen = _UNKNOWN.sub("\ufffd", _UNSEEN.sub("", value))
    if key == "data":
        return seen
    return seen.expandtabs(8) if key == "content" else _BREAKS.sub(" ", seen)


def safe_address(href: str) -> str:
    """Return an address that a reader may follow, else nothing."""
    return href if _ADDRESS.fullmatch(href) else ""


def _square(table: Data) -> None:
    width = len(table["columns"])
    for number, row in enumerate(table["rows"], start=1):
        if len(row) > width:
            raise BriefingFailed(
                f"Table {table['name']!r}: row {number} has {len(row)} cells, "
                f"but the table has {width} columns."
            )
        row.extend({"text": [], "mark": ""} for _ in range(width - len(row)))


def _anchor_sources(blocks: Sequence[Data]) -> set[int]:
    """Let the first entry of each number be the one that citations lead to."""
    known: set[int] = set()
    for entry in (entry for block in blocks for entry in block.get("entries", ())):
        entry["anchor"] = entry["number"] not in known
        known.add(entry["number"])
    return known


def _order_headings(blocks: Sequence[Data]) -> None:
    """Start below the title and never skip a level (WCAG 1.3.1, PDF/UA-1)."""
    last = 1
    for block in blocks:
        if block["kind"] == "heading":
            last = block["level"] = max(2, min(block["level"], last + 1, 6))
        elif block["kind"] in ("figure", "table"):
            # The heading of an exhibit stands one below the section it is in.
            block["rank"] = min(last + 1, 6)


def _set_beside(blocks: Sequence[Data]) -> None:
    """Note of each figure in the text column whether the next block stands beside it."""
    for block, after in pairwise([*blocks, {}]):
        kinds = (block["kind"], after.get("kind"))
        widths = (block.get("width"), after.get("width"))
        block["paired"] = kinds == ("figure", "figure") and widths == ("text", "side")


def _front_of(blocks: list[Data], meta: Mapping[str, Any]) -> Data:
    """Return the front block, or one made from the first heading or the notebook's name."""
    for block in blocks:
        if block["kind"] == "front":
            return block
    heading = next((block for block in blocks if block["kind"] == "heading"), None)
    title = meta.get("title") or (heading and heading["title"]) or meta.get("name") or "Briefing"
    if blocks and blocks[0] is heading and heading["title"] == title:
        del blocks[0]
    words = {"kind": "front", "overline": "", "title": title, "as_of": meta.get("as_of", "")}
    return prepare({**words, "findings": []})


def _links(related: Mapping[str, str]) -> list[Data]:
    """Return where other briefings lie: each in a folder of its own name, beside this one."""
    return [
        {"words": words, "place": f"../{slug}/{slug}"} for slug, words in sorted(related.items())
    ]


def _complete(meta: Mapping[str, Any], front: Data) -> Data:
    """Fill what is not known of a briefing from its front."""
    as_of = str(meta.get("as_of") or front["as_of"])
    day = str(meta.get("as_of_day") or day_of(as_of))
    if day and day == as_of:
        as_of = format_day(date.fromisoformat(day))
    front["as_of"] = front["as_of"] if front["as_of"] not in ("", day) else as_of
    lang = str(meta.get("lang") or "en")
    complete = {
        "title": meta.get("title") or front["title"],
        "as_of": as_of,
        "as_of_day": day,
        "data_version": meta.get("data_version") or front["data_version"],
        "subject": meta.get("subject") or front["subject"],
        "lang": lang if re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", lang) else "en",
        "author": meta.get("author") or "disarmament-rollback",
        "regenerate": meta.get("regenerate") or front["again"],
    }
    cleaned: Data = _clean({key: str(value) for key, value in complete.items()}, "")
    return cleaned
