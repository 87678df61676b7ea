"""Jobs run side by side, each failure kept to its own: a worker that dies takes one job with it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from analysis.publish.run import Briefing, Job
from analysis.publish.warm import address, join
from analysis.terms.errors import RollbackError

Make = Callable[[Job], Briefing]


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


def in_workers(jobs: Sequence[Job], processes: int, make: Make) -> Iterator[Result]:
    """Run jobs in so many worker processes, and yield each result as it comes.

    Every worker stands alone: where one is killed, its job failed, and another takes its place.
    """
    waiting = deque(jobs)
    idle = [_worker() for _ in range(min(processes, len(jobs)))]
    running: dict[Future[Result], tuple[Job, ProcessPoolExecutor]] = {}
    try:
        while waiting or running:
            while waiting and idle:
                worker, job = idle.pop(), waiting.popleft()
                running[worker.submit(attempt, job, make)] = (job, worker)
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                job, worker = running.pop(future)
                result, alive = _outcome(future, job)
                if not alive:
                    worker.shutdown(wait=False)
                idle.append(worker if alive else _worker())
                yield result
    finally:
        for worker in (*idle, *(worker for _, worker in running.values())):
            worker.shutdown(wait=False, cancel_futures=True)


def _worker() -> ProcessPoolExecutor:
    # However it is started, it knows where warm kernels are to be had.
    return ProcessPoolExecutor(max_workers=1, initializer=join, initargs=(address(),))


def _outcome(future: Future[Result], job: Job) -> tuple[Result, bool]:
    """Return the result of a job, and whether its worker is still there."""
    try:
        return future.result(), True
    except BrokenProcessPool:
        reason = "the process that built it was ended from outside, or ran out of memory"
        return Result(job.slug, None, 0.0, f"{job.slug}: {reason}"), False
    except Exception as error:
        # What cannot be sent between processes.
        return Result(job.slug, None, 0.0, f"{job.slug}: {type(error).__name__}: {error}"), True
