"""Warm execution: one process that has loaded everything stands behind the kernels of a build.

Within :func:`serving`, kernels are forked from such a process (:mod:`analysis.publish.forking`)
instead of being started from nothing; the workers of the build inherit its address. Where forking
is not to be had, and when anything goes wrong, kernels start as they always do, which is said once.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

#: The names under which the engine and the provisioner are registered as entry points.
ENGINE = "rollback"
PROVISIONER = "rollback-fork"
#: Takes warm kernels away when it is set to "0": for comparing, and for trouble.
SWITCH = "ROLLBACK_WARM"
#: From so many briefings on, drawing one beforehand pays.
MANY = 4


class Placed(Protocol):
    """What is run on the data of a folder: a job."""

    @property
    def data(self) -> Path:
        """The data folder."""
        ...

    @property
    def about(self) -> Mapping[str, str]:
        """The kind and the parameters."""
        ...


_state: dict[str, str] = {"address": "", "said": "", "many": ""}


def cores() -> int:
    """Return how many cores this process may use: how many jobs run at once by default."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1


def address() -> str:
    """Return where warm kernels are to be had; empty when there are none."""
    return _state["address"]


def many() -> bool:
    """Say whether so many kernels will come that drawing once for all of them pays."""
    return bool(_state["many"])


def join(place: str) -> None:
    """Take the warm kernels that another process of the build keeps: for its workers."""
    _state["address"] = place


def say_once(reason: str) -> None:
    """Say on stderr, once a process, that kernels start the slow way, and why."""
    if not _state["said"]:
        _state["said"] = reason
        print(f"Kernels are started one by one, which is slower: {reason}.", file=sys.stderr)


@contextlib.contextmanager
def serving(folders: Iterable[Path] = (), jobs: int = 1) -> Iterator[str]:
    """Keep a warm process while a build of some jobs lasts; give its address, or nothing.

    ``folders`` are the data folders to load beforehand; others are loaded when a job names them.
    Within another such context it is that one's.
    """
    _state["many"] = "yes" if jobs >= MANY else ""
    if address() or os.environ.get(SWITCH) == "0":
        yield address()
        return
    if reason := _reason_against():
        say_once(reason)
        yield ""
        return
    with contextlib.ExitStack() as stack:
        place = ""
        try:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="warm-"))
            place = f"{folder}/kernels"
            stack.callback(_stop, _start(place, {str(path.resolve()) for path in folders}))
        except OSError as error:
            say_once(f"no process could be kept for them ({error})")
            place = ""
        _state["address"] = place
        stack.callback(_state.update, {"address": ""})
        yield place


@contextlib.contextmanager
def warm_for(jobs: Sequence[Placed]) -> Iterator[str]:
    """Make ready for the jobs of a build: a warm process for kernels, fonts for workers.

    To be entered before workers are forked. Gives what :func:`serving` gives.
    """
    with (
        serving({job.data for job in jobs}, len(jobs)) if jobs else contextlib.nullcontext("") as at
    ):
        if jobs:
            _announce(jobs[0])
        if len(jobs) > 1:
            warm_export()
        yield at


def _announce(job: Placed) -> None:
    """Let the warm process learn what the first kernel needs while this one does other things."""
    if not address():
        return
    request = {"data": str(job.data), "about": dict(job.about), "many": many()}
    # Should that fail, the kernel is started the slow way, and says so.
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        line.connect(address())
        line.sendall(json.dumps(request).encode() + b"\n")


def warm_export() -> None:
    """Load templates and cut fonts, before workers are forked: each has them from the start.

    Typst itself is left to the workers, for its threads would not survive a fork.
    """
    from analysis.export import html
    from analysis.export.fonts import face_rules, typst_fonts

    html.warm_up()
    face_rules("")
    typst_fonts()


def _reason_against() -> str:
    if not sys.platform.startswith("linux"):
        return "this system cannot fork safely"
    group = "jupyter_client.kernel_provisioners"
    if not entry_points(group=group, name=PROVISIONER):
        return "the package is not installed with its entry points; install it again"
    return ""


def _start(place: str, folders: Iterable[str]) -> subprocess.Popen[bytes]:
    """Start the process; requests wait in its socket until it is ready."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(place)
        listener.listen(128)
        number = listener.fileno()
        # This end is closed afterwards: should the process die, whoever asks hears of it.
        return subprocess.Popen(
            [
                sys.executable,
                *("-P", "-m", "analysis.publish.forking"),
                *(str(number), str(os.getpid()), *sorted(folders)),
            ],
            pass_fds=[number],
            # The debugger that every kernel carries would warn of what nobody here debugs.
            env={**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:  # pragma: no cover - it heeds the signal
        process.kill()
        process.wait()
