"""The board of a day: what was known on it, how a push comes off, and no chance anywhere."""

import csv
import dataclasses
import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.checks import check_tables
from analysis.cli import main
from analysis.importers.writing import write_board
from analysis.store.loading import read_tables
from analysis.terms import tiers as terms
from analysis.terms.attempts import FORMALITIES, PROPOSALS, PROPOSERS
from analysis.terms.errors import DataFaults
from analysis.terms.tiers import FORM_WORDS, STRENGTHS, TIERS
from analysis.watch.attempts import LIMITS, Led
from analysis.watch.board import BOARD_COLUMNS, OFF_COLUMNS, Rules, Watch, framed_board, off_board
from analysis.watch.earlier import EARLIER_COLUMNS, earlier_pushes, interval_of
from analysis.watch.keeping import KEPT_COLUMNS, kept_board, with_board
from analysis.watch.pushes import STEP_KINDS, strength_of, trails
from tests.conftest import make_tables, make_treaties
from tests.test_attempts import attempts

SMALL = Path(__file__).parent / "data" / "small"
CONSENT = ("ban", "AAA", "2000-06-01", "ratification")


def tables(*rows, events=(), covered="2030-01-01", ended=""):
    treaty = make_treaties({"code": "ban", "covered_to": covered, "ended": ended})
    held = make_tables([CONSENT, *events], treaties=treaty)
    return dataclasses.replace(held, attempts=attempts(*rows))


def board_of(*rows, day, rules=None, **more):
    """The one row of the board of a made-up world, or nothing."""
    held = tables(*rows, **more)
    found = Watch(held, rules or Rules()).rows(pd.Timestamp(day))
    assert len(found) <= 1
    return found[0] if found else None


def tier_of(*rows, day, **more):
    row = board_of(*rows, day=day, **more)
    return row.tier if row else ""


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


def shown(*arguments):
    result = run(*arguments, "--format", "csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def on_board(register, day, of=framed_board):
    rows = of(register.tables, pd.Timestamp(day)).to_dict("records")
    return {(row["treaty"], row["state"]): row for row in rows}


WISH = {"actor": "head_of_government", "outcome": "open"}
DECISION = {"actor": "government", "formality": "decision", "outcome": "open"}
STAY = {"proposed": "stay", "outcome": "held", "started": "2024-06-01"}


def step(kind, date, **more):
    return ("ban", "AAA", date, kind, {"actor": "government", **more})


@pytest.mark.parametrize(
    ("row", "tier", "strength"),
    [
        (DECISION, "formal", "decision"),
        ({**DECISION, "formality": "bill"}, "formal", "proposal"),
        ({"actor": "minister", "formality": "recommendation"}, "formal", "proposal"),
        ({"actor": "parliament", "formality": "law", "proposed": "suspend"}, "formal", "decision"),
        # A wish announces nothing, whoever utters it, and a review moves nobody.
        ({"actor": "head_of_state"}, "debated", "head"),
        (
            {"actor": "head_of_state", "formality": "decision", "proposed": "review"},
            "debated",
            "head",
        ),
        ({"actor": "minister"}, "debated", "minister"),
        # A bill of single members moves no state, and neither does a committee.
        ({"actor": "members", "formality": "bill"}, "debated", "member"),
        ({"actor": "committee", "formality": "recommendation"}, "debated", "member"),
        ({"actor": "military", "formality": "recommendation"}, "debated", "member"),
    ],
)
def test_the_tier_of_a_first_step(row, tier, strength):
    found = board_of({**row, "outcome": "open"}, day="2024-03-01")
    assert (found.tier, found.strength) == (tier, strength)
    assert found.last.written == "2024-03-01"


@pytest.mark.parametrize(
    ("kind", "actor", "tier"),
    [
        ("announced", "head_of_state", "announced"),
        ("suspension_announced", "government", "announced"),
        ("recommended", "government", "formal"),
        ("recommended", "members", "debated"),
        ("government_approved", "government", "formal"),
        ("parliament_approved", "parliament", "formal"),
        ("parliament_reading", "parliament", "debated"),
        ("committee_vote", "parliament", "debated"),
    ],
)
def test_a_later_step_of_the_state_raises_the_tier(kind, actor, tier):
    taken = step(kind, "2024-05-01", actor=actor)
    assert tier_of(WISH, events=[taken], day="2024-04-30") == "debated"
    row = board_of(WISH, events=[taken], day="2024-05-01")
    assert (row.tier, row.last.form, row.last.written) == (tier, kind, "2024-05-01")


def test_a_step_without_a_push_of_its_time_is_no_row():
    assert tier_of(events=[step("committee_vote", "2024-05-01")], day="2024-06-01") == ""


@pytest.mark.parametrize(
    ("end", "day", "there"),
    [
        # As known: an end that comes later is not seen, one of the year alone at its end.
        ("2024-06-01", "2024-05-31", True),
        ("2024-06-01", "2024-06-01", False),
        ("2024-06", "2024-06-29", True),
        ("2024-06", "2024-06-30", False),
        ("2024", "2024-12-30", True),
        ("2024", "2024-12-31", False),
    ],
)
def test_a_push_stands_until_its_recorded_end(end, day, there):
    assert bool(tier_of({"outcome": "lapsed", "outcome_date": end}, day=day)) is there


def test_an_end_without_a_day_is_known_when_the_treaty_is_covered():
    row = {"outcome": "lapsed"}
    assert tier_of(row, day="2024-06-30", covered="2024-07-01") == "debated"
    assert tier_of(row, day="2024-07-01", covered="2024-07-01") == ""
    assert tier_of({"outcome": "open"}, day="2024-07-01", covered="2024-07-01") == "debated"


def test_after_a_year_without_a_step_a_push_is_taken_for_lapsed():
    assert tier_of(WISH, day="2025-02-28") == "debated"
    assert tier_of(WISH, day="2025-03-01") == ""
    # It would never print the same for years; a further step gives it another year.
    more = [step("committee_vote", "2024-12-01")]
    assert tier_of(WISH, events=more, day="2025-11-30") == "debated"
    assert tier_of(WISH, events=more, day="2025-12-01") == ""
    # What comes after the silence does not wake it.
    late = [step("recommended", "2025-06-01")]
    assert tier_of(WISH, events=late, day="2025-06-01") == ""
    assert tier_of(WISH, day="2025-03-01", rules=Rules(silent=2)) == "debated"


def test_a_wish_can_be_read_as_an_announcement_to_see_what_moves():
    assert tier_of(WISH, day="2024-03-01", rules=Rules(wishes_announce=True)) == "announced"
    assert tier_of({"actor": "minister"}, day="2024-03-01", rules=Rules(wishes_announce=True)) == (
        "debated"
    )


@pytest.mark.parametrize(
    ("push", "word", "tier"),
    [
        (WISH, STAY, "stay"),
        # A minister's word does not end a process; a vote or a cabinet's decision does.
        (DECISION, STAY, "formal"),
        (DECISION, {**STAY, "actor": "government", "formality": "decision"}, "stay"),
        # Members cannot speak for the state.
        (WISH, {**STAY, "actor": "opposition_members"}, "debated"),
        (WISH, {**STAY, "actor": "parliament", "formality": "law"}, "debated"),
        # A push after the word stands.
        ({**WISH, "started": "2024-06-02"}, STAY, "debated"),
    ],
)
def test_a_word_that_the_state_stays_ends_a_debate(push, word, tier):
    assert tier_of(push, word, day="2024-07-01") == tier
    assert tier_of(push, word, day="2024-05-31") in (
        ("",) if "started" in push else (tier_of(push, day="2024-05-31"),)
    )


def test_a_refusal_of_one_push_is_the_word_of_the_government():
    refused = {"actor": "members", "outcome": "refused_by_government", "outcome_date": "2024-05-01"}
    row = board_of(refused, WISH, day="2024-05-01")
    assert (row.tier, row.last.form, row.asked) == ("stay", "refusal", "stay")
    assert tier_of(refused, DECISION, day="2024-05-01") == "formal"
    voted = {**refused, "outcome": "rejected_by_vote"}
    assert tier_of(voted, DECISION, day="2024-05-01") == "stay"


def test_a_rejection_in_the_register_counts_if_the_state_spoke():
    said = step("withdrawal_rejected", "2024-05-01", body="Foreign Minister")
    assert tier_of(WISH, events=[said], day="2024-05-01") == "stay"
    assert tier_of(DECISION, events=[said], day="2024-05-01") == "formal"
    voted = step("withdrawal_rejected", "2024-05-01", actor="parliament", body="Chamber")
    assert tier_of(DECISION, events=[voted], day="2024-05-01") == "stay"
    assert tier_of(STAY, events=[], day="2025-05-31") == "stay"
    assert tier_of(STAY, events=[], day="2025-06-01") == ""


def test_a_date_of_the_year_alone_hides_no_day_within_it():
    vague = {**STAY, "started": "2024"}
    row = board_of(vague, {**STAY, "started": "2024-04-01"}, day="2024-12-31")
    assert row.last.written == "2024-04-01"
    assert board_of(vague, day="2024-12-31").last.written == "2024"
    assert board_of(vague, day="2024-12-30") is None


def test_who_has_given_notice_stands_in_the_pipeline():
    notice = step("withdrawal_notified", "2024-05-01")
    assert tier_of(DECISION, events=[notice], day="2024-04-30") == "formal"
    assert tier_of(DECISION, events=[notice], day="2024-05-01") == ""
    back = step("notice_revoked", "2024-06-01")
    assert tier_of(DECISION, events=[notice, back], day="2024-06-01") == "formal"


def test_after_a_suspension_an_older_word_that_the_state_stays_is_none():
    held = step("suspension_effective", "2024-07-01")
    assert tier_of(STAY, events=[held], day="2024-06-30") == "stay"
    assert tier_of(STAY, events=[held], day="2024-07-01") == ""
    # Nor where it acted on a day that nobody has found.
    done = {**DECISION, "outcome": "notice_given", "act_missing": "day_unknown"}
    assert tier_of(STAY, done, day="2024-08-01", covered="2024-07-01") == ""
    dated = {**done, "outcome_date": "2024-07-01", "act_missing": "not_held"}
    assert tier_of({**STAY, "started": "2024-07-02"}, dated, day="2024-08-01") == "stay"
    # A state that has suspended can still be pushed to leave.
    assert (
        tier_of({**DECISION, "started": "2024-08-01"}, events=[held], day="2024-08-01") == "formal"
    )


def test_there_is_nothing_to_leave_before_consent_and_after_the_end():
    assert tier_of({**WISH, "state": "BBB"}, day="2024-04-01") == ""
    assert tier_of(WISH, day="2024-04-01", ended="2024-04-02") == "debated"
    assert tier_of(WISH, day="2024-04-02", ended="2024-04-02") == ""


def test_groups_other_treaties_and_implied_wishes_are_left_out():
    held = tables(
        {**WISH, "state": "INT"}, {**WISH, "treaty": "pact"}, {**WISH, "proposed": "implied_leave"}
    )
    assert trails(held) == {}
    assert Watch(held).rows(pd.Timestamp("2024-04-01")) == []
    assert framed_board(held, pd.Timestamp("2024-04-01")).columns.tolist() == BOARD_COLUMNS


def test_of_two_pushes_the_more_formal_leads_and_the_last_step_is_told():
    wish = {**WISH, "started": "2024-03-05"}
    row = board_of(DECISION, wish, day="2024-04-01")
    assert (row.tier, row.lead.attempt, row.last.written) == ("formal", "a0", "2024-03-05")


def test_what_came_off_is_told_with_its_end():
    lapsed = {"outcome": "lapsed", "outcome_date": "2024-06-01"}
    day = pd.Timestamp("2024-06-01")
    (row,) = off_board(tables(lapsed), day).to_dict("records")
    assert list(row) == OFF_COLUMNS
    assert (row["came"], row["came_on"]) == ("lapsed", "2024-06-01")
    assert off_board(tables(lapsed), day - pd.Timedelta(days=1)).empty
    assert off_board(tables(lapsed), pd.Timestamp("2025-06-01")).empty
    (silent,) = off_board(tables(WISH), pd.Timestamp("2025-03-01")).to_dict("records")
    assert (silent["came"], silent["came_on"]) == ("silent", "2025-03-01")
    # Who has given notice did not fall silent.
    gone = tables(WISH, events=[step("withdrawal_notified", "2024-05-01")])
    assert off_board(gone, pd.Timestamp("2025-03-01")).empty


def test_days_are_counted_from_the_last_day_that_a_date_can_mean():
    frame = framed_board(tables({**WISH, "started": "2024-02"}), pd.Timestamp("2024-03-10"))
    assert frame["days"].tolist() == [10]


# The board of the register, on the days named.


@pytest.mark.parametrize(
    ("day", "treaty", "state", "tier", "asked", "last_step"),
    [
        ("2025-08-27", "apmbc", "CZE", "debated", "leave", "2025-08-27"),
        ("2025-08-27", "ccm", "CZE", "debated", "leave", "2025-08-27"),
        ("2025-08-27", "apmbc", "NOR", "stay", "stay", "2025-04-02"),
        ("2025-08-27", "npt", "IRN", "debated", "review", "2025-08-20"),
        ("2026-02-20", "npt", "IRN", "stay", "stay", "2025-09-29"),
        ("2026-02-20", "apmbc", "NOR", "stay", "stay", "2025-04-02"),
        ("2026-02-20", "apmbc", "SWE", "debated", "review", "2026-01"),
        ("2025-07-01", "apmbc", "UKR", "formal", "leave", "2025-06-29"),
        ("2025-07-01", "apmbc", "POL", "formal", "leave", "2025-06-25"),
        ("2025-04-16", "apmbc", "LVA", "formal", "leave", "2025-04-16"),
        ("2024-12-31", "apmbc", "FIN", "debated", "review", "2024-12-06"),
        ("2002-12-31", "npt", "PRK", "debated", "leave", "2002-12"),
    ],
)
def test_the_board_reads_sensibly(register, day, treaty, state, tier, asked, last_step):
    row = on_board(register, day)[treaty, state]
    assert (row["tier"], row["asked"], row["last_step"]) == (tier, asked, last_step)
    assert row["sources"]


@pytest.mark.parametrize(
    ("day", "treaty", "states"),
    [
        # Notices given, a suspension notified, an exit that is contested: no rows.
        ("2025-08-27", "apmbc", ("EST", "LVA", "LTU", "FIN", "POL", "UKR")),
        ("2026-02-20", "apmbc", ("EST", "LVA", "LTU", "FIN", "POL", "UKR")),
        ("2025-08-27", "npt", ("PRK",)),
        ("2026-02-20", "ccm", ("LTU", "CZE")),
        # A remark of 2025 without a step would not be told for ever.
        ("2030-01-01", "apmbc", ("CZE", "SWE", "NOR")),
        # Nobody is on a board for what states of its kind have done.
        ("2026-02-20", "npt", ("FIN",)),
        ("2026-02-20", "att", ("CAN",)),
    ],
)
def test_who_has_acted_or_done_nothing_is_not_on_the_board(register, day, treaty, states):
    assert not {(treaty, state) for state in states} & set(on_board(register, day))


def test_what_came_of_czechia_and_ukraine_is_told(register):
    ended = on_board(register, "2026-02-20", off_board)
    assert ended["ccm", "CZE"]["came"] == "left_office"
    assert ended["apmbc", "CZE"]["came"] == "lapsed"
    assert ended["apmbc", "UKR"]["came"] == "suspension_notified"
    assert ended["apmbc", "POL"]["came"] == "notice_given"


def test_no_outcome_of_a_later_day_moves_a_board(register):
    """As known: without what came later, the board of a day is the same."""
    day = pd.Timestamp("2025-08-27")
    whole = register.tables
    later = pd.to_datetime(whole.attempts["outcome_date"], errors="coerce", format="%Y-%m-%d") > day
    blind = whole.attempts.assign(
        outcome=whole.attempts["outcome"].mask(later, "open"),
        outcome_date=whole.attempts["outcome_date"].mask(later, ""),
    )
    events = whole.events[whole.events["day"] <= day]
    then = dataclasses.replace(whole, attempts=blind, events=events)
    pd.testing.assert_frame_equal(framed_board(whole, day), framed_board(then, day))


# What earlier pushes had come to.


def test_the_counts_are_those_known_on_the_day():
    notice = {"outcome": "notice_given", "outcome_date": "2024-06-01"}
    before, after = (
        earlier_pushes(tables(notice, WISH), pd.Timestamp(day))
        for day in ("2024-05-31", "2024-06-01")
    )
    assert before["minister"].pushes == Led(0, 0)
    own = after["minister"]
    assert (own.pushes, own.timed, own.days) == (Led(1, 1), 1, (92, 92))
    # A push that is open is counted when it has run a year.
    assert after["head"].pushes == Led(0, 0)
    year = earlier_pushes(tables(notice, WISH), pd.Timestamp("2025-03-01"))
    assert year["head"].pushes == Led(0, 1)


def test_a_joint_act_is_one_decision_and_a_pair_counts_once():
    lapsed = {**DECISION, "outcome": "lapsed", "outcome_date": "2024-04-01"}
    joint = [{**lapsed, "state": one} for one in ("AAA", "BBB")]
    again = {**joint[0], "started": "2024-03-20"}
    own = earlier_pushes(tables(*joint, again), pd.Timestamp("2024-05-01"))["decision"]
    assert (own.pushes.cases, own.pairs.cases, own.decisions.cases) == (3, 2, 2)


@pytest.mark.parametrize(
    ("led", "bounds"), [((4, 21), (1, 9)), ((8, 8), (5, 8)), ((0, 11), (0, 4))]
)
def test_intervals_are_counts_of_the_same_whole(led, bounds):
    assert interval_of(Led(*led)) == bounds
    low, high = interval_of(Led(*led))
    assert 0 <= low <= led[0] <= high <= led[1]


def test_the_command_counts_by_strength():
    table = shown("watch", "--counts", "--as-of", "2025-08-27")
    rows = {row["strength"]: row for row in table}
    assert tuple(rows) == STRENGTHS
    assert list(rows["head"]) == EARLIER_COLUMNS
    assert (rows["minister"]["days_min"], rows["minister"]["days_max"]) == ("171", "349")


# The command.


def test_the_limits_of_the_coding_stand_beside_every_answer():
    for arguments in (("watch",), ("watch", "--ended"), ("ledger", "--count")):
        result = run(*arguments)
        assert result.exit_code == 0
        assert LIMITS in result.stderr
        assert "%" not in result.output


def test_who_has_given_notice_is_named_on_stderr():
    result = run("watch", "--treaty", "npt", "--state", "PRK", "--as-of", "2025-08-27")
    assert "npt: notice given, so not on the board: PRK" in result.stderr
    assert "nothing in the register answers this question" in result.stderr


def test_the_board_is_cut_to_what_is_asked_about():
    flank = shown(
        "watch", "--treaty", "apmbc", "--region", "eastern-flank", "--as-of", "2025-08-27"
    )
    assert {row["state"] for row in flank} == {"NOR"}
    assert {row["treaty"] for row in shown("watch", "--state", "CZE", "--as-of", "2025-08-27")} == {
        "apmbc", "ccm",
    }  # fmt: skip
    assert run("watch", "--treaty", "ottowa-two").exit_code == 2
    assert run("watch", "--region", "narnia").exit_code == 2


def test_json_holds_the_columns():
    result = run("watch", "--as-of", "2025-08-27", "--format", "json")
    assert list(json.loads(result.stdout)[0]) == BOARD_COLUMNS


@pytest.mark.parametrize(("old", "new"), [("watchlist", "watch"), ("backtest", "ledger")])
def test_old_names_answer_with_the_new_command(old, new):
    result = run(old, "--treaty", "apmbc", "--top", "5")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        f"Error: `rollback {old}` is now `rollback {new}`; see `rollback {new} --help`."
    ]
    assert old not in run("--help").output


# The boards that are kept.


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SMALL, tmp_path / "data"))


def edit(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_kept_board_is_the_computed_one(register):
    kept = register.tables.boards
    own = kept[kept["version"] == register.tables.version]
    assert own[["treaty", "state"]].values.tolist() == (
        kept_board(register.tables)[["treaty", "state"]].values.tolist()
    )
    assert kept_board(register.tables).columns.tolist() == KEPT_COLUMNS


def test_a_board_that_no_longer_follows_is_a_fault_and_written_anew(folder):
    edit(folder, "boards.csv", ",stay,,stay,", ",debated,minister,leave,")
    faults = check_tables(read_tables(folder))
    assert {fault.column for fault in faults} == {"tier", "strength", "asked"}
    assert all("rollback watch --keep" in fault.remedy for fault in faults)
    result = run("watch", "--keep", "--data", str(folder))
    assert (result.exit_code, result.stdout) == (0, "")
    assert check_tables(read_tables(folder)) == []
    assert (folder / "boards.csv").read_bytes() == (SMALL / "boards.csv").read_bytes()
    assert "nothing was written" in run("watch", "--keep", "--data", str(folder)).stderr


def test_boards_of_earlier_versions_are_never_touched(folder):
    row = "2025.1.0,2025-01-31,apmbc,UKR,debated,,leave,,2024-12,bill,bill,hrw_20250724\n"
    path = folder / "boards.csv"
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(f"{header}\n{row}", encoding="utf-8")
    (fault,) = check_tables(read_tables(folder))
    assert (fault.row, fault.value) == (None, "apmbc, NOR")
    assert write_board(read_tables(folder))
    assert path.read_text(encoding="utf-8") == f"{header}\n{row}{rest}"


def test_nothing_is_written_while_anything_else_is_wrong(folder):
    edit(folder, "boards.csv", ",stay,,stay,", ",debated,minister,leave,")
    edit(folder, "calendar.csv", "2026,,meeting", "2026,2025,meeting")
    before = (folder / "boards.csv").read_bytes()
    with pytest.raises(DataFaults, match=r"calendar\.csv"):
        write_board(read_tables(folder))
    assert (folder / "boards.csv").read_bytes() == before
    assert run("watch", "--keep", "--data", str(folder)).exit_code == 1


def test_a_board_takes_the_place_of_that_of_its_version():
    rows = pd.DataFrame([dict.fromkeys(KEPT_COLUMNS, "x") | {"version": one} for one in "ab"])
    new = pd.DataFrame([dict.fromkeys(KEPT_COLUMNS, "y") | {"version": "b"}])
    assert with_board(rows, new)["day"].tolist() == ["x", "y"]


# Words.


def test_every_form_of_a_step_has_its_word():
    assert {*FORMALITIES, *STEP_KINDS, "withdrawal_rejected", "refusal", "vote"} == set(FORM_WORDS)


def test_every_tier_and_strength_has_a_record_of_its_own():
    assert tuple(terms.TERMS) == TIERS
    assert len({term.word for term in terms.TERMS.values()}) == len(TIERS)
    assert len({term.many for term in terms.STRENGTH_TERMS.values()}) == len(STRENGTHS)


def test_every_first_step_has_a_strength():
    found = {
        strength_of(actor, form, asked)
        for actor in PROPOSERS
        for form in FORMALITIES
        for asked in PROPOSALS
    }
    assert found == set(STRENGTHS)


def test_the_schema_allows_the_words_of_the_package(register):
    resources = {resource["name"]: resource for resource in register.tables.package["resources"]}
    fields = {field["name"]: field for field in resources["boards"]["schema"]["fields"]}
    assert tuple(fields["tier"]["constraints"]["enum"]) == TIERS
    assert tuple(fields["strength"]["constraints"]["enum"]) == STRENGTHS
    assert tuple(fields["asked"]["constraints"]["enum"]) == (*terms.AIMS[:2], "review", "stay")
