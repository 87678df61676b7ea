"""Jobs on a cluster: Dask distributed hands them out, and the same bytes come back.

The scheduler is Dask's own; no more jobs are handed to it at a time than its workers have threads,
so that a worker that dies takes few with it. Those run again elsewhere. Only workers with the same
package and libraries as here are given work.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import sys
import time
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.publish.run import Job
from analysis.publish.travel import fingerprint, leave, pack, run_there, unlike
from analysis.publish.watcher import Watcher
from analysis.publish.workers import BEAT, Make, Result
from analysis.terms.errors import RollbackError

if TYPE_CHECKING:
    from distributed import Client, Future

#: How long to wait for the scheduler to answer, in seconds, and for a worker to be there.
TIMEOUT, PATIENCE = 10.0, 30.0
#: How often a job is handed out anew when all workers that were to do it have gone.
AGAIN = 2
#: The number of the last time, when no other job can be what ends a worker.
_ALONE = AGAIN + 1
_ENDED = "workers that were at it ended, again and again"
#: How often the workers are counted, in seconds.
_COUNT = 1.0
#: So many differences of a worker are named; the others are counted.
_NAMED = 4


def on_cluster(
    jobs: Sequence[Job],
    address: str,
    make: Make,
    *,
    at_once: int | None = None,
    watcher: Watcher | None = None,
) -> Iterator[Result]:
    """Run jobs on the workers of a scheduler, and yield each result as it comes.

    Raises ``RollbackError`` in one line where the extra is not installed, the scheduler does not
    answer, or no worker can be used. When the caller stops, so does the work there.
    """
    if not jobs:
        return
    with _connected(address) as client:
        crew = _Crew(client, address)
        crew.wait()
        build = _Build(client, crew, tuple(jobs), make, watcher or Watcher())
        try:
            yield from build.results(at_once)
        finally:
            build.close()


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError:
        raise RollbackError(
            "a cluster needs the extra of that name: pip install 'disarmament-rollback[cluster]'"
        ) from None
    # What it has to say of lost connections and of versions is said here, in words of ours.
    loggers = [logging.getLogger(f"distributed.{name}") for name in ("client", "core", "batched")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            client = Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError):
        raise RollbackError(
            f"no Dask scheduler answers at {address} within {TIMEOUT:g} s"
        ) from None
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=TIMEOUT)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@dataclass(slots=True)
class _Crew:
    """The workers of a cluster: those that can be used, and why others cannot."""

    client: Client
    address: str
    good: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)

    def present(self) -> dict[str, int]:
        """Return the threads of each worker that can be used now; new ones are looked at first.

        Raises ``OSError`` when the scheduler does not answer.
        """
        there = self.client.nthreads(callback_timeout=TIMEOUT)
        if new := sorted(set(there) - self.good - set(self.refused)):
            answers = self.client.run(fingerprint, workers=new, on_error="return")
            for worker, answer in answers.items():
                self._judge(worker, answer)
        return {worker: threads for worker, threads in there.items() if worker in self.good}

    def wait(self) -> None:
        """Wait until there is a worker; raises ``RollbackError`` when none can be used."""
        until = time.monotonic() + PATIENCE
        with _answering(self.address):
            while not self.present():
                if self.refused:
                    reasons = "\n".join(self.refused.values())
                    raise RollbackError(f"no worker of {self.address} can be used:\n{reasons}")
                if time.monotonic() > until:
                    reason = f"has no worker, and none came within {PATIENCE:g} s"
                    raise RollbackError(f"the scheduler at {self.address} {reason}")
                time.sleep(BEAT)
        for reason in self.refused.values():
            _say(f"A worker is not used: {reason}")

    def _judge(self, worker: str, answer: Any) -> None:
        if isinstance(answer, OSError):
            return  # It has gone meanwhile, or answers the next time.
        if isinstance(answer, BaseException):
            reason = f"this version of the package is not installed there ({answer})"
        elif not (wrong := unlike(answer, fingerprint())):
            self.good.add(worker)
            return
        else:
            more = len(wrong) - _NAMED
            named = [*wrong[:_NAMED], *([f"and {more} more"] if more > 0 else [])]
            reason = "; ".join(named)
        self.refused[worker] = f"{worker}: {reason}"


@dataclass(slots=True)
class _Run:
    """A job that was handed out: to which workers, and how often before."""

    job: Job
    workers: frozenset[str]
    before: int


class _Build:
    """The jobs of one build on a cluster."""

    def __init__(
        self, client: Client, crew: _Crew, jobs: tuple[Job, ...], make: Make, watcher: Watcher
    ) -> None:
        self.client, self.crew, self.make, self.watcher = client, crew, make, watcher
        self.name, self.count = f"build-{secrets.token_hex(8)}", len(jobs)
        parcel = pack(jobs)
        self.folders = parcel.folders
        # A task, not scattered: what was lost with the workers that held it is made again.
        self.parcel = client.submit(bytes, parcel.content, key=f"rollback-{parcel.digest}")
        self.waiting = deque((job, 0) for job in jobs)
        self.running: dict[Future, _Run] = {}
        # What was at work on workers that ended, it or another: each is tried once more, alone.
        self.suspects: deque[Job] = deque()

    def results(self, at_once: int | None) -> Iterator[Result]:
        """Hand out jobs, as many at a time as there are threads, and yield what comes of them."""
        threads, seen, counted = self.crew.present(), time.monotonic(), time.monotonic()
        while self.waiting or self.running or self.suspects:
            room = min(sum(threads.values()), at_once or self.count)
            while self.waiting and len(self.running) < room:
                self._hand_out(*self.waiting.popleft(), frozenset(threads))
            if room and self.suspects and not self.running:
                self._hand_out(self.suspects.popleft(), _ALONE, frozenset(threads))
            for future in [one for one in self.running if one.done()]:
                yield from self._taken(future, self.running.pop(future))
            self.watcher.beat()
            time.sleep(BEAT / 4)
            if time.monotonic() - counted < _COUNT:
                continue
            counted = time.monotonic()
            try:
                threads = self.crew.present()
            except OSError:
                yield from self._given_up(f"the scheduler at {self.crew.address} has gone")
                return
            seen = counted if threads else seen
            if counted - seen > PATIENCE:
                yield from self._given_up(f"no worker of {self.crew.address} is left")
                return
            self._recall(threads)

    def close(self) -> None:
        """Take back what still runs, and let the workers forget this build."""
        with contextlib.suppress(Exception):
            for future in self.running:
                future.cancel()
            self.parcel.release()
            # Their kernels end with it, and with these what was running.
            self.client.run(leave, self.name, on_error="ignore")

    def _hand_out(self, job: Job, before: int, workers: frozenset[str]) -> None:
        self.watcher.began(job.slug)
        future = self.client.submit(
            run_there,
            *(job, self.parcel, self.folders, self.name, self.count, self.make),
            key=f"{self.name}-{job.slug}-{before}",
            workers=sorted(workers),
            pure=False,
        )
        self.running[future] = _Run(job, workers, before)

    def _taken(self, future: Future, run: _Run) -> Iterator[Result]:
        """Yield the result of a job, unless it is to run again."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            yield future.result(timeout=TIMEOUT)
        except TimeoutError:
            # The worker that held it has gone since: it is being made again.
            self.running[future] = run
        except KilledWorker as error:
            yield from self._suspected(run, f"; the last was {error.last_worker.address}")
        except FutureCancelledError:
            # Taken back here, after it was handed out anew as often as may be.
            yield from self._suspected(run)
        except Exception as error:
            reason = f"{type(error).__name__}: {str(error).strip() or 'no reason given'}"
            yield _failure(run.job, reason)

    def _suspected(self, run: _Run, which: str = "") -> Iterator[Result]:
        """Yield the failure of a job that ends workers, if it was alone on them."""
        if run.before < _ALONE:
            self.suspects.append(run.job)
        else:
            yield _failure(run.job, f"{_ENDED}{which}")

    def _recall(self, threads: Iterable[str]) -> None:
        """Hand out anew what waits for workers that have all gone."""
        there = set(threads)
        for future, run in list(self.running.items()):
            if run.workers & there or future.done():
                continue
            if run.before < AGAIN and there:
                del self.running[future]
                future.cancel()
                self.waiting.appendleft((run.job, run.before + 1))
            elif run.before >= AGAIN:
                future.cancel()

    def _given_up(self, reason: str) -> Iterator[Result]:
        left = [run.job for run in self.running.values()] + [job for job, _ in self.waiting]
        for job in (*left, *self.suspects):
            yield _failure(job, reason)


def _failure(job: Job, reason: str) -> Result:
    return Result(job.slug, None, 0.0, f"{job.slug}: {reason}")


@contextlib.contextmanager
def _answering(address: str) -> Iterator[None]:
    try:
        yield
    except OSError:
        raise RollbackError(f"the scheduler at {address} no longer answers") from None


def _say(text: str) -> None:
    print(text, file=sys.stderr)
