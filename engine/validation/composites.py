"""The composites of an instrument, from the moments of the scores that they are made of."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from engine.instrument.model import Composite, Instrument
from engine.responses.scoring import composite_range, reported_range, score_range
from engine.validation.cautions import Cautions
from engine.validation.gather import Gathered
from engine.validation.plan import Plan
from engine.validation.subscales import SubscaleStudy
from psychometrics.composites import stratified_alpha
from psychometrics.contract import Caution, Floats


@dataclass(frozen=True, slots=True, eq=False)
class CompositeStudy:
    """A composite of all its scores: `n` are those who have the two scores that fewest have together.

    `reliability` is stratified alpha; None where a score has no alpha, or two scores share items.
    """

    id: str
    label: str
    of: tuple[str, ...]
    n: int
    mean: float
    sd: float
    reliability: float | None


def study_composites(
    found: Gathered, plan: Plan, subscales: tuple[SubscaleStudy, ...], cautions: Cautions
) -> tuple[CompositeStudy, ...]:
    """The composites of which every score is in the data, with two people who have all of them."""
    studied = {one.id: one for one in subscales}
    made = (_composite(one, found, plan.instrument, studied, cautions) for one in plan.instrument.composites)
    return tuple(study for study in made if study is not None)


def _composite(
    one: Composite,
    found: Gathered,
    instrument: Instrument,
    studied: dict[str, SubscaleStudy],
    cautions: Cautions,
) -> CompositeStudy | None:
    moments = found.score_moments
    if moments is None or not set(one.of) <= set(moments.names):
        return None
    own = moments.select([moments.names.index(id) for id in one.of])
    n, covariance = int(own.n.min()), own.covariance()
    if n < 2 or not np.isfinite(covariance).all():
        return None
    weights, base = _weights(one, instrument)
    C = covariance * np.outer(weights, weights)
    return CompositeStudy(
        id=one.id,
        label=one.label,
        of=one.of,
        n=n,
        mean=float(base + weights @ own.means()),
        sd=float(np.sqrt(C.sum())),
        reliability=_reliability(one, C, [studied[id] for id in one.of], cautions),
    )


def _weights(one: Composite, instrument: Instrument) -> tuple[Floats, float]:
    """What each printed score counts in the composite, and what is added: both scores may be rescaled."""
    low, high = composite_range(instrument, one)
    raw = np.array([score_range(instrument, instrument.subscale(id)) for id in one.of])
    shown = np.array([reported_range(instrument, instrument.subscale(id)) for id in one.of])
    width = (raw[:, 1] - raw[:, 0]) / (shown[:, 1] - shown[:, 0])
    ends = raw.mean(axis=0)
    stretch = (high - low) / (ends[1] - ends[0])
    weights = width * stretch / len(one.of)
    base = low + stretch * float((raw[:, 0] - width * shown[:, 0]).mean() - ends[0])
    return weights, base


def _reliability(
    one: Composite, covariance: Floats, parts: list[SubscaleStudy], cautions: Cautions
) -> float | None:
    where = f"composite {one.id}"
    if any(set(a.subscale.names) & set(b.subscale.names) for a, b in combinations(parts, 2)):
        cause = "two of its scores share items, and so the errors of these"
        cautions.add(Caution("shared_items", where, cause, "report the reliability of the single scores"))
        return None
    alphas = [part.reliability.value if part.reliability else None for part in parts]
    known = [alpha for alpha in alphas if alpha is not None]
    if len(known) < len(alphas):
        return None
    return cautions.attempt(where, lambda: stratified_alpha(covariance, known))
