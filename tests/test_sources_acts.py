"""One cell of a status table, and one end note."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.importers.acts import PageFault, read_acts, read_day, read_legend, read_mark
from analysis.importers.endnotes import read_withdrawals, unread_of
from analysis.language.days import MONTHS

CONSENTS = read_legend("Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)")
LEFT = (
    "On 2 May 2020, the Government of X deposited with the Secretary-General a notification of"
    " withdrawal (see C.N.9.2020.TREATIES-XXVI.2.a of 3 May 2020). The withdrawal took effect for"
    " X on 2 May 2021 in accordance with article 9 (2)."
)


def read_withdrawal(note):
    """The only withdrawal of a note, or none."""
    found = read_withdrawals(note)
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(
    ("title", "letter", "kind"),
    [
        ("Succession(d), Ratification", "", "ratification"),
        ("Signature, Succession to signature(d)", "d", "signature"),
        ("Signature, Definitive signature(s)", "s", "definitive_signature"),
        ("Succession(d), Consent to be bound(P)", "P", "consent_to_be_bound"),
        ("Ratification, Formal confirmation(c)", "c", "ratification"),
        ("Acceptance(A), Approval(AA)", "AA", "approval"),
        ("Provisional application(n)", "n", ""),
        ("Provisional application under article 23(n)", "n", ""),
        ("Provisional application under article 7 (1)(n)", "n", ""),
    ],
)
def test_the_title_of_a_column_says_what_a_letter_means(title, letter, kind):
    assert read_legend(title)[letter] == kind


@pytest.mark.parametrize("title", ["Ratification, Adhésion(a)", "", "Accession(a), Approval(a)"])
def test_a_title_that_cannot_be_read_is_a_fault(title):
    with pytest.raises(PageFault, match="cannot be read"):
        read_legend(title)


@pytest.mark.parametrize(
    ("cell", "kind", "day", "bracketed"),
    [
        ("11 Sep\t 2002 a", "accession", "2002-09-11", False),
        ("\u00a08 Sep 1998 ", "ratification", "1998-09-08", False),
        ("[ 9 Jan 2012 a]", "accession", "2012-01-09", True),
        ("[26 Feb 1999 ]", "ratification", "1999-02-26", True),
        ("12 Apr 1999 A", "acceptance", "1999-04-12", False),
        ("12 Apr 1999AA", "approval", "1999-04-12", False),
        ("29 February 2000 d", "succession", "2000-02-29", False),
    ],
)
def test_a_cell_gives_kind_and_day(cell, kind, day, bracketed):
    (act,) = read_acts(cell, CONSENTS)
    assert (act.kind, act.day, act.bracketed) == (kind, day, bracketed)


def test_a_state_that_came_back_has_two_acts_in_its_cell():
    first, second = read_acts("[12 May 2003] 1 Jan 2030 a", CONSENTS)
    assert (first.kind, first.bracketed) == ("ratification", True)
    assert (second.kind, second.bracketed) == ("accession", False)


@pytest.mark.parametrize(
    "cell",
    [
        "12 May 2004 P",
        "30 Feb 2004",
        "12 Foo 2004",
        "12 Mai 2004",
        "[12 May 2004",
        "12 May 2004]",
        "2004-05-12",
        "12 May 2004 and more",
        "x",
        "0 May 2004",
        "١٢ May 2004",
    ],
)
def test_anything_else_in_a_cell_is_a_fault(cell):
    with pytest.raises(PageFault):
        read_acts(cell, CONSENTS)


def test_provisional_application_is_no_act_of_the_register():
    assert read_acts("2 Sep 2014 n", read_legend("Provisional application(n)")) == []


def test_an_x_with_other_words_is_a_fault():
    with pytest.raises(PageFault, match="neither an X"):
        read_mark("x (later)")


@given(st.dates(), st.sampled_from([3, 99]))
def test_every_day_is_read_as_it_was_written(day, letters):
    month = MONTHS[day.month - 1][:letters]
    written = f"{day.year:04}"
    assert read_day(str(day.day), month, written) == day.isoformat()


@given(
    st.lists(
        st.tuples(
            st.dates(min_value=date(1800, 1, 1)), st.sampled_from(sorted(CONSENTS)), st.booleans()
        ),
        max_size=4,
    )
)
def test_a_cell_gives_back_every_act_that_was_written_into_it(acts):
    written = [
        f"{day:%d} {MONTHS[day.month - 1][:3]} {day.year} {letter}" for day, letter, _ in acts
    ]
    cell = " ".join(f"[{w}]" if b else w for w, (_, _, b) in zip(written, acts, strict=True))
    read = [(act.day, act.kind, act.bracketed) for act in read_acts(cell, CONSENTS)]
    assert read == [(day.isoformat(), CONSENTS[letter], bracket) for day, letter, bracket in acts]


@given(st.text(alphabet="0123456789 [](),xXaAdJanMy\u00a0", max_size=40))
def test_any_cell_is_acts_or_a_fault(cell):
    for read in (lambda text: read_acts(text, CONSENTS), read_mark):
        try:
            read(cell)
        except PageFault:
            continue


def test_a_withdrawal_has_notice_effect_and_number():
    found = read_withdrawal(LEFT)
    assert (found.notified, found.effect) == ("2020-05-02", "2021-05-02")
    assert found.reference == "C.N.9.2020.TREATIES-XXVI-2-a"


def test_a_withdrawal_may_still_be_to_come():
    note = "On 2 May 2020, X deposited a notice of denunciation. It will take effect on 2 May 2021."
    assert read_withdrawal(note).effect == "2021-05-02"


def test_a_decision_to_withdraw_is_a_notice_too():
    note = (
        "In a communication received on 27 October 2016, the Government notified the"
        " Secretary-General of its decision to withdraw from the Statute with effect from"
        " 27 October 2017."
    )
    found = read_withdrawal(note)
    assert (found.notified, found.effect) == ("2016-10-27", "2017-10-27")


@pytest.mark.parametrize(
    "note",
    [
        "On 2 May 2020, X deposited a notification of withdrawal of its reservation.",
        "On 2 May 2020, X made a communication. Y deposited a notification of withdrawal.",
        "On 2 May 2020, X notified its territorial application.",
        LEFT + " On 1 June 2020, X revoked that notification.",
        "",
    ],
)
def test_what_is_not_certainly_a_withdrawal_from_the_treaty_is_none(note):
    assert read_withdrawal(note) is None


AGAIN = (
    " On 1 March 2022, X acceded again. On 27 March 2023, the Government of X notified the"
    " Secretary-General of its decision to denounce the Convention (see C.N.7.2023.TREATIES-XXVI.2)"
    " with effect from 27 June 2023."
)


def test_a_note_may_tell_of_several_withdrawals_and_each_is_read():
    first, second = read_withdrawals(LEFT + AGAIN)
    assert (first.notified, first.effect) == ("2020-05-02", "2021-05-02")
    assert (second.notified, second.effect) == ("2023-03-27", "2023-06-27")
    assert (first.reference, second.reference) == (
        "C.N.9.2020.TREATIES-XXVI-2-a",
        "C.N.7.2023.TREATIES-XXVI-2",
    )
    assert unread_of(LEFT + AGAIN) == ""


@pytest.mark.parametrize(
    "more",
    [
        " A second denunciation by X is with the Secretary-General.",
        " The instrument of denunciation that X sent came in on 4 June 2024.",
        " Of 7 July 2024 is a further notification of withdrawal.",
    ],
)
def test_a_withdrawal_told_in_another_way_beside_one_that_is_read_is_remarked_on(more):
    assert read_withdrawal(LEFT + more)
    assert unread_of(LEFT + more) == "speaks of 2 withdrawals or more, and 1 could be read"


@pytest.mark.parametrize(
    "more",
    [
        " The withdrawal of its declaration was received on 7 July 2024.",
        " That notification of withdrawal took effect on 2 May 2021 for all its territories.",
        " The withdrawal leaves earlier duties as they were.",
    ],
)
def test_what_tells_no_more_than_was_read_is_not_remarked_on(more):
    assert read_withdrawal(LEFT + more)
    assert unread_of(LEFT + more) == ""


def test_a_withdrawal_taken_back_is_left_to_a_reader_who_is_told_so():
    assert "taking one back" in unread_of(LEFT + " On 1 June 2020, X revoked that notification.")


def test_only_a_withdrawal_from_the_treaty_counts_as_leaving():
    assert unread_of("A withdrawal was announced.")
    assert unread_of("The denunciation of the Convention is under study.")
    assert not unread_of("Withdrawal of its declaration.")
