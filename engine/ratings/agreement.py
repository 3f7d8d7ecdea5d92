"""How far raters agree: every statistic that a file of ratings allows, and of the others why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from engine.printed import counted
from engine.ratings.reading import Ratings
from engine.validation.cautions import Cautions
from psychometrics.agreement import KendallW, RaterIcc, kendall_w, percent_agreement, rater_icc
from psychometrics.contract import Caution, Floats
from psychometrics.estimate import Estimate
from psychometrics.jackknife import jackknife_interval
from psychometrics.kappa import (
    CohenKappa,
    CongerKappa,
    FleissKappa,
    LightKappa,
    Weights,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    light_kappa,
)
from psychometrics.krippendorff import KrippendorffAlpha, Metric, krippendorff_alpha

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Design = Literal["crossed", "one-way", "gaps"]

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
MOST_CATEGORIES: Final = 11
"""A response scale has at most so many options; ratings of more values are measures, not categories."""


@dataclass(frozen=True, slots=True)
class RaterSummary:
    """What one rater gave: how many ratings and how many gaps, and where they lie, where they are numbers."""

    rater: str
    ratings: int
    missing: int
    mean: float | None
    sd: float | None
    lowest: float | None
    highest: float | None


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two raters on the targets that both judged: percent of the same rating, and kappas by weights."""

    first: str
    second: str
    targets: int
    percent: float
    kappas: Mapping[Weights, CohenKappa]


@dataclass(frozen=True, slots=True)
class AlphaAtLevel:
    """Krippendorff's alpha at a level of measurement, with its jackknife interval where there is one."""

    alpha: KrippendorffAlpha
    interval: Estimate | None


@dataclass(frozen=True, slots=True)
class RatingCounts:
    """`complete` targets were judged by all raters, `pairable` by two or more; `missing` cells hold no rating."""

    targets: int
    raters: int
    ratings: int
    missing: int
    complete: int
    pairable: int
    values: int
    by_rater: tuple[RaterSummary, ...]


@dataclass(frozen=True, slots=True)
class RaterStudy:
    """Agreement of raters. A statistic is None where it does not exist or does not fit; `cautions` say why.

    `design`: crossed where some targets were judged by all raters, one-way where every target was judged by as many
    raters but not by the same, gaps where neither holds.
    """

    name: str
    digest: str
    level: Level | None
    design: Design
    words: tuple[str, ...]
    sample: RatingCounts
    percent: float | None
    icc: RaterIcc | None
    kendall_w: KendallW | None
    pairs: tuple[PairAgreement, ...]
    fleiss: FleissKappa | None
    fleiss_interval: Estimate | None
    conger: CongerKappa | None
    conger_interval: Estimate | None
    light: LightKappa | None
    alpha: Mapping[Metric, AlphaAtLevel]
    confidence: float
    notes: tuple[str, ...]
    cautions: tuple[Caution, ...]


def study_raters(ratings: Ratings, *, level: Level | None = None, confidence: float = 0.95) -> RaterStudy:
    """Compute what the ratings allow. `level` is their level of measurement; None lets numbers be read at all.

    Words are categories: ordinal where their order was named, else nominal.
    """
    given: Level | None = level
    if not ratings.numeric and level not in ("nominal", "ordinal"):
        given = "ordinal" if ratings.ordered else "nominal"
    if not ratings.numeric and given == "ordinal" and not ratings.ordered:
        given = "nominal"
    found = _Study(ratings, given, confidence)
    return found.study()


class _Study:
    """One run over a file of ratings; collects what does not exist as it goes."""

    def __init__(self, ratings: Ratings, level: Level | None, confidence: float) -> None:
        self.ratings, self.level, self.confidence = ratings, level, confidence
        self.cautions = Cautions()
        self.matrix = ratings.values
        known = np.isfinite(self.matrix)
        self.counts = known.sum(axis=1)
        self.complete = int(known.all(axis=1).sum())
        self.values = len(np.unique(self.matrix[known]))
        self.design = self._design()
        if self.design == "one-way":
            self.slots = np.array([row[np.isfinite(row)] for row in self.matrix])
        else:
            self.slots = self.matrix

    def _design(self) -> Design:
        if self.complete >= 2:
            return "crossed"
        return "one-way" if len(set(self.counts)) == 1 and self.counts[0] > 1 else "gaps"

    def study(self) -> RaterStudy:
        icc, w = self._icc(), self._w()
        fleiss, fleiss_interval, conger, conger_interval, light = self._kappas()
        return RaterStudy(
            name=self.ratings.name,
            digest=self.ratings.digest,
            level=self.level,
            design=self.design,
            words=self.ratings.words,
            sample=self._sample(),
            percent=self._percent(),
            icc=icc,
            kendall_w=w,
            pairs=self._pairs(),
            fleiss=fleiss,
            fleiss_interval=fleiss_interval,
            conger=conger,
            conger_interval=conger_interval,
            light=light,
            alpha=self._alphas(),
            confidence=self.confidence,
            notes=self.ratings.notes,
            cautions=self.cautions.all(),
        )

    def _at_least(self, level: Level) -> bool:
        """Whether the ratings may be read at that level of measurement."""
        return self.level is None or LEVELS.index(self.level) >= LEVELS.index(level)

    def _refuse(self, where: str, code: str, cause: str, remedy: str) -> None:
        self.cautions.add(Caution(code, where, cause, remedy))

    def _sample(self) -> RatingCounts:
        n, k = self.matrix.shape
        given = int(self.counts.sum())
        return RatingCounts(
            targets=n,
            raters=k,
            ratings=given,
            missing=n * k - given,
            complete=self.complete,
            pairable=int((self.counts > 1).sum()),
            values=self.values,
            by_rater=tuple(map(self._summary, range(k))),
        )

    def _summary(self, at: int) -> RaterSummary:
        column = self.matrix[:, at]
        given = column[np.isfinite(column)]
        numbers = (None,) * 4
        if self._at_least("interval"):
            sd = float(given.std(ddof=1)) if len(given) > 1 else None
            return RaterSummary(
                self.ratings.raters[at],
                len(given),
                len(column) - len(given),
                float(given.mean()),
                sd,
                float(given.min()),
                float(given.max()),
            )
        return RaterSummary(self.ratings.raters[at], len(given), len(column) - len(given), *numbers)

    def _percent(self) -> float | None:
        if self.design == "gaps":
            return None
        return self.cautions.attempt("percent agreement", lambda: percent_agreement(self.slots))

    def _icc(self) -> RaterIcc | None:
        where = "intraclass correlations"
        if not self._at_least("interval"):
            cause = f"the ratings are {self.level}, and these take differences between them as they are"
            self._refuse(
                where, "level", cause, "read kappa or Krippendorff's alpha; for measures add --level interval"
            )
            return None
        if self.design == "gaps":
            self._gaps(where)
            return None
        return self.cautions.attempt(where, lambda: rater_icc(self.slots, level=self.confidence))

    def _gaps(self, where: str) -> None:
        cause = f"{counted(self.complete, 'target')} of {len(self.matrix)} judged by all raters, where 2 are needed"
        remedy = "leave out raters with many gaps, or read Krippendorff's alpha, which uses all ratings"
        self._refuse(where, "few_targets", cause, remedy)

    def _w(self) -> KendallW | None:
        where = "Kendall's W"
        if not self._at_least("ordinal"):
            self._refuse(where, "level", "the ratings have no order", "name it: --categories low,medium,high")
            return None
        if self.design != "crossed":
            self._gaps(where)
            return None
        return self.cautions.attempt(where, lambda: kendall_w(self.matrix))

    def _are_categories(self) -> bool:
        named = self.ratings.categories is not None or self.level in ("nominal", "ordinal")
        return named or self.values <= MOST_CATEGORIES

    def _pairs(self) -> tuple[PairAgreement, ...]:
        if not self._are_categories() or self.design == "one-way":
            return ()
        names = self.ratings.raters
        found = (self._pair(a, b) for a, b in combinations(range(len(names)), 2))
        return tuple(pair for pair in found if pair is not None)

    def _pair(self, a: int, b: int) -> PairAgreement | None:
        first, second = self.matrix[:, a], self.matrix[:, b]
        both = np.isfinite(first) & np.isfinite(second)
        names = self.ratings.raters[a], self.ratings.raters[b]
        if not both.any():
            return None
        wanted: tuple[Weights, ...] = (
            ("none", "linear", "quadratic") if self._at_least("ordinal") else ("none",)
        )
        known = self.matrix[np.isfinite(self.matrix)]
        order = np.unique(known) if self.ratings.categories is None else np.array(self.ratings.categories)
        kappas = {
            weights: cohen_kappa(first, second, weights=weights, categories=order, level=self.confidence)
            for weights in wanted
        }
        self.cautions.carry(f"Cohen's kappa, {' and '.join(names)}", kappas["none"].cautions)
        same = 100 * float((first[both] == second[both]).mean())
        return PairAgreement(*names, int(both.sum()), same, kappas)

    def _kappas(
        self,
    ) -> tuple[FleissKappa | None, Estimate | None, CongerKappa | None, Estimate | None, LightKappa | None]:
        if not self._are_categories():
            cause = f"the ratings take {self.values} values, and kappas compare categories"
            remedy = "read intraclass correlations; to treat each value as a category add --level ordinal"
            self._refuse("kappas", "many_values", cause, remedy)
            return None, None, None, None, None
        if self.design == "gaps":
            self._gaps("Fleiss', Conger's and Light's kappa")
            return None, None, None, None, None
        fleiss = self.cautions.attempt("Fleiss' kappa", lambda: fleiss_kappa(self.slots))
        reach = (
            self._interval("Fleiss' kappa", lambda x: fleiss_kappa(x).value, self.slots) if fleiss else None
        )
        if self.design == "one-way":
            cause = "raters differ from target to target, and these follow the same raters over all targets"
            self._refuse(
                "Conger's, Light's and Cohen's kappa", "one_way", cause, "read Fleiss' kappa, which does not"
            )
            return fleiss, reach, None, None, None
        if self.matrix.shape[1] == 2:
            return fleiss, reach, None, None, None  # Cohen's is both Conger's and Light's
        conger = self.cautions.attempt("Conger's kappa", lambda: conger_kappa(self.matrix))
        other = (
            self._interval("Conger's kappa", lambda x: conger_kappa(x).value, self.matrix) if conger else None
        )
        light = self.cautions.attempt("Light's kappa", lambda: light_kappa(self.matrix))
        return fleiss, reach, conger, other, light

    def _alphas(self) -> dict[Metric, AlphaAtLevel]:
        found: dict[Metric, AlphaAtLevel] = {}
        lowest = float(np.nanmin(self.matrix))
        for metric in LEVELS:
            if not self._at_least(metric) or (metric == "ratio" and self.level is None and lowest < 0):
                continue
            where = f"Krippendorff's alpha, {metric}"
            alpha = self.cautions.attempt(where, partial(krippendorff_alpha, self.matrix, metric))
            if alpha is not None:
                reach = self._interval(where, partial(_alpha, metric), self.matrix)
                found[metric] = AlphaAtLevel(alpha, reach)
        return found

    def _interval(
        self, where: str, statistic: Callable[[ArrayLike], float], ratings: Floats
    ) -> Estimate | None:
        return self.cautions.attempt(
            f"interval of {where}", lambda: jackknife_interval(statistic, ratings, level=self.confidence)
        )


def _alpha(metric: Metric, ratings: ArrayLike) -> float:
    return krippendorff_alpha(ratings, metric).value
