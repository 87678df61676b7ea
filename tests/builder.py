"""Builds of made-up briefings in processes of their own, for tests that end and starve them.

Run as a module it builds in children, one for each line of JSON that it reads: it has loaded
everything, so that a build takes a moment.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

from analysis.publish import swap
from analysis.publish.inputs import Snapshot, key_of, listed
from analysis.publish.place import put
from analysis.publish.publish import build
from analysis.publish.run import Briefing, Job, execute
from analysis.terms.errors import RollbackError
from tests.made_up import files

SLUGS = ("one", "two", "three", "four")


def jobs_on(data, slugs=SLUGS, **parameters):
    """Jobs on a made-up data folder; what its events.csv says is what the briefings say."""
    notebook = Path(data) / "n.ipynb"
    return [Job(slug, notebook, {"as_of": "2025-04-16", **parameters}, data) for slug in slugs]


def make(job):
    """Stand for the run of a notebook, with the inputs and the key of a real one."""
    inputs = job.inputs(Snapshot())
    time.sleep(float(job.parameters.get("seconds", 0)))
    made = files(job.slug, (job.data / "events.csv").read_text(encoding="utf-8"))
    manifest = json.loads(made["manifest.json"])
    manifest |= {"parameters": dict(job.parameters), "libraries": inputs["libraries"]}
    manifest |= {"inputs": listed(inputs), "key": key_of(inputs)}
    return Briefing(job.slug, {**made, "manifest.json": json.dumps(manifest).encode()})


def run(job):
    """Run the notebook for real, and put a made-up briefing in the place of its pages."""
    execute(job)
    return make(job)


def end(group, number):
    """Send a signal to a group of processes, and see that all of them end."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)
    assert gone(group)


def gone(group, within=15.0):
    """Say whether every process of a group ends in time."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def _build(order):
    """Build in this child, and write what came of it when all is over."""
    for name, most in order.get("limits", {}).items():
        resource.setrlimit(getattr(resource, name), (most, most))
    jobs = jobs_on(Path(order["data"]), **order.get("parameters", {}))
    how = run if order.get("run") else make
    out, told = Path(order["out"]), {"states": {}, "errors": []}
    try:
        for outcome in build(jobs, out, processes=order["processes"], make=how):
            told["states"][outcome.slug] = outcome.state
            told["errors"] += [outcome.error] if outcome.error else []
    except RollbackError as error:
        told["errors"].append(str(error))
    result = Path(order["result"])
    result.with_suffix(".part").write_text(json.dumps(told))
    result.with_suffix(".part").rename(result)


def _put_for_ever(order):
    """Put a briefing in its place again and again, each time with another number."""
    if order["put"] == "in two":
        swap._exchange = lambda: None
    for number in range(100_000):
        put("one", files("one", f"{number:05d}"), Path(order["out"]))


def serve():
    """Build for each line read; each child leads a group of its own, which can be counted."""
    # Orphans of a child that was killed come to this process, and their ends are seen.
    ctypes.CDLL(None).prctl(36, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    jobs_on(Path("."))[0].inputs(Snapshot())
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child:
            os.setpgid(child, child)
            print(child, flush=True)
            continue
        try:
            os.setpgid(0, 0)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            order = json.loads(line)
            (_put_for_ever if "put" in order else _build)(order)
        finally:
            os._exit(0)


if __name__ == "__main__":
    serve()
