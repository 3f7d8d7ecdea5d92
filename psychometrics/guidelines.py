"""Rules of thumb as data: each cut-point once, with what it means in plain words, its limits and its source.

None of them is a test that something passes. A cut-point says where people in the field begin to worry; the
sentence that is shown names it as a rule of thumb, gives the source, and leaves the judgement to the reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from psychometrics.literature import (
    CURRAN,
    DUNN,
    FERKETICH,
    FORNELL,
    HENSELER,
    HU,
    HUANG,
    JOHNSON,
    KAISER,
    KOO,
    LANDIS,
    LEBRETON,
    MANIACI,
    MEADE,
    POLIT,
    REISE,
    TERWEE,
    WOEHR,
    Citation,
)
from psychometrics.rater_literature import KRIPPENDORFF

Standing = Literal["good", "fair", "weak", "open"]


@dataclass(frozen=True, slots=True)
class Band:
    """From this value on (up to the next band's), the statistic stands so and means that."""

    start: float
    standing: Standing
    meaning: str


@dataclass(frozen=True, slots=True)
class Guideline:
    """A rule of thumb for one statistic: bands, lowest first, and what to keep in mind.

    `name` is how a reader knows the statistic; `rule` says the cut-points in words, to follow "rule of thumb:";
    `percent` where the value is a share that is printed as a percentage; `both_weak` is what the two lowest bands mean
    together, where an interval reaches from one into the other. In texts {group} and {groups} stand for what
    people are grouped in.
    """

    statistic: str
    name: str
    rule: str
    bands: tuple[Band, ...]
    limit: str
    citation: Citation
    percent: bool = False
    both_weak: str = ""

    def band(self, value: float) -> Band:
        """The band that the value falls into."""
        return next((b for b in reversed(self.bands) if value >= b.start), self.bands[0])

    def start(self, standing: Standing) -> float:
        """The cut-point: where the first band of that standing starts."""
        return next(band.start for band in self.bands if band.standing == standing)


@dataclass(frozen=True, slots=True)
class CarelessCut:
    """When an index of careless responding raises a flag: below or above `value`, and why.

    `moved` says that the value is not the source's but further out, for this questionnaire.
    """

    index: str
    side: Literal["below", "above", "at_most", "at_least"]
    value: float
    reason: str
    citation: Citation
    moved: bool = False


def _bands(*bands: tuple[float, Standing, str]) -> tuple[Band, ...]:
    return tuple(Band(*band) for band in bands)


LOW = float("-inf")

_HANG_TOGETHER = _bands(
    (LOW, "weak", "the items hang together too little for a score that groups are compared on"),
    (0.70, "good", "the items hang together well enough to make a score that groups are compared on"),
    (0.95, "fair", "the items are so alike that some may be repeating each other"),
)
_FIT = "the model describes the answers"
_COMPARATIVE_FIT = _bands(
    (LOW, "weak", f"{_FIT} poorly"), (0.90, "fair", f"{_FIT} in part"), (0.95, "good", f"{_FIT} well")
)


def _reliable(what: str) -> tuple[Band, ...]:
    return _bands(
        (LOW, "weak", f"the reliability of {what} is poor"),
        (0.50, "fair", f"the reliability of {what} is at least moderate"),
        (0.75, "good", f"the reliability of {what} is at least good"),
        (0.90, "good", f"the reliability of {what} is excellent"),
    )


GUIDELINES: Mapping[str, Guideline] = MappingProxyType(
    {
        g.statistic: g
        for g in (
            Guideline(
                "alpha",
                "alpha",
                ".70 to .95",
                _HANG_TOGETHER,
                "alpha rises with the number of items and does not show that they measure one thing",
                TERWEE,
            ),
            Guideline(
                "omega_total",
                "omega",
                ".70 to .95",
                _HANG_TOGETHER,
                "omega is as good as the factor model it rests on",
                TERWEE,
            ),
            Guideline(
                "omega_hierarchical",
                "omega hierarchical",
                "at least .50, better .75",
                _bands(
                    (LOW, "weak", "less than half of the score comes from what all items share"),
                    (0.50, "fair", "most of the score, but not by much, comes from what all items share"),
                    (0.75, "good", "the score mostly shows the one thing that all items share"),
                ),
                "with few items or few facets the value is unsteady",
                REISE,
            ),
            Guideline(
                "kmo",
                "KMO",
                "at least .60, better .80",
                _bands(
                    (LOW, "weak", "the items share too little for a factor analysis"),
                    (0.60, "fair", "the items share enough for a factor analysis, though not much"),
                    (0.80, "good", "the items share enough for a factor analysis"),
                ),
                "it grows with the number of items and says nothing about how many factors there are",
                KAISER,
            ),
            Guideline(
                "item_rest",
                "item-rest correlation",
                "at least .30",
                _bands(
                    (LOW, "weak", "people answer it the other way round from the rest"),
                    (0.0, "weak", "it goes along with the rest only a little"),
                    (0.30, "good", "it goes along with the rest"),
                ),
                "a broad construct has lower values than a narrow one without being worse",
                FERKETICH,
                both_weak="it goes along with the rest hardly or not at all",
            ),
            Guideline(
                "icc1",
                "ICC(1)",
                ".01 small, .10 medium, .25 large",
                _bands(
                    (
                        LOW,
                        "weak",
                        "people of one {group} answer hardly more alike than people of different {groups}",
                    ),
                    (0.01, "weak", "{groups} differ a little"),
                    (0.10, "fair", "{groups} differ to a medium degree"),
                    (0.25, "good", "{groups} differ a great deal"),
                ),
                "a small value can still matter, and a large one says nothing about why {groups} differ",
                LEBRETON,
            ),
            Guideline(
                "icc2",
                "ICC(2)",
                "at least .70",
                _bands(
                    (LOW, "weak", "means of {groups} are too uncertain to tell {groups} apart"),
                    (
                        0.50,
                        "fair",
                        "means of {groups} tell apart {groups} that lie far from each other, not near ones",
                    ),
                    (0.70, "good", "means of {groups} can be told apart"),
                ),
                "it grows with the number of respondents a {group}; a {group} with few has a less certain mean",
                WOEHR,
            ),
            Guideline(
                "group_mean_reliability",
                "reliability of the {group} mean",
                "at least .70",
                _bands(
                    (LOW, "weak", "the mean of this {group} is mostly chance"),
                    (0.50, "fair", "the mean of this {group} is partly chance"),
                    (0.70, "good", "the mean of this {group} is mostly not chance"),
                ),
                "it is about comparison with other {groups}, not about how exact the mean is",
                WOEHR,
            ),
            Guideline(
                "rwgj",
                "rwg(j)",
                ".51 moderate, .71 strong",
                _bands(
                    (LOW, "weak", "people within a {group} do not agree"),
                    (0.31, "weak", "people within a {group} agree weakly"),
                    (0.51, "fair", "people within a {group} agree moderately"),
                    (0.71, "good", "people within a {group} agree strongly"),
                ),
                "it depends on what no agreement is taken to look like, and rises with the number of items",
                LEBRETON,
            ),
            Guideline(
                "rater_icc",
                "intraclass correlation",
                ".50 moderate, .75 good, .90 excellent",
                _reliable("a single rating"),
                "raters look less reliable when the things they judge differ little",
                KOO,
            ),
            Guideline(
                "rater_mean_icc",
                "intraclass correlation",
                ".50 moderate, .75 good, .90 excellent",
                _reliable("the mean of the ratings"),
                "an ICC of the mean holds for means of as many ratings, and not for a single one",
                KOO,
            ),
            Guideline(
                "kappa",
                "kappa",
                ".41 moderate, .61 substantial",
                _bands(
                    (LOW, "weak", "raters agree less than moderately beyond chance"),
                    (0.41, "fair", "raters agree at least moderately beyond chance"),
                    (0.61, "good", "raters agree substantially beyond chance"),
                ),
                "where one category is rare, kappa and alpha are low even if raters nearly always agree",
                LANDIS,
            ),
            Guideline(
                "krippendorff",
                "Krippendorff’s alpha",
                ".667 for tentative conclusions, .800 for others",
                _bands(
                    (LOW, "weak", "agreement is less than even tentative conclusions ask for"),
                    (0.667, "fair", "agreement is at least what tentative conclusions ask for"),
                    (0.80, "good", "agreement is what conclusions from such ratings ask for"),
                ),
                "where one category is rare, kappa and alpha are low even if raters nearly always agree",
                KRIPPENDORFF,
            ),
            Guideline(
                "i_cvi",
                "I-CVI",
                "at least .78",
                _bands(
                    (LOW, "weak", "too few experts find it relevant: revise it or leave it out"),
                    (0.78, "good", "experts find it relevant"),
                ),
                "with five experts or fewer all of them should agree",
                POLIT,
            ),
            Guideline(
                "s_cvi_ave",
                "S-CVI/Ave",
                "at least .90",
                _bands(
                    (LOW, "weak", "experts find some of the items not relevant"),
                    (0.90, "good", "experts find the items relevant as a set"),
                ),
                "experts judge whether items belong, not whether respondents understand them",
                POLIT,
            ),
            Guideline(
                "htmt",
                "HTMT",
                "below .85, at most .90",
                _bands(
                    (LOW, "good", "the two scores can be told apart"),
                    (0.85, "fair", "the two scores are hard to tell apart"),
                    (0.90, "weak", "the two scores measure nearly the same thing"),
                ),
                "constructs that belong together in theory may lie near without being one",
                HENSELER,
            ),
            Guideline(
                "ave",
                "average variance extracted",
                "at least .50",
                _bands(
                    (LOW, "weak", "more of the items' variance is their own than is shared"),
                    (0.50, "good", "more of the items' variance is shared than is their own"),
                ),
                "it is strict; useful scales often fall below it",
                FORNELL,
            ),
            Guideline(
                "cfi",
                "CFI",
                "close to .95 or above",
                _COMPARATIVE_FIT,
                "the cut-point comes from one model with continuous answers; read two indexes together",
                HU,
            ),
            Guideline(
                "tli",
                "TLI",
                "close to .95 or above",
                _COMPARATIVE_FIT,
                "the cut-point comes from one model with continuous answers; read two indexes together",
                HU,
            ),
            Guideline(
                "rmsea",
                "RMSEA",
                "close to .06 or below",
                _bands(
                    (LOW, "good", f"{_FIT} well"),
                    (0.06, "fair", f"{_FIT} in part"),
                    (0.10, "weak", f"{_FIT} poorly"),
                ),
                "small models with few degrees of freedom look worse than they are",
                HU,
            ),
            Guideline(
                "srmr",
                "SRMR",
                "close to .08 or below",
                _bands((LOW, "good", f"{_FIT} well"), (0.08, "weak", f"{_FIT} poorly")),
                "it is an average, so one badly described pair of items can hide in it",
                HU,
            ),
            Guideline(
                "careless_share",
                "share of responses flagged as careless",
                "3 to 9 percent is usual among adults",
                _bands(
                    (LOW, "good", "few responses look as if given without reading"),
                    (
                        0.09,
                        "fair",
                        "more responses than is usual among adults look as if given without reading",
                    ),
                    (0.15, "weak", "unusually many responses look as if given without reading"),
                ),
                "a flag is a reason to look, not proof; compare the results with and without the flagged",
                MANIACI,
                percent=True,
            ),
        )
    }
)

RETEST_ICC = 0.70
"""From this ICC of agreement on, the same people keep their places: COSMIN's criterion (Terwee et al., 2007)."""

CARELESS_CUTS: tuple[CarelessCut, ...] = (
    CarelessCut(
        "longstring_share", "at_least", 0.5, "the same answer to half of the items or more in a row", CURRAN
    ),
    CarelessCut("irv", "at_most", 0.0, "the same answer to every item", DUNN),
    CarelessCut(
        "mahalanobis_p", "below", 0.001, "a combination of answers that is very rare in this sample", MEADE
    ),
    CarelessCut(
        "even_odd",
        "below",
        0.30,
        "answers to even and odd items of the same scales do not go together",
        JOHNSON,
    ),
    CarelessCut("synonyms", "below", 0.22, "items that others answer alike are answered differently", MEADE),
    CarelessCut(
        "antonyms", "above", -0.03, "items that others answer contrarily are answered alike", JOHNSON
    ),
    CarelessCut("person_total", "below", 0.0, "answers run against those of everybody else", CURRAN),
    CarelessCut("seconds_per_item", "below", 2.0, "less than two seconds an item", HUANG),
)
