"""Who is next: a watchlist that can be read as a table, and its test on past days.

- ``leaving``: which acts count as leaving
- ``history``: what parties had in common in past years, and who then gave notice
- ``steps``: how far states had gone, and which ways out ended in a notice
- ``model``: the five rows of counts and pooled rates that the chances come from
- ``ranking``: the parties to a treaty by their chance
- ``backtest``: lists of past days against who then left, beside two baselines
- ``words`` and ``verdicts``: what a list and its backtest say, in sentences

Nothing after the register's day is seen. A ranking says who stands where leavers stood; it is
not a forecast of what a government intends.
"""

from analysis.watchlist.backtest import Backtest, backtest
from analysis.watchlist.ranking import Watchlist, watchlist
from analysis.watchlist.verdicts import (
    backtest_sentences,
    unjudged_sentence,
    verdict_sentences,
)
from analysis.watchlist.words import watchlist_sentences

__all__ = [
    "Backtest",
    "Watchlist",
    "backtest",
    "backtest_sentences",
    "unjudged_sentence",
    "verdict_sentences",
    "watchlist",
    "watchlist_sentences",
]
