"""The feed of changes (Atom, RFC 4287): what changed under the treaties in the year up to the data.

Every entry has an identifier and a day that follow from what happened: whoever reads the feed meets
a change once, whenever and wherever it is built.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree

from analysis.language.days import format_date
from analysis.publish.manifest import INDEX

_ATOM = "http://www.w3.org/2005/Atom"
#: What identifiers are derived from; never to be changed, or all entries would be new.
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:disarmament-rollback")
TITLE = "Disarmament rollback: changes"


def feed_of(overview: Mapping[str, Any], pages: Mapping[tuple[str, str], str]) -> bytes:
    """Return the feed as XML, the latest change first.

    ``pages`` are the briefings on a treaty and on a state, by ("treaty", code) and so on; an entry
    leads to that of its treaty, of its state, or to the index. Equal input gives equal bytes.
    """
    feed = ElementTree.Element("feed", {"xmlns": _ATOM})
    _add(feed, "title", TITLE)
    _add(feed, "id", name_of("feed"))
    _add(feed, "updated", _moment(overview["vintage"]))
    _add(_add(feed, "author"), "name", "disarmament-rollback")
    _add(feed, "link", rel="alternate", type="text/html", href=INDEX)
    version, until = overview["version"], format_date(overview["vintage"])
    data = {
        "key": f"data/{version}",
        "day": overview["vintage"],
        "title": f"Data {version}",
        "words": f"Version {version} of the data, gathered up to {until}.",
        "treaty": "",
        "state": "",
    }
    for one in sorted([*overview["news"], data], key=lambda one: one["day"], reverse=True):
        _entry(feed, one, pages)
    ElementTree.indent(feed, " ")
    text: str = ElementTree.tostring(feed, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


def name_of(key: str) -> str:
    """Return the identifier of an entry, the same wherever it is built."""
    return f"urn:uuid:{uuid.uuid5(_SPACE, key)}"


def _entry(
    feed: ElementTree.Element, one: Mapping[str, Any], pages: Mapping[tuple[str, str], str]
) -> None:
    entry = _add(feed, "entry")
    _add(entry, "title", one["title"])
    _add(entry, "id", name_of(one["key"]))
    _add(entry, "updated", _moment(one["day"]))
    asked: Iterable[tuple[str, str]] = (("treaty", one["treaty"]), ("state", one["state"]))
    page = next((pages[about] for about in asked if about in pages), INDEX)
    _add(entry, "link", rel="alternate", type="text/html", href=page)
    _add(entry, "summary", one["words"])


def _add(
    parent: ElementTree.Element, tag: str, words: str = "", **given: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, given)
    element.text = words or None
    return element


def _moment(written: str) -> str:
    """Return the begin of a day as the feed writes it; of a month or a year, its first day's."""
    return f"{(written + '-01-01')[:10]}T00:00:00Z"
