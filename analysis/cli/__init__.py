"""The command ``rollback``, one thin function per command.

Results go to stdout, everything else to stderr.
"""

from __future__ import annotations

import click

from analysis.cli import (
    asking,
    briefings,
    exploring,
    importing,
    keeping,
    measures,
    questions,
    records,
    watching,
)
from analysis.cli.options import Failing


@click.group(cls=Failing, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="disarmament-rollback")
def main() -> None:
    """Who is bound by which disarmament treaty on any day, who is leaving, and how much is left."""


for command in (
    questions.status,
    questions.counts,
    questions.pipeline,
    questions.changes,
    questions.coverage,
    asking.explain,
    asking.events,
    asking.history,
    asking.members,
    asking.source,
    measures.rates,
    measures.depth,
    watching.attempts,
    watching.due,
    watching.context,
    watching.watch,
    watching.ledger,
    watching.watchlist,
    watching.backtest,
    keeping.check,
    records.list_command,
    records.compare,
    importing.import_group,
    importing.update,
    asking.export,
    keeping.new,
    briefings.build,
    briefings.verify,
    briefings.notebook,
    exploring.explore,
):
    main.add_command(command)
