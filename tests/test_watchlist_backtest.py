"""The backtest: lists of past days judged by who then left, against two plain baselines."""

import pandas as pd
import pytest

from analysis.model import RollbackError
from analysis.watchlist import backtest, backtest_sentences, unjudged_sentence, watchlist
from analysis.watchlist.backtest import DAYS
from analysis.watchlist.model import ALIKE, BORDER, MODEL
from analysis.watchlist.verdicts import HINDSIGHT
from analysis.watchlist.words import INTENT
from tests.test_watchlist_ranking import ASKED, BORDERS, EVENTS, OUT, STATES, register_of


def test_from(*later, **asked):
    return backtest(register_of([*EVENTS, *later], day="2012-12-31"), **{**ASKED, **asked})


test_from.__test__ = False

NOTICE = ("ban", "AAA", "2010-12-01", "withdrawal_notified")


def test_ranks_area_and_scores_follow_from_the_list_of_the_day():
    test = test_from(NOTICE, days=["2010-06-30"], until="2011-06-30")
    own = test.scores.set_index("model").loc[MODEL]
    table = test.lists[0].table.set_index("state")
    assert (own["cases"], own["leavers"], own["observed"]) == (4, 1, 1)
    # AAA alone has taken a step: it outranks the three that stayed, by lot once in four.
    assert (own["auc"], own["auc_p"]) == (1, pytest.approx(1 / 4))
    left = table.index == "AAA"
    assert own["brier"] == pytest.approx(((table["chance"] - left) ** 2).mean())
    assert own["expected"] == pytest.approx(table["chance"].sum())
    leaver = test.leavers.set_index("model").loc[MODEL]
    assert (leaver["state"], leaver["rank"], leaver["tied"]) == ("AAA", 1, 1)
    assert leaver["notice"] == pd.Timestamp("2010-12-01")


def test_everyone_alike_ranks_by_lot():
    test = test_from(NOTICE, days=["2010-06-30"], until="2011-06-30")
    alike = test.scores.set_index("model").loc[ALIKE]
    assert (alike["auc"], alike["auc_p"]) == (0.5, 1)
    ranks = test.leavers.set_index("model").loc[ALIKE]
    assert (ranks["rank"], ranks["tied"]) == (2.5, 4)


def test_the_border_baseline_ranks_those_with_the_border_first():
    late = ("ban", "CCC", "2010-12-01", "withdrawal_notified")
    borders = [*BORDERS, ("DDD", "FFF", 5.0)]
    events = [row for row in EVENTS if row[1:] != ("EEE", "2005-03-01", "withdrawal_notified")]
    register = register_of([*events, late], borders, day="2012-12-31")
    test = backtest(register, **ASKED, days=["2010-06-30"], until="2011-06-30")
    ranks = test.leavers.set_index("model").loc[BORDER]
    # BBB and CCC share the border of DDD, which gave notice before: two of four in front.
    assert (ranks["rank"], ranks["tied"], ranks["of"]) == (1.5, 2, 4)
    assert test.scores.set_index("model").loc[BORDER, "auc"] == pytest.approx(2.5 / 3)


def test_the_outcome_ends_on_the_last_day():
    for until, leavers in (("2010-11-30", 0), ("2010-12-01", 1)):
        test = test_from(NOTICE, days=["2010-06-30"], until=until)
        assert test.verdicts["leavers"].tolist() == [leavers]


def test_the_chances_are_those_for_the_time_that_is_judged():
    test = test_from(NOTICE, days=["2010-06-30"], until="2011-06-30")
    then = watchlist(register_of(EVENTS), **ASKED, horizon=365 / 365.25)
    pd.testing.assert_frame_equal(test.lists[0].table, then.table)


def test_without_leavers_it_says_that_nothing_can_be_judged():
    test = test_from(days=["2010-06-30"], until="2011-06-30")
    assert test.scores["auc"].isna().all()
    assert not test.verdicts["beats_baseline"].any()
    (only,) = backtest_sentences(test)
    assert "no party" in only
    assert "cannot be judged" in only


def test_when_all_leave_it_says_that_nothing_can_be_judged():
    left = [("ban", state, "2010-12-01", "withdrawal_notified") for state in STATES]
    test = test_from(*left, days=["2010-06-30"], until="2011-06-30")
    assert test.scores["auc"].isna().all()
    assert not test.verdicts["beats_baseline"].any()
    (only,) = backtest_sentences(test)
    assert "every party" in only


def test_a_tie_with_a_baseline_beats_nothing():
    # Before anybody gave notice all parties look alike, as for the baseline.
    joined = [row for row in EVENTS if row[3] == "ratification"]
    late = ("ban", "CCC", "2004-12-01", "withdrawal_notified")
    register = register_of([*joined, late], day="2012-12-31")
    test = backtest(register, **ASKED, days=["2004-06-30"], until="2005-06-30")
    verdict = test.verdicts.iloc[0]
    assert not verdict["beats_baseline"]


@pytest.mark.parametrize("days", [[], ["2012-12-31"], ["2010-06-30", "2013-01-01"]])
def test_days_that_leave_no_time_are_refused(days):
    with pytest.raises(RollbackError, match="before 2012-12-31"):
        test_from(days=days, until="2012-12-31")


def test_a_suspension_is_an_outcome_only_when_asked():
    event = ("ban", "CCC", "2010-12-01", "suspension_effective")
    asked = {"days": ["2010-06-30"], "until": "2011-06-30"}
    assert test_from(event, **asked).verdicts["leavers"].tolist() == [0]
    assert test_from(event, **asked, leaving="suspension").verdicts["leavers"].tolist() == [1]


def test_the_decision_to_stay_takes_a_party_from_the_top():
    stay = ("ban", "AAA", "2010-03-01", "withdrawal_rejected", OUT)
    test = test_from(stay, NOTICE, days=["2010-06-30"], until="2011-06-30")
    assert test.leavers.set_index("model").loc[MODEL, "rank"] > 1


@pytest.fixture(scope="module")
def mines(register):
    return backtest(register, treaty="apmbc", until="2026-02-20")


def test_the_mine_ban_had_five_leavers_on_every_day(mines):
    assert mines.verdicts["leavers"].tolist() == [5] * len(DAYS)
    own = mines.leavers[mines.leavers["model"] == MODEL]
    assert own.groupby("day")["state"].apply(sorted).iloc[0] == ["EST", "FIN", "LTU", "LVA", "POL"]


def test_before_the_first_steps_the_model_does_not_beat_the_border(mines):
    assert mines.verdicts["beats_baseline"].tolist() == [False, False, False, True]
    assert "does not beat both baselines on 31 December 2023" in " ".join(backtest_sentences(mines))


def test_the_border_alone_puts_seven_parties_first(mines):
    border = mines.scores[mines.scores["model"] == BORDER]
    # Seven tie in front, five of them left: (5 x 157 + 5 x 2 / 2) of 5 x 159 pairs.
    assert border["auc"].tolist() == pytest.approx([(5 * 157 + 5) / (5 * 159)] * 4)


def test_no_list_foresaw_as_many_notices_as_came(mines):
    own = mines.scores[mines.scores["model"] == MODEL]
    assert (own["expected"] < own["observed"]).all()
    assert (own["observed_low"] > own["expected"])[:3].all()


def test_sentences_end_with_what_the_test_cannot_show(mines):
    assert backtest_sentences(mines)[-2:] == [HINDSIGHT, INTENT]


def test_the_time_judged_ends_with_what_was_gathered(register):
    test = backtest(register, treaty="openskies", days=["2020-12-31"])
    assert test.until == pd.Timestamp("2021-12-18")
    assert test.leavers.query("model == @MODEL")["state"].tolist() == ["RUS"]


def test_a_win_that_lot_explains_is_called_one(register):
    test = backtest(register, treaty="openskies", days=["2019-12-31"])
    verdict = test.verdicts.iloc[0]
    assert (verdict["beats_baseline"], verdict["better_than_lot"]) == (True, False)
    assert "could be one by lot" in " ".join(backtest_sentences(test))


def test_a_treaty_in_force_for_nobody_has_an_empty_list(register):
    test = backtest(register, treaty="ctbt", days=["2022-12-31"], until="2024-12-31")
    assert test.scores["cases"].tolist() == [0, 0, 0]
    (only,) = backtest_sentences(test)
    assert "cannot be judged" in only


def test_russia_leads_the_list_of_the_test_ban_once_its_parliament_has_voted(register):
    days = ["2022-12-31", "2023-10-31"]
    test = backtest(register, treaty="ctbt", days=days, until="2024-12-31", leaving="revocation")
    ranks = test.leavers.query("model == @MODEL")
    assert ranks["state"].tolist() == ["RUS", "RUS"]
    assert ranks["rank"].iloc[0] > 10
    assert ranks["rank"].iloc[1] == 1


def test_lists_after_which_nobody_left_are_told_in_one_sentence():
    test = test_from(days=["2009-06-30", "2010-06-30"], until="2011-06-30")
    assert unjudged_sentence(test) == (
        "How well such a list fares cannot be said yet: up to 30 June 2011 no party gave notice"
        " after the two lists from 30 June 2009 on."
    )
    assert "after the list of 30 June 2010." in unjudged_sentence(
        test_from(days=["2010-06-30"], until="2011-06-30")
    )
