"""Jobs run side by side, each failure kept to its own: a worker that dies takes one job with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from analysis.publish.run import Briefing, Job
from analysis.publish.warm import address, join
from analysis.publish.watcher import Watcher
from analysis.terms.errors import RollbackError

Make = Callable[[Job], Briefing]
#: How often the build may draw its progress while jobs run, in seconds.
BEAT = 0.25
#: How long a worker has to put things in order when the build is stopped, in seconds.
GRACE = 5.0
#: How long, in seconds, the end of the build may go unnoticed by a worker.
NOTICE = 0.5


@dataclass(frozen=True, slots=True)
class Result:
    """What a job came to: a briefing, or the reason why there is none.

    ``executed`` is the notebook of a failed job, as far as it was run.
    """

    slug: str
    briefing: Briefing | None
    seconds: float
    error: str = ""
    executed: bytes | None = None


def attempt(job: Job, make: Make) -> Result:
    """Run a job; whatever goes wrong in it is its result, and nobody else's."""
    started = time.perf_counter()
    try:
        briefing = make(job)
    except RollbackError as error:
        executed = getattr(error, "executed", None)
        return Result(job.slug, None, time.perf_counter() - started, str(error), executed)
    except Exception as error:
        # A fault of ours or of a library: named in one line, so that the others can go on.
        reason = f"{job.slug}: {type(error).__name__}: {str(error).strip() or 'no reason given'}"
        return Result(job.slug, None, time.perf_counter() - started, reason)
    return Result(job.slug, briefing, time.perf_counter() - started)


def in_workers(
    jobs: Sequence[Job], processes: int, make: Make, watcher: Watcher | None = None
) -> Iterator[Result]:
    """Run jobs in so many worker processes, and yield each result as it comes.

    Every worker stands alone: where one is killed, its job failed, and another takes its place.
    When the caller stops, so does every worker at once, with all that its job has started.
    """
    watcher, waiting = watcher or Watcher(), deque(jobs)
    # What workers leave in the temporary folder lies in one place, and goes with the build.
    with tempfile.TemporaryDirectory(prefix="build-", ignore_cleanup_errors=True) as scratch:
        idle = [_Worker(scratch) for _ in range(min(processes, len(jobs)))]
        running: dict[Connection, tuple[Job, _Worker]] = {}
        try:
            while waiting or running:
                while waiting and idle:
                    worker, job = idle.pop(), waiting.popleft()
                    watcher.began(job.slug)
                    if fault := worker.give(job, make):
                        idle.append(worker)
                        yield fault
                    else:
                        running[worker.line] = (job, worker)
                ready = wait(list(running), BEAT)
                for line in [one for one in running if one in ready]:
                    job, worker = running.pop(line)
                    result, alive = worker.take(job)
                    if not alive:
                        _stop_all([worker])
                    idle.append(worker if alive else _Worker(scratch))
                    yield result
                watcher.beat()
        finally:
            _stop_all([*idle, *(worker for _, worker in running.values())])


class _Worker:
    """A process that does one job after the other; its end of a line, and the process."""

    def __init__(self, scratch: str) -> None:
        # Forked where that is safe: it has templates and fonts from the start.
        how = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
        self.line, far = how.Pipe()
        given = (far, os.getpid(), address(), scratch)
        self.process = how.Process(target=_serve, args=given, daemon=True)
        self.process.start()
        far.close()

    def give(self, job: Job, make: Make) -> Result | None:
        """Send it a job; returns what is wrong where that cannot be sent."""
        try:
            self.line.send((job, make))
        except OSError:
            return None  # It has gone, which is told when its answer is asked for.
        except Exception as error:
            return Result(job.slug, None, 0.0, f"{job.slug}: {type(error).__name__}: {error}")
        return None

    def take(self, job: Job) -> tuple[Result, bool]:
        """Return the result of a job, and whether the worker is still there."""
        try:
            return self.line.recv(), True
        except (EOFError, OSError):
            reason = "the process that built it was ended from outside, or ran out of memory"
            return Result(job.slug, None, 0.0, f"{job.slug}: {reason}"), False

    def stop(self) -> None:
        """Tell it to end; see :func:`_stop_all` for what follows."""
        self.line.close()
        self.process.terminate()


def _stop_all(workers: Sequence[_Worker]) -> None:
    for worker in workers:
        worker.stop()
    until = time.monotonic() + GRACE
    for worker in workers:
        worker.process.join(max(until - time.monotonic(), 0.0))
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.process.close()


def _serve(line: Connection, parent: int, warm_at: str, scratch: str) -> None:
    """Do jobs until the line is closed: the life of a worker."""
    # Ctrl-C at a terminal reaches the whole group: the build says when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _unwind)
    threading.Thread(target=_end_with, args=(parent, scratch), daemon=True).start()
    # What draws the progress of the build is not for a worker to write to.
    sys.stderr = sys.__stderr__ or sys.stderr
    # However it is started, it knows where warm kernels are to be had.
    join(warm_at)
    tempfile.tempdir = scratch
    with contextlib.suppress(EOFError, OSError, SystemExit):
        while True:
            job, make = line.recv()
            line.send(attempt(job, make))


def _unwind(*_: object) -> None:
    # Once: what is put in order meanwhile is not to be broken off.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(1)


def _end_with(parent: int, scratch: str) -> None:
    """End this worker when the build was killed, and with it what it left."""
    while os.getppid() == parent:
        time.sleep(NOTICE)
    # Whoever is still at work writes there meanwhile; where the folder is gone, nobody can.
    until = time.monotonic() + GRACE
    while os.path.exists(scratch) and time.monotonic() < until:
        shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)
