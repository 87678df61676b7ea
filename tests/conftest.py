"""Shared inputs: the shipped register, and small made-up tables built row by row."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis import load_register
from analysis.store.handed import forget, hand_over
from analysis.store.loading import Tables, end_of_date

DAY = "datetime64[s]"


@pytest.fixture(scope="session", autouse=True)
def register():
    """The register that ships with the package, as of its vintage: loaded once for all tests."""
    yield hand_over(None, load_register)
    forget()


@pytest.fixture(scope="session")
def builder():
    """A process that has loaded everything and builds in children; asked, it gives the child."""
    command = [sys.executable, "-m", "tests.builder"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, cwd=root, text=True, **pipes) as process:
        assert process.stdout.readline() == "ready\n"

        def ask(**order):
            process.stdin.write(json.dumps(order, default=str) + "\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield ask
        process.stdin.close()


def frame(rows, columns, days=(), dtypes=None):
    table = pd.DataFrame(rows, columns=columns)
    for column in days:
        table[column] = pd.to_datetime(table[column].replace("", None)).astype(DAY)
    return table.astype(dtypes or {})


def make_events(*rows):
    """Events from (treaty, state, date, kind) and optional values by name."""
    columns = ["treaty", "state", "date", "kind", "effect", "actor", "aim", "body"]
    columns += ["summary", "sources"]
    full = []
    for treaty, state, date, kind, *more in rows:
        values = {"actor": "state", "aim": "", "body": "", "effect": "", "summary": ""}
        values["sources"] = "one;two"
        values.update(more[0] if more else {})
        full.append([treaty, state, date, kind, *(values[name] for name in columns[4:])])
    table = frame(full, columns, days=["effect"])
    table["day"] = end_of_date(table["date"].astype("str"))
    table["event"] = (
        table["treaty"] + "." + table["state"] + "." + table["date"] + "." + table["kind"]
    )
    table["votes_for"] = pd.array([pd.NA] * len(table), dtype="Int64")
    table["votes_against"] = table["votes_for"]
    return table


def make_treaties(*rows):
    """Treaties with the clauses of the humanitarian conventions, changed by name."""
    base = {
        "code": "ban",
        "name": "Ban",
        "noun": "ban",
        "family": "humanitarian",
        "opened": "2000-01-01",
        "entered_into_force": "2001-01-01",
        "ended": "",
        "entry_trigger": "nth_deposit",
        "entry_trigger_count": "2",
        "entry_required_states": "",
        "entry_later_after": "trigger",
        "terms": "",
        "nature": "treaty",
        "entry_general_period": "P6M",
        "entry_general_day": "first_of_month",
        "entry_later_period": "P6M",
        "entry_later_day": "first_of_month",
        "withdrawal_period": "P6M",
        "withdrawal_day": "fixed",
        "withdrawal_conflict_tail": "yes",
        "withdrawal_tail_until": "that_conflict",
        "withdrawal_condition": "open",
        "withdrawal_with": "",
        "withdrawal_alone": "",
        "entry_not_before": "",
        "suspension_clause": "no",
        "covered_to": "2030-01-01",
        "sources": "one",
    }
    full = [{**base, **row} for row in (rows or ({},))]
    days = ["opened", "entered_into_force", "ended", "covered_to", "entry_not_before"]
    return frame(full, list(base), days=days)


def make_tables(events, treaties=None, groups=(), borders=(), conflicts=(), disputes=(), gaps=()):
    """Tables of a made-up world: states AAA to FFF."""
    codes = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"]
    states = pd.DataFrame({"state": codes, "name": codes, "short_name": codes})
    for column in ("region", "sub_region", "intermediate_region"):
        states[column] = ""
    states["un_status"] = "member"
    states["start"] = pd.Series(pd.NaT, index=states.index, dtype=DAY)
    states["end"] = states["start"]
    group_rows = [(g, g.upper(), s, start, end, "member") for g, s, start, end in groups]
    return Tables(
        folder=None,
        version="test",
        vintage=pd.Timestamp("2030-01-01").as_unit("s"),
        events=make_events(*events),
        treaties=make_treaties() if treaties is None else treaties,
        states=states,
        groups=frame(
            group_rows,
            ["group", "group_name", "state", "start", "end", "standing"],
            days=["start", "end"],
        ),
        borders=frame(borders, ["state_a", "state_b", "km"], dtypes={"km": "float64"}),
        conflicts=frame(conflicts, ["state", "start", "end"], days=["start", "end"]),
        disputes=frame(
            [row if len(row) == 9 else (*row, "") for row in disputes],
            ["treaty", "state", "act", "date", "start", "end", "applied", "reason", "claimed"],
            days=["start", "end", "claimed"],
        ),
        gaps=frame(
            gaps,
            ["treaty", "states", "missing", "start", "end", "known_since", "sources", "note"],
            days=["start", "end", "known_since"],
        ),
        published=frame([], ["treaty", "period", "counted", "published", "difference"]),
        totals=frame([], ["treaty", "day", "measure", "published", "difference"], days=["day"]),
        sources=pd.DataFrame({"source": ["one", "two"]}),
    )
