"""What ``rollback update`` does with its options, and how it tells what it found."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
import pandas as pd

from analysis.cli.printing import written
from analysis.cli.saying import complain, say, show, show_together
from analysis.importers.gathering import Gathered, fetch_pages, saved_pages
from analysis.language.numbers import counted
from analysis.store.frames import as_records

if TYPE_CHECKING:
    from analysis.importers.updating import Update
    from analysis.store.loading import RawTables
    from analysis.versions.applying import Applied

#: Something new: neither a failure nor nothing, for whoever runs it every week.
NEWS = 3
#: What a new act brings about by law lies within these years after the page, by every clause.
_AHEAD = pd.DateOffset(years=2)


def gather(
    numbers: list[str], offline: Path | None, base: str | None, cache: Path | None, delay: float
) -> Gathered:
    """Return the pages of treaties, fetched or saved, and say on stderr which is asked for."""
    if offline is not None:
        return saved_pages(numbers, offline)
    from analysis.importers.asking import Asker
    from analysis.importers.cache import PageCache
    from analysis.importers.manners import Manners
    from analysis.importers.rows import SITE

    site = SITE if base is None else base
    if urlsplit(site).scheme not in ("http", "https") or not urlsplit(site).hostname:
        raise click.UsageError(
            f"--from {site!r} is no address of a site, such as https://mirror.example;"
            " saved pages are read with --offline"
        )
    place = cache or _user_cache()
    asker = Asker(Manners(delay=delay))

    def asking(number: str) -> None:
        complain(f"Asking {urlsplit(site).hostname} for {number} ...")

    return fetch_pages(numbers, PageCache(place), _today(), base=site, asker=asker, tell=asking)


def _today() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()


def _user_cache() -> Path:
    """Return where programs of the user keep what can be fetched again."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "disarmament-rollback" / "untc"


def tell(update: Update, gathered: Gathered, raw: RawTables, *, apply: bool, form: str) -> None:
    """Write what is new, if asked; print it and what follows from it, and exit."""
    for line in (*update.report(), *update.covered(), *gathered.came_as()):
        complain(line)
    applied = None
    if apply and update.events and not update.refused:
        from analysis.versions.applying import apply_rows

        days = [one.page.day for one in update.compared]
        applied = apply_rows(raw.folder, update.rows, max(_today(), *days))
    _print(update, gathered, raw, applied, form)
    _say_done(update, applied, raw, apply=apply)
    for reason in update.refused:
        complain(f"Error: {reason}")
    if not update.refused and not update.compared:
        complain("Error: there is no page of what was asked about.")
    if update.refused or not update.compared:
        sys.exit(1)
    sys.exit(NEWS if len(update.table) else 0)


def _print(
    update: Update, gathered: Gathered, raw: RawTables, applied: Applied | None, form: str
) -> None:
    """Print the differences, and behind them what follows where rows were written."""
    follows = _follows(update, raw) if applied else None
    if form == "json":
        told = {
            "pages": gathered.came,
            "differences": as_records(update.table),
            "totals": as_records(update.totals),
            "refused": list(update.refused),
            "version": applied.version if applied else None,
            "added": len(update.events) if applied else 0,
            "changes": as_records(follows) if follows is not None else [],
        }
        say(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    elif form in ("csv", "parquet") or follows is None:
        show(update.table, form)
    elif form == "xlsx":
        show_together({"differences": update.table, "what follows": follows}, form)
    elif form == "md":
        say(f"{written(update.table, form)}\n### What follows\n\n{written(follows, form)}")
    else:
        show(update.table, form)
        say(f"\nWhat follows: {len(follows)}\n")
        show(follows, form)


def _follows(update: Update, raw: RawTables) -> pd.DataFrame:
    """Return what the register now tells of the states and treaties that have new rows."""
    from analysis.register import load_register

    pairs = {(row["treaty"], row["state"]) for row in update.events}
    days = [pd.Timestamp(row["date"]) for row in update.events]
    last = max(pd.Timestamp(one.page.day) for one in update.compared)
    register = load_register(raw.folder)
    since = min(days) - pd.Timedelta(days=1)
    until = max(last, register.day) + _AHEAD
    table = register.changes(since, until, treaty=sorted({code for code, _ in pairs}))
    own = [pair in pairs for pair in zip(table["treaty"], table["state"], strict=True)]
    return table[own].reset_index(drop=True)


def _say_done(update: Update, applied: Applied | None, raw: RawTables, *, apply: bool) -> None:
    rows = counted(len(update.events), "row")
    if applied:
        files = ", ".join(applied.files)
        complain(f"Version {applied.version}: {rows} added, no fault found; changed: {files}.")
    elif apply and update.refused:
        complain("Nothing was written, since not every page could be read.")
    elif apply:
        complain("Nothing was written: there is nothing that can be added by itself.")
    elif update.events:
        complain(f"--apply would add {rows} to {raw.folder}.")
