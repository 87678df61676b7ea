"""What a measure covers: time inside and outside a region, and acts on a day."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.law.steps import running_totals
from analysis.measures.scope import acts_inside, outside, treaty_codes
from tests.conftest import frame, make_tables, make_treaties


def spells(*rows):
    return frame(rows, ["state", "start", "end"], days=["start", "end"])


def told(table):
    days = table[["start", "end"]].apply(lambda column: column.dt.strftime("%F").fillna(""))
    return sorted(zip(table["state"], days["start"], days["end"], strict=True))


def test_outside_is_the_time_before_between_and_after():
    inside = spells(("AAA", "2001-01-01", "2002-01-01"), ("AAA", "2005-01-01", "2006-01-01"))
    assert told(outside(inside, ["AAA", "BBB"])) == [
        ("AAA", "1800-01-01", "2001-01-01"),
        ("AAA", "2002-01-01", "2005-01-01"),
        ("AAA", "2006-01-01", ""),
        ("BBB", "1800-01-01", ""),
    ]


def test_a_member_without_end_is_never_outside_again():
    inside = spells(("AAA", "1800-01-01", ""))
    assert outside(inside, ["AAA"]).empty


@given(st.lists(st.integers(1, 9), min_size=2, max_size=8), st.integers(0, 40))
def test_a_state_is_either_inside_or_outside(lengths, day):
    # Alternately inside and outside, for so many years each.
    edges = [2000 + sum(lengths[:place]) for place in range(len(lengths))]
    rows = [("AAA", f"{a}-01-01", f"{b}-01-01") for a, b in zip(edges[::2], edges[1::2])]  # noqa: B905
    inside = spells(*rows)
    moment = pd.Timestamp(1995 + day, 6, 1)

    def holds(table):
        return ((table["start"] <= moment) & ~(table["end"] <= moment)).sum()

    assert holds(inside) + holds(outside(inside, ["AAA"])) == 1


def test_an_act_without_a_day_lies_in_no_region():
    tables = make_tables([], groups=[("club", "AAA", "", "")])
    acts = frame(
        [("AAA", ""), ("AAA", "2001-01-01"), ("BBB", "2001-01-01")], ["state", "day"], ["day"]
    )
    assert acts_inside(tables, acts, "club")["day"].tolist() == [pd.Timestamp("2001-01-01")]
    assert len(acts_inside(tables, acts, None)) == 3


def test_a_family_stands_for_its_treaties_in_the_order_of_the_register():
    treaties = make_treaties({"code": "b"}, {"code": "a"}, {"code": "z", "family": "zone"})
    tables = make_tables([], treaties)
    assert treaty_codes(tables) == ["b", "a", "z"]
    assert treaty_codes(tables, "humanitarian") == ["b", "a"]
    assert treaty_codes(tables, ["zone", "a"]) == ["a", "z"]


def test_running_totals_count_or_sum_what_holds():
    held = spells(("AAA", "2001-01-01", "2002-01-01"), ("BBB", "2001-06-01", ""))
    held = held.assign(km=[2.5, 4.0])
    until = pd.Timestamp("2001-12-31")
    assert running_totals({"states": held}, until)["states"].tolist() == [1, 2]
    weighed = running_totals({"km": held}, pd.Timestamp("2002-01-01"), weight="km")
    assert weighed["km"].tolist() == [2.5, 6.5, 4.0]
