"""Rapor SKPD: why one unit ranks where it does, down to the complaints, and what it can do."""

from dashboard.components import frame, ranking, report

view = frame.head()

if not ranking.closed_only(view) and (unit := report.unit(view)):
    measure = report.measure(view)
    if not ranking.unrecorded(view, measure):
        report.standing_of(view, unit, measure)
        report.held_back(view, unit, measure)
        report.costing(view, unit, measure)
        report.what_if(view, unit)
        report.lapor_and_jaki(view, unit, measure)
        report.trend(view, unit, measure)
        report.duration(view, unit)
        report.spent(view, unit, measure)
        report.arrivals(view, unit)
        report.below(view, unit, measure)
