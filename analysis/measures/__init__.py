"""Measures of rollback: how much, how fast, how deep, and what if.

Every measure takes the tables as known on a day, the spells built from them, and the day. It
sees nothing later, except what the law had already scheduled where it says so, and counts a
state in a region only while it belongs to it.

* :mod:`~analysis.measures.flows` -- who came and who went, year by year
* :mod:`~analysis.measures.commitments` -- how many commitments hold, and how far below the peak
* :mod:`~analysis.measures.observed` -- up to which day a treaty is observed
* :mod:`~analysis.measures.exposure` -- exits per 100 party-years
* :mod:`~analysis.measures.lags` -- how long leaving takes, beside what the law requires
* :mod:`~analysis.measures.durations` -- times to consent and to exit, for survival analysis
* :mod:`~analysis.measures.measured` -- these, as a register answers them
* :mod:`~analysis.measures.scenario` -- tables with withdrawals that have not happened
"""
