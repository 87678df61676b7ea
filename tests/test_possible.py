"""Which states a treaty could bind, where it was not made for all."""

import pytest

from analysis.law.possible import has_depositary, possible_members


@pytest.mark.parametrize(
    ("treaty", "members"),
    [
        ("newstart", {"RUS", "USA"}),
        ("start2", {"RUS", "USA"}),
        ("abm", {"RUS", "SUN", "USA"}),
        ("inf", {"BLR", "KAZ", "RUS", "SUN", "UKR", "USA"}),
        ("agreed_framework", {"PRK", "USA"}),
        ("cma", {"KOR", "PRK"}),
        ("ttbt", {"RUS", "SUN", "USA"}),
        ("canwfz", {"KAZ", "KGZ", "TJK", "TKM", "UZB"}),
    ],
)
def test_treaties_between_named_states_have_few_possible_members(register, treaty, members):
    assert possible_members(register.known, treaty) == members


@pytest.mark.parametrize("treaty", ["apmbc", "npt", "ctbt", "ptbt", "openskies", "geneva_protocol"])
def test_a_treaty_open_to_all_has_no_list(register, treaty):
    assert possible_members(register.known, treaty) is None


@pytest.mark.parametrize(
    ("treaty", "inside", "outside"),
    [
        # States of the zone that have not signed could; states elsewhere could not.
        ("rarotonga", {"PLW", "FSM", "AUS"}, {"FRA", "USA", "CAN"}),
        ("pelindaba", {"SSD", "MAR"}, {"ESP", "YEM"}),
        ("tlatelolco", {"CUB", "BRB"}, {"USA", "CAN", "ESP"}),
        ("bangkok", {"TLS"}, {"CHN", "AUS"}),
        ("cfe", {"RUS", "SVK", "ISL"}, {"EST", "LTU", "LVA", "SWE"}),
        ("kinshasa", {"AGO", "BDI", "RWA"}, {"NGA", "ZMB", "FRA"}),
    ],
)
def test_a_zone_is_open_to_the_states_that_lie_in_it(register, treaty, inside, outside):
    could = possible_members(register.known, treaty)
    assert inside <= could
    assert not outside & could


def test_what_was_not_known_on_the_day_counts_nobody_in(register):
    early = register.as_of("1990-01-01").known
    assert possible_members(early, "abm") == {"SUN", "USA"}


def test_which_treaties_have_no_depositary(register):
    without = {
        row["code"] for _, row in register.tables.treaties.iterrows() if not has_depositary(row)
    }
    assert without == {
        "abm", "agreed_framework", "cma", "inf", "jcpoa", "newstart", "pmda", "pnet", "salt1",
        "salt2", "sort", "start1", "start2", "ttbt", "vienna_document",
    }  # fmt: skip
