"""The acts of each state under each treaty, in their order: what may follow what.

Signature comes before consent, consent before withdrawal, a notice before its effect. A date
known to the month or year alone is a fault only where no day in it would be in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from analysis.checks.dates import first_of, last_of
from analysis.checks.events import STATUS_KINDS
from analysis.checks.sheets import Sheets, TreatyRow
from analysis.terms.acts import CONSENT_KINDS
from analysis.terms.errors import Fault

#: What makes an act this act; a fault in one of these cells puts a whole track in doubt.
_IDENTITY = ("treaty", "state", "date", "kind")
_RANK = {kind: rank for rank, kind in enumerate(STATUS_KINDS)}
#: Acts that others rest on: taken at the earliest day their date can mean.
_ENABLING = ("signature", "withdrawal_notified", "suspension_notified", *CONSENT_KINDS)
_LEAVING = ("withdrawal_notified", "withdrawal_effective", "ratification_revoked")


class Act(NamedTuple):
    """A legal act of a state; its first and last possible day as ISO 8601 text."""

    row: int
    treaty: str
    state: str
    kind: str
    date: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Doubts:
    """Acts of which treaty, state or kind cannot be read (``None``), or whose day is in doubt."""

    acts: frozenset[tuple[str | None, str | None, str | None]]

    def cover(self, treaty: str, kinds: tuple[str, ...], state: str | None = None) -> bool:
        """Whether an act of one of these kinds may be missing under a treaty, or for a state."""
        return any(
            t in (None, treaty)
            and (state is None or s in (None, state))
            and (k is None or k in kinds)
            for t, s, k in self.acts
        )


def check_order(sheets: Sheets) -> Iterator[Fault]:
    """Yield each legal act that cannot stand where it stands in the history of its state."""
    treaties, doubts = sheets.treaties(), find_doubts(sheets)
    for (code, _), acts in groupby(legal_acts(sheets), key=lambda act: (act.treaty, act.state)):
        treaty = treaties.get(code, TreatyRow(0, {}))
        yield from _Track(treaty, doubts, list(acts)).follow()


def legal_acts(sheets: Sheets) -> list[Act]:
    """Return the sound acts that change a status, by treaty, state and day."""
    if not sheets.has("events", *_IDENTITY):
        return []
    return sheets.once("events", lambda _: _legal_acts(sheets))


def _legal_acts(sheets: Sheets) -> list[Act]:
    acts = (
        Act(row, treaty, state, kind, date, first_of(date), last_of(date))
        for row, treaty, state, date, kind in sheets.rows("events", *_IDENTITY)
        if kind in _RANK and state != "INT"
    )
    return sorted(acts, key=_place)


def find_doubts(sheets: Sheets) -> Doubts:
    """Return what the broken rows of ``events.csv`` may have said."""
    if not sheets.has("events", *_IDENTITY):
        return Doubts(frozenset({(None, None, None)}))
    broken: dict[int, set[str]] = {}
    for fault in sheets.faults_in("events"):
        if fault.row is not None and fault.column in ("", *_IDENTITY):
            broken.setdefault(fault.row, set()).add(fault.column)
    frame = sheets.frames["events"]
    acts: set[tuple[str | None, str | None, str | None]] = set()
    for row, columns in broken.items():
        if row not in frame.index:
            acts.add((None, None, None))
        elif columns != {""}:
            names = ("treaty", "state", "kind")
            treaty, state, kind = (None if n in columns else str(frame.at[row, n]) for n in names)
            acts.add((treaty, state, kind))
    return Doubts(frozenset(acts))


def _place(act: Act) -> tuple[str, str, str, int, int]:
    day = act.first if act.kind in _ENABLING else act.last
    return act.treaty, act.state, day, _RANK[act.kind], act.row


@dataclass(slots=True)
class _Track:
    """One state under one treaty, followed act by act."""

    treaty: TreatyRow
    doubts: Doubts
    acts: list[Act]
    signed: Act | None = None
    consent: Act | None = None
    notice: Act | None = None
    left: Act | None = None
    suspended: bool = False
    #: Rows of acts that are at fault themselves: no other act is held against them.
    misplaced: set[int] = field(default_factory=set)
    found: list[Fault] = field(default_factory=list)

    def follow(self) -> list[Fault]:
        for act in self.acts:
            if act.kind == "signature":
                self._sign(act)
            elif act.kind in CONSENT_KINDS:
                self._consent(act)
            elif act.kind == "withdrawal_notified":
                self._notify(act)
            elif act.kind.startswith("suspension"):
                self._suspend(act)
            else:
                self._undo(act)
        return self.found

    def _sign(self, act: Act) -> None:
        if self._in_time_to_sign(act):
            if self.consent and self._stands(self.consent) and act.first > self.consent.last:
                rule = f"the state had consented to be bound before (on {self.consent.date})"
                self._report(
                    act, "date", rule, "Correct one of the two days: signature comes first."
                )
            elif self.signed and not self.left:
                rule = f"the state had signed before (on {self.signed.date})"
                self._report(act, "date", rule, "Keep the earliest signature alone.")
        self.signed = self.signed or act

    def _in_time_to_sign(self, act: Act) -> bool:
        opened, closes = self.treaty.get("opened"), self.treaty.get("signature_closes")
        if opened and act.last < opened:
            rule = f"the treaty was not open for signature before {opened}"
            self._report(act, "date", rule, "Correct the day, or the opening in treaties.csv.")
            return False
        if closes and act.first >= closes:
            rule = f"the treaty has not been open for signature since {closes}"
            self._report(act, "date", rule, "Correct the day, or record an accession.")
            return False
        return True

    def _consent(self, act: Act) -> None:
        opened = self.treaty.get("opened")
        if self.treaty.cells.get("opened") == "":
            opened = self.treaty.get("adopted")
        if opened and act.last < opened:
            rule = f"a state cannot consent to be bound before the treaty was opened ({opened})"
            self._report(act, "date", rule, "Correct the day, or the opening in treaties.csv.")
        elif act.kind == "definitive_signature" and not self._in_time_to_sign(act):
            pass
        elif self.consent and not self.notice and not self._doubt(act, _LEAVING):
            rule = f"the state had consented before (on {self.consent.date}) and has not left since"
            self._report(act, "kind", rule, "Delete one of the two, or record the withdrawal.")
        elif self.treaty.get("signature_closes") and not self.left and not self.notice:
            self._match_signature(act)
        # A notice that came too early is not used up by the consent that should have preceded it.
        kept = self.notice if self.notice and not self._stands(self.notice) else None
        self.consent, self.notice, self.left = act, kept, None

    def _match_signature(self, act: Act) -> None:
        """Where signature closes, those who signed ratify, the others accede (VCLT Art. 14-15)."""
        signed = [other for other in self.acts if other.kind == "signature"]
        before = [other for other in signed if other.last <= act.first and self._stands(other)]
        if act.kind == "accession" and before:
            rule = f"a state that has signed (on {before[0].date}) does not accede"
            self._report(act, "kind", rule, "Write ratification, acceptance or approval.")
        # Acceptance and approval are recorded for states that have not signed, too (VCLT Art. 15).
        elif act.kind == "ratification" and not signed and not self._doubt(act, ("signature",)):
            rule = "only a state that has signed ratifies"
            self._report(act, "kind", rule, "Write accession, or add the signature.")

    def _notify(self, act: Act) -> None:
        if not self.consent and not self._doubt(act, CONSENT_KINDS):
            rule = "the state is not a contracting State on that day, so it cannot withdraw"
            self._report(act, "kind", rule, "Correct the state or the day, or add its consent.")
        elif self.consent and self.notice and not self._doubt(act, ("notice_revoked", *_LEAVING)):
            rule = f"a notice of withdrawal was running (since {self.notice.date})"
            self._report(act, "kind", rule, "Delete one of the two, or record notice_revoked.")
        self.notice = act

    def _undo(self, act: Act) -> None:
        """Follow an act that ends something: a notice, a consent."""
        of_consent = act.kind == "ratification_revoked"
        missing = not (self.consent if of_consent else self.notice)
        # Where no clause asks for a notice, what ends the participation need not rest on one.
        if not of_consent and self.treaty.cells.get("withdrawal_period") == "":
            missing = False
        if missing and not self._doubt(
            act, CONSENT_KINDS if of_consent else ("withdrawal_notified",)
        ):
            what = "consent" if of_consent else "notice of withdrawal running"
            remedy = "Correct the state or the day, or add what it rests on."
            self._report(act, "kind", f"the state has no {what} on that day", remedy)
        self.notice = None
        if act.kind != "notice_revoked":
            self.consent, self.left = None, act

    def _suspend(self, act: Act) -> None:
        ending = act.kind == "suspension_ended"
        begun = ("suspension_notified", "suspension_effective")
        if ending and not self.suspended and not self._doubt(act, begun):
            rule = "the state has no suspension running on that day"
            self._report(act, "kind", rule, "Correct the day, or add suspension_notified.")
        self.suspended = not ending

    def _stands(self, act: Act) -> bool:
        return act.row not in self.misplaced

    def _doubt(self, act: Act, kinds: tuple[str, ...]) -> bool:
        return self.doubts.cover(act.treaty, kinds, act.state)

    def _report(self, act: Act, column: str, rule: str, remedy: str) -> None:
        value = act.date if column == "date" else act.kind
        self.misplaced.add(act.row)
        self.found.append(Fault("events.csv", act.row, column, value, rule, remedy))
