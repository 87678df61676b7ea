"""A register as many times as large as the shipped one: its treaties once more, under new codes.

Every row that names a treaty is written again for each copy of it; states, groups, borders and
sources stay as they are. The copies break no rule that the originals keep, so that `rollback check`
finds nothing wrong, and the law has as much to date for each of them.

    python -m benchmarks.enlarged build/enlarged --times 10
"""

from __future__ import annotations

import argparse
import csv
import shutil
from pathlib import Path

from analysis.store.folder import default_folder
from analysis.store.loading import TABLES

#: Columns that hold the code of a treaty, and those that no two treaties share.
CODES = ("treaty", "code", "withdrawal_with")
UNIQUE = ("name", "noun")
#: What the depositary gave to one treaty, and to no copy of it.
OF_ONE = ("untc_number", "reference")
#: A name leads to one treaty: its copies go by their codes.
NAMES = "aliases"
Row = dict[str, str]


def enlarge(out: Path, times: int, data: Path | None = None) -> Path:
    """Write a data folder with each treaty so many times, and return it."""
    source = data or default_folder()
    out.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source / "geography", out / "geography", dirs_exist_ok=True)
    shutil.copy(source / "datapackage.json", out)
    _, treaties = _read(source / "treaties.csv")
    codes = {row["code"] for row in treaties}
    for table in TABLES:
        header, rows = _read(source / f"{table}.csv")
        with (out / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            # What is about no treaty of the register, such as a state or a source, is there once.
            own = [row for row in rows if {row.get("treaty"), row.get("code")} & codes]
            own = [] if table == NAMES else own
            writer.writerows(_copy(row, number) for number in range(2, times + 1) for row in own)
    return out


def _read(path: Path) -> tuple[list[str], list[Row]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def _copy(row: Row, number: int) -> Row:
    """Return a row about one more treaty of the kind."""
    keys = [column for column in (*CODES, "attempt") if row.get(column)]
    names = [column for column in UNIQUE if "code" in row and row[column]]
    again = {column: f"{row[column]}_x{number}" for column in keys}
    named = {column: f"{row[column]} {number}" for column in names}
    return {**row, **again, **named, **dict.fromkeys({*OF_ONE} & {*row}, "")}


def main() -> None:
    """Write a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--times", type=int, default=10)
    asked = parser.parse_args()
    enlarge(asked.out, asked.times)


if __name__ == "__main__":
    main()
