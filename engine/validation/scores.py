"""The scores of one subscale over all people: their distribution, norms, and levels with their error."""

from dataclasses import dataclass

import numpy as np

from engine.responses.scoring import CUT_SLACK
from engine.validation.cautions import Cautions
from engine.validation.plan import StudiedSubscale
from psychometrics.classification import Classification, classification_by_reliability
from psychometrics.contract import Counts, Floats
from psychometrics.norms import NormTable, norm_table
from psychometrics.scores import ScoreTable


@dataclass(frozen=True, slots=True)
class LevelShare:
    """One level of a subscale: its cut below (None for the lowest), and how many people are in it."""

    id: str
    label: str
    start: float | None
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class ScoreStudy:
    """Scores of one subscale.

    `mean` and `sd` (n - 1) on the items' own scale, `rescaled_*` as the definition maps it; `low` and `high`
    the rescaled ends there can be, `at_low` and `at_high` the shares of people there; `values` and `counts`
    the rescaled scores that occur, `quantiles` of them at .05, .10, .25, .50, .75, .90, .95 (type 7).
    `answered` counts people by how many items they answered. `norms` of the rescaled score; `levels` and how
    well they are told apart (`classification`) where the definition has levels.
    """

    n: int
    unscored: int
    mean: float
    sd: float
    rescaled_mean: float
    rescaled_sd: float
    low: float
    high: float
    at_low: float
    at_high: float
    values: Floats
    counts: Counts
    quantiles: Floats
    answered: Counts
    norms: NormTable | None
    levels: tuple[LevelShare, ...]
    classification: Classification | None


QUANTILES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


def study_scores(
    subscale: StudiedSubscale, table: ScoreTable, reliability: float | None, cautions: Cautions
) -> ScoreStudy:
    """The scores of a subscale from the table of all people; `reliability` serves the levels."""
    id = subscale.id
    answered = np.asarray(table.answered(id))
    n = int(table.n(id))
    values, counts = table.distribution(id)
    keying = table.keyings[table.names.index(id)]
    low, high = keying.ends
    total = max(n, 1)
    mean, sd = float(table.mean(id)), float(table.sd(id))
    norms = (
        cautions.attempt(f"subscale {id}, norms", lambda: norm_table(values, counts=counts)) if n else None
    )
    return ScoreStudy(
        n=n,
        unscored=int(answered.sum()) - n,
        mean=float(table.mean(id, rescaled=False)),
        sd=float(table.sd(id, rescaled=False)),
        rescaled_mean=mean,
        rescaled_sd=sd,
        low=low,
        high=high,
        at_low=float(counts[np.isclose(values, low)].sum() / total) if n else float("nan"),
        at_high=float(counts[np.isclose(values, high)].sum() / total) if n else float("nan"),
        values=values,
        counts=counts,
        quantiles=table.quantile(id, QUANTILES),
        answered=answered,
        norms=norms,
        levels=_levels(subscale, values, counts),
        classification=_classification(subscale, mean, sd, reliability, cautions),
    )


def _levels(subscale: StudiedSubscale, values: Floats, counts: Counts) -> tuple[LevelShare, ...]:
    levels = subscale.subscale.levels
    cuts = [level.below for level in levels if level.below is not None]
    band = np.searchsorted(np.array(cuts, dtype=np.float64), values + CUT_SLACK, side="right")
    return tuple(
        LevelShare(
            level.id, level.label, cuts[place - 1] if place else None, int(counts[band == place].sum())
        )
        for place, level in enumerate(levels)
    )


def _classification(
    subscale: StudiedSubscale, mean: float, sd: float, reliability: float | None, cautions: Cautions
) -> Classification | None:
    cuts = [level.below for level in subscale.subscale.levels if level.below is not None]
    if not cuts or reliability is None or not sd > 0 or not 0 <= reliability <= 1:
        return None
    return cautions.attempt(
        f"subscale {subscale.id}, levels",
        lambda: classification_by_reliability(mean, sd, reliability, cuts),
    )
