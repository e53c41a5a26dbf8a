"""The true speed of every SKPD in the sample: what a statistic computed from the sample should find again.

Time a complaint spends with the unit that handles it, from the hand-over to the report that the work is done, in days:

    median_days * slowness of its category * (lapor_factor if it came by LAPOR) * (factor of its LAPOR kind)
        * exp(sigma * z),  z standard normal

Coordination before it and validation after it come on top, and about 3 % of complaints are stuck for weeks. The values
depend on the seed and on the reference tables alone, not on the period or the number of complaints.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import erf, log, sqrt

import numpy as np

from . import reference

# Median days of handling and the spread (standard deviation of its logarithm) among units of one kind. Made up, so
# that shares on time differ as widely as those published for Jakarta's kelurahan and OPD.
SPEED_BY_KIND = {
    "dinas": (2.0, 0.40),
    "badan": (2.0, 0.40),
    "biro": (1.6, 0.40),
    "sudin": (1.3, 0.55),
    "kota": (1.4, 0.35),
    "kecamatan": (1.0, 0.40),
    "kelurahan": (0.60, 0.60),
    "bumd": (1.8, 0.50),
}
MEDIAN_DAYS_RANGE = (0.1, 4.6)
SIGMA_RANGE = (0.80, 1.10)
# LAPOR waits no longer than others in this share of SKPD; elsewhere the factor is lognormal around LAPOR_MEDIAN.
LAPOR_EQUAL_SHARE = 0.4
LAPOR_MEDIAN = 3.0
LAPOR_RANGE = (1.5, 7.0)


@dataclass(frozen=True)
class Speed:
    """True parameters of one unit."""

    code: str
    kind: str
    median_days: float  # median handling time of a complaint of a category with slowness 1, not LAPOR
    sigma: float  # standard deviation of the logarithm of the handling time
    lapor_factor: float  # a LAPOR complaint takes so many times as long; 1: no delay

    def share_within(self, days: float, *, slowness: float = 1.0, lapor: bool = False) -> float:
        """Share of complaints the unit itself handles within so many days (0 to 1)."""
        median = self.median_days * slowness * (self.lapor_factor if lapor else 1.0)
        return 0.5 * (1.0 + erf(log(days / median) / self.sigma / sqrt(2.0)))


@cache
def truth(seed: int) -> dict[str, Speed]:
    """True speed of every unit by its code; a suku dinas has the LAPOR factor of its dinas, a kelurahan that of its
    kecamatan."""
    ref = reference.load()
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(2,)))
    size = len(ref.unit_codes)
    kinds = np.array([SPEED_BY_KIND[kind] for kind in ref.unit_kinds])
    median = np.clip(kinds[:, 0] * np.exp(kinds[:, 1] * rng.standard_normal(size)), *MEDIAN_DAYS_RANGE)
    sigma = rng.uniform(*SIGMA_RANGE, size)
    delay = np.clip(LAPOR_MEDIAN * np.exp(0.4 * rng.standard_normal(size)), *LAPOR_RANGE)
    lapor = np.where(rng.random(size) < LAPOR_EQUAL_SHARE, 1.0, delay)
    inherits = np.isin(ref.unit_kinds, ["sudin", "kelurahan"]) & (ref.unit_parents >= 0)
    lapor = np.where(inherits, lapor[ref.unit_parents], lapor)
    return {
        code: Speed(code, kind, float(median[i]), float(sigma[i]), float(lapor[i]))
        for i, (code, kind) in enumerate(zip(ref.unit_codes, ref.unit_kinds, strict=True))
    }
