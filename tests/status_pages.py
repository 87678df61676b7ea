"""Status pages made up from a register, in the structure of the UN Treaty Collection.

A page says what the events say; whoever wants it otherwise changes its text.
"""

from __future__ import annotations

from datetime import date
from html import escape

from analysis.language.days import MONTHS
from analysis.terms.acts import CONSENT_KINDS

LETTERS = {"ratification": "", "acceptance": "A", "approval": "AA", "accession": "a",
           "succession": "d", "consent_to_be_bound": "P"}  # fmt: skip
TITLE = (
    "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d), Consent to be bound(P)"
)


def page_of(raw, treaty, day="2026-02-25", *, left_out=(), more=()):
    """The page of a treaty as the events have it on a day.

    ``left_out`` are (state, kind) that it lacks, ``more`` rows of events that it has besides.
    """
    events = raw.frames["events"]
    own = events[(events["treaty"] == treaty) & (events["date"] <= day)]
    acts = [
        (row.state, row.kind, row.date, row.effect)
        for row in own.itertuples()
        if (row.state, row.kind) not in left_out and len(row.date) == 10
    ]
    acts += more
    treaties = raw.frames["treaties"].set_index("code")
    names = raw.frames["states"].set_index("state")["short_name"]
    number, entry = treaties.loc[treaty, ["untc_number", "entered_into_force"]]
    rows, notes = _rows(acts, names, day)
    signed, joined = (sum(cells[place] > 0 for cells in rows.values()) for place in (0, 1))
    return _PAGE.format(
        number=number,
        chapter=number.split("-")[0],
        place=number.split("-")[1],
        day=f"{day[8:]}-{day[5:7]}-{day[:4]}",
        entry=_day(entry),
        signed=signed,
        joined=joined,
        title=TITLE,
        rows="".join(cells[2] for cells in rows.values()),
        notes="".join(notes),
    )


def _rows(acts, names, day):
    rows, notes = {}, []
    for state in sorted({act[0] for act in acts if act[0] in names}):
        own = [act for act in acts if act[0] == state]
        gone = any(kind == "withdrawal_effective" for _, kind, _, _ in own)
        signature = [act for act in own if act[1] == "signature"]
        consent = [act for act in own if act[1] in CONSENT_KINDS]
        if not signature and not consent:
            continue
        mark = ""
        for _, kind, when, effect in own:
            if kind == "withdrawal_notified":
                notes.append(_note(len(notes) + 1, names[state], when, effect, day))
                mark = f'<sup><a href="#n">{len(notes)}</a></sup>'
        cells = ["".join(_cell(act, gone) for act in part) for part in (signature, consent)]
        rows[state] = (
            len(signature) * (not gone),
            len(consent) * (not gone),
            f"<tr><td>{escape(names[state])} {mark}<br></td><td>{cells[0]}</td>"
            f"<td>{cells[1]}</td></tr>\n",
        )
    return rows, notes


def _cell(act, gone):
    _, kind, when, _ = act
    written = f"{_day(when, 3)} {LETTERS.get(kind, '')}".strip()
    return f"[{written}] " if gone else f"{written} "


def _note(number, name, when, effect, day):
    took = "took" if effect <= day else "will take"
    told = f"The withdrawal {took} effect for {name} on {_day(effect)}." if effect else ""
    return (
        f'<div id="ctl00_dgNotesAll_ctl{number:02}_divNotesAll"><a name="{number}">{number}</a>'
        f"On {_day(when)}, the Government of {name} deposited with the Secretary-General a"
        f" notification of withdrawal. {told}</div>\n"
    )


def _day(written, letters=None):
    day = date.fromisoformat(written)
    return f"{day.day} {MONTHS[day.month - 1][:letters]} {day.year}"


_PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>UNTC</title></head><body>
<form action="./ViewDetails.aspx?src=TREATY&amp;mtdsg_no={number}&amp;chapter=26&amp;clang=_en">
<div id="ctl00_div3">STATUS AS AT : {day} 09:00:00 EDT</div>
<div id="ctl00_rptHead_ctl00_tcHead">CHAPTER {chapter}</div>
<div id="ctl00_rptTreaty_ctl00_tcTreaty">{place}. A convention made up</div>
<div id="ctl00_rptEIF_ctl00_tcText">{entry}, in accordance with its article.</div>
<div id="ctl00_rptStatus_ctl00_tcText">Signatories : {signed}. Parties : {joined}</div>
<table id="ctl00_tblgrid"><tr><td>Participant</td><td>Signature</td><td>{title}</td></tr>
{rows}</table>
<table id="ctl00_Table1"></table>
{notes}</form></body></html>
"""
