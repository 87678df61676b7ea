"""What the page with the day slider answers is what the register answers, as of each day."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis import load_register
from analysis.cli import main
from analysis.explorer.answers import answers
from analysis.explorer.page import explore_page
from analysis.explorer.writing import is_written, write_page
from analysis.publish.index import write_index
from analysis.publish.known import NOTE, remember
from analysis.publish.manifest import EXPLORE, INDEX
from analysis.register import Register
from analysis.terms.acts import READINGS
from analysis.terms.errors import RollbackError

SMALL = Path(__file__).parent / "data" / "small"
ANSWER = ["status", "since", "until", "stage"]
#: A day of many entries into force, the last of a notice that was revoked, that of a claimed
#: effect, the last before a term was extended, a vote, an effect, an end, a day after the data; the
#: last before a waiver and a state's end, and the day on which it came.
DAYS = [
    "1970-03-05", "1993-06-10", "1997-12-04", "2003-01-12", "2021-02-02", "2025-04-16",
    "2025-12-27", "2026-02-05", "2030-01-01", "1994-05-29", "1994-05-30", "1991-12-25",
    "1991-12-26",
]  # fmt: skip


@pytest.fixture(scope="module")
def small():
    return load_register(SMALL)


@pytest.fixture(scope="module")
def page(small):
    return explore_page(small)


@pytest.fixture(scope="module")
def told(register):
    """The answers of the shipped register in the depositary's reading."""
    return answers(register.tables)


@pytest.fixture(scope="module")
def contested(register):
    """The register with the treaties alone under which a standing is contested."""
    tables = register.tables
    codes = set(tables.disputes["treaty"])
    treaties = tables.treaties[tables.treaties["code"].isin(codes)].reset_index(drop=True)
    events = tables.events[tables.events["treaty"].isin(codes)].reset_index(drop=True)
    return replace(register, tables=replace(tables, treaties=treaties, events=events))


def on(told, day):
    """Return the answers that hold on a day, by treaty and state."""
    held = told[told["day"] <= day].drop_duplicates(["treaty", "state"], keep="last")
    return held.set_index(["treaty", "state"])[ANSWER]


def different(told, register):
    asked = register.status_of_all().set_index(["treaty", "state"])[ANSWER]
    held = on(told, register.day).reindex(asked.index)
    held["status"] = held["status"].fillna("none")
    held["stage"] = held["stage"].fillna("")
    return asked[~((held == asked) | (held.isna() & asked.isna())).all(axis=1)]


@pytest.mark.parametrize("day", DAYS)
def test_the_answer_of_a_day_is_what_the_register_says_as_of_it(register, told, day):
    assert different(told, register.as_of(day)).empty


@pytest.mark.parametrize("reading", READINGS[1:])
def test_another_reading_of_contested_acts_is_answered_too(contested, reading):
    told = answers(contested.tables, reading)
    for day in ("2003-01-12", "2023-03-14", "2023-03-15", "2025-08-01"):
        assert different(told, contested.as_of(day).read_as(reading)).empty


def test_an_answer_is_told_once_and_begins_with_something(told):
    same = told[ANSWER].astype(str).eq(told[ANSWER].astype(str).shift()).all(axis=1)
    pair = told["treaty"] + told["state"]
    assert not (same & (pair == pair.shift())).any()
    assert (told["status"].ne("none") | told["stage"].ne(""))[pair != pair.shift()].all()


def test_the_page_may_run_its_own_script_and_nothing_else(page):
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "innerHTML" not in script
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', page)


def test_nothing_in_the_data_ends_the_element_that_holds_it(small):
    tables = small.tables
    states = tables.states.assign(
        short_name=tables.states["short_name"] + "</script><script>alert(1)"
    )
    page = explore_page(Register(replace(tables, states=states), small.day))
    assert page.count("<script>") == 1
    (kept,) = re.findall(
        r'<script type="application/json" id="record">(.*?)</script>', page, re.DOTALL
    )
    assert json.loads(kept)["states"][0][1].endswith("</script><script>alert(1)")


def test_equal_data_give_equal_bytes(small, page):
    assert explore_page(load_register(SMALL).as_of(small.day)) == page


def test_the_page_is_written_once_and_over_nothing_else(tmp_path, page):
    out = tmp_path / "reports" / "explore.html"
    runner = CliRunner()
    asked = ["explore", "--out", str(out), "--data", str(SMALL)]
    first = runner.invoke(main, asked)
    assert (first.exit_code, first.stdout) == (0, f"{out}\n")
    assert out.read_text(encoding="utf-8") == page
    assert "unchanged" in runner.invoke(main, asked).stderr
    out.write_text("<title>Somebody’s</title>", encoding="utf-8")
    refused = runner.invoke(main, asked)
    assert refused.exit_code == 1
    assert "not a page of ours" in refused.stderr
    assert out.read_text(encoding="utf-8") == "<title>Somebody’s</title>"


def test_the_index_leads_to_the_page_where_there_is_one(tmp_path, page):
    write_index(tmp_path)
    remember(tmp_path, "mark", [])
    index, noted = ((tmp_path / name).read_text(encoding="utf-8") for name in (INDEX, NOTE))
    assert EXPLORE not in index
    (tmp_path / EXPLORE).write_text(page, encoding="utf-8")
    remember(tmp_path, "mark", [])
    # What was noted before no longer holds, so that the index is written anew.
    assert (tmp_path / NOTE).read_text(encoding="utf-8") != noted
    write_index(tmp_path)
    assert f'<a href="{EXPLORE}">' in (tmp_path / INDEX).read_text(encoding="utf-8")


def test_a_page_that_was_changed_by_hand_is_written_anew(tmp_path, monkeypatch, page):
    monkeypatch.setattr("analysis.explorer.page.explore_page", lambda _: page)
    out = tmp_path / "explore.html"
    write_page(out, "mark", SMALL)
    assert is_written(out, "mark")
    assert not is_written(out, "another")
    out.write_text(out.read_text(encoding="utf-8") + "<!-- more -->", encoding="utf-8")
    assert not is_written(out, "mark")


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(RollbackError, match=r"file/explore\.html cannot be"):
        write_page(blocked / "explore.html", "mark", SMALL)
