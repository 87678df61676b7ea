"""Parameters are checked against their kind and the register before any kernel starts."""

import datetime as dt
import subprocess
import sys

import nbformat
import pandas as pd
import pytest

from analysis import ParameterFaults, RollbackError, UnknownName, figure
from analysis.briefings.injected import unread
from analysis.briefings.notebook import notebook_of
from analysis.briefings.regional import RegionalBriefing
from analysis.briefings.registry import find_kind, kinds
from analysis.publish.catalogue import choose, load_catalogue
from analysis.publish.plan import plan_jobs
from analysis.store.folder import notebooks_folder
from analysis.terms.days import to_day

GOOD = {"region": "baltic", "treaty": "ccm", "as_of": "2024-09-06", "compare_to": "2024-01-01"}


def faults(register, **parameters):
    with pytest.raises(ParameterFaults) as caught:
        RegionalBriefing.checked(register, parameters)
    return str(caught.value)


def checked(register, given):
    return RegionalBriefing.checked(register, given).written()


def test_defaults_are_filled_in_and_the_day_is_resolved(register):
    values = checked(register, {})
    assert values["region"] == "eastern-flank"
    assert values["as_of"] == "2026-02-20"


def test_good_parameters_pass_unchanged(register):
    whole = {**GOOD, "towards": "RUS,BLR", "scenario": ""}
    assert checked(register, GOOD) == whole


def test_a_misspelt_parameter_is_an_error_that_names_the_right_one(register):
    said = faults(register, regoin="baltic")
    assert "no parameter 'regoin'; did you mean 'region'?" in said


@pytest.mark.parametrize(
    ("name", "value", "near"),
    [
        ("region", "eastern-flnk", "eastern-flank"),
        ("treaty", "apmcb", "apmbc"),
        ("towards", "RUS,Belaruss", "BLR"),
        ("towards", "RUX", "RUS"),
        ("scenario", "NOX:2026-09-01", "NOR"),
        ("scenario", "Norwy:2026-09-01", "NOR"),
    ],
)
def test_a_misspelt_value_is_met_with_the_nearest_one(register, name, value, near):
    assert f"did you mean {near!r}?" in faults(register, **{name: value})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        # What `-p`, a YAML file and a notebook make of: inf, NO, 007, 20250820, 2025-08-20.
        ("treaty", float("inf"), "inf is of type float; write it as text in quotes, 'inf'"),
        ("treaty", float("inf"), "pass it to papermill with -r treaty inf,"),
        ("region", False, "YAML reads a bare NO, off or yes as one"),
        ("region", 7, "leading zeros, if there were any, are lost"),
        ("as_of", 20250820, "in quotes, '2025-08-20', or pass it to papermill with -r as_of"),
        ("as_of", 20251399, "is of type int"),
        ("as_of", dt.date(2025, 8, 20), "2025-08-20 is of type date; write it as text in quotes"),
        ("compare_to", dt.datetime(2025, 8, 20), "in quotes, '2025-08-20'"),
        ("towards", ["RUS", "BLR"], "in quotes, 'RUS,BLR'"),
        ("scenario", None, "None is of type NoneType; write it as text in quotes"),
    ],
)
def test_what_is_not_text_is_refused_with_the_way_to_pass_it(register, name, value, said):
    assert said in faults(register, **{name: value})


@pytest.mark.parametrize("day", ["2025-02-30", "16 April 2025", "20250416"])
def test_what_is_not_a_day_is_refused(register, day):
    assert "is not a day" in faults(register, as_of=day)


@pytest.mark.parametrize("value", [20250820, 20250820.0, True, None, float("nan"), pd.NaT])
def test_the_register_takes_no_number_for_a_day(register, value):
    with pytest.raises(RollbackError, match="is not a day"):
        register.as_of(value)


def test_a_number_is_told_the_day_that_it_seems_to_mean():
    with pytest.raises(RollbackError, match="20250820 is not a day; write it as '2025-08-20'"):
        to_day(20250820)
    assert to_day(dt.date(2025, 8, 20)) == to_day("2025-08-20") == pd.Timestamp("2025-08-20")


@pytest.mark.parametrize("name", ["as_of", "compare_to"])
@pytest.mark.parametrize("day", ["2999-01-01", "1700-01-01"])
def test_a_day_of_which_nothing_can_be_known_is_refused(register, name, day):
    assert f"{name}: {day} cannot be asked about" in faults(register, **{name: day})


@pytest.mark.parametrize(
    ("region", "day", "towards"),
    [
        ("eastern-flank", "2026-02-20", "RUS,BLR"),
        ("baltic", "2026-02-20", "RUS,BLR"),
        ("nato", "2026-02-20", ""),
        ("oceania", "2026-02-20", ""),
        ("world", "2026-02-20", ""),
    ],
)
def test_a_border_is_measured_where_the_region_is_about_one(register, region, day, towards):
    assert checked(register, {"region": region, "as_of": day})["towards"] == towards


def test_the_border_of_a_region_can_be_named_or_left_out(register):
    assert checked(register, {"region": "nato", "towards": "RUS, BLR,RUS"})["towards"] == "RUS,BLR"
    left_out = RegionalBriefing.checked(register, {"region": "baltic", "towards": "none"})
    assert left_out.given("towards") == "none"
    assert left_out.again.endswith(" -p towards none")
    assert checked(register, {"region": "nato", "towards": "none"})["towards"] == ""


def test_the_command_passes_a_text_raw_where_papermill_would_guess(register):
    inf = RegionalBriefing.checked(register, {"region": "world", "treaty": "inf"})
    assert inf.again == (
        "papermill notebooks/regional_briefing.ipynb out.ipynb -p region world -r treaty inf"
        " -p as_of 2019-08-02"
    )


def test_a_name_that_papermill_was_given_and_no_cell_reads_is_found():
    cells = ["region: str = 'nato'\ntreaty = 'ccm'", "", "open_briefing(region=region)"]
    given = '# Parameters\nregoin = "baltic"\ntreaty = "apmbc"\nlimit = 5\n'
    declared = ["region", "treaty"]
    assert unread([cells[0], given, cells[2]], declared) == ["regoin", "limit"]
    assert unread([cells[0], "limit = 3", given, cells[2]], declared) == ["regoin"]
    assert unread([given, cells[2]], declared) == []
    assert unread([cells[0], "%matplotlib inline", cells[2]], declared) == []


def test_the_day_compared_with_comes_first(register):
    said = faults(register, as_of="2025-04-16", compare_to="2025-04-16")
    assert "compare_to: 2025-04-16 is not before as_of" in said


def test_a_scenario_without_a_day_stands_on_its_last_notice(register):
    assumed = {"scenario": "NOR:2026-09-01,DNK:2026-11-01"}
    assert checked(register, assumed)["as_of"] == "2026-11-01"
    assert checked(register, {"scenario": "NOR:2026-09-01"})["as_of"] == "2026-09-01"
    early = {"scenario": "NOR:2026-01-15"}
    assert checked(register, early)["as_of"] == "2026-02-20"


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        ("NOR", "write it as NOR:2026-09-01"),
        ("NOR:soon", "is not a day"),
        ("NOR:2026-12-01", "lies after as_of, 2026-10-01, and would not be seen; name a day from"),
        ("NOR:2999-01-01", "cannot be asked about"),
        ("NOR:2026-09-01,NOR:2026-09-02", "a second exit of the same state; keep one"),
        ("USA:2026-09-01", "the treaty is not in force for the state"),
        ("LVA:2025-08-01", "has already given notice"),
    ],
)
def test_what_cannot_be_assumed_is_refused_before_a_kernel_starts(register, scenario, said):
    assert said in faults(register, scenario=scenario, as_of="2026-10-01")


def test_each_notice_that_cannot_be_assumed_is_a_fault_of_its_own(register):
    said = faults(register, scenario="USA:2026-09-01,LVA:2025-08-01")
    assert said.count("\n- scenario: apmbc, ") == 3


def test_a_question_about_a_notice_not_yet_given_is_refused(register):
    about = {"treaty": "apmbc", "region": "eastern-flank", "scenario": "NOR:2026-09-01"}
    with pytest.raises(RollbackError, match="lies after 2026-02-20, and would not be seen"):
        figure("timeline", register.as_of("2026-02-20"), **about)


def test_all_faults_are_listed_at_once(register):
    said = faults(register, regoin="x", treaty="apmcb", as_of="soon", region="")
    assert said.count("\n- ") == 4


@pytest.mark.parametrize("kind", kinds())
def test_the_notebook_of_a_kind_is_what_its_model_says(kind):
    path = notebooks_folder() / f"{kind}_briefing.ipynb"
    assert nbformat.read(path, as_version=4) == notebook_of(find_kind(kind))


def test_an_unknown_kind_is_met_with_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'regional'"):
        find_kind("regionl")


def test_the_catalogue_can_be_planned(register):
    catalogue = load_catalogue()
    jobs = plan_jobs(catalogue.briefing)
    assert [job.slug for job in jobs] == [entry.slug for entry in catalogue.briefing]


def test_a_day_can_override_that_of_every_briefing():
    jobs = plan_jobs(load_catalogue().briefing[:1], as_of="2025-08-20")
    assert jobs[0].parameters["as_of"] == "2025-08-20"


def test_faults_of_several_briefings_are_listed_together():
    entries = [
        entry.model_copy(update={"parameters": {"region": "nowhere-at-all"}})
        for entry in load_catalogue().briefing
    ]
    with pytest.raises(ParameterFaults) as caught:
        plan_jobs(entries)
    assert all(entry.slug in str(caught.value) for entry in entries)


def test_the_name_of_a_scenario_says_so_once_and_nothing_is_overwritten():
    given = {"region": "nordic", "scenario": "NOR:2026-09-01"}
    one, other = (
        load_catalogue().briefing[0].model_copy(update={"slug": slug, "parameters": given})
        for slug in ("flank", "flank-scenario")
    )
    assert [plan_jobs([entry])[0].slug for entry in (one, other)] == ["flank-scenario"] * 2
    with pytest.raises(ParameterFaults, match="flank-scenario: two briefings would have this name"):
        plan_jobs([one, other])


@pytest.mark.parametrize("day", ["2026-08-01", "2025-04-16"])
def test_a_build_before_the_notice_of_a_scenario_is_refused(day):
    entry = load_catalogue().briefing[0]
    assumed = entry.model_copy(update={"parameters": {"scenario": "NOR:2026-09-01"}})
    with pytest.raises(ParameterFaults, match=f"lies after as_of, {day}, and would not be seen"):
        plan_jobs([assumed], as_of=day)


def test_a_value_of_the_catalogue_that_is_not_text_is_met_with_the_same_words(tmp_path):
    (tmp_path / "catalogue.toml").write_text(
        'flagships = []\n[[briefing]]\nslug = "a"\nkind = "regional"\ntitle = "A"\n'
        "parameters = { treaty = inf, as_of = 2025-08-20 }\n"
    )
    with pytest.raises(ParameterFaults) as caught:
        plan_jobs(load_catalogue(tmp_path).briefing)
    assert "treaty: inf is of type float; write it as text in quotes" in str(caught.value)
    assert "as_of: 2025-08-20 is of type date; write it as text in quotes" in str(caught.value)


def test_an_unknown_briefing_is_met_with_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'eastern-flank'"):
        choose(load_catalogue(), ("eastern-flunk",))


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("flagships = []", "briefing: Field required"),
        ("flagships = [", "not valid TOML"),
        ('flagships = []\n[[briefing]]\nslug = "A B"\nkind = "x"\ntitle = "x"', "slug"),
        (
            'flagships = []\n[[briefing]]\nslug = "a"\nkind = "x"\ntitle = "x"\nregoin = "x"',
            "regoin: Extra inputs",
        ),
        ('flagships = ["b"]\n[[briefing]]\nslug = "a"\nkind = "x"\ntitle = "x"', "flagships"),
        (
            "flagships = []\n" + '[[briefing]]\nslug = "a"\nkind = "x"\ntitle = "x"\n' * 2,
            "uses a slug twice: a",
        ),
    ],
)
def test_a_broken_catalogue_says_what_is_wrong(tmp_path, toml, says):
    (tmp_path / "catalogue.toml").write_text(toml)
    with pytest.raises(RollbackError, match=says):
        load_catalogue(tmp_path)


def test_a_missing_catalogue_is_said(tmp_path):
    with pytest.raises(RollbackError, match="no catalogue"):
        load_catalogue(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-p", "treaty", "inf"], "treaty: inf is of type float"),
        (["-p", "as_of", "20250820"], "as_of: 20250820 is of type int"),
        (["-p", "regoin", "baltic"], "no parameter 'regoin'; did you mean 'region'?"),
        (
            ["-p", "scenario", "NOR:2026-09-01", "-p", "as_of", "2026-08-20"],
            "the notice of 2026-09-01 lies after as_of, 2026-08-20",
        ),
    ],
)
def test_papermill_unaided_refuses_what_a_build_refuses(tmp_path, options, said):
    notebook = notebooks_folder() / "regional_briefing.ipynb"
    command = [sys.executable, "-m", "papermill", str(notebook), "out.ipynb", "--no-progress-bar"]
    ran = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 1
    # The reason closes the message, and no line of the package stands before it.
    reason = ran.stderr.partition('Exception encountered at "In [3]":\n')[2].strip()
    first, *listed = reason.splitlines()
    assert first == "ParameterFaults: a regional briefing cannot be made with these:"
    assert len(listed) == 1
    assert said in listed[0]


def test_the_four_pages_and_their_annex_lead_to_one_another_where_the_catalogue_has_both():
    entries = load_catalogue().briefing
    jobs = {job.slug: job for job in plan_jobs(entries)}
    assert list(jobs["eastern-flank"].related) == ["eastern-flank-annex"]
    assert list(jobs["eastern-flank-annex"].related) == ["eastern-flank"]
    newest = {"eastern-flank": "Newest version: as of 20 February 2026"}
    assert jobs["eastern-flank-2025-04-16"].related == newest
    # Of what is not in the catalogue nothing is said, and the link is part of what a page is.
    only = [entry for entry in entries if entry.slug == "eastern-flank"]
    (alone,) = plan_jobs(only, known=only)
    assert alone.related == {}
    assert alone.key != jobs["eastern-flank"].key
