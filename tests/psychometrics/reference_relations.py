"""Our value for every reference id about scores beside other variables, and change beside an anchor."""

from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.association import Association, association
from psychometrics.cut_scores import borderline_group, contrasting_groups
from psychometrics.raking import rake
from psychometrics.responsiveness import Responsiveness, responsiveness
from psychometrics.roc import best_cut
from psychometrics.weights import design, kish, survey_mean, survey_variance, weighted_covariance
from tests import reference


def textual(prefix: str, *, clustered: bool) -> Association:
    """The textual score of Holzinger and Swineford's pupils, with their age, or with which school they are in."""
    pupils = reference.data("hs1939")
    school, years, months = (pupils.column(name) for name in ("school", "ageyr", "agemo"))
    by_age = prefix == "textual_age"
    place = (school if by_age else years) * 12 + months
    return association(
        np.round(pupils.columns(["x4", "x5", "x6"]).sum(axis=1), 6),
        years * 12 + months if by_age else school,
        clusters=np.unique(place, return_inverse=True)[1] if clustered else None,
    )


def correlation(field: str) -> Callable[[str, str], Any]:
    def compute(name: str, prefix: str) -> Any:
        one, other = (getattr(textual(prefix, clustered=clustered), field) for clustered in (False, True))
        return [one.value, one.lower, one.upper, other.lower, other.upper]

    return compute


def area(prefix: str, *, clustered: bool) -> Any:
    found = textual(prefix, clustered=clustered).area
    assert found is not None
    return found


def ends(prefix: str, *, clustered: bool) -> list[float]:
    return [(found := area(prefix, clustered=clustered)).lower, found.upper]


def satisfied(prefix: str) -> Responsiveness:
    """Change of job satisfaction over three waves, of those whose commitment rose and of the others."""
    units = reference.data("univbct")
    before, after = units.column("JOBSAT1"), units.column("JOBSAT3")
    rose = units.column("COMMIT3") - units.column("COMMIT1")
    improved = np.where(np.isfinite(rose), (rose > 0).astype(float), np.nan)
    there = np.isfinite(after - before) & np.isfinite(improved)
    return responsiveness((after - before)[there], improved[there], before=before[there])


def change_ends(name: str, prefix: str) -> Any:
    found = satisfied(prefix).area
    return [found.lower, found.upper]


def important_change(name: str, prefix: str) -> Any:
    found = satisfied(prefix)
    return [found.minimal_important_change, found.sensitivity, found.specificity]


def by_group(field: str) -> Callable[[str, str], Any]:
    def compute(name: str, prefix: str) -> Any:
        found = satisfied(prefix)
        return [getattr(found.improved, field), getattr(found.stable, field)]

    return compute


def margins() -> tuple[np.ndarray, np.ndarray]:
    """The textual items of Holzinger and Swineford's pupils, and weights that meet shares of their sex and age."""
    pupils = reference.data("hs1939")
    age = np.minimum(pupils.column("ageyr") - 11, 3)
    shares = [[0.5, 0.5], [0.1, 0.4, 0.3, 0.2]]
    return pupils.columns(["x4", "x5", "x6"]), rake([pupils.column("sex") - 1, age], shares).weights


def weighted_mean(name: str, prefix: str) -> Any:
    items, weights = margins()
    sample, scores = design(weights), items.sum(axis=1)
    found = survey_mean(scores, sample)
    return [found.value, np.sqrt(survey_variance(scores, sample).value), found.se]


def weighted_alpha(name: str, prefix: str) -> Any:
    C = weighted_covariance(*margins())
    return len(C) / (len(C) - 1) * (1 - np.trace(C) / C.sum())


def judged() -> tuple[np.ndarray, np.ndarray]:
    """The textual score of Holzinger and Swineford's pupils, and 0, 1, 2 by their speed."""
    pupils = reference.data("hs1939")
    speed = pupils.column("x9")
    return np.round(pupils.columns(["x4", "x5", "x6"]).sum(axis=1), 6), 0 + (speed > 4.9) + (speed > 5.8)


def borderline(name: str, prefix: str) -> Any:
    scores, group = judged()
    found = borderline_group(scores[group == 1])
    return [found.cut, found.se]


def contrasting(name: str, prefix: str) -> Any:
    scores, group = judged()
    found = contrasting_groups(scores[group != 1], group[group != 1] == 2)
    return [found.cut, found.misclassified]


def youden(name: str, prefix: str) -> Any:
    scores, group = judged()
    return best_cut(scores[group == 2], scores[group == 0])


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "association": {
        "pearson": correlation("r"),
        "spearman": correlation("rho"),
        "area": lambda name, prefix: area(prefix, clustered=False).value,
        "area_delong": lambda name, prefix: ends(prefix, clustered=False),
        "area_clusters": lambda name, prefix: ends(prefix, clustered=True),
    },
    "raking": {
        "weights": lambda name, prefix: margins()[1][:40],
        "kish": lambda name, prefix: kish(margins()[1]),
        "mean_sd": weighted_mean,
        "alpha": weighted_alpha,
    },
    "judged_cut": {"borderline": borderline, "contrasting": contrasting, "youden": youden},
    "responsiveness": {
        "area": lambda name, prefix: satisfied(prefix).area.value,
        "area_delong": change_ends,
        "guyatt": lambda name, prefix: satisfied(prefix).guyatt,
        "anchor_r": lambda name, prefix: satisfied(prefix).anchor_correlation,
        "srm": by_group("srm"),
        "effect_size": by_group("effect_size"),
        "important_change": important_change,
    },
}
