"""What an estimate and a test carry: plain numbers, and the name of the method behind them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.terms.errors import RollbackError

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

#: Seed of every simulation that names no other, so that equal input gives equal numbers.
SEED = 20250416
#: Rearrangements drawn where the caller asks for no other number.
DRAWS = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number and the interval around it.

    ``level`` is the coverage of the interval; infinity and NaN stand for "without bound" and
    "not defined by these data".
    """

    estimate: float
    low: float
    high: float
    method: str
    level: float = 0.95

    def __str__(self) -> str:
        low, high = in_words(self.low), in_words(self.high)
        return f"{in_words(self.estimate)} ({self.level:.0%} interval {low} to {high})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Estimate):
    """An estimate with a test of the value that would mean "no difference"."""

    p_value: float

    def __str__(self) -> str:
        # Without arguments, `super` does not find its way in a class with slots.
        return f"{Estimate.__str__(self)}, p = {in_words(self.p_value)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A p-value: exact, or from ``draws`` simulations with its Monte-Carlo standard error."""

    p_value: float
    p_error: float = 0.0
    draws: int = 0

    @property
    def exact(self) -> bool:
        """Whether nothing had to be drawn."""
        return not self.draws

    def __str__(self) -> str:
        told = f"p = {in_words(self.p_value)}"
        if self.exact:
            return told
        return f"{told} ± {in_words(self.p_error)} ({self.draws:,} draws)"


def exact_p(as_extreme: Flags) -> Chance:
    """Return the p-value of a test from all arrangements there are, each as probable.

    >>> exact_p(np.array([True, False, False, False])).p_value
    0.25
    """
    return Chance(p_value=float(as_extreme.mean()))


def simulated_p(as_extreme: Flags) -> Chance:
    """Return the p-value of a test from the draws that were at least as extreme as the data.

    It is (1 + k) / (1 + B): the data are one of the arrangements, so it is never zero (Davison
    and Hinkley 1997, section 4.2; Phipson and Smyth 2010). The error is that of a binomial
    share of B + 1.

    >>> simulated_p(np.array([True, False, False, False])).p_value
    0.4
    """
    draws = len(as_extreme)
    p = (1 + int(as_extreme.sum())) / (1 + draws)
    return Chance(p_value=p, p_error=math.sqrt(p * (1 - p) / (1 + draws)), draws=draws)


def in_words(number: float) -> str:
    """Return a number with three figures, ``∞`` or ``undefined``.

    >>> in_words(0.12345), in_words(math.inf), in_words(math.nan)
    ('0.123', '∞', 'undefined')
    """
    if math.isnan(number):
        return "undefined"
    return "∞" if math.isinf(number) else f"{number:.3g}"


def tail_of(level: float) -> float:
    """Return the probability left in each tail by an interval of a level.

    Raises ``RollbackError`` unless the level lies between 0 and 1.
    """
    if not 0 < level < 1:
        raise RollbackError(f"level {level} is no coverage; give one between 0 and 1, like 0.95")
    return (1 - level) / 2


def check_lengths(**columns: Any) -> None:
    """Raise ``RollbackError`` unless all columns have the same length."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise RollbackError(f"columns differ in length ({told}); give one value per case in each")
