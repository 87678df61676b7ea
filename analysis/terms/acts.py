"""Acts: the kinds of event, who acts, and how contested acts are read.

The words follow the Vienna Convention on the Law of Treaties (VCLT 1969, Art. 2 and 11 to 16) and
the UN Treaty Handbook.
"""

from __future__ import annotations

from collections.abc import Mapping
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
Reading = Literal["depositary", "state", "objectors"]

LEGAL_KINDS: tuple[str, ...] = get_args(LegalKind)
POLITICAL_KINDS: tuple[str, ...] = get_args(PoliticalKind)
KINDS = LEGAL_KINDS + POLITICAL_KINDS
#: How acts whose effect is contested are read: as the depositary does, as the state that acted
#: claims (all take effect), or as those who object hold (none does).
READINGS: tuple[str, ...] = get_args(Reading)
#: What each of them means, for a list to choose from.
READING_WORDS: Mapping[Reading, str] = {
    "depositary": "as the depositary lists them",
    "state": "as the state that acted claims",
    "objectors": "as those who object hold",
}
if tuple(READING_WORDS) != READINGS:
    raise ImportError("every reading of contested acts needs its words in acts.py")

#: Acts that are signatures, with or without consent to be bound (VCLT Art. 12).
SIGNATURE_KINDS = ("signature", "definitive_signature")
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
#: What a state did by each kind of act, behind its name: "Latvia acceded".
DONE_BY: Mapping[str, str] = {
    "signature": "signed",
    "definitive_signature": "signed definitively",
    "ratification": "ratified",
    "acceptance": "accepted",
    "approval": "approved",
    "accession": "acceded",
    "succession": "succeeded",
    "consent_to_be_bound": "consented to be bound",
    "withdrawal_notified": "gave notice",
    "withdrawal_effective": "withdrawal took effect",
    "notice_revoked": "took its notice back",
    "ratification_revoked": "took its ratification back",
    "suspension_notified": "notified a suspension",
    "suspension_effective": "suspension took effect",
    "suspension_ended": "suspension ended",
    "objection": "objected",
    "terminated": "treaty terminated",
    "expired": "treaty expired",
    "announced": "announced leaving",
    "recommended": "recommended leaving",
    "government_approved": "government approved",
    "committee_vote": "committee voted",
    "parliament_reading": "parliament debated",
    "parliament_approved": "parliament approved",
    "promulgated": "act promulgated",
    "withdrawal_rejected": "refused to leave",
    "suspension_announced": "announced a suspension",
    "policy_change": "changed its policy",
    "implementation": "implemented",
    "statement": "made a statement",
}
if tuple(DONE_BY) != KINDS:
    raise ImportError("every kind of act needs its words in acts.py")
#: Those whose acts are steps of the state; a bill of single members or a citizens'
#: initiative is recorded, but it is not the state that moves.
STATE_ACTORS = ("state", "head_of_state", "government", "parliament")
#: Bodies of a government that decide as one. What a minister or a ministry answers, or a spokesman
#: tells the press, is what a state says and no decision of it.
_DECIDING = ("cabinet", "council of ministers", "council of state")
#: The states on whose border exits may crowd, where a briefing names no others: those that the
#: states leaving in 2025 gave as their reason. Named here, so that no region's rule moves them.
ADVERSARIES = ("RUS", "BLR")


def decides(actor: str, body: str) -> bool:
    """Return whether an act is a decision of the state: of its parliament, or of its cabinet.

    >>> decides("parliament", "Riigikogu"), decides("government", "Foreign Minister")
    (True, False)
    """
    return actor == "parliament" or (actor in STATE_ACTORS and body.lower().startswith(_DECIDING))
