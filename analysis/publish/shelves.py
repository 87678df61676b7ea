"""The page over all briefings as plain data: shelves of cards, the matrix with its links, filters.

What a card says stands in the manifest of its briefing, what the page says beside the cards in an
overview of the data (:mod:`analysis.publish.overview`); without one the page has cards alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.language.days import format_date
from analysis.language.english import sentence_case
from analysis.language.numbers import agree, counted, format_number
from analysis.publish.manifest import FEED
from analysis.terms.statuses import STATUSES, TERMS, TOLD

Data = dict[str, Any]
#: What briefings of each kind are called together, in the order in which they stand.
KINDS: Mapping[str, str] = {
    "changes": "What changed",
    "world": "The world",
    "regional": "Regions under a treaty",
    "treaty": "Treaties",
    "state": "States",
    "audit": "News stories, claim by claim",
    "annex": "Annexes: tests, rates and the full method",
}
#: The shelves with more than one kind; any other kind has its own, behind these where it is new.
_TOGETHER: Mapping[str, str] = {
    "changes": "What changed, and the world",
    "world": "What changed, and the world",
}
#: What cannot have happened stands apart, and last.
HYPOTHETICAL = "Hypothetical"


def page_of(cards: Sequence[Data], failed: Sequence[Data], overview: Data | None = None) -> Data:
    """Return the page as plain data, for :func:`analysis.export.html.index_page`.

    ``cards`` and ``failed`` are those of :mod:`analysis.publish.index`.
    """
    broken = {one["slug"] for one in failed}
    names = _names(overview or {})
    shown = [_card(card, names, broken=card["slug"] in broken) for card in cards]
    left = list(overview["left"]) if overview else []
    return {
        "lead": _lead(shown),
        "alarm": _alarm(len(failed)),
        "feed": FEED if overview else "",
        "overview": _told(overview) if overview else {},
        "matrix": _matrix(overview, shown) if overview else {"rows": []},
        "statuses": STATUSES,
        "legend": [(status, TERMS[status].word) for status in TOLD],
        "filters": list(_filters(shown, names, overview or {})),
        "shelves": list(_shelves(shown)),
        "failed": list(failed),
        "left": [{**one, "count": format_number(one["count"])} for one in left],
        "left_told": _left_told(left),
    }


def _lead(cards: Sequence[Data]) -> str:
    if not cards:
        return "No briefing has been built into this folder yet."
    days = sorted(card["as_of"] for card in cards)
    spread = f"as of {format_date(days[-1])}"
    if days[0] != days[-1]:
        spread = f"as of days from {format_date(days[0])} to {format_date(days[-1])}"
    return f"{counted(len(cards), 'briefing', 'briefings').capitalize()}, {spread}."


def _alarm(count: int) -> str:
    """Say at the head of the page that something could not be built."""
    if not count:
        return ""
    return f"{counted(count, 'briefing', 'briefings').capitalize()} could not be built."


def _left_told(left: Sequence[Data]) -> str:
    total = sum(one["count"] for one in left)
    more = "One more" if total == 1 else f"{format_number(total)} more"
    return (
        f"{more} of the catalogue would have nothing to say that another does not, and so"
        f" {agree(total, 'is', 'are')} not built:"
    )


def _told(overview: Data) -> Data:
    return {
        **overview,
        "told": format_date(overview["day"]),
        "vintage_told": format_date(overview["vintage"]),
    }


def _names(overview: Data) -> dict[str, dict[str, str]]:
    """Return the names of regions, treaties and states by their codes."""
    rows = [row for group in overview.get("groups", ()) for row in group["rows"]]
    treaties = [one for family in overview.get("families", ()) for one in family["treaties"]]
    return {
        "region": {row["region"]: row["name"] for row in rows},
        "treaty": {one["code"]: one["name"] for one in (*treaties, *overview.get("few", ()))},
        "state": {one["code"]: one["name"] for one in overview.get("states", ())},
    }


def _card(card: Data, names: Mapping[str, Mapping[str, str]], *, broken: bool) -> Data:
    given, place = card["given"], f"{card['slug']}/{card['slug']}"
    about = {part: str(given.get(part, "")) for part in ("region", "treaty", "state")}
    told = [
        names[part].get(code, code)
        for part, code in about.items()
        if code and not (part == "region" and code == "world")
    ]
    kind = card["kind"] or "other"
    return {
        **card,
        **about,
        "kind": kind,
        "about": " · ".join(told) or KINDS.get(kind, card["slug"]),
        "page": f"{place}.html",
        "pdf": f"{place}.pdf",
        "broken": broken,
    }


def _shelves(cards: Iterable[Data]) -> Iterable[Data]:
    """Yield the cards by kind, the latest day first; all that is hypothetical in the end."""
    names = {kind: _TOGETHER.get(kind, name) for kind, name in KINDS.items()}
    found: dict[str, list[Data]] = {name: [] for name in names.values()}
    apart = []
    for card in sorted(cards, key=lambda one: one["as_of"], reverse=True):
        if card["assumed"]:
            apart.append(card)
        else:
            name = names.get(card["kind"], sentence_case(card["kind"]))
            found.setdefault(name, []).append(card)
    for name, own in found.items():
        if own:
            yield {"name": name, "cards": own, "dashed": False}
    if apart:
        yield {"name": HYPOTHETICAL, "cards": apart, "dashed": True}


def _matrix(overview: Data, cards: Sequence[Data]) -> Data:
    """Return the matrix with the briefings that its cells and heads lead to."""
    families = overview["families"]
    treaties = [
        {**one, "first": not at} for family in families for at, one in enumerate(family["treaties"])
    ]
    pages = _pages(cards)

    def leads(region: str, treaty: Data) -> str:
        days = pages.get((region, treaty["code"]), {})
        # That of the very day that the cell tells of, or else the latest.
        return days.get(treaty.get("day", "")) or (days[max(days)] if days else "")

    rows = [
        {
            "name": group["name"] if len(group["rows"]) > 1 else "",
            "rows": [
                {
                    "name": row["name"],
                    "cells": [
                        _cell(cell, treaty, leads(row["region"], treaty))
                        for cell, treaty in zip(row["cells"], treaties, strict=True)
                    ],
                }
                for row in group["rows"]
            ],
        }
        for group in overview["groups"]
    ]
    return {
        "treaties": [{**one, "href": leads("world", one)} for one in treaties],
        "rows": rows,
        "few": [{**one, "href": leads("world", one)} for one in overview["few"]],
    }


#: What a cell says that has no sign of its own and leads to a briefing all the same.
_FEW: Data = {"status": "none", "steps": False, "words": "few of its states could be bound"}


def _cell(cell: Data | None, treaty: Data, href: str) -> Data:
    """Return a cell with what it leads to, and how it looks: the first of a family, with a step."""
    own = cell or (_FEW if href else {"status": "", "steps": False})
    look = ["first"] * bool(treaty["first"]) + ["step"] * bool(own["steps"])
    return {**own, "look": " ".join(look), "href": href}


def _pages(cards: Iterable[Data]) -> dict[tuple[str, str], dict[str, str]]:
    """Return the pages on a region under a treaty by day; that on a treaty is about the world."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for card in cards:
        if card["kind"] not in ("regional", "treaty") or card["assumed"]:
            continue
        region = card["region"] if card["kind"] == "regional" else "world"
        own = found.setdefault((region, card["treaty"]), {})
        # Of the world the briefing of the treaty itself comes first.
        if card["kind"] == "treaty" or card["as_of"] not in own:
            own[card["as_of"]] = card["page"]
    return found


def _filters(
    cards: Sequence[Data], names: Mapping[str, Mapping[str, str]], overview: Data
) -> Iterable[Data]:
    """Yield what cards can be chosen by: only values that some card has."""
    kinds = [kind for kind in (*KINDS, *sorted({card["kind"] for card in cards} - set(KINDS)))
             if any(card["kind"] == kind for card in cards)]  # fmt: skip
    yield {
        "name": "kind",
        "label": "Kind",
        "options": [
            {"value": kind, "words": KINDS.get(kind, sentence_case(kind))} for kind in kinds
        ],
    }
    for part, label in (("region", "Region"), ("treaty", "Treaty")):
        there = {card[part] for card in cards if card[part]}
        ordered = sorted((names[part].get(code, code), code) for code in there)
        options = [{"value": code, "words": name} for name, code in ordered]
        yield {"name": part, "label": label, "options": options}
    yield {"name": "state", "label": "State", "options": list(_states(cards, overview))}
    days = sorted({card["as_of"] for card in cards}, reverse=True)
    options = [{"value": day, "words": format_date(day)} for day in days]
    yield {"name": "day", "label": "Day", "options": options}


def _states(cards: Iterable[Data], overview: Data) -> Iterable[Data]:
    """Yield the states that a card is about, or a region with a card has as a member."""
    own, regions = set(), set()
    for card in cards:
        own.add(card["state"])
        regions.add(card["region"])
    listed = {one["code"]: one for one in overview.get("states", ())}
    for code in sorted(own - set(listed) - {""}):
        yield {"value": code, "words": code, "regions": ""}
    for code, one in listed.items():
        inside = [region for region in one["regions"] if region in regions]
        if inside or code in own:
            yield {"value": code, "words": one["name"], "regions": " ".join(inside)}
