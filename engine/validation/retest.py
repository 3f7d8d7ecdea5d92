"""The same people twice: how stable their scores are, how they changed, and who changed more than by error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.responses.layout import Codes
from engine.validation.cautions import Cautions
from engine.validation.subscales import SubscaleStudy
from psychometrics.change import PairedChange, ReliableChange, paired_change, reliable_change
from psychometrics.contract import Caution, Floats
from psychometrics.pairing import Pairing, pair_by_id
from psychometrics.responsiveness import Responsiveness, responsiveness
from psychometrics.retest import (
    Concordance,
    LimitsOfAgreement,
    RetestICC,
    limits_of_agreement,
    lin_concordance,
    retest_icc,
)
from psychometrics.stability import Stability, judge_stability


@dataclass(frozen=True, slots=True, eq=False)
class Administration:
    """One administration: each person's id (None: has none) and rescaled scores by subscale (NaN: not scored).

    `codes` are everybody's answers in the instrument's layout, as answered, where they are known.
    """

    name: str
    digest: str
    ids: Sequence[str | None]
    scores: Mapping[str, Floats]
    simulated: bool = False
    codes: Codes | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """An outside sign of change, in the order of the second administration: 1 improved, 0 not, NaN unknown.

    `word` of the `column` stands for improved; "" where it holds 1 and 0, or yes and no.
    """

    column: str
    word: str
    improved: Floats


@dataclass(frozen=True, slots=True, eq=False)
class RetestData:
    """The same people twice, so many days apart where somebody said, and who improved where an anchor says it."""

    first: Administration
    second: Administration
    days: int | None = None
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RetestSubscale:
    """One subscale in two waves; `reliable` takes the study's alpha, in rescaled score points.

    `stability` judges agreement, shift and time together; `responsiveness` sets change beside an anchor, where there
    is one.
    """

    id: str
    icc: RetestICC | None
    concordance: Concordance | None
    limits: LimitsOfAgreement | None
    change: PairedChange | None
    reliable: ReliableChange | None
    stability: Stability | None
    responsiveness: Responsiveness | None


@dataclass(frozen=True, slots=True, eq=False)
class RetestStudy:
    """Who is in both waves, and what their scores did."""

    first: str
    second: str
    second_digest: str
    days: int | None
    anchor: Anchor | None
    pairing: Pairing
    subscales: tuple[RetestSubscale, ...]


def study_retest(
    waves: RetestData, subscales: Sequence[SubscaleStudy], clustered: str | None, cautions: Cautions
) -> RetestStudy:
    """Two waves of the same people, matched by id; duplicates and unmatched persons are counted and named.

    `clustered` says what people are members of, where they answer in clusters.
    """
    first, second = waves.first, waves.second
    pairing = pair_by_id(list(first.ids), list(second.ids))
    cautions.carry("retest", pairing.cautions)
    if not pairing.n:
        cautions.add(
            Caution(
                "no_pairs",
                "retest",
                "no id stands in both files",
                "check the column of ids, and that it is written alike in both files",
            )
        )
    if clustered is not None:
        cautions.add(
            Caution(
                "clustered_people",
                "retest",
                f"people of one {clustered} answer alike, and intervals of two administrations take them for "
                "independent",
                "read these intervals as too narrow",
            )
        )
    return RetestStudy(
        first.name,
        second.name,
        second.digest,
        waves.days,
        waves.anchor,
        pairing,
        tuple(
            _subscale(
                subscale,
                first.scores[subscale.id][pairing.first],
                second.scores[subscale.id][pairing.second],
                waves,
                pairing,
                clustered,
                cautions,
            )
            for subscale in subscales
            if pairing.n and subscale.id in first.scores and subscale.id in second.scores
        ),
    )


def _subscale(
    study: SubscaleStudy,
    before: Floats,
    after: Floats,
    waves: RetestData,
    pairing: Pairing,
    clustered: str | None,
    cautions: Cautions,
) -> RetestSubscale:
    where = f"subscale {study.id}, retest"
    value = None if study.reliability is None else study.reliability.value
    icc = cautions.attempt(f"{where}, ICC", lambda: retest_icc(before, after))
    change = cautions.attempt(f"{where}, change", lambda: paired_change(before, after))
    return RetestSubscale(
        study.id,
        icc,
        cautions.attempt(f"{where}, concordance", lambda: lin_concordance(before, after)),
        cautions.attempt(f"{where}, limits of agreement", lambda: limits_of_agreement(before, after)),
        change,
        None
        if value is None
        else cautions.attempt(f"{where}, reliable change", lambda: reliable_change(before, after, value)),
        judge_stability(icc, change, waves.days, clustered),
        None
        if waves.anchor is None
        else _responsiveness(where, before, after, waves.anchor.improved[pairing.second], cautions),
    )


def _responsiveness(
    where: str, before: Floats, after: Floats, improved: Floats, cautions: Cautions
) -> Responsiveness | None:
    """Of people with both scores: the rest of the pairs say nothing of their change."""
    there = np.isfinite(after - before)
    return cautions.attempt(
        f"{where}, responsiveness",
        lambda: responsiveness((after - before)[there], improved[there], before=before[there]),
    )
