"""Step functions, see :mod:`analysis.law.steps`."""

from analysis.law.steps import changed, running_totals

__all__ = ["changed", "running_totals"]
