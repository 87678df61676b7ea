"""The words of the field: closed vocabularies, the shapes of results, and the exceptions.

The words follow the Vienna Convention on the Law of Treaties (VCLT 1969, Art. 2) and the
UN Treaty Handbook. Nothing here computes; every other module imports from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

LegalKind = Literal[
    "signature",
    "definitive_signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "succession",
    "consent_to_be_bound",
    "withdrawal_notified",
    "withdrawal_effective",
    "notice_revoked",
    "ratification_revoked",
    "suspension_notified",
    "suspension_effective",
    "suspension_ended",
    "objection",
    "terminated",
    "expired",
]
PoliticalKind = Literal[
    "announced",
    "recommended",
    "government_approved",
    "committee_vote",
    "parliament_reading",
    "parliament_approved",
    "promulgated",
    "withdrawal_rejected",
    "suspension_announced",
    "policy_change",
    "implementation",
    "statement",
]
Status = Literal[
    "none", "signatory", "contracting", "party", "withdrawing", "suspended", "withdrawn"
]
Stage = Literal[
    "announced",
    "recommended",
    "government_approved",
    "parliament_approved",
    "promulgated",
    "notified",
    "effective",
]

Reading = Literal["depositary", "state", "objectors"]

LEGAL_KINDS: tuple[str, ...] = get_args(LegalKind)
POLITICAL_KINDS: tuple[str, ...] = get_args(PoliticalKind)
KINDS = LEGAL_KINDS + POLITICAL_KINDS
STATUSES: tuple[str, ...] = get_args(Status)
STAGES: tuple[str, ...] = get_args(Stage)
#: How acts whose effect is contested are read: as the depositary does, as the state that acted
#: claims (all take effect), or as those who object hold (none does).
READINGS: tuple[str, ...] = get_args(Reading)

#: Acts by which a state expresses its consent to be bound (VCLT Art. 11).
CONSENT_KINDS = (
    "definitive_signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "succession",
    "consent_to_be_bound",
)
#: Statuses in which the treaty is in force for the state (VCLT Art. 2(1)(g)).
IN_FORCE = ("party", "withdrawing", "suspended")
#: Statuses of a contracting State, whether or not the treaty is in force (VCLT Art. 2(1)(f)).
CONTRACTING = (*IN_FORCE, "contracting")
#: Statuses in which the rules of the treaty actually operate for the state.
BOUND = ("party", "withdrawing")

#: The event kind that reaches each stage of leaving.
STAGE_OF_KIND: dict[str, Stage] = {
    "announced": "announced",
    "recommended": "recommended",
    "government_approved": "government_approved",
    "parliament_approved": "parliament_approved",
    "promulgated": "promulgated",
    "withdrawal_notified": "notified",
    "withdrawal_effective": "effective",
    # Notice and effect in one: a treaty that is not in force has no period to run.
    "ratification_revoked": "effective",
}
#: Those whose acts are steps of the state; a bill of single members or a citizens'
#: initiative is recorded, but it is not the state that moves.
STATE_ACTORS = ("state", "head_of_state", "government", "parliament")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the data: where it is, what was found, which rule it breaks.

    ``row`` is the line of the file as a spreadsheet shows it (the header is row 1); it is
    ``None`` when the fault concerns the whole file. ``remedy`` says what to do about it.
    """

    file: str
    row: int | None
    column: str
    value: str
    rule: str
    remedy: str

    def __str__(self) -> str:
        where = self.file if self.row is None else f"{self.file}, row {self.row}"
        where = f"{where}, column {self.column}" if self.column else where
        return f"{where}: {self.value!r}: {self.rule}. {self.remedy}"


class RollbackError(Exception):
    """Anything this package refuses to do, said in words a user can act on."""


class DataFaults(RollbackError):
    """The data break their own rules; ``faults`` lists every fault at once."""

    def __init__(self, folder: Path, faults: Sequence[Fault]) -> None:
        self.folder = folder
        self.faults = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        lines = "\n".join(f"- {fault}" for fault in self.faults)
        super().__init__(f"{count} in the data of {folder}:\n{lines}")


class UnknownName(RollbackError):
    """A name that is not in the register; the message offers the nearest valid one."""


class ParameterFaults(RollbackError):
    """Parameters of a briefing that cannot be used; the message lists every one."""


class BriefingFailed(RollbackError):
    """A briefing could not be built; the message names the cell, the cause and the remedy."""
