"""The state briefing: one state under all treaties on one day."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.briefings.parameters import Parameters, StateCode
from analysis.briefings.registry import briefing
from analysis.register import Register


@briefing("state")
class StateBriefing(Parameters):
    """One state under every treaty of the register on one day."""

    state: StateCode = "LTU"

    sections = (
        "obligations.front",
        "obligations",
        "acts",
        "neighbours",
        "basis",
        "sources.short",
    )

    def _unlawful(self, register: Register) -> list[str]:
        if self.state in register.as_of(self.as_of).members("world"):
            return []
        row = register.tables.states.set_index("state").loc[self.state]
        if row["un_status"] == "organisation":
            return [f"state: {self.state} is an organisation; name a state"]
        parts = [f"from {row['start']:%Y-%m-%d}" if row.notna()["start"] else ""]
        parts += [f"before {row['end']:%Y-%m-%d}" if row.notna()["end"] else ""]
        when = " and ".join(filter(None, parts))
        return [f"state: there was no {self.state} on {self.as_of}; name a day {when}"]

    @classmethod
    def silence(cls, register: Register, given: Mapping[str, str]) -> str:
        """Return that there is no such state on the day, where there is none."""
        seen = register.as_of(given.get("as_of") or register.default_day(""))
        return "" if given["state"] in seen.members("world") else "no such state on the day"

    @classmethod
    def headline(cls, register: Register, given: Mapping[str, str]) -> str:
        """Return a title for lists: "Lithuania and every treaty of the register"."""
        names = register.tables.states.set_index("state")["short_name"]
        return f"{names[given['state']]} and every treaty of the register"
