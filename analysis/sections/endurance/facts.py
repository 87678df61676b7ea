"""How long memberships last, and how long a signature waits for consent."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.inference.competing import Incidence, cumulative_incidence
from analysis.inference.results import Estimate
from analysis.inference.survival import SurvivalCurve, survival_by_group, survival_curve
from analysis.measures.durations import time_to_consent, time_to_exit
from analysis.measures.exposure import DAYS_PER_YEAR
from analysis.register import Register
from analysis.subject.unanswered import Unanswered

#: The spans for which a share still bound may be told, in years.
SPANS = (5, 10, 15, 20, 25, 30, 40, 50)
_NO_MEMBERSHIP = Unanswered("the treaty has never been in force for any of the states")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endurance:
    """The share of memberships that have not ended by withdrawal, over the years.

    ``years`` is the longest round span (:data:`SPANS`) for which half of the memberships could
    have been followed up to the day; ``kept`` the share still bound after it by Kaplan-Meier,
    where other ends count as no longer observed. ``incidence`` tells the ends by cause
    (Aalen-Johansen) where there are others than withdrawal: the end of the treaty, of a state.
    ``cases`` are the memberships: ``time`` and ``entry`` in years, ``event``.
    """

    cases: pd.DataFrame
    curve: SurvivalCurve
    years: int
    kept: Estimate
    incidence: Incidence | None


def follow_memberships(register: Register, *, treaty: str, region: str) -> Endurance | Unanswered:
    """Follow memberships of a region from entry into force to withdrawal.

    A state that joined the region later is followed from then on (delayed entry). Time in
    years. Raises ``UnknownName``.
    """
    cases = time_to_exit(
        register.known, register.spells, register.day, treaty=treaty, region=region
    )
    if cases.empty:
        return _NO_MEMBERSHIP
    spans = pd.DataFrame(
        {
            "time": cases["exit_days"] / DAYS_PER_YEAR,
            "entry": cases["entry_days"] / DAYS_PER_YEAR,
            "event": cases["event"],
        }
    )
    curve = survival_curve(spans["time"], spans["event"], entry=spans["entry"])
    over = register.known.treaty(treaty)["ended"]
    last = register.day if pd.isna(over) else min(over, register.day)
    followed = (last - cases["origin"]).dt.days / DAYS_PER_YEAR
    lengths = [span for span in SPANS if (followed >= span).mean() >= 0.5]
    if not lengths:
        return Unanswered(f"most memberships began less than {SPANS[0]} years ago")
    other = ~cases["ended_by"].isin(["", "withdrawal"])
    ends = None
    if other.any():
        ends = cumulative_incidence(spans["time"], cases["ended_by"], entry=spans["entry"])
    return Endurance(
        cases=spans, curve=curve, years=lengths[-1], kept=curve.at(lengths[-1]), incidence=ends
    )


def consent_curves(register: Register, *, treaty: str, region: str) -> dict[str, SurvivalCurve]:
    """Return how long signatures waited for consent, of the region's members on the day.

    A signature counts whether or not the state belonged to the region when it signed. One
    curve (time in years) for ``all`` and one for each decade of signature, such as ``1990s``,
    if there are several; empty without a signature. Raises ``UnknownName``.
    """
    cases = time_to_consent(register.known, register.spells, register.day, treaty=treaty)
    cases = cases[cases["state"].isin(register.members(region))]
    if cases.empty:
        return {}
    spans = pd.DataFrame(
        {
            "time": cases["exit_days"] / DAYS_PER_YEAR,
            "entry": cases["entry_days"] / DAYS_PER_YEAR,
            "event": cases["event"],
            "decade": cases["decade"].astype("str") + "s",
        }
    )
    by_decade = survival_by_group(spans, "decade")
    whole = survival_curve(spans["time"], spans["event"], entry=spans["entry"])
    return {"all": whole, **(by_decade if len(by_decade) > 1 else {})}
