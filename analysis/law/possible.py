"""Possible members: which states a treaty could bind, where it was not made for all of them.

Of most treaties every state can become a party, and one that has neither signed nor joined says
something by it. Of others few can, and of all the rest nothing is said or counted:

- a nuclear-weapon-free zone (family ``zone``): the states of the M49 sub-regions of those that
  have acted under the treaty;
- a treaty between named states (families ``bilateral-strategic`` and ``european-conventional``,
  where the entry into force asks for no number of deposits but for named states): those that have
  signed or consented, successors among them, and those named in ``entry_required_states`` as long
  as nobody has: a protocol may have added to them since;
- a political commitment (``nature``): those that have made it;
- a regional convention on small arms (family ``small-arms``): those that have acted under it.

The rule reads what was known on the day: a state that had not acted by then is not among them.

Of some states nothing is said or counted under any treaty under which they have not acted
(:func:`uncounted_states`): of one that has ended since, for the lists of today from which the
register is made leave it out; of one that another state had annexed, which could join nothing; and
of one that continues another that had acted, as long as that one lasted.
"""

from __future__ import annotations

import pandas as pd

from analysis.law.clauses import opening
from analysis.store.loading import Tables
from analysis.terms.acts import CONSENT_KINDS

#: Families of treaties that were made between named states, where no number of deposits is asked.
_BETWEEN_NAMED = ("bilateral-strategic", "european-conventional")
_JOINING = ("signature", *CONSENT_KINDS)


def possible_members(known: Tables, treaty: str) -> frozenset[str] | None:
    """Return the codes of the states that a treaty could bind, ``None`` where all could."""
    row, events = known.treaty(treaty), known.events
    acts = events[(events["treaty"] == treaty) & events["kind"].isin(_JOINING)]
    acted = frozenset(acts["state"]) - {"INT"}
    if row["family"] == "zone":
        return acted | _neighbours(known.states, acted)
    named = row["family"] in _BETWEEN_NAMED and pd.isna(row["entry_trigger_count"])
    regional = row["family"] == "small-arms"
    if named or regional or row["nature"] == "political":
        return acted or frozenset(filter(None, row["entry_required_states"].split(";")))
    return None


def uncounted_states(known: Tables, treaty: str, day: pd.Timestamp) -> frozenset[str]:
    """Return the states that there were on a day, of which nothing is known under a treaty.

    They have not acted under it by the day, and are ``former``, were annexed then or continue one
    that did act (``states.csv``): that no act is on record does not make them outsiders.
    """
    states, events = known.states, known.events
    acted = frozenset(events.loc[events["treaty"] == treaty, "state"])
    there = ~(states["start"] > day) & ~(states["end"] <= day)
    continuing = {own for own, other in continued_states(known, day).items() if other in acted}
    silent = states["un_status"] == "former"
    silent |= states["state"].isin(annexed_states(known, day) | continuing)
    return frozenset(states.loc[there & silent, "state"]) - acted


def continued_states(known: Tables, day: pd.Timestamp) -> dict[str, str]:
    """Return, for each state that continues another which still is on a day, that other one."""
    states = known.states
    if "continues" not in states.columns:
        return {}
    there = set(states.loc[~(states["start"] > day) & ~(states["end"] <= day), "state"])
    pairs = zip(states["state"], states["continues"], strict=True)
    return {own: other for own, other in pairs if own in there and other in there}


def left_out(known: Tables, treaty: str, day: pd.Timestamp) -> frozenset[str]:
    """Return the uncounted states that the treaty could have bound; whose acts stand elsewhere not.

    The Soviet Union is counted where Russia is, or the other way round. None before the treaty.
    """
    if opening(known.treaty(treaty)) > day:
        return frozenset()
    silent = uncounted_states(known, treaty, day) - one_person(known, day).keys()
    could = possible_members(known, treaty)
    return silent if could is None else silent & could


def one_person(known: Tables, day: pd.Timestamp) -> dict[str, str]:
    """Return, of two codes that are one legal person on a day, each with the other."""
    pairs = continued_states(known, day)
    return pairs | {other: own for own, other in pairs.items()}


def without_continued(known: Tables, codes: pd.Series) -> pd.Series:
    """Say of each code whether it is kept where two that are one person are told once.

    Kept is the state that goes on.
    """
    states = known.states
    if "continues" not in states.columns:
        return pd.Series(True, index=codes.index)
    return ~codes.isin(states.loc[states["state"].isin(codes), "continues"])


def annexed_states(known: Tables, day: pd.Timestamp) -> frozenset[str]:
    """Return the states that another one had annexed on a day, and which could join nothing."""
    states = known.states
    if "annexed" not in states.columns:
        return frozenset()
    now, found = f"{day:%Y-%m-%d}", []
    for state, cell in zip(states["state"], states["annexed"], strict=True):
        times = [term.split("/") for term in cell.split(";") if term]
        if any(first <= now < (last or "9999") for first, last in times):
            found.append(state)
    return frozenset(found)


def has_depositary(treaty: pd.Series) -> bool:
    """Return whether a treaty has a depositary, who lists its parties and receives notices."""
    return not str(treaty["depositary"]).lower().startswith("no depositary")


def _neighbours(states: pd.DataFrame, acted: frozenset[str]) -> frozenset[str]:
    """Return the states of the sub-regions in which the given ones lie."""
    areas = states.loc[states["state"].isin(acted), "sub_region"]
    inside = states["sub_region"].isin(areas[areas != ""])
    return frozenset(states.loc[inside, "state"])
