"""Context as known on a day: what is seen of it when, and that the shipped tables hold together."""

import csv
import io
import json

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.checks.schema import NEEDED
from analysis.cli import main
from analysis.measures.context import COLUMNS, LIMITS, context_table, votes_known
from analysis.store.known import known_since
from analysis.store.loading import default_folder, end_of_date
from analysis.terms import context as terms
from tests.conftest import make_tables


def shown(*arguments):
    result = CliRunner().invoke(main, ["context", *arguments, "--format", "csv"])
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout))), result


def published(*rows):
    """Sources that were published so, and the tables that name them."""
    held = make_tables([])
    table = pd.DataFrame(rows, columns=["source", "published"], dtype="str")
    object.__setattr__(held, "sources", table)
    return held


@pytest.mark.parametrize(
    ("sources", "day"),
    [
        ("early", "2001-05-31"),
        ("late", "2003-12-31"),
        ("late;early", "2001-05-31"),
        # What has no day of publication, or is no source, is known with the data.
        ("undated", "2030-01-01"),
        ("stranger", "2030-01-01"),
        ("undated;late", "2003-12-31"),
    ],
)
def test_a_row_is_known_from_the_first_of_its_sources_on(sources, day):
    held = published(("early", "2001-05"), ("late", "2003"), ("undated", ""))
    (found,) = known_since(held, pd.Series([sources]))
    assert f"{found:%Y-%m-%d}" == day


def test_nothing_is_told_before_a_source_of_it_was_out(register):
    tables = register.tables
    out = end_of_date(tables.sources.set_index("source")["published"])
    for day in ("2004-01-01", "2012-06-30", "2021-11-10", "2025-12-31"):
        seen = context_table(tables, pd.Timestamp(day))
        numbers = seen[seen["topic"] != "vote"]
        for keys in numbers["source"]:
            assert min(out[key] for key in keys.split(";")) <= pd.Timestamp(day)
        assert (end_of_date(seen.loc[seen["topic"] == "vote", "period"]) <= day).all()


def test_a_vote_is_seen_on_its_day_and_one_without_a_day_at_the_end_of_its_year(register):
    def cast(day):
        rows = votes_known(register.tables, pd.Timestamp(day))
        return rows.loc[rows["treaty"] == "apmbc", "day"].tolist()

    assert cast("1997-12-30") == []
    assert cast("1997-12-31") == ["1997"]
    assert cast("2003-12-07")[-1] == "2002"
    assert cast("2003-12-08")[-1] == "2003-12-08"
    # The committee's vote of October 2017 comes before the Assembly's of December.
    assert cast("2018-01-01")[-2:] == ["2017-10", "2017-12-04"]


def test_the_table_has_a_row_for_every_number_that_the_data_have(register):
    tables = register.tables
    table = context_table(tables, register.day)
    assert list(table.columns) == COLUMNS
    numbers = (
        tables.casualties[["total", "killed", "injured", "unknown"]].count().sum()
        + len(tables.stockpiles)
        + tables.resolutions[["yes", "no", "abstain"]].count().sum()
    )
    assert len(table) == numbers
    assert set(table["bound"]) <= set(terms.BOUNDS)
    edition = table[table["topic"] == "casualties"]["edition"].astype("int64")
    assert (edition > table.loc[edition.index, "period"].astype("int64")).all()


def test_without_any_context_the_table_is_empty():
    held = published(("one", "2000"))
    for name in ("casualties", "stockpiles", "resolutions"):
        columns = list(NEEDED[name])
        object.__setattr__(held, name, pd.DataFrame(columns=columns, dtype="str"))
    table = context_table(held, pd.Timestamp("2030-01-01"))
    assert table.empty
    assert list(table.columns) == COLUMNS


def test_the_command_shows_one_treaty_as_known_on_a_day():
    rows, result = shown("--treaty", "ccm", "--as-of", "2018-12-05")
    assert {row["treaty"] for row in rows} == {"ccm"}
    assert rows[-3:] == [
        {
            **dict.fromkeys(COLUMNS, ""), "treaty": "ccm", "topic": "vote",
            "period": "2018-12-05", "measure": measure, "number": number, "bound": "exact",
            "act": "plenary A/RES/73/54", "source": "unvotes_2021",
        }
        for measure, number in (("yes", "144"), ("no", "1"), ("abstain", "38"))
    ]  # fmt: skip
    assert f"Note: {LIMITS}" in result.stderr
    assert "Note" not in result.stdout


def test_of_a_treaty_without_context_the_command_says_so():
    rows, result = shown("--treaty", "npt")
    assert rows == []
    assert "nothing in the register answers this question" in result.stderr
    wrong = CliRunner().invoke(main, ["context", "--treaty", "ottowa-two"])
    assert wrong.exit_code == 2


@pytest.mark.parametrize(
    ("field", "table", "words"),
    [
        ("bound", "casualties", terms.BOUNDS),
        ("bound", "stockpiles", terms.BOUNDS),
        ("stock", "stockpiles", terms.STOCKS),
        ("organ", "resolutions", terms.ORGANS),
    ],
)
def test_the_words_of_the_field_are_those_of_the_schema(field, table, words):
    package = json.loads((default_folder() / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [one for one in package["resources"] if one["name"] == table]
    (spec,) = [one for one in resource["schema"]["fields"] if one["name"] == field]
    assert tuple(spec["constraints"]["enum"]) == words


def test_every_word_of_the_field_has_its_words_in_a_sentence():
    assert set(terms.BOUND_WORDS) == set(terms.BOUNDS)
    assert set(terms.ORGAN_WORDS) == set(terms.ORGANS)
    # Every word is used: a list that nothing needs is no list of the field.
    tables = (("casualties", "bound"), ("stockpiles", "bound"))
    package = default_folder()
    used = {
        row[column]
        for name, column in tables
        for row in csv.DictReader((package / f"{name}.csv").open(encoding="utf-8"))
    }
    assert used == set(terms.BOUNDS)
