"""Matrices of the catalogue: what they come to, what they leave out and why, and their faults."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest
from click.testing import CliRunner

from analysis.briefings.registry import find_kind
from analysis.cli import main
from analysis.publish import catalogue as catalogues
from analysis.publish import matrix as matrices
from analysis.publish.catalogue import LONGEST, Catalogue, Entry, Matrix, read_catalogue
from analysis.publish.matrix import LISTED, _short, name_in_matrix, select, write_out
from analysis.publish.plan import checked_catalogue, plan_jobs
from analysis.terms.errors import RollbackError, UnknownName


@pytest.fixture(scope="module")
def shipped():
    return catalogues.load_catalogue()


@pytest.fixture(scope="module")
def atlas(register, shipped):
    return write_out(shipped, register)


def of(*given, kind="regional", briefings=(), flagships=()):
    rows = [Matrix(kind=kind, parameters=one) for one in given]
    return Catalogue(briefing=list(briefings), flagships=list(flagships), matrix=rows)


def test_the_atlas_has_every_treaty_every_state_and_many_regions(register, atlas):
    kinds = Counter(entry.kind for entry in atlas.entries)
    assert len(atlas.entries) >= 250
    about = [(entry.kind, entry.parameters) for entry in atlas.entries]
    treaties = {given["treaty"] for kind, given in about if kind == "treaty"}
    assert treaties == set(register.codes())
    # Lithuania is listed on another day, and so comes twice.
    states = [given["state"] for kind, given in about if kind == "state"]
    assert set(states) == set(register.members("world"))
    assert len(states) == len(set(states)) + 1
    assert kinds["regional"] > 100


def test_names_sort_read_and_stay_short(atlas):
    slugs = [entry.slug for entry in atlas.entries]
    assert len(set(slugs)) == len(slugs)
    for entry in atlas.entries:
        # As the list itself is checked: what was written out is as good as what was written.
        assert Entry(**entry.model_dump()) == entry
    assert {"treaty-cfe", "regional-nato-apmbc", "state-dr-congo"} <= set(slugs)
    names = {entry.slug: entry.title for entry in atlas.entries}
    assert names["regional-nato-apmbc"] == "NATO and the Mine Ban Convention"
    assert names["state-latvia"] == "Latvia and every treaty of the register"
    assert names["treaty-newstart"] == "New START in the world"


def test_a_long_name_is_cut_and_told_from_one_that_begins_alike():
    long = "regional-" + "-".join(["latvia"] * 40)
    one, other = _short(long), _short(f"{long}-too")
    assert one != other
    assert max(len(one), len(other)) <= 80 < LONGEST
    assert one[:60] == other[:60]
    assert _short("regional-nato-apmbc") == "regional-nato-apmbc"


def test_all_that_is_left_out_has_its_reason(register, atlas):
    pairs = {(one.about["region"], one.about["treaty"]): one.why for one in atlas.left
             if one.kind == "regional"}  # fmt: skip
    assert all(one.why for one in atlas.left)
    assert pairs["world", "apmbc"] == "the briefing of the treaty tells of the whole world"
    assert pairs["nato", "inf"] == "the treaty has ended, and its own briefing tells of it"
    assert pairs["warsaw-pact", "apmbc"] == "it had no members on the day"
    built = {(e.parameters["region"], e.parameters["treaty"]) for e in atlas.entries
             if e.kind == "regional"}  # fmt: skip
    assert not built & set(pairs)
    everything = len(register.codes()) * len({region for region, _ in pairs})
    assert len(pairs) + sum(e.slug.startswith("regional-") for e in atlas.entries) == everything
    former = [one.about["state"] for one in atlas.left if one.why == "no such state on the day"]
    assert "SUN" in former


def test_what_the_list_has_is_not_built_twice(register, atlas):
    left = [one.about for one in atlas.left if one.why == LISTED]
    assert {"treaty": "npt"} in left
    assert {"treaty": "apmbc"} in left
    assert "treaty-npt" not in {entry.slug for entry in atlas.entries}
    # By its name, too: what somebody has called so is theirs.
    mine = Entry(slug="treaty-cfe", kind="regional", title="Mine", parameters={"region": "nato"})
    found = write_out(of({"treaty": ["cfe", "inf"]}, kind="treaty", briefings=[mine]), register)
    assert [entry.title for entry in found.entries] == ["Mine", "The INF Treaty in the world"]


def test_a_list_of_names_and_one_value_throughout(register):
    given = {"region": ["NATO", "Baltics"], "treaty": "ottawa", "as_of": "2025-08-20"}
    found = write_out(of(given), register)
    assert [(entry.slug, entry.parameters) for entry in found.entries] == [
        (f"regional-{region}-apmbc-2025-08-20",
         {"region": region, "treaty": "apmbc", "as_of": "2025-08-20"})
        for region in ("nato", "baltic")
    ]  # fmt: skip


def test_another_day_changes_what_has_something_to_say_and_no_name(register):
    given = {"region": ["eastern-flank", "asean"], "treaty": "apmbc"}
    now = [entry.slug for entry in write_out(of(given), register).entries]
    then = write_out(of(given), register, as_of="2020-01-01")
    assert now == ["regional-eastern-flank-apmbc"]
    assert then.entries == ()
    assert len(then.left) == 2
    early = write_out(of({"treaty": "*"}, kind="treaty"), register, as_of="1970-01-01")
    assert {entry.parameters["treaty"] for entry in early.entries} == {
        "npt", "ptbt", "ost", "geneva_protocol", "tlatelolco",
    }  # fmt: skip


def test_a_scenario_always_has_something_to_say(register):
    given = {"region": ["asean"], "treaty": "apmbc", "scenario": "KHM:2026-09-01"}
    (entry,) = write_out(of(given), register).entries
    assert plan_jobs([entry], register=register)[0].slug.endswith("-scenario")


def test_nothing_is_written_out_before_it_is_asked_for(register, shipped, monkeypatch):
    monkeypatch.setattr(matrices, "_written_out", lambda *_: pytest.fail("written out"))
    fresh = replace(register, kept=None)
    flagships = select(shipped, fresh)
    assert [entry.slug for entry in flagships] == shipped.flagships
    assert len(plan_jobs(flagships, register=fresh)) == len(flagships)


def test_one_of_a_matrix_is_built_by_its_name_or_met_with_the_nearest(register, shipped):
    (entry,) = select(shipped, register, ("regional-nato-cfe",))
    assert entry.parameters == {"region": "nato", "treaty": "cfe"}
    with pytest.raises(UnknownName, match="did you mean 'state-latvia'"):
        select(shipped, register, ("state-latvai",))
    flagged = shipped.model_copy(update={"flagships": ["state-latvia"]})
    assert [one.slug for one in select(flagged, register)] == ["state-latvia"]


def test_a_briefing_leads_to_its_companion_in_a_matrix_that_nobody_wrote_out(register):
    pair = {"region": ["nato", "asean"], "treaty": ["apmbc"]}
    rows = of(pair).matrix + of(pair, kind="annex").matrix
    checked = find_kind("regional").checked(register, {"region": "nato", "treaty": "apmbc"})
    assert name_in_matrix(rows, register, "annex", checked) == "annex-nato-apmbc"
    other = find_kind("regional").checked(register, {"region": "eu", "treaty": "apmbc"})
    assert name_in_matrix(rows, register, "annex", other) == ""
    # What has nothing to say is not built, and not led to.
    quiet = find_kind("regional").checked(register, {"region": "asean", "treaty": "apmbc"})
    assert name_in_matrix(rows, register, "annex", quiet) == ""


FAULTY = """
flagships = ["nowhere", "B A D"]
weather = 1

[[briefing]]
slug = "A B"
kind = "regional"
title = "x"

[[briefing]]
slug = "twice"
kind = "regional"
title = "x"
parameters = { region = "batlic" }

[[briefing]]
slug = "twice"
kind = "treaty"
title = "x"
parameters = { treaty = "apmcb" }

[[matrix]]
kind = "regional"
parameters = { region = "nato", treaty = "apmbc" }

[[matrix]]
kind = "regional"
parameters = { region = "*", as_of = "*" }

[[matrix]]
kind = "regional"
parameters = { region = "*", treaty = "cmc" }

[[matrix]]
kind = "state"
parameters = { state = "*", region = "*" }

[[matrix]]
kind = "regionl"
parameters = { region = ["nato", "batlic"] }
"""


def test_all_faults_of_a_catalogue_come_in_one_error(tmp_path, register):
    (tmp_path / "catalogue.toml").write_text(FAULTY)
    with pytest.raises(RollbackError) as caught:
        checked_catalogue(register, listed_in=tmp_path / "catalogue.toml")
    told = str(caught.value)
    for fault in (
        "weather: this is not part of a catalogue; it has briefing, flagships, matrix",
        "briefing 1 (A B), slug: ",
        "flagships, 1: ",
        "it uses a slug twice: twice; rename one",
        "matrix (regional), parameters: none of them goes through several values",
        "matrix (regional), parameters.as_of: '*' stands for several values, which only region,",
        "twice: a regional briefing cannot be made with these:",
        "did you mean 'baltic'?",
        "did you mean 'apmbc'?",
        "matrix (state): a state briefing cannot be made with these:",
        "a state briefing has no parameter 'region'",
        "matrix (regionl): unknown kind of briefing 'regionl'; did you mean 'regional'?",
    ):
        assert fault in told, fault
    assert "catalogue.toml has faults:" in told


def test_faults_of_matrices_alone_come_in_one_error_as_well(register):
    rows = of({"region": "*", "treaty": "apmcb"}).matrix + of({"region": [7]}).matrix
    wrong = Catalogue(briefing=[], flagships=[], matrix=rows)
    with pytest.raises(RollbackError) as caught:
        write_out(wrong, register)
    assert "did you mean 'apmbc'?" in str(caught.value)
    assert "region: 7 is of type int" in str(caught.value)


def test_what_of_a_broken_catalogue_can_be_used_is_read(tmp_path):
    (tmp_path / "catalogue.toml").write_text(FAULTY)
    found, faults = read_catalogue(tmp_path)
    assert [entry.slug for entry in found.briefing] == ["twice", "twice"]
    assert len(found.matrix) == 3
    assert faults


def run(*arguments):
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False)


def test_the_command_lists_what_is_built_and_says_what_is_not(atlas, tmp_path):
    done = run("build", "--list", "--out", str(tmp_path / "reports"))
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == [e.slug for e in atlas.entries]
    counts = Counter(one.why for one in atlas.left)
    for why, count in counts.items():
        assert f"Not built, {count}: {why}." in done.stderr
    assert "--explain names them." in done.stderr
    assert not (tmp_path / "reports").exists()


def test_the_command_names_what_is_not_built_where_it_is_asked():
    done = run("build", "--list", "--explain")
    assert "  Mine Ban Convention: " in done.stderr
    assert "Soviet Union" in done.stderr
    one = run("build", "--list", "npt", "state-chad")
    assert [line.split()[0] for line in one.stdout.splitlines()] == ["npt", "state-chad"]
    assert one.stderr == ""


def test_the_list_of_briefings_has_them_all(atlas):
    done = run("list", "--format", "json")
    listed = json.loads(done.stdout)
    rows = listed["data"] if isinstance(listed, dict) else listed
    assert [row["slug"] for row in rows] == [entry.slug for entry in atlas.entries]
