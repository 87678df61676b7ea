"""Mutations of events: lives of states, the order of their steps, votes, law, references."""

from __future__ import annotations

from tests.mutations.copying import Copy, Row
from tests.mutations.score import Answer, breaks

CONSENTS = ("ratification", "acceptance", "approval", "accession")
EVENTS = "events.csv"


def at(copy: Copy, row: Row, *column: str, key: str = "") -> Answer:
    """Return the answer that names a row of events.csv and its columns."""
    return Answer(EVENTS, copy.number("events", row), column, key)


def add_act(copy: Copy, kind: str, treaty: str, state: str, date: str, **cells: str) -> Row:
    """Add an act of a state that is like another act of its kind."""
    like = copy.pick("events", {"kind": kind})
    bare = dict.fromkeys(("effect", "body", "reference", "summary", "note"), "")
    votes = dict.fromkeys(("votes_for", "votes_against", "votes_abstain"), "")
    own = {"treaty": treaty, "state": state, "date": date, **bare, **votes, **cells}
    return copy.add("events", like, **own)


def consented(copy: Copy, treaty: str) -> set[str]:
    """Return the states that have consented to a treaty."""
    kinds = (*CONSENTS, "succession", "consent_to_be_bound", "definitive_signature")
    return {r["state"] for r in copy["events"] if r["treaty"] == treaty and r["kind"] in kinds}


def old_state(copy: Copy, *treaties: str) -> str:
    """Return a state of old that is under none of these treaties."""
    acted = {row["state"] for row in copy["events"] if row["treaty"] in treaties}
    known = ["AFG", "ARM", "CHN", "CUB", "EGY", "IND", "IRN", "ISR", "KOR", "LAO", "MMR", "PAK",
             "SAU", "SYR", "USA", "VNM", "LBY", "LBN", "MAR", "SGP", "TON", "NPL"]  # fmt: skip
    return copy.rng.choice([state for state in known if state not in acted])


@breaks("life")
def party_before_its_state(copy):
    row = add_act(copy, "accession", "ctbt", "SSD", "2010-05-05")
    return at(copy, row, "date", "state")


@breaks("life")
def signature_before_its_state(copy):
    row = copy.pick("events", {"kind": "signature", "state": "MNE"})
    row.update(date="2005-03-03")
    return at(copy, row, "date", "state")


@breaks("life")
def party_before_its_independence(copy):
    row = add_act(copy, "accession", "ccw", "NAM", "1985-05-05")
    return at(copy, row, "date", "state")


@breaks("life")
def a_predecessor_s_signature_that_is_not_said_to_be(copy):
    row = copy.pick("events", {"treaty": "cfe", "kind": "signature", "state": "KAZ"})
    row.update(note="")
    return at(copy, row, "date", "state")


@breaks("life")
def a_signature_of_its_own_that_counts_from_later(copy):
    row = copy.pick("events", {"treaty": "cfe", "kind": "signature", "state": "FRA"})
    row.update(effect="1991-01-01")
    return at(copy, row, "effect", "note")


@breaks("life")
def act_while_it_was_annexed(copy):
    row = add_act(copy, "accession", "ccw", "LVA", "1985-05-05")
    return at(copy, row, "date", "state")


@breaks("life")
def act_of_a_state_that_is_no_more(copy):
    row = add_act(copy, "accession", "apmbc", "DDR", "1999-05-05")
    return at(copy, row, "date", "state")


@breaks("life")
def signature_of_a_state_that_is_no_more(copy):
    row = add_act(copy, "signature", "apmbc", "YUG", "1997-12-03")
    return at(copy, row, "date", "state")


@breaks("life")
def succession_without_a_predecessor(copy):
    row = add_act(copy, "succession", "ccm", old_state(copy, "ccm"), "2015-05-05")
    return at(copy, row, "kind", "state")


@breaks("life")
def succession_of_a_founder(copy):
    row = copy.pick("events", {"kind": "ratification", "treaty": "ctbt", "state": "FRA"})
    row.update(kind="succession")
    return at(copy, row, "kind", "state")


@breaks("life")
def succession_on_the_first_day_of_the_state(copy):
    row = copy.pick("events", {"kind": "succession", "treaty": "ccw", "state": "SVK"})
    row.update(date="1993-01-01")
    return at(copy, row, "date")


@breaks("life")
def step_of_a_former_state(copy):
    row = add_act(copy, "statement", "cfe", "CSK", "1995-05-05", summary="It speaks.")
    return at(copy, row, "date", "state")


@breaks("life")
def attempt_of_a_former_state(copy):
    row = copy.pick("attempts", {"outcome": "lapsed"})
    row.update(state="SUN", started="2003-01-01", outcome_date="")
    return Answer("attempts.csv", copy.number("attempts", row), ("state", "started"))


@breaks("life")
def attempt_before_its_state(copy):
    row = copy.pick("attempts", lambda r: r["treaty"] == "abm" and r["outcome"] == "lapsed")
    row.update(state="SSD", started="1999-01-01", outcome_date="")
    return Answer("attempts.csv", copy.number("attempts", row), ("state", "started"))


@breaks("life")
def search_about_a_former_state(copy):
    row = copy.pick("searches", {})
    row.update(state="YUG", from_year="2022", until_year="2026")
    return Answer("searches.csv", copy.number("searches", row), ("state", "from_year"))


@breaks("life")
def conflict_of_a_former_state(copy):
    row = copy.pick("conflicts", {"state": "UKR"})
    row.update(state="SUN")
    return Answer("conflicts.csv", copy.number("conflicts", row), ("state", "start"))


@breaks("life")
def calendar_names_a_former_state(copy):
    row = copy.pick("calendar", {"states": ""})
    row.update(states="CSK")
    return Answer("calendar.csv", copy.number("calendar", row), "states")


@breaks("order")
def promulgated_before_the_vote(copy):
    row = copy.pick("events", {"kind": "promulgated", "treaty": "apmbc", "state": "FIN"})
    row.update(date="2025-05-04")
    return at(copy, row, "date", "kind")


@breaks("order")
def promulgated_before_the_vote_elsewhere(copy):
    row = copy.pick("events", {"kind": "promulgated", "treaty": "cfe", "state": "POL"})
    row.update(date="2024-02-28")
    return at(copy, row, "date", "kind")


@breaks("order")
def vote_after_the_exit(copy):
    row = copy.pick("events", {"kind": "parliament_approved", "treaty": "apmbc", "state": "EST"})
    row.update(date="2026-01-15")
    return at(copy, row, "date", "kind")


@breaks("order")
def vote_after_the_notice(copy):
    row = copy.pick("events", {"kind": "parliament_approved", "treaty": "apmbc", "state": "LVA"})
    row.update(date="2025-09-16")
    return at(copy, row, "date", "kind")


@breaks("order")
def government_after_the_exit(copy):
    row = add_act(copy, "government_approved", "apmbc", "LTU", "2026-02-01", aim="withdrawal")
    return at(copy, row, "date", "kind")


@breaks("order")
def announced_after_the_exit(copy):
    row = add_act(copy, "announced", "ccm", "LTU", "2025-06-01", aim="withdrawal")
    return at(copy, row, "date", "kind")


@breaks("order")
def step_to_leave_by_a_stranger(copy):
    row = add_act(copy, "parliament_approved", "apmbc", "RUS", "2025-05-05", aim="withdrawal")
    return at(copy, row, "kind", "state")


@breaks("order")
def announcement_by_a_stranger(copy):
    row = add_act(copy, "announced", "ccm", "IND", "2020-05-05", aim="withdrawal")
    return at(copy, row, "kind", "state")


@breaks("order")
def step_to_leave_before_joining(copy):
    row = add_act(copy, "government_approved", "apmbc", "FIN", "2008-05-05", aim="withdrawal")
    return at(copy, row, "kind", "date", "state")


@breaks("order")
def notice_by_a_stranger(copy):
    row = copy.pick("events", {"kind": "withdrawal_notified", "treaty": "apmbc"})
    row.update(state="CHN")
    return at(copy, row, "kind", "state")


@breaks("order")
def notice_before_consent(copy):
    row = copy.pick("events", {"kind": "withdrawal_notified", "treaty": "apmbc", "state": "FIN"})
    row.update(date="2011-07-10", effect="", reference="")
    return at(copy, row, "kind", "date")


@breaks("order")
def effect_without_notice(copy):
    row = copy.pick("events", {"kind": "withdrawal_effective", "treaty": "apmbc"})
    row.update(state="NOR")
    return at(copy, row, "kind", "state")


@breaks("order")
def signature_after_consent(copy):
    row = copy.pick("events", {"kind": "signature", "treaty": "ctbt", "state": "NOR"})
    row.update(date="2001-01-01")
    return at(copy, row, "date")


@breaks("order")
def consent_twice(copy):
    like = copy.pick("events", {"kind": "ratification", "treaty": "ctbt"})
    row = copy.add("events", like, date="2015-05-05", effect="")
    return at(copy, row, "kind", "date")


@breaks("order")
def accession_of_a_signatory(copy):
    row = copy.pick("events", {"kind": "ratification", "treaty": "apmbc"})
    row.update(kind="accession")
    return at(copy, row, "kind")


@breaks("order")
def consent_before_the_opening(copy):
    row = copy.pick("events", {"kind": "ratification", "treaty": "ctbt"})
    row.update(date="1996-01-01", effect="")
    return at(copy, row, "date")


@breaks("order")
def suspension_ended_that_never_began(copy):
    row = add_act(copy, "suspension_notified", "cfe", "ISL", "2015-05-05")
    row.update(kind="suspension_ended")
    return at(copy, row, "kind")


@breaks("order")
def objection_with_nothing_to_object_to(copy):
    row = add_act(copy, "objection", "ctbt", "NOR", "1999-05-05", summary="Norway objects.")
    return at(copy, row, "kind", "date")


@breaks("order")
def effect_before_the_act(copy):
    row = copy.pick("events", lambda r: r["kind"] == "accession" and r["effect"] > r["date"])
    row.update(effect=f"{int(row['date'][:4]) - 1}{row['date'][4:]}".replace("02-29", "02-28"))
    return at(copy, row, "effect")


@breaks("order")
def act_after_the_end_of_the_treaty(copy):
    row = add_act(copy, "announced", "inf", "USA", "2021-05-05", aim="withdrawal")
    return at(copy, row, "date")


@breaks("order")
def rejected_after_the_exit(copy):
    row = add_act(copy, "withdrawal_rejected", "apmbc", "EST", "2026-02-02", aim="withdrawal")
    return at(copy, row, "date", "kind")


def vote(copy: Copy, state: str, treaty: str = "apmbc") -> Row:
    """Return a vote of approval in a parliament."""
    return copy.pick("events", {"kind": "parliament_approved", "treaty": treaty, "state": state})


VOTES = ("votes_for", "votes_against", "votes_abstain")


@breaks("chamber")
def three_hundred_votes_among_a_hundred(copy):
    row = vote(copy, "LVA")
    row.update(votes_for="300")
    return at(copy, row, *VOTES)


@breaks("chamber")
def more_votes_than_seats_in_a_chamber_seen_once(copy):
    row = vote(copy, "FIN")
    row.update(votes_for="257")
    return at(copy, row, *VOTES)


@breaks("chamber")
def votes_against_slip_a_digit(copy):
    row = vote(copy, "POL")
    row.update(votes_against="150")
    return at(copy, row, *VOTES)


@breaks("chamber")
def votes_against_alone(copy):
    row = vote(copy, "LVA")
    row.update(votes_for="")
    return at(copy, row, *VOTES)


@breaks("chamber")
def abstentions_alone(copy):
    row = vote(copy, "LTU")
    row.update(votes_for="", votes_against="")
    return at(copy, row, *VOTES)


@breaks("chamber")
def one_digit_too_many(copy):
    row = vote(copy, "EST")
    row.update(votes_for="811")
    return at(copy, row, *VOTES)


@breaks("chamber")
def votes_in_the_wrong_columns(copy):
    row = vote(copy, "LVA")
    row.update(votes_for="14", votes_against="66")
    return at(copy, row, *VOTES)


@breaks("chamber")
def nobody_voted_for(copy):
    row = vote(copy, "LTU")
    row.update(votes_for="0")
    return at(copy, row, *VOTES)


@breaks("chamber")
def votes_of_a_government(copy):
    row = copy.pick("events", {"kind": "government_approved"})
    row.update(votes_for="12")
    return at(copy, row, *VOTES)


@breaks("chamber")
def votes_with_a_decimal(copy):
    row = vote(copy, "FIN")
    row.update(votes_for="157.0")
    return at(copy, row, *VOTES)


@breaks("chamber")
def votes_below_nothing(copy):
    row = vote(copy, "FIN")
    row.update(votes_against="-18")
    return at(copy, row, *VOTES)


@breaks("chamber")
def chamber_of_another_state(copy):
    row = vote(copy, "LVA")
    row.update(body="Riigikogu")
    return at(copy, row, "body")


@breaks("law")
def effect_off_by_a_month(copy):
    row = copy.pick("events", {"kind": "withdrawal_notified", "treaty": "apmbc", "state": "LVA"})
    row.update(effect="2026-01-27")
    return at(copy, row, "effect")


@breaks("law")
def exit_on_another_day(copy):
    row = copy.pick("events", {"kind": "withdrawal_effective", "treaty": "apmbc", "state": "EST"})
    row.update(date="2025-12-26")
    return at(copy, row, "date")


@breaks("law")
def consent_takes_effect_on_another_day(copy):
    row = copy.pick("events", lambda r: r["treaty"] == "apmbc" and r["effect"] > "2000" and
                    r["kind"] == "accession")  # fmt: skip
    row.update(effect=row["effect"][:8] + "15")
    return at(copy, row, "effect")


@breaks("law")
def act_known_to_the_month_without_a_gap(copy):
    row = copy.pick("events", lambda r: r["kind"] == "ratification" and r["treaty"] == "ctbt" and
                    r["effect"] == "" and r["date"] > "1999")  # fmt: skip
    row.update(date=row["date"][:7])
    return at(copy, row, "date")


@breaks("law")
def notice_with_one_source(copy):
    row = copy.pick("events", {"kind": "withdrawal_notified", "treaty": "apmbc", "state": "FIN"})
    row.update(sources=row["sources"].split(";")[0])
    return at(copy, row, "sources")


@breaks("law")
def suspension_that_nobody_disputes(copy):
    row = add_act(copy, "suspension_notified", "ccm", "PER", "2025-05-05")
    return at(copy, row, "kind")


@breaks("reference")
def notification_of_another_treaty(copy):
    row = copy.pick("events", {"treaty": "apmbc", "state": "LVA", "kind": "withdrawal_notified"})
    row.update(reference=row["reference"].replace("XXVI-5", "XXVI-6"))
    return at(copy, row, "reference")


@breaks("reference")
def notification_of_another_year(copy):
    row = copy.pick("events", {"treaty": "apmbc", "state": "LVA", "kind": "withdrawal_notified"})
    row.update(reference=row["reference"].replace("2025", "2005"))
    return at(copy, row, "reference")


@breaks("reference")
def notification_twice(copy):
    rows = [r for r in copy["events"] if r["reference"] and r["treaty"] == "apmbc"]
    rows[-1].update(reference=rows[0]["reference"])
    return at(copy, rows[-1], "reference")


@breaks("actor")
def legal_act_of_a_government(copy):
    row = copy.pick("events", lambda r: r["kind"] in CONSENTS)
    row.update(actor="government")
    return at(copy, row, "actor")


@breaks("actor")
def body_that_ratifies(copy):
    row = copy.pick("events", {"state": "INT", "kind": "statement"})
    row.update(kind="ratification", actor="organisation")
    return at(copy, row, "kind", "actor")


@breaks("actor")
def step_without_an_aim(copy):
    row = copy.pick("events", {"kind": "parliament_approved"})
    row.update(aim="")
    return at(copy, row, "aim")


@breaks("actor")
def law_signed_by_members(copy):
    row = copy.pick("events", {"kind": "promulgated"})
    row.update(actor="citizens")
    return at(copy, row, "actor")


@breaks("actor")
def parliament_approves_by_its_government(copy):
    row = copy.pick("events", {"kind": "parliament_approved"})
    row.update(actor="government")
    return at(copy, row, "actor")


@breaks("actor")
def government_approves_by_its_citizens(copy):
    row = copy.pick("events", {"kind": "government_approved"})
    row.update(actor="citizens")
    return at(copy, row, "actor")


@breaks("actor")
def members_announce_that_the_state_leaves(copy):
    row = copy.pick("events", {"kind": "announced"})
    row.update(actor="members")
    return at(copy, row, "actor")
