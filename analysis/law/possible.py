"""Possible members: which states a treaty could bind, where it was not made for all of them.

Of most treaties every state can become a party, and one that has neither signed nor joined says
something by it. Of others few can, and of all the rest nothing is said or counted:

- a nuclear-weapon-free zone (family ``zone``): the states of the M49 sub-regions of those that
  have acted under the treaty;
- a treaty between named states (families ``bilateral-strategic`` and ``european-conventional``,
  where the entry into force asks for no number of deposits but for named states): those named in
  ``entry_required_states``, and those that have signed or consented, successors among them;
- a political commitment (``nature``): those that have made it;
- a regional convention on small arms (family ``small-arms``): those that have acted under it.

The rule reads what was known on the day: a state that had not acted by then is not among them.
"""

from __future__ import annotations

import pandas as pd

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
        return acted | frozenset(filter(None, row["entry_required_states"].split(";")))
    return None


def has_depositary(treaty: pd.Series) -> bool:
    """Return whether a treaty has a depositary, who lists its parties and receives notices."""
    return not str(treaty["depositary"]).lower().startswith("no depositary")


def _neighbours(states: pd.DataFrame, acted: frozenset[str]) -> frozenset[str]:
    """Return the states of the sub-regions in which the given ones lie."""
    areas = states.loc[states["state"].isin(acted), "sub_region"]
    inside = states["sub_region"].isin(areas[areas != ""])
    return frozenset(states.loc[inside, "state"])
