"""What agreement of raters reaches, in words: the lower end of its interval says that it does, the upper that not."""

from typing import Final

import numpy as np

from psychometrics.estimate import Estimate
from psychometrics.guidelines import GUIDELINES, Standing
from psychometrics.printed import capital, coefficient
from psychometrics.verdicts import Verdict, shown_by

LEAST_TARGETS: Final = 30
"""From so many targets on the interval of a kappa or an alpha is said to reach a cut-point."""
LEAST_TO_DENY: Final = 100
"""From so many on it is said to lie under one: where a category is rare, intervals of fewer end too low too often."""
EXACT: Final = frozenset({"rater_icc", "rater_mean_icc"})
"""Statistics whose interval holds in small samples too, where ratings are about normal."""


def rater_verdict(statistic: str, found: Estimate, *, targets: int, where: str) -> Verdict:
    """What one statistic of agreement reaches of its rule of thumb.

    statistic: rater_icc, rater_mean_icc, kappa or krippendorff; found: with its 95% interval, NaN where it has none;
    targets: how many were judged by two raters or more; where: which form, and whose ratings.
    It reaches a cut-point where the lower end does, and lies under the lowest where the upper end does; else it stays
    open. Kappa and alpha of few targets say nothing (`LEAST_TARGETS`, `LEAST_TO_DENY`).
    """
    guide = GUIDELINES[statistic]
    low, first = guide.bands[0], guide.bands[1]
    standing: Standing = "open"
    said = f"it stays open whether {first.meaning}"
    known = np.isfinite([found.lower, found.upper]).all()
    enough = statistic in EXACT or targets >= LEAST_TARGETS
    if known and enough and found.lower >= first.start:
        band = guide.band(found.lower)
        standing, said = band.standing, band.meaning
    elif known and enough and found.upper < first.start and (statistic in EXACT or targets >= LEAST_TO_DENY):
        standing, said = low.standing, low.meaning
    elif known and not enough:
        said += f", as fewer than {LEAST_TARGETS} targets were judged"
    elif known and found.upper < first.start:
        said += f", as fewer than {LEAST_TO_DENY} targets were judged"
    shown = f"{guide.name} {shown_by(guide, found.value)}"
    shown += (
        f", 95% interval {coefficient(found.lower)} to {coefficient(found.upper)}"
        if known
        else ", no interval"
    )
    sentence = f"{capital(where)}: {said} ({shown}; rule of thumb: {guide.rule}, {guide.citation.short})."
    return Verdict(statistic, where, found.value, standing, sentence, guide.limit, guide.citation)
