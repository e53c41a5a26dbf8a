"""LAPOR dan JAKI: is a citizen who used one channel served worse than one who used another?"""

from dashboard.components import frame, pair, ranking

view = frame.head()

if not ranking.closed_only(view) and (two := pair.chosen(view)):
    measure = pair.measure(view)
    pair.answer(view, two, measure)
    pair.table(view, two)
    pair.duration(view, two)
    pair.where(view, two, measure)
    pair.when(view, two, measure)
    pair.lens(view, two)
