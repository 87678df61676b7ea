"""Assessment: what the measures and the statistics say about one region, one treaty, one day.

Between the numbers (:mod:`analysis.measures`, :mod:`analysis.inference`) and a briefing. What
cannot be computed, for want of exits, of borders or of time, is said in a sentence
(:class:`~analysis.assessment.answers.Unanswered`) and never an error.

* :mod:`~analysis.assessment.decisions` -- who left or gave notice, and how many decisions it was
* :mod:`~analysis.assessment.rates` -- exits per 100 party-years with exact intervals
* :mod:`~analysis.assessment.depth` -- how deep, how fast; in sentences in ``depth_words``
* :mod:`~analysis.assessment.wave` -- is it a wave; in sentences in ``wave_words``
* :mod:`~analysis.assessment.contagion` -- do neighbours of some states, or of each other, leave
* :mod:`~analysis.assessment.crowding` -- do notices crowd in time
* :mod:`~analysis.assessment.endurance` -- how long memberships last, how long consent takes
* :mod:`~analysis.assessment.tables` -- the numbers behind the sentences
"""
