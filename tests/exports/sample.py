"""A briefing written by hand, with everything that the exporters have to cope with."""

from __future__ import annotations

from typing import Any

from analysis.blocks.model import (
    Block,
    Cell,
    Column,
    Figure,
    Front,
    Heading,
    Items,
    Prose,
    Reference,
    References,
    Span,
    Table,
    Text,
    Verbatim,
    text,
)

#: Text that would do harm, or break the layout, if anything took it for more than text.
HOSTILE = (
    "<script>alert(1)</script>",
    "</style></svg><img src=x onerror=alert(2)>",
    '#panic("stop")',
    '#image("/etc/passwd")',
    '#eval("1+1") #read("/etc/passwd")',
    "$x^2$ *bold* _slanted_ `raw` @label <label> // comment /* comment */",
    "= Heading - item + item \\ break ~ tie",
    "]]> ]] [[ {{ 7 * 7 }} {% raw %} {# no #} ${x} %s \\u{41}",
    "emoji 😀 🚀, Chinese 漢字, private \ue000, control \x07, no \u202eoverride",
    "العربية مع نص, עברית",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "https://example.org/" + "a-very-long-path/" * 8,
)

META = {
    "title": "Eastern flank: mine-ban convention, 16 April 2025",
    "as_of": "16 April 2025",
    "as_of_day": "2025-04-16",
    "data_version": "2026.11 (3f9c1d2)",
    "subject": "Mine Ban Convention, NATO members bordering Russia or Belarus",
    "lang": "en",
    "regenerate": "rollback build eastern-flank-2025-04-16",
}

FRONT = Front(
    overline="Disarmament rollback · Eastern flank · Mine Ban Convention",
    title="Five of six NATO neighbours of Russia and Belarus are moving to leave the mine ban",
    as_of="16 April 2025",
    findings=(
        text(
            Span("Latvia is the first to vote.", strong=True),
            " Its parliament approved withdrawal by 66 votes to 14 on 16 April 2025; it remains a "
            "party until six months after it gives notice.",
            Span("", cite=(1, 2)),
        ),
        text(
            Span("Four more have said they will follow.", strong=True),
            " Estonia and Poland recommended withdrawal on 18 March, Lithuania's government "
            "approved it, and Finland announced it on 1 April.",
            Span(
                "",
                cite=(2, 3),
                note="An announcement is not a step in law: none of the four "
                "has sent a notice to the depositary.",
            ),
        ),
        text("No state has given notice. All six are bound on this day", Span("", cite=(1,)), "."),
        text(
            "If all five leave, ",
            Span("191 of 2,735 km", strong=True),
            " of NATO's land border with Russia and Belarus stay under the ban, against all of "
            "it today",
            Span("", cite=(4,)),
            ".",
        ),
        text("Norway, the sixth, has said that it stays", Span("", cite=(5,)), "."),
    ),
    since_title="Since 18 March 2025",
    since=(
        text("Announced: Finland (1 April)"),
        text("Approved by parliament: Latvia (16 April)"),
        text("Notices given: none"),
    ),
    cautions=(
        text("The register covers the convention up to 1 October 2026."),
        text(
            "A date known only to the year counts from the end of that year.",
            Span("", note="This concerns one accession, which falls outside the region."),
        ),
    ),
    data_version=META["data_version"],
    subject=META["subject"],
)

_STEPS = (
    ("Latvia", 250, 430, "16 Apr, 66–14"),
    ("Lithuania", 205, 0, "government, 2 Apr"),
    ("Estonia", 180, 0, "recommended, 18 Mar"),
    ("Poland", 180, 0, "recommended, 18 Mar"),
    ("Finland", 200, 0, "announced, 1 Apr"),
    ("Norway", 0, 0, "stays"),
)


def timeline() -> str:
    """Return a drawing of the kind that the briefings show on page one."""
    rows = []
    for index, (name, start, end, label) in enumerate(_STEPS):
        y = 34 + 30 * index
        rows.append(f'<text x="0" y="{y + 4}">{name}</text>')
        if end:
            rows.append(
                f'<rect x="{start}" y="{y - 6}" width="{end - start}" height="12" '
                'fill="url(#hatch)" stroke="#D98E04" stroke-dasharray="3 2"/>'
            )
        if start:
            rows.append(f'<circle cx="{start}" cy="{y}" r="4" fill="#1F4E79"/>')
        x = max(start + 10, end + 6, 100)
        rows.append(f'<text x="{x}" y="{y + 4}" fill="#5F6368">{label}</text>')
    return (
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="482pt" '
        'height="215pt" viewBox="0 0 482 215" font-family="Source Sans Pro" font-size="8.5">'
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V6" stroke="#D98E04" stroke-width="2"/>'
        "</pattern></defs>"
        '<path d="M250 8V208" stroke="#1A1A1A" stroke-width="0.5"/>'
        '<text x="254" y="14">16 April 2025</text>' + "".join(rows) + "</svg>"
    )


def steps(height: int = 150, width: int = 482) -> str:
    """Return a step line, with what a drawing may carry and must lose."""
    points = "0,100 60,100 60,80 140,80 140,60 260,60 260,40 330,40 330,52 400,52 400,58"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" onload="alert(3)">'
        "<script>alert(4)</script><style>@import url(http://example.org/x.css); *{color:red}"
        '</style><foreignObject><p>no</p></foreignObject><image href="http://example.org/x.png" '
        'width="9" height="9"/><a href="javascript:alert(5)"><text>no</text></a>'
        '<g id="line"><polyline fill="none" stroke="#1F4E79" stroke-width="1.5" '
        f'points="{points}"/></g><use xlink:href="#line" y="30" opacity="0.3"/>'
        '<text x="405" y="60" font-family="Source Sans Pro" font-size="8.5">161 parties</text>'
        "</svg>"
    )


#: A red pixel.
PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dw"
    "HwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
)

# fmt: off
_STATES = (
    "Albania", "Austria", "Belarus", "Belgium", "Bulgaria", "Canada", "Croatia", "Cyprus",
    "Czechia", "Denmark", "Estonia", "Finland", "France", "Georgia", "Germany", "Greece",
    "Hungary", "Iceland", "Ireland", "Italy", "Kazakhstan", "Kyrgyzstan", "Latvia",
    "Liechtenstein", "Lithuania", "Luxembourg", "Malta", "Montenegro", "Netherlands", "Norway",
    "Poland", "Portugal", "Romania", "Serbia", "Slovakia", "Slovenia", "Spain", "Sweden",
    "Türkiye", "Ukraine",
)
# fmt: on
_MARKS = {
    "Latvia": ("party", "party, vote 66–14"),
    "Estonia": ("withdrawing", "withdrawing"),
    "Finland": ("withdrawn", "withdrawn"),
    "Georgia": ("none", "not a party"),
    "Kazakhstan": ("none", "not a party"),
    "Kyrgyzstan": ("signatory", "signatory"),
    "Ukraine": ("suspended", "party, suspension disputed"),
    "Cyprus": ("contracting", "contracting"),
}


def _row(number: int, state: str) -> tuple[Cell, ...]:
    mark, words = _MARKS.get(state, ("party", "party"))
    note = "The depositary's reading is kept." if state == "Ukraine" else ""
    return (
        Cell((Span(state),)),
        Cell((Span(words, note=note),), mark=mark),
        Cell((Span(f"{3 + number % 25} Dec 1997"),)),
        Cell((Span(f"{1 + number % 27} Jul 1998", cite=(1,) if number % 9 == 0 else ()),)),
        Cell((Span("ratification" if number % 3 else "accession"),)),
        Cell((Span("1 Mar 1999"),)),
        Cell((Span(str(number * 137 % 2100)),)),
        Cell((Span("parliament approved" if state == "Latvia" else ""),)),
    )


STATUS = Table(
    name="status",
    title="Latvia is a party with a vote to leave; nobody has given notice",
    subtitle="Status under the Mine Ban Convention on 16 April 2025, with the days of each act",
    columns=(
        Column("State", share=1.5),
        Column("Status", share=1.9),
        Column("Signed", share=1.3),
        Column("Deposited", share=1.4),
        Column("Instrument", share=1.3),
        Column("In force from", share=1.3),
        Column("Border, km", align="right", share=0.9),
        Column("Stage", share=1.3),
    ),
    rows=tuple(_row(number, state) for number, state in enumerate(_STATES)),
    groups=((0, "NATO neighbours and members"), (15, "Other members of the OSCE"), (31, "Others")),
    foot=text("Sources: depositary notifications", Span("", cite=(1, 3)), ". As of 16 April 2025."),
)

LONG_PROSE = (
    text(
        "The convention lets a party withdraw by giving notice to the depositary. The notice "
        "takes effect six months after it is received, or, if the state is then engaged in an "
        "armed conflict, at the end of that conflict",
        Span("", cite=(1,), note="Article 20, paragraphs 2 and 3."),
        ". A parliament's vote is not a notice; between the two lie promulgation and the letter "
        "itself. The days below follow from the clause and not from the press.",
    ),
    text(
        "Read the ",
        Span("status page of the depositary", href="https://treaties.un.org/"),
        " beside this table; a ",
        Span("hostile link", href="javascript:alert(6)"),
        " leads nowhere, and ",
        Span("this one", href="data:text/html,<script>7</script>"),
        " does not either.",
    ),
)


def _figures() -> tuple[Figure, ...]:
    return (
        Figure(
            name="timeline",
            image=timeline(),
            title="Latvia has voted; four more have announced or recommended",
            subtitle="Steps towards withdrawal, by state; dashed: scheduled if notice is given",
            alt="Timeline of six states. Latvia's parliament voted on 16 April 2025; four others "
            "have only announced or recommended; Norway stays.",
            foot=text("Sources", Span("", cite=(2, 3)), ". As of 16 April 2025."),
        ),
        Figure(
            name="participation",
            image=steps(),
            title="The count of parties falls for the first time",
            subtitle="Parties to the Mine Ban Convention, number, 1999 to 2026",
            alt="Step line rising to 166 and then falling to 161.",
            foot=text("Source", Span("", cite=(1,)), "."),
        ),
        Figure(
            name="narrow",
            image=steps(width=320),
            title="A figure of the width of the text",
            alt="The same step line, narrower.",
            width="text",
        ),
        Figure(name="pixel", image=PNG, title="", alt="A red pixel."),
    )


def _hostile() -> tuple[Block, ...]:
    lines: tuple[Text, ...] = tuple((Span(line, note=line, cite=(9,)),) for line in HOSTILE)
    return (
        Heading(title="Hostile text " + HOSTILE[0] + HOSTILE[2]),
        Items(items=lines),
        Table(
            name=HOSTILE[0],
            title=HOSTILE[3],
            subtitle=HOSTILE[1],
            columns=(Column(HOSTILE[2]), Column(HOSTILE[10]), *(Column(h) for h in HOSTILE[4:7])),
            rows=tuple(
                (Cell((Span(line),), mark="bogus"), Cell((Span(line),))) for line in HOSTILE
            ),
            groups=((1, HOSTILE[0]),),
        ),
        Figure(name=HOSTILE[2], image=steps(), title=HOSTILE[0], alt=HOSTILE[1] + HOSTILE[2] + '"'),
        Verbatim(content="\n".join(HOSTILE) + "\n\tindented"),
    )


def _references() -> References:
    titles = (
        "Convention on the Prohibition of Anti-Personnel Mines: status",
        "Saeima votes to withdraw from the convention",
        "Joint statement of the ministers of defence",
        "Land borders of the member states",
        "Statement by the Minister of Foreign Affairs",
        HOSTILE[0] + HOSTILE[3],
    )
    entries = [
        Reference(
            number=number,
            title=title,
            publisher="United Nations, Treaty Section" if number == 1 else "A publisher",
            published="2025-04-16" if number != 4 else "",
            url="javascript:alert(8)"
            if number == 6
            else f"https://example.org/{title[:30]}".replace(" ", "-"),
        )
        for number, title in enumerate(titles, start=1)
    ]
    return References(entries=tuple(entries))


def briefing(*, hostile: bool = True) -> list[dict[str, Any]]:
    """Return the blocks of the whole sample, as a notebook holds them."""
    first, second, third, pixel = _figures()
    parts: tuple[Block, ...] = (
        FRONT,
        first,
        Heading(title="Who is bound"),
        Prose(paragraphs=LONG_PROSE),
        STATUS,
        Heading(title="Participation over time"),
        Prose(paragraphs=LONG_PROSE[:1]),
        second,
        Heading(title="A narrower matter", level=3),
        Prose(paragraphs=LONG_PROSE),
        third,
        Heading(title="Nothing pending"),
        Table(
            name="pending",
            title="Notices counting down",
            columns=(Column("State"), Column("Notice"), Column("Days left", align="right")),
            rows=(),
        ),
        Items(items=(text("First"), text("Second", Span("", cite=(42,)))), ordered=True),
        pixel,
        *(_hostile() if hostile else ()),
        Heading(title="Method and sources"),
        Prose(paragraphs=LONG_PROSE[:1] * 2),
        _references(),
    )
    return [part.to_json() for part in parts]
