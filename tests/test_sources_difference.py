"""A page against the register: what counts as a difference, and what may be added."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.importers.acts import Act, PageFault
from analysis.importers.additions import addable, event_rows, needs_a_human
from analysis.importers.claims import Claim, read_claims
from analysis.importers.difference import COLUMNS, as_table, compare
from analysis.importers.names import read_names
from analysis.importers.untc import Participant, StatusPage, read_page
from analysis.store.folder import default_folder

PAGES = Path(__file__).parent / "pages"
DAY = "2026-02-03"
NAMES = read_names(
    *(
        pd.read_csv(default_folder() / f"{name}.csv", dtype="str", keep_default_na=False)
        for name in ("states", "aliases")
    )
)


def events(*rows):
    full = [(*row, "") if len(row) == 3 else row for row in rows]
    return pd.DataFrame(full, columns=["state", "kind", "date", "effect"], dtype="str")


def found(claims, *rows, former=()):
    """What is different, as (change, state, kind, page, register)."""
    return [
        (one.change, one.act.state, one.act.kind, one.page, one.register)
        for one in compare(claims, events(*rows), DAY, former)
    ]


def notes(claims, *rows, former=()):
    return [one.note for one in compare(claims, events(*rows), DAY, former)]


def acts(claims, state):
    return [(claim.kind, claim.date) for claim in claims if claim.state == state]


def claims_of(name, treaty):
    return read_claims(read_page(PAGES / f"{name}.html"), NAMES, treaty)


def page_with(*participants):
    return StatusPage("XXVI-5", DAY, "", {}, participants, {}, {})


def test_what_page_and_register_agree_on_is_no_row():
    claim = Claim("ALB", "ratification", "2000-02-29")
    assert found([claim], ("ALB", "ratification", "2000-02-29")) == []


def test_an_act_the_register_lacks_is_new():
    claim = Claim("ALB", "accession", "2026-01-15")
    assert found([claim]) == [("new", "ALB", "accession", "2026-01-15", "")]


def test_an_act_the_page_lacks_is_missing():
    row = ("ALB", "ratification", "2000-02-29")
    assert found([], row) == [("missing", "ALB", "ratification", "", "2000-02-29")]


def test_another_day_or_another_kind_is_a_change():
    claim = Claim("ALB", "accession", "2000-02-29")
    days = found([claim], ("ALB", "accession", "2000-02-28"))
    assert days == [("changed", "ALB", "accession", "2000-02-29", "2000-02-28")]
    assert notes([claim], ("ALB", "ratification", "2000-02-29")) == [
        "the register says ratification"
    ]


def test_a_signature_is_not_held_against_a_consent():
    claim = Claim("ALB", "signature", "2000-02-29")
    changes = [row[0] for row in found([claim], ("ALB", "ratification", "2000-02-29"))]
    assert changes == ["new", "missing"]


def test_the_acts_of_a_state_that_came_back_are_matched_by_their_days():
    claims = [
        Claim("ALB", "accession", "2020-01-01"),
        Claim("ALB", "ratification", "2000-02-29", bracketed=True),
    ]
    rows = [
        ("ALB", "ratification", "2000-02-29"),
        ("ALB", "withdrawal_effective", "2010-01-01"),
        ("ALB", "accession", "2020-01-01"),
    ]
    changes = [
        row[0]
        for row in found([*claims, Claim("ALB", "withdrawal_effective", "2010-01-01")], *rows)
    ]
    assert changes == ["explained"]


@pytest.mark.parametrize("written", ["2025", "2025-06"])
def test_a_partial_date_agrees_with_each_day_it_can_mean(written):
    claim = Claim("ALB", "accession", "2025-06-30")
    assert notes([claim], ("ALB", "accession", written)) == ["the page gives the day"]


def test_a_partial_date_that_cannot_mean_the_day_is_a_change():
    claim = Claim("ALB", "accession", "2025-06-30")
    assert found([claim], ("ALB", "accession", "2025-07"))[0][0] == "changed"


def test_what_happened_after_the_page_is_not_compared():
    assert found([], ("ALB", "accession", "2026-02-04")) == []


def test_what_may_have_happened_after_the_page_is_not_missing():
    why = ["its day may lie after that of the page"]
    assert notes([], ("ALB", "accession", "2026")) == why


def test_brackets_of_a_state_that_left_are_explained():
    claims = [
        Claim("LTU", "signature", "1999-02-26", bracketed=True),
        Claim("LTU", "withdrawal_effective", "2025-12-27"),
    ]
    rows = [("LTU", "signature", "1999-02-26"), ("LTU", "withdrawal_effective", "2025-12-27")]
    (note,) = notes(claims, *rows)
    assert "2025-12-27" in note
    assert found(claims, *rows)[0][0] == "explained"


def test_brackets_of_a_state_that_the_register_keeps_are_a_change():
    claim = Claim("LTU", "signature", "1999-02-26", bracketed=True)
    ((change, *_),) = found([claim], ("LTU", "signature", "1999-02-26"))
    assert change == "changed"


def test_a_ratification_taken_back_is_explained():
    rows = [("RUS", "ratification", "2000-06-30"), ("RUS", "ratification_revoked", "2023-11-03")]
    (note,) = notes([], *rows)
    assert note.startswith("taken back on 2023-11-03")


def test_a_former_state_is_explained():
    row = ("CSK", "ratification", "1982-08-31")
    assert found([], row, former=["CSK"])[0][0] == "explained"
    assert found([], row)[0][0] == "missing"


def test_another_day_of_effect_is_a_change():
    claim = Claim("POL", "withdrawal_notified", "2025-08-20", effect="2026-02-20")
    (note,) = notes([claim], ("POL", "withdrawal_notified", "2025-08-20", "2026-02-21"))
    assert note == "effect: 2026-02-20 on the page, 2026-02-21 in the register"


def test_steps_at_home_and_objections_are_not_compared():
    rows = [("POL", "promulgated", "2025-07-24"), ("AUT", "objection", "2025")]
    assert found([], *rows) == []


def test_the_table_has_its_columns_even_when_nothing_differs():
    assert list(as_table([], "apmbc", {}).columns) == COLUMNS


def test_a_withdrawal_in_an_end_note_becomes_notice_and_effect():
    claims = claims_of("mines", "apmbc").claims
    assert acts(claims, "EST") == [
        ("accession", "2004-05-12"),
        ("withdrawal_notified", "2025-06-27"),
        ("withdrawal_effective", "2025-12-27"),
    ]


def test_an_effect_after_the_day_of_the_page_is_not_an_event_yet():
    claims = claims_of("mines", "apmbc").claims
    assert [kind for kind, _ in acts(claims, "POL")][-1] == "withdrawal_notified"
    assert next(c for c in claims if c.kind == "withdrawal_notified" and c.state == "POL").effect


def test_provisional_application_is_no_claim():
    claims = claims_of("clusters", "ccm").claims
    assert acts(claims, "LVA") == [("accession", "2025-09-02")]


def test_a_succession_to_a_signature_counts_as_a_signature():
    claims = claims_of("nuclear_tests", "ctbt").claims
    assert acts(claims, "MNE") == [("signature", "2006-10-23"), ("succession", "2006-10-23")]


def test_an_x_is_a_consent_on_the_day_of_the_convention_or_on_its_own_day():
    claims = claims_of("weapons", "ccw_p3").claims
    assert acts(claims, "ZMB") == [("consent_to_be_bound", "2013-09-25")]
    assert acts(claims, "FRA") == [("consent_to_be_bound", "2002-07-18")]
    assert acts(claims, "BIH") == [("succession", "1993-09-01")]
    assert acts(claims, "TUR") == acts(claims, "CMR") == []


def test_a_row_that_is_no_state_is_left_out_with_a_remark():
    page = page_with(Participant("Hong Kong", (Act("accession", "2000-01-01"),)))
    result = read_claims(page, NAMES, "apmbc")
    assert result.claims == ()
    assert result.remarks == ("Hong Kong: no state of the register, left out",)


def test_every_unknown_name_is_told_at_once():
    page = page_with(Participant("Atlantis", ()), Participant("Utopia", ()))
    with pytest.raises(PageFault, match=r"'Atlantis'.*'Utopia'.*states\.csv.*names\.csv"):
        read_claims(page, NAMES, "apmbc")


def test_two_rows_about_one_state_are_a_fault():
    page = page_with(Participant("Turkey", ()), Participant("Türkiye", ()))
    with pytest.raises(PageFault, match="two rows for Türkiye"):
        read_claims(page, NAMES, "apmbc")


def test_brackets_without_a_note_are_remarked_on():
    page = page_with(Participant("Estonia", (Act("accession", "2004-05-12", True),)))
    (remark,) = read_claims(page, NAMES, "apmbc").remarks
    assert remark == "Estonia: in brackets, but no end note says when it left"


def test_a_note_on_leaving_that_gives_no_day_is_remarked_on():
    row = Participant("Estonia", (Act("accession", "2004-05-12"),), ("1",))
    page = replace(page_with(row), end_notes={"1": "A notification of withdrawal was received."})
    (remark,) = read_claims(page, NAMES, "apmbc").remarks
    assert remark.startswith("Estonia: end note 1 speaks of a withdrawal")


def test_a_mark_of_somebody_who_is_not_in_the_table_is_a_fault():
    page = replace(page_with(), marks={"Estonia": {"Protocol I": ""}})
    with pytest.raises(PageFault, match="Estonia accepts protocols"):
        read_claims(page, NAMES, "ccw_p1")


def test_only_states_without_any_contradiction_are_added_to():
    claims = [
        Claim("ALB", "accession", "2026-01-15"),
        Claim("EST", "accession", "2004-05-12", bracketed=True),
        Claim("EST", "withdrawal_notified", "2025-06-27"),
        Claim("FIN", "signature", "1999-01-01"),
        Claim("FIN", "ratification", "2012-01-10"),
    ]
    differences = compare(claims, events(("FIN", "ratification", "2012-01-09")), DAY)
    assert [claim.state for claim in addable(differences)] == ["ALB"]
    assert set(needs_a_human(differences)) == {"EST", "FIN"}


def test_an_act_in_brackets_is_never_added_without_the_withdrawal_that_explains_it():
    differences = compare([Claim("EST", "accession", "2004-05-12", bracketed=True)], events(), DAY)
    assert addable(differences) == []
    assert needs_a_human(differences) == {"EST": "it has left"}


def test_a_day_that_the_page_does_not_print_has_less_confidence():
    page = page_with()
    printed, inferred = event_rows(
        [
            Claim("ALB", "accession", "2000-01-01"),
            Claim("ALB", "consent_to_be_bound", "2000-01-01", printed=False),
        ],
        "ccw",
        page,
    )
    assert (printed["confidence"], inferred["confidence"]) == ("high", "medium")


def page_of_notes(note, *names):
    """A page on which names share one end note, each having joined."""
    rows = [Participant(name, (Act("accession", "2004-05-12"),), ("1",)) for name in names]
    return replace(page_with(*rows), end_notes={"1": note})


TOLD = "On 2 May 2020, the Government of {} deposited a notification of withdrawal."


def test_a_note_that_several_share_tells_of_the_one_it_names():
    note = TOLD.format("the Kingdom of the Netherlands") + " It took effect on 2 November 2020."
    page = page_of_notes(note, "Estonia", "Netherlands (Kingdom of the)")
    found = read_claims(page, NAMES, "apmbc")
    assert [kind for kind, _ in acts(found.claims, "EST")] == ["accession"]
    assert acts(found.claims, "NLD")[1] == ("withdrawal_notified", "2020-05-02")
    assert found.remarks == ()


def test_a_shared_note_that_names_nobody_is_remarked_on():
    found = read_claims(page_of_notes(TOLD.format("that State"), "Estonia", "Latvia"), NAMES, "ccm")
    assert {claim.kind for claim in found.claims} == {"accession"}
    assert len(found.remarks) == 2
    assert "stands beside 2 names and names none of them" in found.remarks[0]


def test_several_withdrawals_of_one_note_are_each_a_notice_and_an_effect():
    note = (
        TOLD.format("Estonia") + " The withdrawal took effect on 2 November 2020. On 7 March 2024,"
        " Estonia deposited a notification of withdrawal. It will take effect on 7 March 2027."
    )
    found = read_claims(page_of_notes(note, "Estonia"), NAMES, "apmbc")
    assert acts(found.claims, "EST")[1:] == [
        ("withdrawal_notified", "2020-05-02"),
        ("withdrawal_effective", "2020-11-02"),
        ("withdrawal_notified", "2024-03-07"),
    ]
    assert found.remarks == ()


def test_provisional_application_under_an_article_is_no_claim_either():
    claims = claims_of("arms_trade", "att").claims
    assert acts(claims, "LVA") == [("signature", "2013-06-03"), ("ratification", "2014-04-02")]
