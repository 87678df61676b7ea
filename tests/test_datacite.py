"""The DataCite record of the data: whole, current, of whoever made the data, and without a DOI."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.store.folder import default_folder
from analysis.versions.beginning import begin_register
from analysis.versions.datacite import DATACITE, UNAVAILABLE, datacite_record

ROOT = Path(__file__).resolve().parents[1]
#: What the JSON form of DataCite's schema 4.5 asks of every record, beside the DOI.
REQUIRED = {"creators", "titles", "publisher", "publicationYear", "types", "schemaVersion"}
PEOPLE = [
    {"title": "A. Keeper", "role": "author"},
    {"title": "An institute", "role": "publisher"},
]


def package_of(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture
def shipped():
    return package_of(default_folder())


@pytest.fixture
def begun(tmp_path):
    begin_register(tmp_path / "own")
    return tmp_path / "own"


def record(package):
    return json.loads(datacite_record(package))


def test_the_record_beside_the_data_has_what_the_schema_requires(shipped):
    held = json.loads((default_folder() / DATACITE).read_text(encoding="utf-8"))
    assert held == record(shipped)
    assert held.keys() >= REQUIRED
    assert all(held[name] for name in REQUIRED)
    assert held["types"]["resourceTypeGeneral"] == "Dataset"
    assert re.fullmatch(r"\d{4}", held["publicationYear"])


def test_version_and_days_are_those_of_the_package(shipped):
    moved = shipped | {"version": "2031.2.7", "created": "2031-02-03T00:00:00Z"}
    told = record(moved | {"vintage": "2031-01-30"})
    assert (told["version"], told["publicationYear"]) == ("2031.2.7", "2031")
    assert [(one["date"], one["dateType"]) for one in told["dates"]] == [
        ("2031-02-03", "Created"),
        ("2031-01-30", "Other"),
    ]


def test_it_claims_no_doi(shipped):
    text = datacite_record(shipped)
    assert not {"doi", "identifiers", "prefix", "suffix"} & record(shipped).keys()
    assert not re.search(r"\b10\.\d{4,}/", text)


def test_the_data_are_by_those_by_whom_the_software_is(shipped):
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    names = re.findall(r"^  - name: (.+)$", cited, re.MULTILINE)
    assert [one["name"] for one in record(shipped)["creators"]] == names


def test_every_licence_of_the_data_is_told_once(shipped):
    every = [*shipped["licenses"]]
    every += [one for table in shipped["resources"] for one in table.get("licenses", [])]
    told = [one["rightsIdentifier"] for one in record(shipped)["rightsList"]]
    assert sorted(told) == sorted({one["name"] for one in every})
    # A path inside the data is no address.
    local = {"licenses": [{"title": "Ours", "path": "LICENCE.txt"}], "resources": []}
    assert record(shipped | local)["rightsList"] == [{"rights": "Ours"}]


def test_a_register_of_ones_own_is_by_nobody_until_it_says_by_whom(begun, tmp_path):
    assert not (begun / DATACITE).exists()
    done = CliRunner().invoke(main, ["export", "--to", "csv", str(tmp_path / "out"), "--data",
                                     str(begun)])  # fmt: skip
    assert done.exit_code == 0, done.output
    text = (tmp_path / "out" / DATACITE).read_text(encoding="utf-8")
    assert "disarmament" not in text
    told = json.loads(text)
    assert told.keys() >= REQUIRED
    assert told["creators"] == [{"name": UNAVAILABLE}]
    assert told["publisher"] == {"name": UNAVAILABLE}
    assert "rightsList" not in told
    named = record(package_of(begun) | {"contributors": PEOPLE})
    assert named["creators"] == [{"name": "A. Keeper"}]
    assert named["publisher"] == {"name": "An institute"}


def test_one_whose_publisher_is_named_alone_has_no_author(begun):
    named = record(package_of(begun) | {"contributors": PEOPLE[1:]})
    assert named["creators"] == [{"name": UNAVAILABLE}]
    assert named["publisher"] == {"name": "An institute"}
