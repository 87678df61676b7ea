"""The same briefings to the byte, however, wherever and by whomever they are built.

A few builds of one small set, each of which differs from the first in many ways at once: should
one of them matter, the bytes differ, and the ways are few enough to find out which.
"""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

SLUGS = ("baltic-apmbc", "baltic-ccm", "oas-apmbc")
BUILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from analysis.publish.catalogue import Entry
from analysis.publish.plan import plan_jobs
from analysis.publish.publish import build
entries = []
for slug in sys.argv[4:]:
    region, treaty = slug.split("-")
    given = {"region": region, "treaty": treaty, "as_of": "2025-08-20"}
    entries.append(Entry(slug=slug, kind="regional", title=slug, parameters=given))
for outcome in build(plan_jobs(entries), Path(sys.argv[2]), processes=int(sys.argv[3])):
    print(outcome.slug, outcome.state, outcome.error)
    assert outcome.ok
"""
ROOT = Path(__file__).parents[1]


def build(out, slugs, *, jobs, umask=0o022, cwd=ROOT, home=None, **env):
    """Build in a process of its own, as another user in another place would; gives its lines."""
    kept = {name: value for name, value in os.environ.items() if name not in ("HOME", "LANG")}
    given = {**kept, **({"HOME": str(home)} if home else {}), **env}
    command = [sys.executable, "-c", BUILD, str(ROOT), str(out), str(jobs), *slugs]
    found = {"env": given, "cwd": cwd, "umask": umask, "capture_output": True, "text": True}
    done = subprocess.run(command, check=False, **found)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def everything(out):
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != ".rollback.lock"
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """The set as it is usually built: warm, two at once, in the order of the catalogue."""
    out = tmp_path_factory.mktemp("first") / "reports"
    home = tmp_path_factory.mktemp("home")
    build(out, SLUGS, jobs=2, home=home, TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="0")
    return out


@pytest.mark.slow
def test_jobs_order_clock_language_umask_and_place_change_no_byte(first, tmp_path):
    out = tmp_path / "some where" / "reports"
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    build(out, SLUGS[::-1], jobs=3, umask=0o077, cwd=tmp_path, **elsewhere)
    assert everything(out) == everything(first)
    page = out / SLUGS[0] / f"{SLUGS[0]}.html"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


@pytest.mark.slow
def test_cold_and_what_is_built_alone_afterwards_change_no_byte(first, tmp_path):
    out, home = tmp_path / "reports", tmp_path / "home"
    shutil.copytree(first, out)
    shutil.rmtree(out / SLUGS[1])
    home.mkdir(mode=0o555)
    elsewhere = {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4294967295"}
    told = build(out, SLUGS, jobs=1, home=home, ROLLBACK_WARM="0", **elsewhere)
    assert [line.split()[1] for line in told] == ["unchanged", "unchanged", "built"]
    assert everything(out) == everything(first)
