"""Mutations of the tables around the events: states, groups, borders, treaties, attempts."""

from __future__ import annotations

from tests.mutations.copying import Copy, Row
from tests.mutations.score import Answer, breaks


def at(copy: Copy, table: str, row: Row, *column: str, key: str = "") -> Answer:
    """Return the answer that names a row of a table and its columns."""
    return Answer(f"{table}.csv", copy.number(table, row), column, key)


def swap(copy: Copy, first: str, second: str, *columns: str) -> Row:
    """Let two states change cells; return the first."""
    one, other = (copy.pick("states", {"state": code}) for code in (first, second))
    for column in columns:
        one[column], other[column] = other[column], one[column]
    return one


def pair(copy: Copy) -> tuple[str, str]:
    """Return two states that stand on the map, at random."""
    usual = [r["state"] for r in copy["states"] if r["un_status"] == "member" and not r["start"]]
    first, second = copy.rng.sample(usual, 2)
    return first, second


@breaks("state")
def iso2_codes_swapped(copy):
    row = swap(copy, "LVA", "LTU", "iso2")
    return at(copy, "states", row, "iso2")


@breaks("state")
def iso2_codes_of_any_two_swapped(copy):
    row = swap(copy, *pair(copy), "iso2")
    return at(copy, "states", row, "iso2")


@breaks("state")
def numbers_swapped(copy):
    row = swap(copy, *pair(copy), "iso_numeric")
    return at(copy, "states", row, "iso_numeric")


@breaks("state")
def names_swapped(copy):
    row = swap(copy, *pair(copy), "name")
    return at(copy, "states", row, "name", "short_name")


@breaks("state")
def short_names_swapped(copy):
    row = swap(copy, *pair(copy), "short_name")
    return at(copy, "states", row, "name", "short_name")


@breaks("state")
def both_names_swapped(copy):
    row = swap(copy, *pair(copy), "name", "short_name")
    return at(copy, "states", row, "name", "short_name")


@breaks("state")
def codes_swapped(copy):
    row = swap(copy, "LVA", "PER", "state")
    return Answer("states.csv", copy.number("states", row))


@breaks("state")
def number_of_nobody(copy):
    row = copy.pick("states", {"un_status": "member"})
    row.update(iso_numeric="999")
    return at(copy, "states", row, "iso_numeric")


@breaks("state")
def in_another_continent(copy):
    row = copy.pick("states", {"region": "Europe"})
    row.update(region="Asia")
    return at(copy, "states", row, "region", "sub_region")


@breaks("state")
def sub_region_misspelt(copy):
    row = copy.pick("states", {"sub_region": "Northern Europe"})
    row.update(sub_region="Northern Europ")
    return at(copy, "states", row, "region", "sub_region")


@breaks("state")
def sub_region_of_another_continent(copy):
    row = copy.pick("states", {"sub_region": "Northern Europe"})
    row.update(sub_region="South-eastern Asia")
    return at(copy, "states", row, "region", "sub_region")


@breaks("state")
def former_without_an_end(copy):
    row = copy.pick("states", {"un_status": "former"})
    row.update(end="")
    return at(copy, "states", row, "end")


@breaks("state")
def member_with_an_end(copy):
    row = copy.pick("states", {"un_status": "member"})
    row.update(end="2001-01-01")
    return at(copy, "states", row, "end")


@breaks("state")
def state_missing(copy):
    row = copy.pick("states", {"state": "LVA"})
    copy["states"].remove(row)
    return Answer("states.csv", None, "state", "LVA", harmful="LBA")


@breaks("state")
def small_state_missing(copy):
    row = copy.pick("states", lambda r: r["state"] in ("NRU", "TUV", "PLW", "KIR", "LIE", "AND"))
    copy["states"].remove(row)
    return Answer("states.csv", None, "state", row["state"], harmful="Did you mean")


@breaks("state")
def state_twice(copy):
    like = copy.pick("states", {"un_status": "member"})
    row = copy.add("states", like, iso2="ZZ", iso_numeric="998", name="Z", short_name="Z")
    return at(copy, "states", row, "state")


@breaks("state")
def name_twice(copy):
    row = copy.pick("states", {"state": "LVA"})
    row.update(short_name="Lithuania")
    return Answer("states.csv", None, "short_name")


@breaks("group")
def member_after_the_end_of_the_state(copy):
    like = copy.pick("groups", {"group": "nato"})
    row = copy.add("groups", like, state="DDR", start="1995-01-01")
    return at(copy, "groups", row, "start", "end", "state")


@breaks("group")
def membership_goes_on_after_the_end_of_the_state(copy):
    like = copy.pick("groups", {"group": "warsaw-pact"})
    row = copy.add("groups", like, state="CSK", start="1955-05-14", end="2019-01-01")
    return at(copy, "groups", row, "end", "state")


@breaks("group")
def member_before_its_state(copy):
    row = copy.pick("groups", {"group": "african-union", "state": "SSD"})
    row.update(start="2001-01-01")
    return at(copy, "groups", row, "start", "state")


@breaks("group")
def a_territory_that_is_not_said_to_be(copy):
    row = copy.pick("groups", {"group": "caricom", "state": "BLZ"})
    row.update(note="")
    return at(copy, "groups", row, "start", "state")


@breaks("state")
def annexed_backwards(copy):
    row = copy.pick("states", {"state": "EST"})
    row.update(annexed="1991-09-06/1940-08-06")
    return at(copy, "states", row, "annexed")


@breaks("state")
def annexed_on_a_day_that_is_none(copy):
    row = copy.pick("states", {"state": "LTU"})
    row.update(annexed="1940-08-41/1991-09-06")
    return at(copy, "states", row, "annexed")


@breaks("state")
def annexed_before_it_began(copy):
    row = copy.pick("states", {"state": "HRV"})
    row.update(annexed="1940-08/1941-09-06")
    return at(copy, "states", row, "annexed")


@breaks("state")
def continues_a_state_that_is_not_there(copy):
    row = copy.pick("states", {"state": "RUS"})
    row.update(continues="USR")
    return at(copy, "states", row, "continues")


@breaks("state")
def continues_a_state_that_goes_on(copy):
    row = copy.pick("states", {"state": "RUS"})
    row.update(continues="UKR")
    return at(copy, "states", row, "continues")


@breaks("group")
def former_without_an_end_of_membership(copy):
    row = copy.pick("groups", lambda r: r["standing"] == "former")
    row.update(end="")
    return at(copy, "groups", row, "end", "standing")


@breaks("group")
def member_that_has_left(copy):
    row = copy.pick("groups", {"standing": "former", "group": "eu"})
    row.update(standing="member")
    return at(copy, "groups", row, "end", "standing")


@breaks("group")
def the_union_is_named_like_the_alliance(copy):
    for row in copy["groups"]:
        if row["group"] == "eu":
            row["group_name"] = "NATO"
    return Answer("groups.csv", None, ("group_name", "group"), "NATO")


@breaks("group")
def one_row_of_another_name(copy):
    row = copy.pick("groups", {"group": "eu"})
    row.update(group_name="NATO")
    return at(copy, "groups", row, "group_name", "group")


@breaks("group")
def membership_that_ends_before_it_starts(copy):
    row = copy.pick("groups", lambda r: r["end"] and len(r["start"]) == 10)
    row.update(end="1901-01-01")
    return at(copy, "groups", row, "end")


@breaks("group")
def membership_that_overlaps(copy):
    like = copy.pick("groups", {"group": "nato", "state": "CAN"})
    row = copy.add("groups", like, start="1990-01-01")
    return at(copy, "groups", row, "start")


@breaks("group")
def membership_of_the_future(copy):
    row = copy.pick("groups", {"group": "nato", "end": ""})
    row.update(start="2031-01-01")
    return at(copy, "groups", row, "start")


@breaks("group")
def group_named_like_a_region(copy):
    for row in copy["groups"]:
        if row["group"] == "nordic":
            row["group"] = "europe"
    return Answer("groups.csv", None, "group", "europe")


@breaks("border")
def border_missing(copy):
    row = copy.pick("borders", {"state_a": "LVA", "state_b": "RUS"})
    copy["borders"].remove(row)
    return Answer("borders.csv", None, ("state_a", "state_b"), "RUS")


@breaks("border")
def any_border_missing(copy):
    row = copy.pick("borders", lambda r: float(r["km"]) > 100 and "GUF" not in r.values() and
                    "DJI" not in r.values() and "MAR" not in r.values())  # fmt: skip
    copy["borders"].remove(row)
    return Answer("borders.csv", None, ("state_a", "state_b"), row["state_b"])


@breaks("border")
def border_ten_times_too_long(copy):
    row = copy.pick("borders", lambda r: 20 < float(r["km"]) < 900 and r["state_b"] != "SOM" and
                    "GUF" not in r.values() and "DJI" not in r.values())  # fmt: skip
    row.update({c: f"{row[c]}0" for c in ("km", "km_per_a", "km_per_b") if row[c]})
    return at(copy, "borders", row, "km")


@breaks("border")
def border_ten_times_too_short(copy):
    row = copy.pick("borders", lambda r: float(r["km"]) > 500 and r["km"].endswith("0") and
                    "GUF" not in r.values())  # fmt: skip
    row.update({c: row[c][:-1] for c in ("km", "km_per_a", "km_per_b") if row[c]})
    return at(copy, "borders", row, "km")


@breaks("border")
def border_in_miles(copy):
    row = copy.pick("borders", {"state_a": "FIN", "state_b": "RUS"})
    row.update(km=str(round(float(row["km"]) * 0.62)))
    return at(copy, "borders", row, "km")


@breaks("border")
def border_with_a_former_state(copy):
    row = copy.pick("borders", {"state_a": "FIN", "state_b": "RUS"})
    row.update(state_b="SUN")
    return Answer("borders.csv", copy.number("borders", row), ("state_b", "state_a"), "SUN")


@breaks("border")
def border_across_an_ocean(copy):
    like = copy.pick("borders", {"state_a": "FIN", "state_b": "RUS"})
    row = copy.add("borders", like, state_a="CHL", state_b="NZL")
    return at(copy, "borders", row, "state_a", "state_b")


@breaks("border")
def border_with_another_neighbour(copy):
    row = copy.pick("borders", {"state_a": "LVA", "state_b": "RUS"})
    row.update(state_b="POL")
    return at(copy, "borders", row, "state_a", "state_b")


@breaks("border")
def sides_that_do_not_agree(copy):
    row = copy.pick("borders", {"sides_agree": "yes"})
    row.update(km_per_b=str(float(row["km"]) + 7))
    return at(copy, "borders", row, "sides_agree", "km_per_b")


@breaks("border")
def border_listed_both_ways(copy):
    like = copy.pick("borders", {})
    row = copy.add("borders", like, state_a=like["state_b"], state_b=like["state_a"])
    return at(copy, "borders", row, "state_a", "state_b")


@breaks("border")
def border_with_itself(copy):
    row = copy.pick("borders", {})
    row.update(state_b=row["state_a"])
    return at(copy, "borders", row, "state_b")


def treaty(copy: Copy, code: str = "") -> Row:
    """Return a treaty, of a code or at random."""
    return copy.pick("treaties", {"code": code or copy.rng.choice(("apmbc", "ccm", "ctbt", "ccw"))})


@breaks("treaty")
def notice_of_no_days(copy):
    row = treaty(copy)
    row.update(withdrawal_period="P0D")
    return at(copy, "treaties", row, "withdrawal_period")


@breaks("treaty")
def notice_of_a_lifetime(copy):
    row = treaty(copy, "ctbt")
    row.update(withdrawal_period="P60Y")
    return at(copy, "treaties", row, "withdrawal_period")


@breaks("treaty")
def covered_to_before_it_began(copy):
    row = treaty(copy)
    row.update(covered_to="1901-01-01")
    return at(copy, "treaties", row, "covered_to")


@breaks("treaty")
def covered_to_before_its_last_act(copy):
    row = treaty(copy, "apmbc")
    row.update(covered_to="2005-01-01")
    return at(copy, "treaties", row, "covered_to")


@breaks("treaty")
def one_depositary_number_twice(copy):
    row = treaty(copy, "ccm")
    row.update(untc_number="XXVI-5")
    return Answer("treaties.csv", None, "untc_number", "XXVI-5")


@breaks("treaty")
def number_of_nothing(copy):
    row = treaty(copy, "apmbc")
    row.update(untc_number="XXVI-55")
    return Answer("treaties.csv", copy.number("treaties", row), "untc_number")


@breaks("treaty")
def opened_before_adopted(copy):
    row = treaty(copy)
    row.update(adopted="2024-01-01")
    return Answer("treaties.csv", copy.number("treaties", row))


@breaks("treaty")
def signature_closes_after_the_end(copy):
    row = treaty(copy, "ccm")
    row.update(signature_closes="2008-01-01")
    return at(copy, "treaties", row, "signature_closes")


@breaks("treaty")
def entry_into_force_a_year_off(copy):
    row = treaty(copy, "ccm")
    row.update(entered_into_force="2011-08-01")
    return at(copy, "treaties", row, "entered_into_force")


@breaks("treaty")
def fewer_deposits_needed(copy):
    row = treaty(copy, "apmbc")
    row.update(entry_trigger_count="4")
    return at(copy, "treaties", row, "entered_into_force", "entry_trigger_count")


@breaks("treaty")
def ended_without_an_event(copy):
    row = treaty(copy, "ccm")
    row.update(ended="2026-01-01")
    return at(copy, "treaties", row, "ended")


@breaks("treaty")
def end_forgotten(copy):
    row = treaty(copy, "inf")
    row.update(ended="")
    return Answer("events.csv", None, "date", "no end in treaties.csv")


@breaks("treaty")
def term_that_ends_before_it_is_set(copy):
    row = treaty(copy, "newstart")
    row.update(terms="2021-02-03/2011-02-05")
    return at(copy, "treaties", row, "terms")


@breaks("treaty")
def protocol_of_itself(copy):
    row = treaty(copy, "ccw")
    row.update(withdrawal_with="ccw", withdrawal_alone="yes")
    return at(copy, "treaties", row, "withdrawal_with", "withdrawal_alone")


@breaks("treaty")
def withdrawal_takes_longer(copy):
    row = treaty(copy, "apmbc")
    row.update(withdrawal_period="P12M")
    return Answer("treaties.csv", copy.number("treaties", row), "withdrawal_period")


@breaks("treaty")
def treaty_missing(copy):
    copy["treaties"].remove(treaty(copy, "ccm"))
    return Answer("treaties.csv", None, "code", "ccm", harmful="Did you mean")


@breaks("treaty")
def no_act_of_a_treaty(copy):
    copy["events"][:] = [row for row in copy["events"] if row["treaty"] != "abm"]
    return Answer("events.csv", None, "treaty", "abm")


@breaks("attempt")
def attempt_that_ends_before_it_starts(copy):
    row = copy.pick("attempts", lambda r: r["started"] > "1990" and r["outcome"] == "lapsed")
    row.update(outcome_date="1980-01-01")
    return at(copy, "attempts", row, "outcome_date")


@breaks("attempt")
def attempt_with_an_outcome_nobody_knows(copy):
    row = copy.pick("attempts", {"outcome": "lapsed", "proposed": "leave", "outcome_date": ""})
    row.update(outcome="notice_given", outcome_date="2011-01-01")
    return at(copy, "attempts", row, "outcome")


@breaks("attempt")
def notice_of_another_day(copy):
    row = copy.pick("attempts", {"treaty": "apmbc", "state": "LVA", "outcome": "notice_given"})
    row.update(outcome_date="2023-01-01", started="2022-12-01")
    return at(copy, "attempts", row, "outcome", "outcome_date")


@breaks("attempt")
def attempt_before_its_treaty(copy):
    row = copy.pick("attempts", {"treaty": "apmbc", "outcome": "lapsed"})
    row.update(started="1985-01-01")
    return at(copy, "attempts", row, "started")


@breaks("attempt")
def attempt_to_leave_what_was_never_joined(copy):
    row = copy.pick("attempts", {"treaty": "apmbc", "outcome": "lapsed", "proposed": "leave"})
    row.update(state="CHN")
    return at(copy, "attempts", row, "state", "proposed")


@breaks("attempt")
def attempt_with_its_year_in_its_key_elsewhere(copy):
    row = copy.pick("attempts", lambda r: r["attempt"].endswith(r["started"].replace("-", "")) and
                    len(r["started"]) == 10 and r["outcome"] == "lapsed")  # fmt: skip
    row.update(started=f"{int(row['started'][:4]) - 7}{row['started'][4:]}".replace("-02-29", ""))
    return at(copy, "attempts", row, "started", "attempt")


@breaks("office")
def office_held_by_two_at_once(copy):
    row = copy.pick("offices", lambda r: r["holder"] == "Gintautas Paluckas")
    row.update(start="2024-06-01")
    return at(copy, "offices", row, "start")


@breaks("office")
def office_left_before_it_was_taken(copy):
    row = copy.pick("offices", lambda r: r["end"])
    row.update(end=f"{int(row['start'][:4]) - 1}{row['start'][4:]}".replace("-02-29", "-02-28"))
    return at(copy, "offices", row, "end")


@breaks("office")
def office_left_and_still_held(copy):
    row = copy.pick("offices", lambda r: r["end"] and r["end"] < "2020")
    row.update(seen=row["end"])
    return at(copy, "offices", row, "seen")


@breaks("office")
def office_without_an_end_or_a_day_seen(copy):
    row = copy.pick("offices", lambda r: r["seen"])
    row.update(seen="")
    return at(copy, "offices", row, "seen")


@breaks("office")
def government_that_ends_on_a_day_to_come(copy):
    row = copy.pick("offices", {"office": "head_of_government", "state": "SWE"})
    row.update(end="2030-10-01", seen="")
    return at(copy, "offices", row, "end")


@breaks("office")
def office_of_a_state_that_is_no_more(copy):
    row = copy.pick("offices", {"state": "CZE", "holder": "Petr Fiala"})
    row.update(state="CSK")
    return at(copy, "offices", row, "state")


@breaks("calendar")
def meeting_that_ends_before_it_begins(copy):
    row = copy.pick("calendar", lambda r: r["last_day"])
    row.update(last_day="2001-01-01")
    return at(copy, "calendar", row, "last_day")


@breaks("calendar")
def meeting_of_a_year(copy):
    row = copy.pick("calendar", lambda r: r["last_day"] and len(r["day"]) == 10)
    row.update(last_day=f"{int(row['last_day'][:4]) + 1}{row['last_day'][4:]}")
    return at(copy, "calendar", row, "last_day")


@breaks("calendar")
def effect_on_another_day_than_the_law_gives(copy):
    row = copy.pick("calendar", {"treaty": "apmbc", "occasion": "effect", "states": "MHL"})
    row.update(day="2025-10-01")
    return at(copy, "calendar", row, "day")


@breaks("calendar")
def day_of_the_calendar_twice(copy):
    row = copy.add("calendar", copy.pick("calendar", {}), note="again")
    return at(copy, "calendar", row, "treaty")


@breaks("gap")
def gap_that_is_filled(copy):
    row = copy.pick("gaps", {"missing": "deposit_day", "treaty": "apmbc"})
    event = copy.pick("events", {"treaty": "apmbc", "state": row["states"], "kind": "accession"})
    event.update(date="2026-02-10")
    return at(copy, "gaps", row, "missing")


@breaks("gap")
def gap_without_its_states(copy):
    row = copy.pick("gaps", {"missing": "deposit_day"})
    row.update(states="")
    return at(copy, "gaps", row, "states")


@breaks("gap")
def gap_that_ends_before_it_starts(copy):
    row = copy.pick("gaps", lambda r: r["end"])
    row.update(end="1999-01-01", start="2001-01-01")
    return at(copy, "gaps", row, "end", "start")


@breaks("dispute")
def dispute_about_no_act(copy):
    row = copy.pick("disputes", {"treaty": "apmbc"})
    row.update(state="NOR")
    return Answer("disputes.csv", copy.number("disputes", row))


@breaks("dispute")
def dispute_before_its_act(copy):
    row = copy.pick("disputes", {"treaty": "apmbc"})
    row.update(start="2025-01-01")
    return at(copy, "disputes", row, "start")


@breaks("dispute")
def claimed_before_the_act(copy):
    row = copy.pick("disputes", {"treaty": "apmbc"})
    row.update(claimed="1999-01-01")
    return at(copy, "disputes", row, "claimed")


@breaks("published")
def published_figure_another(copy):
    row = copy.pick("published", {})
    row.update(published=str(int(row["published"]) + 3))
    return at(copy, "published", row, "published", "difference")


@breaks("published")
def published_difference_another(copy):
    row = copy.pick("published", {"difference": "0"})
    row.update(difference="-2", note="A reason.")
    return at(copy, "published", row, "published", "difference")


@breaks("published")
def published_period_another(copy):
    row = copy.pick("published", lambda r: r["counted"] == "deposits" and int(r["published"]) > 9)
    row.update(period="1991")
    return at(copy, "published", row, "published", "difference", "period")


@breaks("published")
def published_period_backwards(copy):
    row = copy.pick("published", {})
    row.update(period="2020-01-01/2001-01-01")
    return at(copy, "published", row, "period")


@breaks("published")
def published_difference_without_a_reason(copy):
    row = copy.pick("published", {"difference": "0", "counted": "deposits"})
    row.update(published=str(int(row["published"]) + 1), difference="-1", note="")
    return at(copy, "published", row, "note")


@breaks("published")
def total_another(copy):
    row = copy.pick("totals", {})
    row.update(published=str(int(row["published"]) - 2))
    return at(copy, "totals", row, "difference", "published")


@breaks("published")
def total_of_the_future(copy):
    row = copy.pick("totals", {"treaty": "apmbc", "measure": "contracting_states"})
    row.update(day="2041-01-01")
    return at(copy, "totals", row, "day")


@breaks("published")
def total_before_its_treaty(copy):
    row = copy.pick("totals", {"treaty": "apmbc", "measure": "contracting_states"})
    row.update(day="1961-01-01", difference=f"-{row['published']}", note="A reason.")
    return at(copy, "totals", row, "day")
