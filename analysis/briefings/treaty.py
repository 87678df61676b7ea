"""The treaty briefing: one treaty in the whole world on one day."""

from __future__ import annotations

from analysis.briefings.parameters import Parameters, TreatyCode
from analysis.briefings.registry import briefing


@briefing("treaty")
class TreatyBriefing(Parameters):
    """One treaty on one day: what it asks for, whom it binds, who leaves, who is outside."""

    treaty: TreatyCode = "apmbc"

    sections = (
        "front.treaty",
        "participation.large",
        "standing.few_states",
        "clause",
        "areas",
        "standing.leavers",
        "changes.open",
        "outside",
        "due.more",
        "context.brief",
        "method.alone",
        "sources.short",
    )
