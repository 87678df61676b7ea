"""Parameters are checked against their kind and the register before any kernel starts."""

import nbformat
import pytest

from analysis import ParameterFaults, RollbackError, UnknownName
from analysis.briefings.notebook import notebook_of
from analysis.briefings.regional import RegionalBriefing
from analysis.briefings.registry import find_kind, kinds
from analysis.publish.catalogue import choose, load_catalogue, notebooks_folder
from analysis.publish.plan import plan_jobs

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
    assert values["as_of"] == "2026-08-22"


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
    ],
)
def test_a_misspelt_value_is_met_with_the_nearest_one(register, name, value, near):
    assert f"did you mean {near!r}?" in faults(register, **{name: value})


@pytest.mark.parametrize("value", [False, 7, None, ["NOR"]])
def test_what_is_not_text_is_refused(register, value):
    assert "write it as text in quotes" in faults(register, region=value)


@pytest.mark.parametrize("day", ["2025-02-30", "16 April 2025", "20250416"])
def test_what_is_not_a_day_is_refused(register, day):
    assert "is not a day" in faults(register, as_of=day)


def test_the_day_compared_with_comes_first(register):
    said = faults(register, as_of="2025-04-16", compare_to="2025-04-16")
    assert "compare_to: 2025-04-16 is not before as_of" in said


def test_a_scenario_without_a_day_stands_on_its_last_notice(register):
    assumed = {"scenario": "NOR:2026-09-01,DNK:2026-11-01"}
    assert checked(register, assumed)["as_of"] == "2026-11-01"
    early = {"scenario": "NOR:2026-03-01"}
    assert checked(register, early)["as_of"] == "2026-08-22"


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        ("NOR", "write it as NOR:2026-09-01"),
        ("NOR:soon", "is not a day"),
        ("NOR:2026-12-01", "lies after as_of"),
        ("USA:2026-09-01", "the treaty is not in force for the state"),
        ("LVA:2025-08-01", "has already given notice"),
    ],
)
def test_what_cannot_be_assumed_is_refused_before_a_kernel_starts(register, scenario, said):
    assert said in faults(register, scenario=scenario, as_of="2026-10-01")


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
