"""How a build tells how it goes on: a live table on a terminal, plain lines in a log, or nothing.

All of it goes to stderr. On stdout stand the PDFs that are in place, one a line, or with ``--json``
one object a briefing, a line each; and nothing else.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.saying import complain
from analysis.language.harmless import printable
from analysis.language.numbers import plural
from analysis.publish.watcher import Watcher

if TYPE_CHECKING:
    from rich.console import RenderableType

    from analysis.publish.outcome import Outcome

#: States of an outcome, in the order in which the summary counts them.
STATES = ("built", "unchanged", "failed")
#: So many briefings that are being built are shown one by one.
_SHOWN = 12


class Progress(Watcher):
    """Tells how a build of so many briefings goes on, in plain lines.

    ``out`` is the folder of reports. With ``quiet`` only what failed is told, with ``as_json``
    stdout has an object for each briefing, with ``explain`` it is told why each is built.
    """

    def __init__(self, total: int, out: Path, *, quiet: bool, as_json: bool, explain: bool) -> None:
        self.total, self.out = total, out
        self.quiet, self.as_json, self.explain = quiet, as_json, explain
        self.outcomes: list[Outcome] = []
        self.running: dict[str, float] = {}
        self.stale = total
        self._started = self._first = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.running.clear()

    def counted(self, stale: int) -> None:
        """Note how many briefings are to be built; the time that is left counts from here."""
        self.stale, self._first = stale, time.monotonic()

    def began(self, slug: str) -> None:
        """Note that a briefing is being built."""
        self.running[slug] = time.monotonic()

    def tell(self, outcome: Outcome) -> None:
        """Tell how a briefing ended."""
        self.running.pop(outcome.slug, None)
        self.outcomes.append(outcome)
        if self.as_json:
            self.answer(json.dumps(self._record(outcome), ensure_ascii=False))
        elif outcome.ok and not self.quiet:
            self.answer(str(self._pdf(outcome)))
        if not outcome.ok or not self.quiet:
            self.say("\n".join(self._lines(outcome)))

    def say(self, text: str) -> None:
        """Say something on stderr; what it quotes cannot steer the terminal."""
        complain(text)

    def answer(self, line: str) -> None:
        """Print a line of the result on stdout."""
        click.echo(line)

    def summary(self) -> None:
        """Tell how many briefings ended how, and which failed, at the end."""
        failed = [outcome for outcome in self.outcomes if not outcome.ok]
        if self.quiet and not failed:
            return
        ended = Counter(outcome.state for outcome in self.outcomes)
        counts = ", ".join(f"{ended[state]} {state}" for state in STATES if ended[state])
        took = span(time.monotonic() - self._started)
        self.say(f"{self.total} {plural(self.total, 'briefing')} in {took}: {counts or 'none'}.")
        if not failed:
            return
        width = max(len(outcome.slug) for outcome in failed)
        for outcome in failed:
            reason = outcome.error.partition("\n")[0].removeprefix(f"{outcome.slug}: ")
            where = f" ({self.out / outcome.notebook})" if outcome.notebook else ""
            self.say(f"  {outcome.slug.ljust(width)}  {reason}{where}")
        self.say("What was published of them before is still in place.")

    def left(self) -> float | None:
        """Return about how many seconds are left; ``None`` until a briefing is through."""
        done = sum(outcome.state != "unchanged" for outcome in self.outcomes)
        if not done or done >= self.stale:
            return None
        return (time.monotonic() - self._first) / done * (self.stale - done)

    def _lines(self, outcome: Outcome) -> Iterable[str]:
        took = f" in {outcome.seconds:.1f} s" if outcome.state == "built" else ""
        count = f" ({len(self.outcomes)} of {self.total})" if self.total > 1 else ""
        yield f"{outcome.slug}: {outcome.state}{took}{count}"
        if self.explain:
            yield from (f"  because {why}" for why in outcome.why)
        if outcome.error:
            yield outcome.error

    def _record(self, outcome: Outcome) -> dict[str, Any]:
        notebook = self.out / outcome.notebook if outcome.notebook else None
        return {
            "slug": outcome.slug,
            "state": outcome.state,
            "seconds": round(outcome.seconds, 3),
            "why": list(outcome.why),
            "pdf": str(self._pdf(outcome)) if outcome.ok else None,
            "error": outcome.error or None,
            "notebook": str(notebook) if notebook else None,
        }

    def _pdf(self, outcome: Outcome) -> Path:
        return self.out / outcome.slug / f"{outcome.slug}.pdf"


class LiveProgress(Progress):
    """The same on a terminal: what is being built stands in a table that moves along below.

    It is drawn only when the build says that time goes by: no thread of its own writes.
    """

    def __init__(self, total: int, out: Path, **how: bool) -> None:
        super().__init__(total, out, **how)
        from rich.console import Console
        from rich.live import Live

        console = Console(stderr=True, highlight=False, markup=False)
        self._live = Live(
            console=console, auto_refresh=False, transient=True, redirect_stdout=False
        )

    def __enter__(self) -> Progress:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self._live.stop()

    def say(self, text: str) -> None:
        """Say something above the table."""
        self._print(text)

    def answer(self, line: str) -> None:
        """Print a line on stdout; above the table where that is the terminal too."""
        if sys.stdout.isatty():
            self._print(line)
        else:
            super().answer(line)

    def _print(self, text: str) -> None:
        from rich.text import Text

        self._live.console.print(Text(printable(text, keep="\n")), soft_wrap=True)

    def began(self, slug: str) -> None:
        """Note that a briefing is being built, and show it."""
        super().began(slug)
        self.beat()

    def beat(self) -> None:
        """Draw the table as it stands now."""
        self._live.update(self._table(), refresh=True)

    def tell(self, outcome: Outcome) -> None:
        """Tell how a briefing ended, above the table."""
        super().tell(outcome)
        self.beat()

    def _table(self) -> RenderableType:
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 2, 0, 0))
        for slug, began in list(self.running.items())[:_SHOWN]:
            table.add_row(Text(printable(slug)), span(time.monotonic() - began))
        if (more := len(self.running) - _SHOWN) > 0:
            table.add_row(Text(f"and {more} more", style="dim"), "")
        failed = sum(not outcome.ok for outcome in self.outcomes)
        parts = [f"{len(self.outcomes)} of {self.total}"]
        parts += [f"{failed} failed"] if failed else []
        left = self.left()
        parts += [f"about {span(left)} left"] if left is not None else []
        table.add_row(Text(" · ".join(parts), style="bold"), "")
        return table


def progress_for(
    total: int, out: Path, *, quiet: bool = False, as_json: bool = False, explain: bool = False
) -> Progress:
    """Return what tells of a build here: a live table on a terminal, plain lines elsewhere."""
    dumb = os.environ.get("TERM") == "dumb" or os.environ.get("CI")
    live = sys.stderr.isatty() and not dumb and not quiet
    kind = LiveProgress if live else Progress
    return kind(total, out, quiet=quiet, as_json=as_json, explain=explain)


def span(seconds: float) -> str:
    """Write how long something takes, as a clock beside a build does.

    >>> span(0.4), span(59.6), span(61), span(3725)
    ('0 s', '1 min', '1 min 1 s', '1 h 2 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
