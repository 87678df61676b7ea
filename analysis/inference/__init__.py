"""Statistics for few cases: exact where that is possible, simulated with a fixed seed elsewhere.

Nothing here knows of treaties. Numbers, arrays and small frames go in; frozen dataclasses come
out, each with the name of its method. Units of time are those of the caller.

- ``rates``: events per 100 party-years, and the ratio of two rates (intervals in ``exact``)
- ``association``: two groups and an outcome: risks, odds ratio, Fisher and Boschloo
- ``survival``: how many are still in after so long, or by a day
- ``clustering``: do events crowd in time; on the border graph in ``joins``

What they return is told in ``results``.
"""
