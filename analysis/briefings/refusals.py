"""What is wrong with a value that is no text, and how to pass the text that was meant.

papermill guesses the type of what follows ``-p``, and YAML that of a bare word: ``inf`` arrives as
infinity, ``20250820`` and ``007`` as numbers, ``NO`` as a truth value. What was meant cannot always
be told from what arrives, so nothing is converted.
"""

from __future__ import annotations

import datetime as dt
import math
import shlex
from collections.abc import Sequence

from analysis.terms.days import to_day
from analysis.terms.errors import RollbackError

#: The parameters that are days.
_DAYS = ("as_of", "compare_to")


def not_text(name: str, value: object) -> str:
    """Say of a parameter that it is no text, and how to write it in quotes and for papermill."""
    meant = _meant(name, value)
    shown = shlex.quote(meant) if meant else "TEXT"
    why = _why(value, meant)
    return (
        f"{name}: {_written(value)} is of type {type(value).__name__}{why}; write it as text in"
        f" quotes{f', {meant!r}' if meant else ''}, or pass it to papermill with"
        f" -r {name} {shown}, which it leaves as it is"
    )


def option(name: str, value: str) -> str:
    """Return the option with which papermill is given a text, so that it stays one.

    >>> option("region", "baltic"), option("treaty", "inf")
    ('-p region baltic', '-r treaty inf')
    """
    return f"{'-r' if _guessed(value) else '-p'} {name} {shlex.quote(value)}"


def _guessed(value: str) -> bool:
    """Return whether papermill would take a text for a number or a truth value."""
    try:
        float(value)
    except ValueError:
        return value in ("True", "False", "None")
    return True


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else repr(value)


def _meant(name: str, value: object) -> str:
    """Return the text that a value seems to stand for; empty where that cannot be told."""
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, Sequence) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value}"
    if isinstance(value, int) and not isinstance(value, bool) and name in _DAYS:
        digits = f"{value}"
        try:
            return f"{to_day(f'{digits[:4]}-{digits[4:6]}-{digits[6:]}'):%Y-%m-%d}"
        except RollbackError:
            return ""
    return ""


def _why(value: object, meant: str) -> str:
    if isinstance(value, bool):
        return " (YAML reads a bare NO, off or yes as one)"
    if isinstance(value, int) and not meant:
        return " (leading zeros, if there were any, are lost)"
    return ""
