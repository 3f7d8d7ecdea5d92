"""What may be said of raters on the strength of their agreement: a sentence for each question that the file answers."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from engine.ratings.agreement import RaterStudy
from psychometrics.agreement import IccForm
from psychometrics.estimate import Estimate
from psychometrics.krippendorff import Metric
from psychometrics.rater_verdicts import rater_verdict
from psychometrics.verdicts import Verdict

MCGRAW_WONG: Final = {
    "ICC1": "ICC(1)",
    "ICC2": "ICC(A,1)",
    "ICC3": "ICC(C,1)",
    "ICC1k": "ICC(k)",
    "ICC2k": "ICC(A,k)",
    "ICC3k": "ICC(C,k)",
}
"""The names of the forms by McGraw and Wong (1996)."""

SHROUT_FLEISS: Final = {
    "ICC1": "ICC(1,1)",
    "ICC2": "ICC(2,1)",
    "ICC3": "ICC(3,1)",
    "ICC1k": "ICC(1,k)",
    "ICC2k": "ICC(2,k)",
    "ICC3k": "ICC(3,k)",
}
"""The same by Shrout and Fleiss (1979)."""


def sentences(study: RaterStudy) -> tuple[Verdict, ...]:
    """The sentences that a study of raters makes; none of a statistic that does not exist."""
    return (*_of_icc(study), *_of_kappa(study), *_of_alpha(study))


def _of_icc(study: RaterStudy) -> Iterator[Verdict]:
    """Single and mean ratings by the form that counts a harsher rater as disagreement."""
    if study.icc is None:
        return
    single, mean = ("ICC2", "ICC2k") if study.design == "crossed" else ("ICC1", "ICC1k")
    for name, statistic in ((single, "rater_icc"), (mean, "rater_mean_icc")):
        found = interval_of(study.icc.forms[name])
        yield rater_verdict(
            statistic, found, targets=study.icc.targets, where=f"agreement, {MCGRAW_WONG[name]}"
        )


def interval_of(form: IccForm) -> Estimate:
    """A form with its interval; none where raters agree wholly, as such targets do not tell how far off others are."""
    if not np.isfinite(form.f):
        return Estimate(form.value, np.nan, np.nan)
    return Estimate(form.value, form.lower, form.upper)


def _of_kappa(study: RaterStudy) -> Iterator[Verdict]:
    """Kappa without weights, of categories that have no order."""
    if study.level != "nominal" or study.fleiss is None:
        return
    if study.sample.raters == 2 and study.pairs:
        (pair,) = study.pairs
        kappa = pair.kappas["none"]
        known = kappa.se > 0
        found = Estimate(kappa.value, kappa.lower if known else np.nan, kappa.upper if known else np.nan)
        yield rater_verdict("kappa", found, targets=pair.targets, where="Cohen’s kappa")
        return
    value = study.fleiss.value
    reach = study.fleiss_interval or Estimate(value, np.nan, np.nan)
    yield rater_verdict("kappa", reach, targets=study.fleiss.targets, where="Fleiss’ kappa")


def _of_alpha(study: RaterStudy) -> Iterator[Verdict]:
    metric: Metric = study.level or "interval"
    if metric in study.alpha:
        found = study.alpha[metric]
        reach = found.interval or Estimate(found.alpha.value, np.nan, np.nan)
        yield rater_verdict(
            "krippendorff", reach, targets=found.alpha.units, where=f"alpha of {metric} ratings"
        )
