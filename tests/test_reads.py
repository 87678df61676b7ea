"""What a briefing reads: composed from those rows alone it is the same, and others move nothing."""

import re
import shutil
from dataclasses import replace

import pytest

from analysis import load_register
from analysis.briefings.briefing import open_briefing
from analysis.drawing.picture import Picture
from analysis.publish.catalogue import Entry
from analysis.publish.inputs import Snapshot, differences, key_of, listed
from analysis.publish.plan import plan_jobs
from analysis.store.loading import default_folder, read_tables
from analysis.subject.reads import UNREAD, Reading, read_rows

DAY = "2026-02-20"


@pytest.fixture(scope="module")
def register():
    return load_register()


@pytest.fixture(scope="module")
def reading():
    return Reading(read_tables())


@pytest.fixture
def data(tmp_path):
    return shutil.copytree(default_folder(), tmp_path / "data")


def told(register, given):
    """Return all that a briefing says and draws from, without the number of its opening."""
    blocks = open_briefing("regional", register=register, **given).blocks()
    shown = [
        (one.name, one.caption, one.foot, one.data.to_csv(), one.draw)
        if isinstance(one, Picture)
        else one
        for one in blocks
    ]
    return re.sub(r"0x[0-9a-f]+|opening=\d+", "", repr(shown))


@pytest.mark.parametrize(
    ("region", "treaty", "day"),
    [
        ("eastern-flank", "apmbc", DAY),
        ("eastern-flank", "apmbc", "2011-03-01"),
        ("nato", "cfe", DAY),
        ("baltic", "ccm", "2025-04-16"),
        ("asean", "npt", DAY),
    ],
)
def test_the_rows_read_are_all_that_a_regional_briefing_rests_on(
    register, reading, region, treaty, day
):
    given = {"region": region, "treaty": treaty, "as_of": day}
    rows = reading.rows(treaty, day)
    assert rows["events"].sum() < len(register.tables.events)
    parts = {
        name: getattr(register.tables, name)[rows[name]].reset_index(drop=True)
        for name in ("events", "sources")
    }
    alone = replace(register, tables=replace(register.tables, **parts), kept=None)
    assert told(alone, given) == told(register, given)


def jobs_of(data):
    about = {
        "mines": {"region": "baltic", "treaty": "apmbc", "as_of": DAY},
        "mines-then": {"region": "baltic", "treaty": "apmbc", "as_of": "2011-03-01"},
        "forces": {"region": "baltic", "treaty": "cfe", "as_of": DAY},
        "nuclear": {"region": "baltic", "treaty": "npt", "as_of": DAY},
    }
    entries = [Entry(slug=s, kind="regional", title=s, parameters=p) for s, p in about.items()]
    return plan_jobs(entries, data)


def keys_of(jobs):
    return {job.slug: key_of(job.inputs(Snapshot())) for job in jobs}


def moved(jobs, before):
    now = keys_of(jobs)
    return {slug for slug in now if now[slug] != before[slug]}


def test_a_new_event_moves_the_briefings_that_can_show_it_and_no_other(data):
    jobs = jobs_of(data)
    before, inputs = keys_of(jobs), jobs[0].inputs(Snapshot())
    events = data / "events.csv"
    lines = events.read_text("utf-8").splitlines()
    row = next(line for line in lines if line.startswith("apmbc,NOR,2025"))
    other = row.replace("apmbc,NOR,2025", "apmbc,FJI,2025")
    events.write_text("\n".join([*lines, other]) + "\n", encoding="utf-8")
    # Of its treaty's family, from its day on.
    assert moved(jobs, before) == {"mines"}
    manifest = {**inputs, "inputs": listed(inputs)}
    (why,) = differences(manifest, jobs[0].inputs(Snapshot()))
    assert why == "what it reads of events.csv changed"


def test_the_title_of_a_source_moves_the_briefings_that_can_cite_it(data):
    jobs = jobs_of(data)
    before = keys_of(jobs)
    raw = read_tables(data)
    own = raw.frames["events"][raw.frames["events"]["treaty"] == "npt"]["sources"]
    others = raw.frames["events"][raw.frames["events"]["treaty"] != "npt"]["sources"]
    cited = set(own.str.split(";").explode()) - set(others.str.split(";").explode())
    elsewhere = set()
    for name, frame in raw.frames.items():
        if name not in {"events", "sources", *UNREAD} and "sources" in frame:
            elsewhere |= set(frame["sources"].str.split(";").explode())
    key = min(cited - elsewhere)
    sources = data / "sources.csv"
    text = sources.read_text("utf-8")
    title = raw.frames["sources"].set_index("source").loc[key, "title"]
    sources.write_text(text.replace(title, f"{title} (revised)", 1), encoding="utf-8")
    assert moved(jobs, before) == {"nuclear"}


@pytest.mark.parametrize("name", sorted(UNREAD))
def test_what_only_the_check_reads_moves_nothing(data, name):
    jobs = jobs_of(data)
    before = keys_of(jobs)
    path = data / f"{name}.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert moved(jobs, before) == set()


def test_any_other_table_moves_every_briefing(data):
    jobs = jobs_of(data)
    before = keys_of(jobs)
    path = data / "states.csv"
    path.write_text(path.read_text("utf-8").replace("Latvia", "Latwia"), encoding="utf-8")
    assert moved(jobs, before) == {job.slug for job in jobs}


def test_rows_are_read_again_when_a_file_has_changed(data):
    first = read_rows(data)
    assert read_rows(data) is first
    path = data / "events.csv"
    path.write_text(path.read_text("utf-8") + "\n", encoding="utf-8")
    assert read_rows(data) is not first
