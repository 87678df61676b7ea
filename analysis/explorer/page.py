"""The page: a day slider over map, count and table, in one file that asks for nothing.

The script is plain and in the page: it looks answers up and draws; a library of charts or of
maps would be ten times as large and would do no more. Its digest stands in the policy of the page,
so that the browser runs this script and no other. Equal data give equal bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from markupsafe import Markup

from analysis.drawing.views import is_mapped
from analysis.explorer.record import record
from analysis.explorer.states import number
from analysis.export.fonts import face_rules
from analysis.export.html import style_of
from analysis.export.signs import look
from analysis.export.templating import page_templates
from analysis.language.days import format_day, format_day_short
from analysis.law.regions import find_region
from analysis.register import Register
from analysis.store.folder import PACKAGE
from analysis.store.loading import rows_of
from analysis.subject.missing import UNDATED_SHORT
from analysis.terms.days import date_or_none
from analysis.terms.errors import RollbackError
from analysis.terms.stages import POLITICAL_STAGES, STAGES
from analysis.terms.stages import TERMS as STAGE_TERMS
from analysis.terms.statuses import TERMS, TOLD

_HEADING = "Who is bound, on any day"
_TEMPLATES = PACKAGE / "explorer" / "templates"
#: The question that the page opens with: that of the story.
_TREATY, _REGION = "apmbc", "eastern-flank"
#: The lines of a hatch on a map, in a square of eight units, by its name in ``look.json``.
_HATCHES = {
    "...": "<circle cx='2' cy='2' r='1'/><circle cx='6' cy='6' r='1'/>",
    "////": "<path d='M-2 2L2 -2M0 8L8 0M6 10L10 6' stroke-width='1.6'/>",
    "|||": "<path d='M2 0V8M6 0V8' stroke-width='1.2'/>",
    "xxx": "<path d='M0 0L8 8M8 0L0 8' stroke-width='1.1'/>",
}


def explore_page(register: Register) -> str:
    """Return the page about all treaties, regions and days of a register, as HTML.

    It opens with the mine ban on NATO's eastern flank, or with the first treaty and the world where
    the register has none of that. Raises ``RollbackError`` for a register without a map.
    """
    if not is_mapped(str(register.tables.folder), register.tables.states["state"].tolist()):
        raise RollbackError(
            "this register has no map (geography/world.geojson), and the page is made around one"
        )
    codes = register.codes()
    treaty = _TREATY if _TREATY in codes else codes[0]
    known = set(register.tables.groups["group"])
    region = _REGION if "nato" in known else "world"
    asked = register.as_of(register.default_day(treaty))
    kept = record(register) | {
        "start": {"treaty": treaty, "region": region, "day": number(asked.day)},
        "undated": UNDATED_SHORT,
        "codes": ["", *STAGES],
        "political": len(POLITICAL_STAGES),
        "areas": {status: term.look.area for status, term in TERMS.items()},
        "party": {"area": TERMS["party"].look.area, "tint": TERMS["party"].look.tint},
    }
    script = _read("explore.js")
    values = {
        "heading": _HEADING,
        "style": style_of("briefing.css") + Markup(_read("explore.css") + _looks()),
        "script": Markup(script),
        "digest": _digest(script),
        "record": Markup(_json(kept)),
        "patterns": Markup("".join(_patterns())),
        "signs": Markup("".join(_signs())),
        "first": format_day(register.events["day"].min()),
        "version": register.tables.version,
        "vintage": format_day(register.tables.vintage),
        "foot": kept["regions"][region]["foot"],
        **_opening(asked, treaty, region),
    }
    text = page_templates(_TEMPLATES).get_template("explore.html.j2").render(values)
    # The fonts are cut down to the characters of the page, so it is written before them.
    return text.replace("<style>", f"<style>\n{face_rules(text)}", 1)


def _opening(register: Register, treaty: str, region: str) -> dict[str, Any]:
    """Return the words and the table that stand there before the script, or without it."""
    day = format_day(register.day)
    noun = register.tables.treaty(treaty)["noun"]
    named = find_region(register.tables, region)
    table = register.status(treaty=treaty, region=region)
    held = sorted(rows_of(table), key=lambda row: (TOLD.index(row.status), row.name))
    return {
        "day_words": day,
        "finding": f"Who stands where under the {noun}",
        "caption": f"Status under the {noun} on {day}: {named.name}",
        "rows": [_row(row) for row in held],
    }


def _row(row: Any) -> dict[str, str]:
    days = {name: date_or_none(getattr(row, name)) for name in ("since", "until")}
    # A notice that runs, or has run out, is the status itself.
    own = {"withdrawing": "notified", "withdrawn": "effective"}.get(row.status)
    return {
        "state": row.state,
        "name": row.name,
        "status": row.status,
        "stage": row.stage,
        "word": TERMS[row.status].word,
        "step": STAGE_TERMS[row.stage].word if row.stage not in ("", own) else "",
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        **{f"{name}_words": format_day_short(day) if day else "" for name, day in days.items()},
    }


def _looks() -> str:
    """Return the fill of each status on the map, as style rules, and the inks of its light card."""
    fills: dict[str, str] = {
        status: f"url(#hatch-{status})" if term.look.map_hatch else term.look.area
        for status, term in TERMS.items()
    }
    fills["undated"] = "url(#hatch-undated)"
    colours = look()["colours"]
    inks = {"ink": "text", "quiet": "secondary", "ground": "paper"}
    card = "".join(f"--{name}:{colours[own]};" for name, own in inks.items())
    return f".card{{{card}}}" + "".join(
        f".look-{name}{{fill:{fill}}}" for name, fill in fills.items()
    )


def _patterns() -> list[str]:
    """Return the hatches of the map as SVG patterns: those of the maps in the briefings."""
    made = []
    for status, term in TERMS.items():
        own = term.look
        if own.map_hatch:
            ground = own.tint if own.hatch else own.area
            made.append(_pattern(status, ground, own.map_hatch, own.map_lines))
    party, suspended = TERMS["party"].look, TERMS["suspended"].look
    undated = (party.tint, suspended.map_hatch, suspended.map_lines)
    return [*made, _pattern("undated", *undated)]


def _pattern(name: str, ground: str, hatch: str, lines: str) -> str:
    return (
        f"<pattern id='hatch-{name}' width='8' height='8' patternUnits='userSpaceOnUse'>"
        f"<rect width='8' height='8' fill='{ground}'/>"
        f"<g fill='{lines if hatch == '...' else 'none'}' stroke='{lines}' stroke-width='0'>"
        f"{_HATCHES[hatch]}</g></pattern>"
    )


def _signs() -> list[str]:
    marks = look()["marks"]
    return [
        f"<symbol id='sign-{status}' viewBox='0 0 12 12'>{marks[status]['drawing']}</symbol>"
        for status in TERMS
    ]


def _json(values: Any) -> str:
    """Write values so that nothing in them can end the element that holds them."""
    written = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")
