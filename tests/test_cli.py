"""The commands: columns, formats, exit codes, and nothing but the result on stdout."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.store.folder import default_folder

HERE = Path(__file__).parent
SMALL = HERE / "data" / "small"
COLUMNS = {
    "status": "treaty,state,name,status,since,until,stage,signed,deposited,deposit_kind,"
    "bound_from,notified,bound_until,disputed,bound",
    "counts": "treaty,day,signatories,signatories_not_party,contracting_states,parties,"
    "withdrawing,withdrawn",
}


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


def rows(result):
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize("command", ["status", "counts"])
def test_the_columns_are_those_of_the_contract(command):
    result = run(command, "--treaty", "apmbc", "--format", "csv")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == COLUMNS[command]


def test_status_of_one_state_on_a_day():
    result = run(
        "status", "--treaty", "apmbc", "--state", "LVA", "--as-of", "2025-08-20", "--format", "csv"
    )
    row = rows(result)[0]
    assert (row["status"], row["notified"], row["until"]) == (
        "withdrawing",
        "2025-06-27",
        "2025-12-27",
    )


def test_json_keeps_numbers_as_numbers_and_empty_cells_as_null():
    result = run("status", "--treaty", "apmbc", "--state", "NOR", "--format", "json")
    row = json.loads(result.stdout)[0]
    assert (row["until"], row["stage"]) == (None, None)
    count = json.loads(run("counts", "--treaty", "apmbc", "--format", "json").stdout)[0]
    assert count["parties"] == 161


def test_a_table_in_a_pipe_is_not_folded():
    result = run("status", "--treaty", "apmbc", "--region", "eastern-flank")
    lines = result.stdout.splitlines()
    assert len(lines) == 1 + 6
    assert lines[0].split()[:4] == ["treaty", "state", "name", "status"]


def test_without_a_day_the_answer_stands_on_the_vintage():
    one = run("counts", "--format", "csv")
    other = run("counts", "--format", "csv", "--as-of", "2026-08-22")
    assert (one.stdout, one.stderr) == (other.stdout, other.stderr)
    assert "as of" not in one.stderr


@pytest.mark.parametrize(
    ("command", "day"),
    [
        (("counts", "--treaty", "openskies"), "2021-12-18"),
        (("status", "--treaty", "inf", "--all"), "2019-08-02"),
        (("pipeline", "--treaty", "cfe"), "2024-06-12"),
        (("rates", "--treaty", "ptbt"), "2018-07-10"),
        (("depth", "--treaty", "apmbc", "--region", "nato"), "2026-02-20"),
        (("changes", "--treaty", "openskies", "--since", "2021-01-01"), "2021-12-18"),
        (("coverage", "--treaty", "apmbc", "--region", "nato", "--towards", "RUS"), "2026-02-20"),
    ],
    ids=lambda part: " ".join(part[:3]) if isinstance(part, tuple) else part,
)
def test_one_treaty_without_a_day_stands_on_its_last_covered_day_and_says_so(command, day):
    silent, asked = run(*command), run(*command, *_until(command, day))
    assert silent.exit_code == 0, silent.stderr
    assert silent.stdout == asked.stdout
    assert f"{command[2]}: as of {day}, the last day for which it is covered" in silent.stderr
    # A known gap is told on any day (CFE suspensions); that is another note.
    assert "covered" not in asked.stderr


def _until(command, day):
    return ("--until" if command[0] == "changes" else "--as-of", day)


@pytest.mark.parametrize(
    "command",
    [
        ("status", "--treaty", "apmbc", "--as-of", "1990-01-01"),
        ("status", "--treaty", "apmbc", "--state", "KOR", "--region", "baltic"),
        ("attempts", "--treaty", "apmbc", "--state", "FRA"),
        ("due", "--as-of", "1900-01-01"),
    ],
    ids=" ".join,
)
def test_an_answer_without_a_row_says_so(command):
    result = run(*command)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert "nothing in the register answers this question" in result.stderr


@pytest.mark.parametrize(("day", "told"), [("1997-09-17", True), ("1997-09-18", False)])
def test_a_day_before_a_treaty_was_adopted_is_told(day, told):
    result = run("status", "--treaty", "apmbc", "--as-of", day)
    assert ("apmbc was adopted on 1997-09-18, after the day" in result.stderr) is told


@pytest.mark.parametrize("treaty", ["nuclear", "npt"])
def test_a_family_and_a_treaty_covered_to_the_vintage_need_no_other_day(treaty):
    assert "as of" not in run("rates", "--treaty", treaty).stderr


def test_changes_since_a_day_that_is_not_covered_stand_on_the_vintage_and_warn():
    result = run("changes", "--treaty", "openskies", "--since", "2024-01-01", "--format", "csv")
    assert (result.exit_code, rows(result)) == (0, [])
    assert "between then and 2026-08-22 may be missing" in result.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("status", "--treaty", "inf"),
        ("status", "--state", "LVA"),
        ("counts",),
        ("pipeline", "--treaty", "npt"),
        ("changes", "--since", "2030-01-01"),
        ("coverage", "--treaty", "apmbc", "--region", "nato", "--towards", "RUS"),
        ("rates", "--treaty", "newstart"),
        ("depth", "--treaty", "nuclear"),
    ],
    ids=" ".join,
)
def test_a_day_after_the_vintage_is_said_to_hold_only_what_is_scheduled(command):
    result = run(*command, "--as-of", "2031-01-01")
    assert result.exit_code == 0, result.stderr
    assert "only what the law had scheduled" in result.stderr
    assert "scheduled" not in result.stdout


def test_counts_over_time_end_in_the_count_of_the_day():
    series = rows(run("counts", "--treaty", "ccm", "--over-time", "--format", "csv"))
    # Vanuatu, the 112th, was bound from 1 March 2026, after the last covered day.
    assert series[-1]["parties"] == "111"


def test_a_day_past_the_coverage_warns_on_stderr_alone():
    result = run("counts", "--treaty", "apmbc", "--as-of", "2027-01-01", "--format", "csv")
    assert "complete up to 2026-02-20" in result.stderr
    assert "complete" not in result.stdout
    assert result.exit_code == 0


def test_members_whose_start_is_not_on_record_are_told_on_stderr_alone():
    asked = ("counts", "--treaty", "npt", "--format", "csv", "--region")
    result = run(*asked, "brics")
    assert "belong to it" not in result.stderr
    result = run(*asked, "non-aligned-movement")
    assert "since when 116 of 117 members belong to it is not on record" in result.stderr
    assert "belong to it" not in result.stdout


def test_the_pipeline_names_votes_and_days():
    result = run(
        "pipeline",
        "--treaty",
        "apmbc",
        "--region",
        "eastern-flank",
        "--as-of",
        "2025-08-20",
        "--format",
        "csv",
    )
    table = {row["state"]: row for row in rows(result)}
    assert set(table) == {"EST", "FIN", "LTU", "LVA", "POL"}
    assert (table["LVA"]["vote"], table["LVA"]["effect"]) == ("66-14", "2025-12-27")
    assert table["LVA"]["effect_basis"] == "clause"


def test_changes_between_two_days():
    result = run("changes", "--since", "2025-04-15", "--until", "2025-04-16", "--format", "csv")
    assert [(row["state"], row["after"]) for row in rows(result)] == [
        ("LVA", "parliament_approved")
    ]


def test_coverage_in_kilometres():
    result = run(
        "coverage",
        "--treaty",
        "apmbc",
        "--region",
        "nato",
        "--towards",
        "RUS,BLR",
        "--format",
        "csv",
    )
    row = rows(result)[0]
    assert (row["km"], row["km_bound"], row["km_unbound"]) == ("3802", "191", "3611")


@pytest.mark.parametrize("what", ["briefings", "treaties", "regions", "states"])
def test_what_can_be_asked_about_can_be_listed(what):
    result = run("list", what, "--format", "csv")
    assert result.exit_code == 0
    assert len(rows(result)) >= 2


def test_the_shipped_data_have_no_fault():
    result = run("check")
    assert result.exit_code == 0
    assert "No fault" in result.stdout


def test_faults_are_listed_and_fail(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(default_folder(), data)
    path = data / "events.csv"
    path.write_text(path.read_text().replace("apmbc,LVA,2025-06-27", "apmbc,LVX,27/06/2025", 1))
    result = run("check", "--data", str(data), "--format", "csv")
    assert result.exit_code == 1
    values = {row["value"] for row in rows(result)}
    assert {"LVX", "27/06/2025"} <= values
    assert run("counts", "--data", str(data)).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["counts", "--treaty", "apmbx"], "did you mean 'apmbc'"),
        (["status", "--region", "baltik"], "did you mean 'baltic'"),
        (["status", "--as-of", "16.04.2025"], "is not a day"),
        (["changes", "--since", "2026-02-20", "--until", "2025-01-01"], "lies after"),
        (["status", "--as-of", "2999-01-01"], "2999-01-01 cannot be asked about"),
        (["counts", "--as-of", "1850-01-01"], "before 1900; name a day from 1900-01-01"),
        (["changes", "--since", "1492-10-12"], "cannot be asked about"),
        (["changes", "--since", "2020-01-01", "--until", "2999-01-01"], "cannot be asked about"),
        (["rates", "--treaty", "apmbc", "--since", "2999-01-01"], "cannot be asked about"),
        (["build", "eastern-flank", "--as-of", "2999-01-01"], "2999-01-01"),
        (["pipeline"], "Missing option '--treaty'"),
        (["build", "eastern-flnk"], "did you mean 'eastern-flank'"),
        (["nonsense"], "No such command"),
    ],
)
def test_wrong_usage_says_what_is_wrong_and_exits_with_2(arguments, says):
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "command",
    ["status", "counts", "pipeline", "changes", "coverage", "check", "list", "build"],
)
def test_every_command_explains_itself(command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_square_brackets_in_a_name_are_printed_as_they_stand(capsys):
    import pandas as pd

    from analysis.cli.printing import print_table

    print_table(pd.DataFrame({"name": ["[bold]Utopia[/bold]"]}), "table")
    assert "[bold]Utopia[/bold]" in capsys.readouterr().out


def test_a_contested_act_counts_as_it_is_read():
    counts = [
        rows(run("counts", "--treaty", "npt", "--reading", reading, "--format", "csv"))[0][
            "parties"
        ]
        for reading in ("depositary", "state")
    ]
    assert counts == ["191", "190"]


def test_two_versions_of_the_data_are_compared(tmp_path):
    old, new = (shutil.copytree(SMALL, tmp_path / name) for name in ("old", "new"))
    path = new / "events.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("apmbc,LTU,2003-05-12,", "apmbc,LTU,2003-05-13,"), encoding="utf-8"
    )
    result = run("compare", str(old), str(new))
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if ": " in line][:1] == [
        "rows: 1 (one cell corrected)"
    ]
    row = rows(run("compare", str(old), str(new), "--format", "csv"))[0]
    assert (row["change"], row["before"], row["after"]) == ("corrected", "2003-05-12", "2003-05-13")
    markdown = run("compare", str(old), str(new), "--format", "markdown").stdout
    assert "`apmbc.LTU.2003-05-12.ratification`" in markdown


def test_a_status_page_is_compared_and_changes_nothing_unless_asked():
    before = (default_folder() / "events.csv").read_bytes()
    page = str(HERE / "pages" / "mines.html")
    result = run("import", "untc", page, "--treaty", "apmbc", "--format", "csv")
    assert result.exit_code == 0
    assert {row["treaty"] for row in rows(result)} == {"apmbc"}
    assert (default_folder() / "events.csv").read_bytes() == before
    wrong = run("import", "untc", page, "--treaty", "ccm")
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert "XXVI-5" in wrong.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("rates", "--treaty", "apmbc", "--region", "eastern-flank"),
        ("depth", "--treaty", "apmbc", "--region", "eastern-flank"),
        ("depth", "--treaty", "humanitarian", "--by", "family"),
    ],
    ids=" ".join,
)
def test_what_the_analysis_finds_is_printed_in_every_format(command):
    as_of = ("--as-of", "2026-02-20")
    table = run(*command, *as_of)
    assert table.exit_code == 0, table.stderr
    listed = rows(run(*command, *as_of, "--format", "csv"))
    assert listed
    assert len(json.loads(run(*command, *as_of, "--format", "json").stdout)) == len(listed)


def test_the_rates_of_the_eastern_flank_are_those_of_its_five_exits():
    result = run(
        "rates", "--treaty", "apmbc", "--region", "eastern-flank", "--as-of", "2026-02-20",
        "--format", "csv",
    )  # fmt: skip
    since = next(row for row in rows(result) if row["exits"] == "5")
    # Garwood 1936: 5 events, from 1.62 to 11.67 at 95 %.
    years = float(since["party_years"])
    assert float(since["low"]) == pytest.approx(100 * 1.6235 / years, rel=1e-3)
    assert float(since["high"]) == pytest.approx(100 * 11.6683 / years, rel=1e-3)
