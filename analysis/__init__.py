"""Disarmament rollback: who is bound by what on any day, who is leaving, and how much is left.

>>> from analysis import load_register
>>> register = load_register().as_of("2025-04-16")
>>> register.counts(treaty="apmbc")[["contracting_states", "parties"]].values.tolist()
[[165, 164]]
"""

from analysis.register import Register, load_register
from analysis.terms.errors import DataFaults, Fault, ParameterFaults, RollbackError, UnknownName

__all__ = [
    "DataFaults",
    "Fault",
    "ParameterFaults",
    "Register",
    "RollbackError",
    "UnknownName",
    "load_register",
]
