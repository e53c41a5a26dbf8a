"""What became of the figures, and of what was overdue, since an earlier moment."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.findings import clumped
from dashboard.findings.overview import on_time_change
from dashboard.formats import day, number
from dashboard.kept import finding
from dashboard.texts import _
from dashboard.view import View
from queries import complaints
from queries.filters import Filters


@dataclass(frozen=True)
class Since:
    """``was`` and ``now``: the counts of every set then and now. Of what was overdue then: ``late`` and ``settled``
    since, in all and of LAPOR. ``compares``: the flows of that period are known in full."""

    then: Filters
    was: dict[str, int]
    now: dict[str, int]
    late: int
    settled: int
    lapor: int
    lapor_settled: int
    compares: bool
    effect: float
    """The design effect of the share on time."""

    def change(self) -> tuple[float, float, float] | None:
        """The change of the share on time with its 95 % interval (Newcombe), as shares; None where there is none."""
        return on_time_change(self.now, self.was, self.effect) if self.compares else None

    def sentence(self) -> str:
        when = day(self.then.as_of)
        if not self.late:
            return _("Tidak ada aduan yang terlambat pada {day}.", day=when)
        return _(
            "Dari {late} aduan yang terlambat pada {day}, {done} sudah selesai; {open} masih terbuka.",
            late=number(self.late),
            day=when,
            done=number(self.settled),
            open=number(self.late - self.settled),
        )


@finding
def since(view: View, then: Filters) -> Since | None:
    """None where the data do not reach back so far."""
    oldest = view.moment.oldest
    if oldest is None or then.as_of <= oldest:
        return None
    became = complaints.since(then, view.filters.as_of)
    return Since(
        then=then,
        was=complaints.totals(then),
        now=complaints.totals(view.filters),
        late=became["terlambat"],
        settled=became["selesai"],
        lapor=became["lapor"],
        lapor_settled=became["lapor_selesai"],
        compares=view.can_compare(then),
        effect=clumped.of_all(view.filters),
    )
