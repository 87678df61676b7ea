"""Briefings without a run, for tests of publishing; light enough for a process to be killed."""

import hashlib
import json
import os
import signal
from pathlib import Path

from analysis.publish.run import Briefing


def files(slug, text):
    """The files of a made-up briefing; all of them say the same."""
    content = {f"{slug}.{kind}": text.encode() * 5000 for kind in ("html", "pdf", "ipynb")}
    manifest = {
        "slug": slug,
        "title": text,
        "parameters": {"as_of": "2025-04-16"},
        "key": text,
        "files": {name: hashlib.sha256(each).hexdigest() for name, each in content.items()},
    }
    return {**content, "manifest.json": json.dumps(manifest).encode()}


def made(job):
    """Stands for the run of a notebook, on a machine that knows this module."""
    return Briefing(job.slug, files(job.slug, "made"))


def once_deadly(job):
    """Ends the process that runs it, the first time; the marker is a file named by a parameter."""
    marker = Path(job.parameters["scenario"])
    if not marker.exists():
        marker.write_text("here")
        os.kill(os.getpid(), signal.SIGKILL)
    return made(job)


def always_deadly(job):
    """Ends the process that runs it, each time."""
    if job.slug == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return made(job)
