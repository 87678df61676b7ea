"""The tables of a briefing: who stands where, what happened since, what is pending.

A table is a :class:`~analysis.blocks.model.Table`, one specification that the exporters set
in HTML and in PDF.
"""

from __future__ import annotations

from typing import cast

import pandas as pd
from pandas.api.typing import NaTType

from analysis.blocks.citations import Citations
from analysis.blocks.model import Cell, Column, Span, Table, Text, text
from analysis.language.days import format_date_short, format_day_short
from analysis.language.english import format_list
from analysis.language.numbers import NO_BREAK_SPACE, format_votes, number_word
from analysis.subject.names import STAGE_WORDS
from analysis.subject.situation import Situation
from analysis.terms.stages import STAGES
from analysis.terms.statuses import IN_FORCE, TERMS, Status

#: A region with more states than this gets a table of those alone that are not plain parties.
MOST_ROWS = 40
#: Related treaties that fit beside the main one, dates on one line.
MOST_RELATED = 1


def table_status(situation: Situation, cite: Citations) -> Table:
    """Return who stands where on the day: one row per state, grouped by how far it has gone."""
    rows, omitted = _shown(situation)
    related = _related(situation)
    columns = [
        Column("State", share=1.5),
        Column("Status", share=1.35),
        Column("Bound from", share=1.05),
        Column("Step towards leaving", share=1.75),
        Column("Notice", share=1.05),
        Column("Effect", share=1.05),
        *(Column(name, share=1.35) for name in related),
    ]
    groups: list[tuple[int, str]] = []
    body: list[tuple[Cell, ...]] = []
    for label, group in _grouped(rows):
        groups.append((len(body), label))
        body.extend(_status_row(row, situation, related, cite) for _, row in group.iterrows())
    return Table(
        name="status",
        title=f"Status under the {situation.treaty['name']}",
        subtitle=f"{situation.region.name}, {len(situation.status)} states,"
        f" as of {format_day_short(situation.day)}",
        columns=tuple(columns),
        rows=tuple(body),
        groups=tuple(groups),
        foot=_status_foot(situation, omitted),
        events=cite.cited_events,
    )


def table_steps(situation: Situation, cite: Citations) -> Table:
    """Return the way out of each state on it: one row per state, one column per step."""
    stages = [stage for stage in STAGES if stage != "effective"]
    shares = {"parliament_approved": 1.4}
    columns = [Column("State", share=0.9)]
    columns += [Column(_HEADS[stage], share=shares.get(stage, 1.0)) for stage in stages]
    rows = []
    for _, row in situation.pipeline.iterrows():
        cells = [Cell(text(row["name"]))]
        for stage in stages:
            cells.append(Cell(_step_text(situation, row, stage, cite)))
        rows.append(tuple(cells))
    return Table(
        name="steps",
        title="Steps towards leaving",
        subtitle="Date on which each step was first taken on the present way out",
        columns=tuple(columns),
        rows=tuple(rows),
        foot=text(
            "Steps of the state only: a bill of single members of parliament or a citizens’"
            " initiative is in the register but is not a step of the state. A month stands where"
            " no source gives the day."
        ),
    )


_HEADS = {
    "announced": "Announced",
    "recommended": "Recommended",
    "government_approved": "Government",
    "parliament_approved": "Parliament",
    "promulgated": "Promulgated",
    "notified": "Notice",
}
_OMITTED = {
    "party": "states that are bound and have taken no step",
    "contracting": "states that have consented, are not bound yet and have taken no step",
    "none": "states that have neither signed nor joined",
}
_GROUPS = (
    ("withdrawn", "Withdrawal in effect"),
    ("withdrawing", "Notice running"),
    ("contested", "Withdrawal contested"),
    ("leaving", "On the way, no notice yet"),
    ("suspended", "Operation suspended"),
    ("party", "Bound, no step towards leaving"),
    ("contracting", "Has consented, not yet bound"),
    ("signatory", "Signed only"),
    ("none", "Neither signed nor joined"),
)


def _shown(situation: Situation) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the rows to list, each with its group, and how many of which group are left out.

    Of a large region those that stand out are listed: first plain parties are left out, then,
    if that is not enough, those that wait to be bound, then states that have never acted.
    """
    status = situation.status
    plain = (status["stage"] == "") | (status["status"] != "party")
    # A party whose notice has been given is one whose withdrawal is contested.
    contested = ~plain & status["stage"].isin(["notified", "effective"])
    groups = status["status"].where(plain, "leaving").mask(contested, "contested")
    rows = status.assign(group=groups)
    omitted: dict[str, int] = {}
    for group in _OMITTED:
        if len(rows) > MOST_ROWS:
            left_out = (rows["group"] == group) & (rows["disputed"] == "") & (rows["stage"] == "")
            omitted[group] = int(left_out.sum())
            rows = rows[~left_out]
    return rows, omitted


def _grouped(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    order = {stage: -place for place, stage in enumerate(STAGES)}
    ranked = rows.assign(rank=rows["stage"].map(order).fillna(1))
    ranked = ranked.sort_values(["rank", "notified", "name"])
    groups = [(label, ranked[ranked["group"] == key]) for key, label in _GROUPS]
    return [(label, group) for label, group in groups if len(group)]


def _related(situation: Situation) -> dict[str, pd.DataFrame]:
    """Return the related treaties that say most: those being left first, then the best kept."""
    names = situation.register.tables.treaties.set_index("code")["name"]
    tables = [(str(code), rows) for code, rows in situation.related.groupby("treaty", sort=False)]

    def weight(entry: tuple[str, pd.DataFrame]) -> tuple[int, int]:
        status = entry[1]["status"]
        going = status.isin(["withdrawing", "withdrawn", "suspended"]).sum()
        return -int(going), -int(status.isin(IN_FORCE).sum())

    chosen = sorted(tables, key=weight)[:MOST_RELATED]
    return {str(names[code]): rows.set_index("state") for code, rows in chosen}


def _status_row(
    row: pd.Series, situation: Situation, related: dict[str, pd.DataFrame], cite: Citations
) -> tuple[Cell, ...]:
    acts = _last_acts(situation, row["state"])
    marks = Span("", cite=cite.events(acts, most=1), note=_footnote(row))
    cells = [
        Cell(text(row["name"], marks)),
        _status_cell(row),
        Cell(text(_day(row["bound_from"]))),
        Cell(text(_step_words(row, situation))),
        Cell(text(format_date_short(row["notified"]))),
        Cell(text(_day(row["bound_until"]))),
    ]
    for table in related.values():
        cells.append(_status_cell(table.loc[row["state"]]))
    return tuple(cells)


def _status_cell(row: pd.Series) -> Cell:
    word = TERMS[cast(Status, row["status"])].word
    disputed = " (disputed)" if row["disputed"] else ""
    return Cell(text(word + disputed), mark=row["status"])


def _footnote(row: pd.Series) -> str:
    reason = row["disputed"]
    listed = "" if row["status"] == "suspended" else " The depositary lists the state as a party."
    return f"Disputed: {reason}.{listed}" if reason else ""


def _last_acts(situation: Situation, state: str) -> list[str]:
    """Return the acts that put a state where it stands: its last consent and its notice."""
    events = situation.register.events
    own = events[(events["treaty"] == situation.code) & (events["state"] == state)]
    legal = own[own["kind"].isin(["withdrawal_notified", *_CONSENTS, "signature"])]
    return legal.sort_values("day")["event"].tolist()[-1:]


_CONSENTS = ("ratification", "acceptance", "approval", "accession", "succession")


def _step_words(row: pd.Series, situation: Situation) -> str:
    stage = row["stage"]
    if not stage:
        return "none"
    steps = situation.pipeline.set_index("state")
    own = steps.loc[row["state"]]
    vote = (
        f", {format_votes(own['vote'])}" if stage == "parliament_approved" and own["vote"] else ""
    )
    if stage in ("notified", "effective"):
        return STAGE_WORDS[stage]
    return f"{STAGE_WORDS[stage]}, {format_date_short(own[stage])}{vote}"


def _step_text(situation: Situation, row: pd.Series, stage: str, cite: Citations) -> Text:
    date = row[stage]
    if not date:
        return text("–")
    kind = "withdrawal_notified" if stage == "notified" else stage
    key = cite.act(situation.code, row["state"], date, kind)
    vote = ""
    if stage == "parliament_approved" and row["vote"]:
        vote = f", {format_votes(row['vote'])}"
    shown = format_date_short(date).replace(" ", NO_BREAK_SPACE) + vote
    return text(shown, Span("", cite=cite.events([key], most=1)))


def _day(day: pd.Timestamp | NaTType) -> str:
    return "" if isinstance(day, NaTType) else format_day_short(day)


def _status_foot(situation: Situation, omitted: dict[str, int]) -> Text:
    words = (
        "Bound from: the day the treaty entered into force for the state, computed from its"
        " deposit. Effect: the day the withdrawal took or takes effect."
    )
    left_out = [
        f"{number_word(count)} {_OMITTED[group]}" for group, count in omitted.items() if count
    ]
    if left_out:
        words += f" Not shown: {format_list(left_out)}."
    undated = situation.undated[situation.undated["state"].isin(situation.members)]
    names = undated["state"].map(situation.names)
    if len(undated):
        words += f" Day of deposit not known, not counted yet: {format_list(names)}."
    return text(words)
