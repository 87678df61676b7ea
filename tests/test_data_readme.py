"""The page that explains the data says of each table how many rows it has."""

import csv
import re
from pathlib import Path

import pytest

from analysis.store.folder import default_folder

PAGE = Path(default_folder()) / "README.md"
TOLD = re.findall(r"^\| `(\w+\.csv)` \| ([\d,]+) \|", PAGE.read_text(encoding="utf-8"), re.M)


def test_every_table_is_told():
    assert {name for name, _ in TOLD} == {path.name for path in PAGE.parent.glob("*.csv")}


@pytest.mark.parametrize(("name", "rows"), TOLD)
def test_a_table_has_the_rows_that_the_page_says(name, rows):
    with (PAGE.parent / name).open(encoding="utf-8", newline="") as file:
        assert int(rows.replace(",", "")) == len(list(csv.reader(file))) - 1
