"""Where one state stands under a treaty on the day, and the days and acts behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from analysis.subject.setting import State
from analysis.terms.stages import POLITICAL_STAGES, Stage
from analysis.terms.statuses import Status

#: Where a state stands; ``ended``: the treaty bound it until the treaty itself ended; ``apart``:
#: the treaty was not made for it (:mod:`analysis.law.possible`), and its silence says nothing;
#: ``undated``: a party of which a suspension is documented whose day is not held.
Place = Status | Literal["ended", "apart", "undated"]
#: How a table groups it: apart from it parties on their way out, or whose exit is contested.
Group = Place | Literal["leaving", "contested"]


@dataclass(frozen=True, slots=True)
class Position:
    """One state under the treaty: its status, the days behind it, and the act that put it there.

    ``place`` is its status, or after the treaty has ended what it was until then. ``since`` and
    ``until`` bound the present spell (``until`` is the first day after it); ``operates`` says
    whether the rules of the treaty operate for it, and ``suspended_since`` since when it has
    suspended them, be it before a notice that runs;
    ``bound_from`` and ``bound_until`` are the first day in force and the first day no longer,
    scheduled ones too; ``notified`` is a date as precise as known; ``stage`` is empty without a
    step; ``acts`` are the keys of the last legal acts, the last one last; ``disputed`` says why
    the standing is contested, ``listed`` whether there is a depositary that goes on listing the
    state as a party all the same.
    """

    state: State
    status: Status
    place: Place
    since: date | None
    until: date | None
    operates: bool
    suspended_since: date | None
    stage: Stage | str
    bound_from: date | None
    bound_until: date | None
    notified: str
    acts: tuple[str, ...]
    disputed: str
    listed: bool

    @property
    def group(self) -> Group:
        """Its place; a party that has taken steps is ``leaving``, or ``contested`` after a notice.

        A party whose notice has run out is one whose withdrawal is contested.
        """
        if self.place != "party" or not self.stage:
            return self.place
        return "leaving" if self.stage in POLITICAL_STAGES else "contested"

    @property
    def standing_since(self) -> date | None:
        """Since when it stands so: a party since the treaty is in force for it.

        A party that took back its notice has been one all the while (VCLT Art. 68).
        """
        return self.bound_from or self.since if self.status == "party" else self.since

    @property
    def suspensions(self) -> tuple[str, ...]:
        """The keys of the acts by which it has suspended the treaty."""
        return tuple(key for key in self.acts if key.endswith(".suspension_effective"))

    @property
    def quiet(self) -> bool:
        """Whether it has taken no step towards leaving, and nothing is contested or missing."""
        return not self.stage and not self.disputed and self.place != "undated"
