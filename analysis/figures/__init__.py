"""The figures of a briefing.

``draw_*`` draws on given axes, ``caption_*`` computes the words from the same frames, and
``figure_*`` returns both as a block, drawn in house style at its size in print:

- ``timeline``: the exit timeline (laid out by ``exits``)
- ``strip``: the status of each state over the years (large regions in ``bands``)
- ``participation``: the number of parties over time
- ``border``: the kilometres of border that a treaty covers (by state in ``borderland``)
- ``geography``: the map (``projection``, ``places`` of names, ``mapping`` of marks)
"""
