"""Our value for every reference id about scores beside other variables, and change beside an anchor."""

from collections.abc import Callable
from typing import Any

import numpy as np

from psychometrics.association import Association, association
from psychometrics.responsiveness import Responsiveness, responsiveness
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


COMPUTE: dict[str, dict[str, Callable[[str, str], Any]]] = {
    "association": {
        "pearson": correlation("r"),
        "spearman": correlation("rho"),
        "area": lambda name, prefix: area(prefix, clustered=False).value,
        "area_delong": lambda name, prefix: ends(prefix, clustered=False),
        "area_clusters": lambda name, prefix: ends(prefix, clustered=True),
    },
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
