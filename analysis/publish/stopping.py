"""A build that is told to stop puts things in order first."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

from analysis.terms.errors import RollbackError


class Stopped(KeyboardInterrupt):
    """The build was told to stop: no failure of a job, which would be kept to the job."""


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and the end of the terminal unwind what runs, instead of cutting it off.

    Raises ``RollbackError`` in one line when that is done. A signal that comes meanwhile is not
    heeded; outside the main thread, signals are left as they are.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]

    def stop(number: int, _: object) -> None:
        for one in numbers:
            signal.signal(one, signal.SIG_IGN)
        raise Stopped

    # What is ignored stays so: a build under nohup outlives its terminal.
    before = {one: signal.getsignal(one) for one in numbers}
    before = {one: how for one, how in before.items() if how is not signal.SIG_IGN}
    try:
        for one in before:
            signal.signal(one, stop)
        yield
    except Stopped:
        reason = "stopped. What is published is whole; the next build makes the rest"
        raise RollbackError(reason) from None
    finally:
        for one, how in before.items():
            signal.signal(one, how)
