"""Commands as somebody sees them: on a terminal of eighty columns, a real one."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from analysis.cli import main

WIDTH = 80
STYLE = re.compile(r"\x1b\[[0-9;]*m")
#: Runs commands one after the other, each with a line before it.
SCRIPT = """
import json, sys
from analysis.cli import main
for number, words in enumerate(json.loads(sys.argv[1])):
    print("=====", number, flush=True)
    try:
        main(words, prog_name="rollback")
    except SystemExit:
        sys.stdout.flush()
"""
EXPLAINED = ("explain", "Latvia", "Ottawa", "--as-of", "2025-08-20")
OUTSIDE = ("explain", "UK", "Nuclear Ban")
CONTESTED = ("explain", "North Korea", "NPT")
WRONG = ("attempts", "--outcome", "gone")
ASKED = (
    EXPLAINED, CONTESTED, OUTSIDE, WRONG, ("attempts",), ("ledger",), ("counts",),
    ("list", "kinds"), ("list", "states"), ("source", "nl_treaty_texts"),
    ("status", "--state", "Latvia"),
    ("--help",), ("import", "--help"), *((name, "--help") for name in sorted(main.commands)),
)  # fmt: skip


@pytest.fixture(scope="module")
def told():
    """What each command says on a terminal, by its words, line by line."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", SCRIPT, json.dumps(ASKED)]
    environment = {**os.environ, "COLUMNS": str(WIDTH), "TERM": "xterm"}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment) as run:
        os.close(theirs)
        said = b""
        while chunk := _read(ours):
            said += chunk
    os.close(ours)
    assert run.returncode == 0
    plain = STYLE.sub("", said.decode("utf-8")).replace("\r\n", "\n")
    parts = re.split(r"^===== \d+\n", plain, flags=re.MULTILINE)[1:]
    found = [[line.rstrip() for line in part.splitlines()] for part in parts]
    return dict(zip(ASKED, found, strict=True))


def _read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # Nobody writes there any more.
        return b""


def test_no_line_is_wider_than_the_terminal(told):
    assert all(told.values())
    wide = [line for lines in told.values() for line in lines if len(line) > WIDTH]
    assert wide == []


def test_an_explanation_shows_its_sources(told):
    (head,) = [line for line in told[EXPLAINED] if line.startswith("date")]
    assert head.split() == ["date", "kind", "body", "sources"]
    assert any("untc_2026_02_03;" in line for line in told[EXPLAINED])
    assert "`rollback source KEY`" in told[EXPLAINED][-1]


def test_no_table_is_shown_where_there_are_no_acts(told):
    assert told[OUTSIDE][-1].split() == ["Bound", "no"]


def test_what_takes_several_lines_stands_below_itself(told):
    lines = told[CONTESTED]
    place = next(n for n, line in enumerate(lines) if line.startswith("Contested"))
    start = lines[place].index("declared")
    assert lines[place + 1][:start].isspace()
    assert lines[place + 1][start] != " "


def test_no_summary_of_a_command_is_cut(told):
    for words in (("--help",), ("import", "--help")):
        assert "..." not in " ".join(told[words][1:])


def test_wrong_usage_is_told_in_lines_broken_between_words(told):
    assert " 'refused_by_government'," in " ".join(told[WRONG])


@pytest.mark.parametrize(
    ("words", "column"), [("attempts", "outcome"), ("ledger", "followed")], ids=str
)
def test_what_came_of_it_is_always_shown(told, words, column):
    (head,) = [line for line in told[(words,)] if re.match(r"(treaty|day) ", line)]
    assert column in head.split()


def test_a_list_of_addresses_is_broken_between_them(told):
    lines = told[("source", "nl_treaty_texts")]
    addresses = [word.rstrip(";") for line in lines for word in line.split() if "://" in word]
    assert len(addresses) > 1
    assert all(";" not in one for one in addresses)


def test_a_state_has_the_name_that_answers_give_it(told):
    assert any(line.split()[:2] == ["BOL", "Bolivia"] for line in told[("list", "states")])
    assert "full_name" in told[("list", "states")][-1]


def test_no_markup_of_the_source_is_shown(told):
    assert "``" not in " ".join(told[("list", "kinds")])
